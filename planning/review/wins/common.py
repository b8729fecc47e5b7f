"""What won deals have in common: how much more often something stands among them.

In common, not because: a trait of many won deals may only go along with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from planning.actuals.intervals import FEW_CASES, beta_prior, shrunk
from planning.review.chance import FALSE_SHARE, among_many, fisher

if TYPE_CHECKING:
    import pandas as pd

SURE: Final = FALSE_SHARE / 2
"""A corrected chance this low is called more than chance.

Traits of a deal depend on one another. In companies with shuffled outcomes anything at all
was found in 4 to 5 of 100 at the whole share, in 2 to 3 at its half.
"""

Found = Literal["more often", "less often", "chance", "too few"]


@dataclass(frozen=True)
class Common:
    """One trait of closed deals.

    Attributes:
        trait: What it is a value of, such as `segment`.
        level: The value.
        won, closed: Deals that have it.
        others_won, others_closed: Deals with another known value.
        lift: Share among the won over share among all closed, pulled towards 1 where
            deals are few; None where nothing was won.
        low, high: Its 95 % interval.
        corrected: How likely chance alone makes the win rates differ as much, corrected
            for all comparisons.
    """

    trait: str
    level: str
    won: int
    closed: int
    others_won: int
    others_closed: int
    lift: float | None
    low: float | None
    high: float | None
    corrected: float = 1.0

    @property
    def rate(self) -> float:
        """Share of its deals that was won."""
        return self.won / self.closed

    @property
    def others_rate(self) -> float:
        """Share of the other deals that was won."""
        return self.others_won / self.others_closed

    @property
    def seen_lift(self) -> float | None:
        """The lift as it is, without pulling: share among the won / among all closed.

        Example:
            >>> Common("segment", "Small", 30, 50, 10, 50, 1.4, 1.2, 1.6).seen_lift
            1.5
        """
        won, closed = self.won + self.others_won, self.closed + self.others_closed
        return (self.won / won) / (self.closed / closed) if won and self.closed else None

    @property
    def found(self) -> Found:
        """Whether deals with it are won more or less often than the others."""
        if min(self.closed, self.others_closed) < FEW_CASES:
            return "too few"
        if self.corrected > SURE:
            return "chance"
        return "more often" if self.rate > self.others_rate else "less often"


def commonalities(deals: pd.DataFrame, traits: Mapping[str, pd.Series[str]]) -> tuple[Common, ...]:
    """Return what won deals have in common, the surest first.

    Formula: lift = (won with it / won) / (closed with it / closed), among deals whose
    value is known; chance by Fisher's exact test of each value against all others,
    corrected for all of them together (Benjamini and Hochberg). The win rate behind the
    lift is the posterior mean under the prior the values of one trait share.

    Args:
        deals: Closed deals, columns of `planning.actuals.closed_deals`.
        traits: One label per deal under each trait, missing where unknown.
    """
    found = [one for name, labels in traits.items() for one in _levels(deals, name, labels)]
    asked = [one for one in found if one.found != "too few"]
    chances = [fisher(one.won, one.closed, one.others_won, one.others_closed) for one in asked]
    judged = [
        replace(one, corrected=chance)
        for one, chance in zip(asked, among_many(chances), strict=True)
    ]
    few = [one for one in found if one.found == "too few"]
    return (*sorted(judged, key=lambda one: (one.corrected, -abs((one.lift or 1) - 1))), *few)


def _levels(deals: pd.DataFrame, trait: str, labels: pd.Series[str]) -> list[Common]:
    known = labels.notna()
    numbers, won = deals["n"][known], deals["outcome"][known] == "won"
    closed_by = numbers.groupby(labels[known]).sum()
    won_by = numbers.where(won, 0).groupby(labels[known]).sum()
    closed, all_won = int(closed_by.sum()), int(won_by.sum())
    if len(closed_by) < 2:
        return []
    prior = beta_prior([int(one) for one in won_by], [int(one) for one in closed_by])
    # Of two values one tells what the other does: the first by name stands for both.
    shown = sorted(closed_by.index, key=str)
    told = shown[-1:] if trait.endswith("_touched") else shown[:1] if len(shown) == 2 else shown
    return [
        _of(trait, str(level), int(won_by[level]), int(closed_by[level]), (all_won, closed), prior)
        for level in told
    ]


def _of(
    trait: str,
    level: str,
    won: int,
    closed: int,
    whole: tuple[int, int],
    prior: tuple[float, float] | None,
) -> Common:
    lift, low, high = None, None, None
    if prior is not None:
        lift, low, high = (end * whole[1] / whole[0] for end in shrunk(won, closed, prior))
    others = whole[0] - won, whole[1] - closed
    return Common(trait, level, won, closed, *others, lift, low, high)
