"""A gap and its levers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from planning.kpis import KPIS
from planning.periods import month_name
from planning.review.levers.ground import Kpi
from planning.review.levers.pulls import Key

NAMES: Final[dict[Key, str]] = {
    "mqls": "MQLs",
    "leads": "leads",
    "close_ratio": "the close ratio",
    "average_deal": "deal size",
    "closers": "closers",
    "developers": "people who follow up",
    "money": "marketing money",
}
"""What levers are called within a sentence."""

_LEAST_POINT: Final = 0.1
_TEN: Final = 10.0
_HAIR: Final = 1e-9


@dataclass(frozen=True)
class Lever:
    """What would close a gap alone.

    Attributes:
        key: Which lever it is.
        change: The least that closes the gap alone: a count of MQLs, leads or people, a
            fraction of the close ratio (0.021 are 2.1 points) or of the usual deal, money in
            plan-currency units; None where it cannot.
        month: Month number: of leads and money the last in which they come, of people the
            last in which they may start, of the others the first from which it holds.
        latest: The last month in which it may begin and still close the gap, pulled as far
            as is thought possible; None where that is now, or always.
        in_time: The last month in which it would have had to begin, where it is too late.
        words: What would do, or would have done, as a phrase.
    """

    key: Key
    change: float | None
    month: int | None
    latest: int | None
    in_time: int | None
    words: str

    @property
    def is_too_late(self) -> bool:
        """Whether it would have closed the gap, had it begun earlier."""
        return self.change is None and self.in_time is not None

    @property
    def sentence(self) -> str:
        """What it can do about the gap."""
        if self.change is not None:
            return f"{_capital(self.words)} would close the gap alone."
        if self.in_time is not None:
            return f"{_capital(self.words)} would have closed the gap; now it is too late."
        return f"{_capital(NAMES[self.key])} alone cannot close the gap, not even {self.words}."

    @property
    def until(self) -> str:
        """Until when it may begin and still close the gap; empty where that is now or always."""
        return "" if self.latest is None else f"possible until {month_name(self.latest)}"


@dataclass(frozen=True)
class Gap:
    """What the year lacks of a target.

    Attributes:
        kpi: The KPI.
        target: What was agreed at least.
        landing: Where the year lands, as likely above as below; None where nothing tells.
        levers: What would close the gap; none without one.
        why: Why no lever can be told, or empty.
    """

    kpi: Kpi
    target: float
    landing: float | None
    levers: tuple[Lever, ...] = ()
    why: str = ""

    @property
    def missing(self) -> float:
        """How much is missing, at least 0."""
        return max(self.target - self.landing, 0.0) if self.landing is not None else 0.0

    @property
    def is_open(self) -> bool:
        """Whether anything is missing."""
        return self.landing is not None and self.landing < self.target

    @property
    def able(self) -> tuple[Lever, ...]:
        """Levers that close it alone."""
        return tuple(it for it in self.levers if it.change is not None)

    @property
    def too_late(self) -> tuple[Lever, ...]:
        """Levers that would have closed it, had they begun earlier."""
        return tuple(it for it in self.levers if it.is_too_late)

    @property
    def sentence(self) -> str:
        """The gap and what would close it, in one sentence."""
        name = KPIS[self.kpi].name
        if self.landing is None:
            return f"{name} cannot be held against {self.target:,.0f}: {self.why}"
        head = f"{name}: landing {self.landing:,.0f} against {self.target:,.0f}"
        if not self.is_open:
            return f"{head}, on course."
        return f"{head}; {self.remedy}"

    @property
    def remedy(self) -> str:
        """What would close the gap, as the second half of a sentence."""
        if self.why:
            return f"what would close the gap cannot be told: {self.why}"
        if not self.levers:
            return "no lever of this plan can be told."
        if not self.able:
            return "no lever closes the gap alone."
        return f"closing the gap alone needs one of: {either(it.words for it in self.able)}."


def either(phrases: Iterable[str]) -> str:
    """Return phrases as choices.

    Example:
        >>> either(["a", "b", "c"]), either(["a", "b"]), either(["a"])
        ('a, b, or c', 'a or b', 'a')
    """
    told = list(phrases)
    if len(told) < 3:
        return " or ".join(told)
    return f"{', '.join(told[:-1])}, or {told[-1]}"


def count_up(amount: float) -> str:
    """Return a count that is at least this much.

    Example:
        >>> count_up(309.2), count_up(1.0)
        ('310', '1')
    """
    return f"{ceil(amount - _HAIR):,}"


def points_up(fraction: float) -> str:
    """Return points of a ratio, in tenths, that are at least this much.

    Example:
        >>> points_up(0.0201), points_up(0.0001)
        ('2.1', '0.1')
    """
    return f"{max(_tenths(fraction * 100), _LEAST_POINT):.1f}"


def percent_up(fraction: float) -> str:
    """Return a percentage that is at least this much, in tenths below ten.

    Example:
        >>> percent_up(0.0401), percent_up(0.122)
        ('4.1 %', '13 %')
    """
    percent = fraction * 100
    if percent >= _TEN:
        return f"{ceil(percent - _HAIR)} %"
    return f"{max(_tenths(percent), _LEAST_POINT):.1f} %"


def money_up(amount: float) -> str:
    """Return money of three digits that is at least this much.

    Example:
        >>> money_up(123_456.0), money_up(98.2)
        ('124,000', '99')
    """
    if amount <= 1:
        return "1"
    unit = 10.0 ** max(floor(log10(amount)) - 2, 0)
    return f"{ceil(amount / unit - _HAIR) * unit:,.0f}"


def _tenths(number: float) -> float:
    return ceil(number * 10 - _HAIR) / 10


def _capital(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
