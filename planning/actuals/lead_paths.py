"""Which leads went all the way, faster and for more: groups of leads compared fairly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from planning.actuals import intervals
from planning.actuals.cubes import WON_LAGS
from planning.actuals.durations import median
from planning.actuals.figures import Figure
from planning.actuals.measuring import Reading, proportion
from planning.actuals.ranking import top_probability
from planning.actuals.ripeness import ripeness
from planning.actuals.shares import Share
from planning.actuals.slices import Slice
from planning.periods import Period

RATE: Final = "lead_to_customer"
FEW_LEADS: Final = 30
"""Groups with fewer leads are named and not ranked."""

TOP: Final = 3
"""How many groups count as the best, at most half of them."""

Ends = tuple[float, float]


@dataclass(frozen=True)
class Path:
    """How one group's leads went.

    Attributes:
        name: The label, None without one.
        won: Leads won, of all its leads.
        steadied: Share won, pulled towards the company's where the leads are few.
        steadied_ends: Its 95% interval.
        days: Median days from lead to won, or None without any.
        days_ends: Its interval, None below six won leads.
        average: Plan-currency units per won lead, or None.
        average_ends: Its interval, None below two won leads.
        per_hundred: Won money per hundred leads, plan-currency units; None without leads.
        chance: How probable it is that the group is among the best by share won.
        is_small: Whether its leads are too few to be ranked.
    """

    name: str | None
    won: Share
    steadied: float | None
    steadied_ends: Ends | None
    days: float | None
    days_ends: Ends | None
    average: float | None
    average_ends: Ends | None
    per_hundred: float | None
    chance: float | None = None
    is_small: bool = False


@dataclass(frozen=True)
class Paths:
    """All groups of one cut.

    Attributes:
        by: What they are grouped by.
        period: The ripe months looked at; None is all time.
        groups: The most probable to be among the best first, small groups last.
        whole: All leads together.
        top: How many count as the best.
        why: Why there is nothing to compare; empty otherwise.
    """

    by: str
    period: Period | None
    groups: tuple[Path, ...]
    whole: Path
    top: int
    why: str = ""


def paths(part: Slice, by: str, period: Period | None) -> Paths:
    """Return how the leads of each group went, those of months not ripe yet left out.

    Args:
        part: The leads.
        by: `channel`, `campaign`, `asset`, `segment` or `region`.
        period: Months of creation; its ripe months are taken, all of it if none is ripe.

    Raises:
        UsageError: Nothing is counted by that name.
    """
    when = period
    if period is not None:
        when = ripeness(part).part_of(period) or period
    whole = _path(None, part, when, None)
    why = Reading(part, when).leads_untold()
    slices = [] if why else list(part.split(by))
    if not why and not Reading(part, when).ever("leads_won"):
        why = "No lead has been won yet."
    slices = [one for one in slices if one.total("leads", when)]
    if not why and [one.label for one in slices] == [None]:
        why = f"The leads name no {by}."
    if why:
        return Paths(by, when, (), whole, 0, why)
    counts = [(one.total("leads_won", when), one.total("leads", when)) for one in slices]
    prior = intervals.beta_prior([won for won, _ in counts], [n for _, n in counts])
    found = [_path(one.label, one, when, prior) for one in slices]
    top = max(1, min(TOP, len([it for it in found if not it.is_small]) // 2))
    return Paths(by, when, _ranked(found, top), whole, top)


def _ranked(found: Sequence[Path], top: int) -> tuple[Path, ...]:
    large = [it for it in found if not it.is_small]
    figures = {it.name: {RATE: _rate(it)} for it in large}
    chances = top_probability(figures, RATE, top) if len(large) > 1 else {}
    told = [replace(it, chance=chances.get(it.name)) for it in large]
    told.sort(key=lambda it: (-(it.chance or 0.0), -(it.steadied or 0.0)))
    small = sorted((it for it in found if it.is_small), key=lambda it: -it.won.whole)
    return (*told, *small)


def _rate(path: Path) -> Figure:
    return proportion(RATE, path.won.part, path.won.whole)


def _path(
    name: str | None, part: Slice, period: Period | None, prior: tuple[float, float] | None
) -> Path:
    leads, won = part.total("leads", period), part.total("leads_won", period)
    cents = part.total("leads_won_cents", period)
    squares = part.squares("leads_won_cents_squared", period)
    days, weights = part.histogram(WON_LAGS, "days", "leads").during(part.window(period))
    share = Share(won, leads)
    steadied = share.value
    ends = share.ends
    if prior is not None and leads and won <= leads:
        steadied, low, high = intervals.shrunk(won, leads, prior)
        ends = (low, high)
    spread = intervals.of_mean(cents / 100, squares / 10_000, won) if won else None
    return Path(
        name=name,
        won=share,
        steadied=steadied,
        steadied_ends=ends,
        days=median(days, weights),
        days_ends=intervals.of_median(days, weights),
        average=cents / 100 / won if won and cents else None,
        average_ends=spread if cents else None,
        per_hundred=cents / leads if leads else None,
        is_small=leads < FEW_LEADS,
    )
