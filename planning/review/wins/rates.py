"""How often deals were won, in one quarter against the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import TYPE_CHECKING, Final, Literal

from planning.actuals.intervals import (
    FEW_CASES,
    Interval,
    beta_prior,
    of_value_ratio,
    shrunk,
    wilson,
)
from planning.review.chance import FALSE_SHARE, among_many, difference, fisher

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["more", "less", "chance", "too few"]
CUTS: Final = ("region", "segment", "channel", "product", "motion")


@dataclass(frozen=True)
class Rate:
    """What became of some closed deals.

    Attributes:
        won, lost: Deals.
        won_cents, lost_cents: Their amounts; unknown ones add nothing.
        won_squares, lost_squares: Squares of the amounts, for the interval by value.
    """

    won: int = 0
    lost: int = 0
    won_cents: int = 0
    lost_cents: int = 0
    won_squares: float = 0.0
    lost_squares: float = 0.0

    @property
    def closed(self) -> int:
        """Deals won and lost."""
        return self.won + self.lost

    @property
    def by_count(self) -> float | None:
        """Share of the closed deals that was won."""
        return self.won / self.closed if self.closed else None

    @property
    def by_value(self) -> float | None:
        """Share of the closed money that was won."""
        whole = self.won_cents + self.lost_cents
        known = whole > 0 and min(self.won_cents, self.lost_cents) >= 0
        return self.won_cents / whole if known else None

    @property
    def count_interval(self) -> Interval | None:
        """Its 95 % interval (Wilson)."""
        return wilson(self.won, self.closed)

    @property
    def value_interval(self) -> Interval | None:
        """Its 95 % interval from sums and sums of squares."""
        sums = self.won_cents, self.lost_cents, self.won_squares, self.lost_squares
        return of_value_ratio(*sums, self.closed)


@dataclass(frozen=True)
class Compared:
    """One group's win rate in a quarter against the quarter before.

    Attributes:
        label: The group; None for deals without a value.
        now, before: What became of its deals.
        steady: This quarter's rate pulled towards the other groups', with its interval.
        chance: How likely chance alone makes the rates differ as much.
        corrected: The same, corrected for all groups looked at.
    """

    label: str | None
    now: Rate
    before: Rate
    steady: tuple[float, float, float] | None = None
    chance: float = 1.0
    corrected: float = 1.0

    @property
    def change(self) -> float | None:
        """How much higher the rate by count is now; None where either is undefined."""
        now, before = self.now.by_count, self.before.by_count
        return None if now is None or before is None else now - before

    @property
    def change_interval(self) -> Interval | None:
        """The 95 % interval of the change."""
        return difference(self.now.won, self.now.closed, self.before.won, self.before.closed)

    @property
    def value_change(self) -> float | None:
        """How much higher the rate by value is now; None where either is undefined."""
        now, before = self.now.by_value, self.before.by_value
        return None if now is None or before is None else now - before

    @property
    def value_moved(self) -> bool:
        """Whether the rate by value changed by more than its own spread explains."""
        change, ends = self.value_change, (self.now.value_interval, self.before.value_interval)
        if change is None or ends[0] is None or ends[1] is None or self.verdict == "too few":
            return False
        return abs(change) > hypot(*((high - low) / 2 for low, high in (ends[0], ends[1])))

    @property
    def verdict(self) -> Verdict:
        """Whether it is won more or less often than in the quarter before."""
        if min(self.now.closed, self.before.closed) < FEW_CASES:
            return "too few"
        if self.corrected > FALSE_SHARE:
            return "chance"
        return "more" if (self.change or 0) > 0 else "less"


def rate(deals: pd.DataFrame) -> Rate:
    """Add up what became of some closed deals.

    Args:
        deals: Columns of `planning.actuals.closed_deals`.
    """
    won, cents = deals["outcome"] == "won", deals["cents"]
    squares = cents.astype("float64") ** 2
    return Rate(
        int(deals["n"][won].sum()), int(deals["n"][~won].sum()),
        int(cents[won].sum()), int(cents[~won].sum()),
        float(squares[won].sum()), float(squares[~won].sum()),
    )  # fmt: skip


def whole(now: pd.DataFrame, before: pd.DataFrame) -> Compared:
    """Compare all deals of two quarters; only one comparison is made."""
    one = _compared(None, rate(now), rate(before))
    return replace(one, corrected=one.chance)


def cut(now: pd.DataFrame, before: pd.DataFrame, by: str) -> tuple[Compared, ...]:
    """Compare two quarters group by group, the largest group of this quarter first.

    Args:
        now: Deals closed in the quarter.
        before: Deals closed in the quarter before.
        by: One of CUTS.

    Returns:
        Groups with a closed deal in either; not yet corrected for how many there are.
    """
    rates = [_rates(deals, by) for deals in (now, before)]
    labels = dict.fromkeys([*rates[0], *rates[1]])
    found = [
        _compared(label, rates[0].get(label, Rate()), rates[1].get(label, Rate()))
        for label in labels
    ]
    prior = beta_prior([one.now.won for one in found], [one.now.closed for one in found])
    if prior is not None:
        found = [replace(one, steady=shrunk(one.now.won, one.now.closed, prior)) for one in found]
    return tuple(sorted(found, key=lambda one: (-one.now.closed, str(one.label))))


def corrected(groups: Iterable[Sequence[Compared]]) -> list[tuple[Compared, ...]]:
    """Correct the groups of all cuts for how many comparisons were made together."""
    cuts = [list(one) for one in groups]
    asked = [one for listed in cuts for one in listed if one.verdict != "too few"]
    found = iter(among_many([one.chance for one in asked]))
    return [
        tuple(
            one if one.verdict == "too few" else replace(one, corrected=next(found))
            for one in listed
        )
        for listed in cuts
    ]


def _rates(deals: pd.DataFrame, by: str) -> dict[str | None, Rate]:
    labels = deals[by].astype(object).where(deals[by].notna(), None)
    return {
        None if label != label or label is None else str(label): rate(rows)
        for label, rows in deals.groupby(labels, dropna=False, sort=True)
    }


def _compared(label: str | None, now: Rate, before: Rate) -> Compared:
    chance = fisher(now.won, now.closed, before.won, before.closed)
    return Compared(label, now, before, chance=chance)
