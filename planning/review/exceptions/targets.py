"""Targets off course, with the step that moved, and those well ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.periods import month_name
from planning.review.exceptions.item import Item, Part, Picture, Step, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import NO_STAKE, Matter, Stake, Words, compose
from planning.review.exceptions.steps import SEVERAL, STEP_OF, STEP_OF_DRIVER
from planning.review.exceptions.wording import period_told, share_told
from planning.review.pace import HELD, MISSED, Pace, distance
from planning.review.shortfall.decompose import Decomposition

AHEAD: Final = 0.10
"""A target counts as well ahead from a tenth beyond what was due."""

LEAST_OFF: Final = 0.02
"""Below two in a hundred off, a meeting has better things to do."""

COSTS: Final = frozenset({"cac", "cost_per_lead"})
_MOST: Final = 0.9


@dataclass(frozen=True)
class TargetState:
    """A target beside the facts.

    Attributes:
        row: Id of its row.
        target: What was agreed.
        pace: Where it stands.
        value: The KPI so far.
        months: Month numbers of `trend`.
        trend: The KPI in each of them.
        revenue: Won amount of its part in its months so far; None where not known.
        spend: Money both teams spent there in these months; None where not known.
        reason: Its difference to the plan taken apart by channel, where that can be told.
    """

    row: str
    target: Target
    pace: Pace
    value: float | None
    months: tuple[int, ...] = ()
    trend: tuple[float | None, ...] = ()
    revenue: float | None = None
    spend: float | None = None
    reason: Decomposition | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """What moved a KPI most against its better direction.

    Attributes:
        step: The step that moved.
        channel: The channel it moved in; None where no single one carries half of it.
    """

    step: Step
    channel: str | None = None


def target_items(
    states: Iterable[TargetState], owners: Owners, plan: str | None = None
) -> tuple[Item, ...]:
    """Return targets off course, and those well ahead.

    Of one KPI and part of the company the longest period speaks: its months tell the same.

    Args:
        states: Targets beside the facts.
        owners: Who answers for parts of the company.
        plan: Name of the plan, for links.
    """
    listed = _longest(states)
    missing = {part_of(it.target): _missing(it) for it in listed if it.target.kpi == "revenue"}
    found = []
    for state in listed:
        if state.pace.state in MISSED and state.pace.off >= LEAST_OFF and not _beyond(state):
            stake = _stake(state, missing.get(part_of(state.target)))
            found.append(_off(state, stake, owners, plan))
        elif lead(state) >= AHEAD or (_beyond(state) and state.pace.off >= AHEAD):
            found.append(_ahead(state, owners, plan))
    return tuple(found)


def _beyond(state: TargetState) -> bool:
    """Whether a KPI passed the upper end of its range, which is its better way."""
    high, value = state.pace.high, state.value
    up = KPIS[state.target.kpi].better == "up"
    return up and high is not None and value is not None and value > high


def _missing(state: TargetState) -> float:
    """Return how much of what was due by now is missing, in the KPI's unit."""
    low, value = state.pace.low, state.value
    return 0.0 if low is None or value is None else max(low - value, 0.0)


def lead(state: TargetState) -> float:
    """Return how far a held target is ahead, as a share of what was due; 0 where it is not.

    Example:
        >>> due = Target(team="sales", kpi="won", start="2026-01", months=12, value=90)
        >>> lead(TargetState("a", due, Pace("on course", low=50.0), 60.0))
        0.2
    """
    value, low, high = state.value, state.pace.low, state.pace.high
    if state.pace.state not in HELD:
        return 0.0
    better = KPIS[state.target.kpi].better
    if value is None or (low is not None and high is not None):
        return 0.0
    if better == "up" and low:
        return distance(value, None, low)
    if better == "down" and high:
        return distance(value, high, None)
    return 0.0


def reason_of(taken: Decomposition | None, kpi: str) -> Reason | None:
    """Return the step and channel that moved a KPI most in its worse direction.

    Args:
        taken: The difference taken apart, by channel where the plan carries that.
        kpi: The KPI.

    Returns:
        None where nothing tells more than the KPI itself.
    """
    worse = -1 if KPIS[kpi].better == "up" else 1
    terms = [] if taken is None else [it for it in taken.terms if it.effect * worse > 0]
    if not terms:
        return None
    worst = max(terms, key=lambda term: term.effect * worse)
    harm = {part: effect * worse for part, effect in worst.effects.items() if effect * worse > 0}
    channel = max(harm, key=lambda part: harm[part], default=None)
    carries = channel is not None and harm[channel] * 2 >= worst.effect * worse
    return Reason(STEP_OF_DRIVER[worst.drivers[0]], channel if carries else None)


def _longest(states: Iterable[TargetState]) -> list[TargetState]:
    found: dict[tuple[str, str | None, Part], TargetState] = {}
    for state in states:
        target = state.target
        key = target.kpi, target.scope_team, part_of(target)
        known = found.get(key)
        if known is None or target.months > known.target.months:
            found[key] = state
    return list(found.values())


def part_of(target: Target) -> Part:
    """Return the part of the company a target speaks of."""
    return Part(target.channel, target.region, target.segment)


def _off(state: TargetState, stake: Stake, owners: Owners, plan: str | None) -> Item:
    target, pace = state.target, state.pace
    reason = reason_of(state.reason, target.kpi)
    behind = _missing(state) > 0
    return compose(
        f"target-off {reason.step}" if reason else f"target-off-itself {STEP_OF[target.kpi]}",
        _words(target, share_told(pace.off), "behind" if behind else "above"),
        _matter(state),
        stake,
        owners,
        _picture(state),
        _where(state, plan, off=True),
    )


def _ahead(state: TargetState, owners: Owners, plan: str | None) -> Item:
    target = state.target
    up = KPIS[target.kpi].better == "up"
    stake = NO_STAKE
    if target.kpi == "revenue" and state.value is not None and state.pace.low is not None:
        stake = Stake(state.value - state.pace.low, "Won amount beyond what was due by now.")
    return compose(
        f"target-ahead-itself {STEP_OF[target.kpi]}",
        _words(target, share_told(lead(state) or state.pace.off), "ahead of" if up else "below"),
        _matter(state),
        stake,
        owners,
        _picture(state),
        _where(state, plan, off=False),
    )


def _words(target: Target, share: str, way: str) -> Words:
    several = target.kpi in SEVERAL
    return Words(
        kpi=called(target),
        share=share,
        way=way,
        month=period_told(target.period),
        verb="are" if several else "is",
        whose="their" if several else "its",
    )


def called(target: Target) -> str:
    """Return a KPI with the part of the company a target speaks of.

    Example:
        >>> called(Target(team="sales", kpi="won", region="Iberia", start="2026-01", months=12))
        'Won deals in Iberia'
    """
    return in_part(target.kpi, part_of(target))


def in_part(kpi: str, part: Part) -> str:
    """Return a KPI with the part of the company it is told of.

    Example:
        >>> in_part("cost_per_lead", Part(channel="Paid search"))
        'Cost per lead of Paid search'
    """
    name = KPIS[kpi].name
    name += f" of {part.channel}" if part.channel else ""
    name += f" in {part.region}" if part.region else ""
    return name + (f" ({part.segment})" if part.segment else "")


def _matter(state: TargetState) -> Matter:
    target = state.target
    return Matter(
        part_of(target),
        about=called(target),
        more="|".join(it for it in (target.kpi, target.scope_team) if it),
        marketing_owner=target.marketing_owner,
        sales_owner=target.sales_owner,
    )


def _stake(state: TargetState, missing: float | None) -> Stake:
    """Estimate what a target off course costs.

    Args:
        state: The target.
        missing: Won amount missing to the revenue target of the same part; None without one.
    """
    target, behind = state.target, _missing(state) > 0
    off = min(state.pace.off, _MOST)
    if target.kpi == "revenue" and behind:
        return Stake(_missing(state), "Won amount due by now, less what was won.")
    if target.kpi in COSTS and not behind and state.spend is not None:
        # At the agreed cost the same cases would have taken this much less.
        return Stake(
            state.spend * off / (1 + off), "Money spent above the agreed cost of the same cases."
        )
    if target.kpi not in SEVERAL or not behind or state.revenue is None:
        return NO_STAKE
    more = state.revenue * off / (1 - off)
    if missing is None:
        return Stake(more, "Won amount of these months, raised by the share that is missing.")
    # Revenue says how much of that has been lost; where it holds nothing has been.
    return (
        Stake(min(more, missing), "Won amount missing to the revenue target.")
        if missing
        else (NO_STAKE)
    )


def _picture(state: TargetState) -> Picture | None:
    if not state.months:
        return None
    target = state.target
    return Picture(
        "line",
        f"{KPIS[target.kpi].name} by month",
        tuple(month_name(month) for month in state.months),
        state.trend,
        unit=KPIS[target.kpi].unit,
        highlighted=tuple(
            at for at, month in enumerate(state.months) if month in set(target.period.months())
        ),
    )


_PERIODS: Final = {12: "Year", 3: "Quarters", 1: "Months"}


def _where(state: TargetState, plan: str | None, *, off: bool) -> Where:
    query: dict[str, str | tuple[str, ...]] = {"periods": _PERIODS[state.target.months]}
    if off:
        query["off-only"] = "true"
    if plan:
        query["plan"] = plan
    return Where("plan/targets.py", query, "Targets")
