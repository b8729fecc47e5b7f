"""The advice beside the plan, line by line: what changes, by how much and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
from pydantic import JsonValue

from planning.agreed.scenarios import MONTHS
from planning.agreed.splitting import plan_cells
from planning.model.advising.allocation import Allocation
from planning.model.advising.answer_lines import AllocatedLine
from planning.model.advising.answer_people import moved_hires
from planning.model.advising.difference import Amounts, Difference, Stands
from planning.model.advising.difference_reasons import Reasons, standing_reason
from planning.model.advising.new_lines import (
    beside,
    hires_of,
    next_year,
    people_cells,
    programme_cells,
)
from planning.model.advising.question import Question
from planning.model.problem import Plan
from planning.teams import TEAMS, Team


@dataclass(frozen=True, eq=False)
class Differences:
    """All that the advice changes of a plan.

    Attributes:
        question: What was asked.
        allocation: The answer.
        changes: Lines that change, what moves most first; cents of a split last.
        standing: Lines that stand, in the plan's order.
        next_year: What the advice hires too late for this plan to hold, in sentences.
    """

    question: Question
    allocation: Allocation
    changes: tuple[Difference, ...]
    standing: tuple[Stands, ...]
    next_year: tuple[str, ...]

    @cached_property
    def shown(self) -> tuple[Difference, ...]:
        """Those a person decides about: all but the cents of a split."""
        return tuple(one for one in self.changes if not one.is_slight)

    def chosen(self, ids: Collection[str]) -> tuple[Difference, ...]:
        """Return those that are taken; the cents of a split go along where anything is."""
        taken = [one for one in self.shown if one.id in ids]
        along = [one for one in self.changes if one.is_slight] if taken else []
        return (*taken, *along)


def differences(question: Question, allocation: Allocation) -> Differences:
    """Return what the advice changes of a plan, line by line, each with its reason.

    Args:
        question: What was asked.
        allocation: Its answer, with a plan.
    """
    found = list(_read(question, allocation))
    moved = [one for one in found if one.moved]
    best = _plan(question, allocation, moved, moved)
    reasons = Reasons(question, allocation, best)
    told = [replace(one, reason=reasons.of(one)) for one in moved]
    return Differences(
        question=question,
        allocation=allocation,
        changes=tuple(sorted(told, key=lambda one: (one.is_slight, -one.moved))),
        standing=tuple(
            Stands(one.team, one.line, one.now, standing_reason(allocation, one.of))
            for one in found
            if not one.moved
        ),
        next_year=tuple(next_year(question, allocation)),
    )


def _read(question: Question, allocation: Allocation) -> Iterator[Difference]:
    """Yield every line of plan and answer, those without a change too, without reasons."""
    lines: dict[tuple[str | None, str, str], list[AllocatedLine]] = {}
    for each in allocation.lines:
        lines.setdefault((each.row, each.team, each.line), []).append(each)
    rows = {row.id: row for row in question.lines.rows}
    pools = set(question.problem.pools.name)
    for (row, _, line), months in lines.items():
        of, team = months[0].of or "", _team(months[0].team)
        current = _months(allocation, {it.month: it.current for it in months})
        advice = _months(allocation, {it.month: it.amount for it in months})
        is_people = of in pools
        about: dict[str, JsonValue] = {}
        if row is None:
            more = people_cells(question, allocation, of) if is_people else programme_cells(of)
            paid = {cell: it for cell, it in plan_cells(advice).items() if it != "0.00"}
            about = {"team": team, "status": "placed", **more, **paid}
        yield Difference(
            id=row or f"new {of}",
            team=team,
            line=line,
            of=of,
            is_people=is_people,
            current=current,
            advice=advice,
            row=rows.get(row or ""),
            new=about or None,
            beside=beside(question, of) if about and is_people else None,
        )


def _months(allocation: Allocation, amounts: dict[str, Decimal]) -> Amounts:
    return tuple(amounts.get(month, Decimal("0.00")) for month in allocation.months)


def _team(name: str) -> Team:
    return next(team for team in TEAMS if team == name)


def taken(found: Differences, ids: Collection[str]) -> Plan:
    """Return the plan with only some of the differences taken.

    Taking all gives the advice as far as this year's plan can hold it, taking none the
    current plan. Of hires that are dropped as many go as the lines taken pay for.

    Args:
        found: All differences.
        ids: Of those taken; unknown ones are passed over.
    """
    return _plan(found.question, found.allocation, found.changes, found.chosen(ids))


def _plan(
    question: Question,
    allocation: Allocation,
    all_of_them: Sequence[Difference],
    chosen: Sequence[Difference],
) -> Plan:
    """Return the current plan with some differences, whatever they move."""
    problem = question.problem
    closed = MONTHS - problem.open_months
    spend, hires = problem.channels.current.copy(), problem.pools.current_hires.copy()
    for one in chosen:
        if not one.is_people:
            moved = np.array(one.by_month[closed:], dtype=np.float64)
            spend[problem.channels.name.index(one.of)] += moved
    more, fewer = moved_hires(hires, hires_of(question, allocation))
    for pool, name in enumerate(problem.pools.name):
        own = [one for one in chosen if one.of == name]
        if any(one.row is None for one in own):
            hires[pool] += more[pool]
        hires[pool] -= _share(name, all_of_them, own) * fewer[pool]
    return Plan(np.maximum(spend, 0.0), np.maximum(hires, 0.0))


def _share(pool: str, all_of_them: Sequence[Difference], chosen: Sequence[Difference]) -> float:
    """Return which part of a pool's dropped hires some lines pay."""
    paid = sum((one.moved for one in all_of_them if one.of == pool and one.row), Decimal(0))
    taken_off = sum((one.moved for one in chosen if one.row), Decimal(0))
    return float(taken_off / paid) if paid else 0.0
