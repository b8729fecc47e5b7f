"""Target actuals: the registry's figure beside each target, with its trend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from planning.actuals.change import Change, change
from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import BASE
from planning.actuals.figures import Figure
from planning.actuals.parts import cube_of
from planning.actuals.scorecard import Context, Slice, read, trend
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.periods import Period, month_of
from planning.review.variance import months_over
from planning.teams import Team

Standing = Literal["reached", "missed", "open", "undefined"]

TREND_MONTHS: Final = 12
_SPENDS: Final[dict[str, Team]] = {"spend_marketing": "marketing", "spend_sales": "sales"}


@dataclass(frozen=True)
class TargetActual:
    """What the facts say about a target.

    Attributes:
        figure: The KPI of the target's scope and period so far, with its interval and
            note; None where the period has not begun or the scope has no such KPI.
        trend: Its value in each of `months`; None where undefined or not begun.
        months: Twelve month numbers that end with the period, or with today before that.
        over: Whether the period is over.
        standing: Whether it was reached; `open` while the period runs.
        moved: How the figure moved against as many months before; None without one.
    """

    figure: Figure | None
    trend: tuple[float | None, ...]
    months: tuple[int, ...]
    over: bool
    standing: Standing
    moved: Change | None = None

    @property
    def value(self) -> float | None:
        """The figure's value, None where it is undefined."""
        return None if self.figure is None else self.figure.number


def actual_of(target: Target, counts: Counts, context: Context) -> TargetActual:
    """Return the registry's figure of a target's scope and period.

    Args:
        target: What was agreed.
        counts: The facts.
        context: Settings and channel owners.
    """
    (found,) = actuals_of([target], counts, context)
    return found


def actuals_of(
    targets: Iterable[Target], counts: Counts, context: Context
) -> tuple[TargetActual, ...]:
    """Return the same for several targets; those of one scope share their counting."""
    slices: dict[Scope | None, Slice | None] = {None: None}
    found = []
    for target in targets:
        scope = scope_of(target, counts, context)
        if scope not in slices:
            slices[scope] = None if scope is None else Slice(counts, scope, context)
        found.append(_actual(target, slices[scope], counts))
    return tuple(found)


def scope_of(target: Target, counts: Counts, context: Context) -> Scope | None:
    """Return the part of the company a target speaks of; None where it cannot be cut so.

    A team's part are the channels it owns. What a team spent is its own whatever the
    channel; what it spent in the other team's name does not exist.
    """
    cube = cube_of(counts, BASE)
    kept: dict[str, tuple[str | None, ...]] = {}
    for name in ("channel", "segment", "region"):
        label = getattr(target, name)
        if label is not None:
            kept[name] = _labels(cube.labels[name], label)
    team = target.scope_team
    if team is not None and target.kpi in _SPENDS:
        if _SPENDS[target.kpi] != team:
            return None
    elif team is not None:
        among = kept.get("channel", cube.labels["channel"])
        kept["channel"] = tuple(it for it in among if context.team_of(it) == team)
    return Scope(**kept)


def _labels(labels: tuple[str | None, ...], wanted: str) -> tuple[str | None, ...]:
    """Return the facts' spellings of a label, itself where the facts have none."""
    same = [it for it in labels if it is not None and it.casefold() == wanted.casefold()]
    return tuple(same) or (wanted,)


def _actual(target: Target, part: Slice | None, counts: Counts) -> TargetActual:
    period, today = target.period, month_of(counts.as_of)
    last = min(period.end - 1, max(today, 0))
    months = tuple(range(last - TREND_MONTHS + 1, last + 1))
    over = counts.is_dated and months_over(counts.as_of, period.end - 1) > 0
    if part is None or not counts.is_dated:
        return TargetActual(None, (None,) * TREND_MONTHS, months, over, "undefined")
    values = trend(part, None, target.kpi, None, months)
    if period.start > today:
        return TargetActual(None, values, months, over, _standing(target, None, over))
    so_far = Period(start=period.start, end=last + 1)
    figure, moved = read(part, target.kpi, so_far), change(part, target.kpi, so_far)
    return TargetActual(figure, values, months, over, _standing(target, figure, over), moved)


def _standing(target: Target, figure: Figure | None, over: bool) -> Standing:
    value = None if figure is None else figure.number
    if value is None:
        return "undefined" if over else "open"
    if not over:
        return "open"
    return "reached" if meets(target, value) else "missed"


def meets(target: Target, value: float) -> bool:
    """Whether a value is what was agreed.

    A range holds at both ends. A value is a floor where up is better, a ceiling where
    down is, and what must not be exceeded where neither is (spend).

    Example:
        >>> cac = Target(team="joint", kpi="cac", start="2026-01", months=12, value=900)
        >>> meets(cac, 850.0), meets(cac, 950.0)
        (True, False)
    """
    if target.value is None:
        low = target.low is None or value >= float(target.low)
        return low and (target.high is None or value <= float(target.high))
    if KPIS[target.kpi].better == "up":
        return value >= float(target.value)
    return value <= float(target.value)
