"""Counter-KPIs: pairs in which one KPI gained while the one that keeps it honest lost.

Cheaper leads are good news until the close ratio falls with them. A pair is told with the
probability that both moves are real; where its two KPIs rest on the same cases that still
holds, since it is the least that both can be true together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from planning.actuals.change import Change, change, is_young
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from planning.periods import Period

Direction = Literal["rose", "fell"]

LIKELY: Final = 0.8
"""From this probability on a pair is worth marking on a tile or an agenda."""

STANDS_IN: Final[dict[str, str]] = {"lead_to_customer": "close_ratio"}
"""What is asked while a counter-KPI cannot be compared: young leads had no time to become
customers, but the deals decided meanwhile already show how good they are."""


@dataclass(frozen=True)
class CounterPair:
    """A KPI that moved its better way while its counter-KPI moved its worse way.

    Attributes:
        kpi, counter: Their keys.
        gained: How the KPI moved.
        lost: How the counter-KPI moved.
        probability: The least probability that both moves are more than chance.
    """

    kpi: str
    counter: str
    gained: Change
    lost: Change
    probability: float

    @property
    def directions(self) -> tuple[Direction, Direction]:
        """Which way the KPI and its counter-KPI went."""
        return _direction(self.gained), _direction(self.lost)

    @property
    def is_likely(self) -> bool:
        """Whether it is worth marking."""
        return self.probability >= LIKELY

    @property
    def sentence(self) -> str:
        """What happened, and how sure it is."""
        first, second = KPIS[self.kpi], KPIS[self.counter]
        up, down = self.directions
        return (
            f"{first.name} {up} {_size(self.gained)} while {second.spoken} {down} "
            f"{_size(self.lost)}: at least {self.at_least} likely more than chance."
        )

    @property
    def at_least(self) -> str:
        """The probability in percent, rounded down so that it stays the least."""
        return f"{int(self.probability * 100)}\u00a0%"


def counter_pairs(
    part: Slice,
    keys: Iterable[str],
    period: Period | None = None,
    counters: Mapping[str, str] | None = None,
) -> tuple[CounterPair, ...]:
    """Return the KPIs that gained while their counter-KPI lost, the surest first.

    Formula: P = max(0, P(KPI truly gained) + P(counter-KPI truly lost) − 1), each from
    the 95% interval of its own change. It is the Fréchet lower bound of the probability
    of both, whatever the two share.

    Args:
        part: The part of the company.
        keys: KPIs; each is paired with its counter-KPI.
        period: The months, against the equal length before; None for the part's own.
        counters: What both teams agreed to watch beside a KPI, by key; the registry's
            counter-KPI where nothing is agreed.

    Returns:
        Pairs whose both moves can be judged; none without a period.

    Source: Fréchet (1935) for the bound; `change` for the intervals.
    """
    months = period or part.scope.period
    if months is None:
        return ()
    agreed = counters or {}
    both = ((key, agreed.get(key, KPIS[key].counter)) for key in keys)
    found = (pair for one in both if (pair := _pair(part, *one, months)) is not None)
    return tuple(sorted(found, key=lambda pair: -pair.probability))


def _pair(part: Slice, key: str, counter: str, period: Period) -> CounterPair | None:
    gained = change(part, key, period)
    if gained.probability is None or not _moved(key, gained, better=True):
        return None
    lost = change(part, counter, period)
    told = lost.difference is not None and not is_young(part, counter, period)
    if lost.probability is None and not told and counter in STANDS_IN:
        counter = STANDS_IN[counter]
        lost = change(part, counter, period)
    if lost.probability is None or not _moved(counter, lost, better=False):
        return None
    sure = max(gained.probability + lost.probability - 1, 0.0)
    return CounterPair(key, counter, gained, lost, sure)


def _moved(key: str, moved: Change, *, better: bool) -> bool:
    direction = KPIS[key].better
    if direction == "none" or not moved.difference:
        return False
    return ((moved.difference > 0) == (direction == "up")) == better


def _direction(moved: Change) -> Direction:
    return "rose" if (moved.difference or 0) > 0 else "fell"


def _size(moved: Change) -> str:
    """Return how far a figure moved: shares in points, all else in percent of before."""
    difference, before = abs(moved.difference or 0), moved.before.number
    if moved.now.unit == "fraction":
        return f"{_short(difference * 100)} points"
    return f"{_short(100 * difference / abs(before))}\u00a0%" if before else _short(difference)


def _short(value: float) -> str:
    return f"{value:.{1 if value < 9.95 else 0}f}"
