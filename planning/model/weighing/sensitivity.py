"""How much the result hangs on each assumption: the best plan held, one assumption moved.

Two questions of each: how far the result lies apart over the draws of this assumption alone,
and what 5 % more or less of it gives. What moves together in the draws moves together here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from planning.model.assumptions import Assumption, Assumptions
from planning.model.optimising.uncertainty import Range, range_of
from planning.model.problem import Plan, Problem
from planning.model.simulating.draws import Draws
from planning.model.simulating.order import Order, order_of_work
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import Floats
from planning.model.weighing.study import Study
from planning.shares import percent
from planning.teams import Team

NUDGE: Final = 0.05
_NOTHING: Final = 0.5
_SINGLE: Final = 1e-5


@dataclass(frozen=True)
class Lever:
    """Assumptions that are looked at as one.

    Attributes:
        name: As people call it.
        sign: What 5 % more of it is called in a sentence.
        parameters: Of the problem that move; all by the same share.
        kinds: Of the assumptions they come from.
        team: Whose they are; None where they are the company's.
        job: Whose capacity alone, `follow` or `close`; empty for all.
        is_share: Whether it cannot pass one.
    """

    name: str
    sign: str
    parameters: tuple[str, ...]
    kinds: tuple[str, ...]
    team: Team = "joint"
    job: str = ""
    is_share: bool = False


_DEALS: Final = ("cells.revenue_per_win", "cells.one_off", "cells.recurring")

LEVERS: Final = (
    Lever(
        "Leads that money brings", "more leads for the money",
        ("channels.base", "channels.ceiling"), ("base", "ceiling", "half"), "marketing",
    ),
    Lever(
        "Leads that ask for follow-up", "more leads that can be reached",
        ("cells.asks",), ("asks", "reached"), "marketing", is_share=True,
    ),
    Lever(
        "Leads that become deals", "more deals from the same leads",
        ("cells.qualifies",), ("qualifies",), is_share=True,
    ),
    Lever(
        "Deals that are won", "more deals won", ("cells.closes",), ("closes",), "sales",
        is_share=True,
    ),
    Lever(
        "Deal size", "larger deals", _DEALS, ("revenue_per_win", "one_off", "recurring"), "sales",
    ),
    Lever(
        "Productivity of follow-up", "more follow-up per head", ("pools.per_head",),
        ("per_head", "follow_effort"), "sales", "follow",
    ),
    Lever(
        "Productivity of closing", "more sales productivity", ("pools.per_head",),
        ("per_head", "close_effort"), "sales", "close",
    ),
    Lever(
        "Deals sales finds itself", "more deals found by sales", ("cells.found_per_head",),
        ("found_per_head",), "sales",
    ),
    Lever(
        "Cost of a head", "dearer heads", ("pools.cost_per_head",), ("cost_per_head",), "sales",
    ),
    Lever(
        "What waiting leads keep", "more leads that stay alive",
        ("cells.kept_leads", "cells.kept_deals"), ("kept_leads", "kept_deals"), is_share=True,
    ),
    Lever("Margin", "more margin", ("margin",), ("margin",), is_share=True),
    Lever(
        "Months a recurring deal counts", "more months counted", ("value_months",),
        ("value_months",),
    ),
    Lever(
        "Commission and partners' share", "higher charges",
        ("cells.commission", "cells.partner"), ("commission", "partner"), "sales", is_share=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Sensitivity:
    """What an assumption does to the result of a plan.

    Attributes:
        name: As people call it.
        team: Whose it is.
        low, high: Contribution, less the plan's own, where the assumption lies at the 10th
            and 90th percentile of what it does; None where nothing is drawn of it.
        more, less: Contribution gained by 5 % more and 5 % less of it, plan-currency units.
        source: Where its numbers come from, in words.
        sentence: In words.
        revenue_more, revenue_less: Revenue of the fiscal year gained by 5 % more and less.
    """

    name: str
    team: Team
    low: float | None
    high: float | None
    more: float
    less: float
    source: str
    sentence: str
    revenue_more: float = 0.0
    revenue_less: float = 0.0

    @property
    def width(self) -> float:
        """How far the result lies apart, else what 5 % either way does."""
        if self.low is not None and self.high is not None:
            return self.high - self.low
        return abs(self.more - self.less)


def sensitivities(study: Study) -> tuple[Sensitivity, ...]:
    """Return what each assumption does to the best plan, the most telling first."""
    problem, plan = study.question.problem, study.optimum.plan
    order = order_of_work(problem)
    base = simulate(problem, plan, order=order)
    assumptions = study.question.calibration.assumptions
    found = list(_all(study, problem, plan, order, base, assumptions))
    return tuple(sorted(found, key=lambda it: -it.width))


def _all(
    study: Study,
    problem: Problem,
    plan: Plan,
    order: Order,
    base: Outcome,
    assumptions: Assumptions,
) -> Iterator[Sensitivity]:
    stands = float(base.contribution[0])
    for lever in LEVERS:
        (more, revenue_more), (less, revenue_less) = (
            gains(base, simulate(nudged(problem, lever, by), plan, order=order))
            for by in (NUDGE, -NUDGE)
        )
        alone = drawn_alone(problem, study.drawn, lever)
        spread = Range(None, None, None)
        if alone is not None:
            spread = told_apart(range_of(simulate(problem, plan, alone, order).contribution))
        if max(abs(more), abs(less)) < _NOTHING and spread.p10 is None:
            continue
        yield Sensitivity(
            name=lever.name,
            team=lever.team,
            low=None if spread.p10 is None else spread.p10 - stands,
            high=None if spread.p90 is None else spread.p90 - stands,
            more=more,
            less=less,
            source=source_of(lever, assumptions),
            sentence=said_of(lever, more, less),
            revenue_more=revenue_more,
            revenue_less=revenue_less,
        )


def gains(base: Outcome, other: Outcome) -> tuple[float, float]:
    """Return contribution and revenue of the year that an outcome has more than another."""
    return (
        float(other.contribution[0] - base.contribution[0]),
        float(other.year("revenue")[0] - base.year("revenue")[0]),
    )


def told_apart(spread: Range) -> Range:
    """Return a range, or none where its ends differ by no more than single precision does."""
    if spread.p10 is None or spread.p90 is None:
        return spread
    apart = spread.p90 - spread.p10
    return spread if apart > _SINGLE * abs(spread.p90) else Range(None, None, None)


def nudged(problem: Problem, lever: Lever, by: float) -> Problem:
    """Return a problem with a lever's parameters moved by a share of themselves."""
    single: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {}
    for name in lever.parameters:
        table, _, column = name.rpartition(".")
        value = np.asarray(_value(problem, name)) * (1 + by * _which(problem, lever, name))
        if lever.is_share:
            value = np.minimum(value, 1.0)
        if table:
            tables.setdefault(table, {})[column] = value
        else:
            single[column] = float(value)
    changed = {name: replace(getattr(problem, name), **new) for name, new in tables.items()}
    return replace(problem, **single, **changed)


def _value(problem: Problem, name: str) -> Any:  # noqa: ANN401 - an array or a number
    table, _, column = name.rpartition(".")
    return getattr(getattr(problem, table) if table else problem, column)


def drawn_alone(problem: Problem, drawn: Draws, lever: Lever) -> Draws | None:
    """Return draws in which a lever alone is drawn; None where it is not drawn at all."""
    values: dict[str, Floats] = {}
    names = lever.parameters
    if "channels.ceiling" in names:
        names = (*names, "channels.half", "channels.season")
    for name in names:
        if name not in drawn.values:
            continue
        own = np.asarray(_value(problem, name))
        taken = np.asarray(_which(problem, lever, name), dtype=np.bool_)
        taken = np.broadcast_to(taken, own.shape)[..., None]
        values[name] = np.where(taken, drawn.values[name], own[..., None])
    return Draws(values) if values else None


def _which(problem: Problem, lever: Lever, name: str) -> Floats | float:
    """Return 1 for the elements that a lever moves, 0 for the others."""
    if name != "pools.per_head" or not lever.job:
        return 1.0
    cells = problem.cells
    pools = cells.follow_pool if lever.job == "follow" else cells.close_pool
    found: Floats = np.isin(np.arange(len(problem.pools.name)), pools).astype(np.float64)
    return found


def source_of(lever: Lever, assumptions: Assumptions) -> str:
    """Say where a lever's numbers come from, the most frequent kind of source first."""
    own = [it for it in assumptions.entries if it.kind in lever.kinds and _of_job(it, lever)]
    return source_from(own)


def source_from(own: Sequence[Assumption]) -> str:
    """Say where assumptions come from, and who judged them."""
    told = []
    for source in ("measured", "judged", "default"):
        count = sum(it.source == source for it in own)
        if count:
            told.append(f"{count} {source}")
    people = dict.fromkeys(name for it in own for name in it.judged_by)
    return ", ".join(told) + (f" by {', '.join(people)}" if people else "")


def _of_job(entry: Assumption, lever: Lever) -> bool:
    if entry.kind != "per_head" or not lever.job or entry.job is None:
        return True
    return (entry.job == "closing") == (lever.job == "close")


def said_of(lever: Lever, more: float, less: float) -> str:
    """Say what 5 % more gives, and what 5 % less does where that differs."""
    first = f"{percent(NUDGE)} {lever.sign} {_effect(more)}"
    if abs(more + less) > 0.1 * max(abs(more), abs(less)):
        return f"{first}; as much less {_effect(less)}."
    return f"{first}."


def _effect(gain: float) -> str:
    if abs(gain) < _NOTHING:
        return "changes nothing"
    return f"{'gives' if gain > 0 else 'takes'} {abs(gain):,.0f}"
