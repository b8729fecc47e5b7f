"""The question a plan puts to the joint model: its lines, the facts and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from planning.agreed.envelopes import Envelope as PlanEnvelope
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS, Scenario
from planning.errors import NotPossible
from planning.model.advising.acquiring import acquire_shares
from planning.model.advising.closed_months import Closed, closed_months
from planning.model.advising.plan_lines import PER_UNIT, PlanLines, read_lines
from planning.model.advising.planned_people import planned_people, promised_hires, with_people
from planning.model.advising.planned_tables import (
    Planned,
    cells_of,
    channels_of,
    fixed_of,
    groups_of,
    pools_of,
    told_by_deals,
)
from planning.model.assuming.cells import lay_out
from planning.model.assumptions import row
from planning.model.checks import checked
from planning.model.limits import Committed, Envelope, Limit
from planning.model.measuring.calibrate import Calibration
from planning.model.measuring.opening import opening
from planning.model.problem import Problem
from planning.periods import Period, month_key, month_name, month_of

AHEAD: Final = 12
"""Months looked ahead after the fiscal year."""

TAIL: Final = 3
"""Look-ahead months go on as so many last plan months did on average."""


@dataclass(frozen=True, eq=False)
class Question:
    """A problem with the lines it came from, so that its answer can go back there.

    Attributes:
        problem: What is asked.
        scenario: Whose plan it is.
        lines: Its lines.
        calibration: What is assumed.
        closed: What the closed months brought beside `problem.before`.
        warnings: Sentences a reader should know.
    """

    problem: Problem
    scenario: Scenario
    lines: PlanLines
    calibration: Calibration
    closed: Closed
    warnings: tuple[str, ...]


def ask(
    scenario: Scenario,
    rows: Sequence[PlanRow],
    calibration: Calibration,
    *,
    limits: Iterable[Limit] = (),
    enveloped: bool = True,
    aliases: Mapping[str, str] | None = None,
) -> Question:
    """Return the question a plan puts from the first month that is not over.

    Args:
        scenario: The plan.
        rows: Its lines and envelopes; other kinds are passed over.
        calibration: What the facts and people say.
        limits: More limits; an envelope among them stands in place of the plan's.
        enveloped: Whether the plan's own envelope, else its total, is a limit.
        aliases: Channel by what else it is called.

    Raises:
        NotPossible: Every month of the plan is over, or it has no money to speak of.
    """
    closed = closed_count(scenario, calibration)
    laid = lay_out(calibration.assumptions)
    lines = read_lines(rows, laid.layout, aliases)
    period = scenario.period
    past = Period(start=period.start, end=period.start + closed) if closed else None
    told = told_by_deals(lines, laid)
    before, brought = closed_months(
        calibration, laid, past, lines.before(closed), lines.until(closed, told)
    )
    first, opened = period.start + closed, MONTHS - closed
    state = opening(calibration, first, opened + AHEAD)
    people = planned_people(lines, closed, laid.pools["cost_per_head"])
    counted = calibration.counted
    acquires = acquire_shares(lines.lines, counted.counts, counted.axes.end)
    planned = Planned(lines, closed, acquires, told)
    problem = Problem(
        name=scenario.name,
        currency=counted.context.company.currency,
        first_month=first,
        open_months=opened,
        ahead_months=AHEAD,
        channels=channels_of(planned, laid, state),
        pools=pools_of(planned, laid, state),
        groups=groups_of(laid),
        cells=cells_of(laid, state),
        fixed=fixed_of(planned, AHEAD, TAIL),
        before=before,
        lead_lag=np.array(row(calibration.assumptions.find("lead_lag").value)),
        ready_lag=np.array(row(calibration.assumptions.find("ready_lag").value)),
        margin=float(laid.company["margin"]),
        value_months=float(laid.company["value_months"]),
        discount_rate=float(laid.company["discount"]),
        tail_months=TAIL,
    )
    known = [job for job in calibration.assumptions.jobs if counted.heads(job).any()]
    problem = with_people(problem, people, known)
    own: list[Limit] = [
        *_committed(lines, problem, closed),
        *promised_hires(problem, people, state.standing_paid[:, 0]),
    ]
    given = tuple(_spelled(limit, problem, aliases or {}) for limit in limits)
    if enveloped and not any(isinstance(it, Envelope) for it in given):
        own.insert(0, _envelope(scenario, rows, lines))
    problem = checked(problem.under(*own, *given))
    warnings = tuple(_warnings(lines, problem, calibration, closed))
    return Question(problem, scenario, lines, calibration, brought, warnings)


def closed_count(scenario: Scenario, calibration: Calibration) -> int:
    """Return how many months of a plan are over at the facts' as-of.

    Raises:
        NotPossible: All of them are.
    """
    counts = calibration.counted.counts
    first = scenario.first_month
    if not counts.is_dated:
        return 0
    closed = max(month_of(counts.as_of + timedelta(days=1)) - first, 0)
    if closed >= MONTHS:
        raise NotPossible(
            f"Every month of {scenario.name} is over: nothing is left to decide.",
            f"Name a plan that goes on after {month_name(first + MONTHS - 1)}.",
        )
    return closed


def _committed(lines: PlanLines, problem: Problem, closed: int) -> list[Committed]:
    names = problem.channels.name
    cents = lines.of_channels(lines.committed[:, closed:], len(names))
    return [
        Committed(
            channel=names[channel],
            month=month_key(problem.first_month + int(month)),
            amount=float(cents[channel, month]) / PER_UNIT,
        )
        for channel, month in zip(*np.nonzero(cents), strict=True)
    ]


def _spelled(limit: Limit, problem: Problem, aliases: Mapping[str, str]) -> Limit:
    """Return a limit with its channel spelled as the facts do."""
    named = getattr(limit, "channel", None)
    if named is None:
        return limit
    known = {name.casefold(): name for name in problem.channels.name}
    other = {alias.casefold(): name.casefold() for alias, name in aliases.items()}
    wanted = str(named).strip().casefold()
    found = known.get(wanted) or known.get(other.get(wanted, ""))
    return limit if found is None else limit.model_copy(update={"channel": found})


def _envelope(scenario: Scenario, rows: Iterable[PlanRow], lines: PlanLines) -> Envelope:
    """Return the plan's own envelope of the company, else what its lines come to.

    Raises:
        NotPossible: It has neither.
    """
    for each in rows:
        if each.kind == "envelope":
            found = PlanEnvelope.of(each.cells)
            if found.scope == "company" and found.amount is not None:
                return Envelope(total=float(found.amount))
    if not lines.total:
        raise NotPossible(
            f"{scenario.name} has neither lines with money nor an envelope.",
            "Give its lines money or set its envelope, on page Budget.",
        )
    return Envelope(total=lines.total / PER_UNIT)


def _warnings(
    lines: PlanLines, problem: Problem, calibration: Calibration, closed: int
) -> Iterator[str]:
    """Yield what a reader should know about the question."""
    for name in lines.unknown:
        yield (
            f"Nothing tells what money brings {name}: it stays as planned. "
            "Answer its three questions on page Assumptions."
        )
    end = calibration.counted.axes.end
    if problem.first_month > end and calibration.counted.counts.is_dated:
        gap = Period(start=end, end=problem.first_month).label
        yield f"No facts and no plan cover {gap}: leads of these months are missing here."
    money = lines.plan[:, closed:].sum(axis=1)
    unplaced = [
        cents
        for line, cents, stands in zip(lines.lines, money, lines.stands, strict=True)
        if line.status == "placeholder" and stands
    ]
    if sum(unplaced):
        yield (
            f"{sum(unplaced) / PER_UNIT:,.0f} has no purpose yet and stays so: "
            "give it a channel to let it move."
        )
    there = problem.pools.standing_productive.max(axis=1)
    for at, name in enumerate(problem.pools.name):
        if there[at] > 0 and not problem.pools.standing_paid[at].any():
            yield f"No line pays the people of {name}: name region and job on their lines."
