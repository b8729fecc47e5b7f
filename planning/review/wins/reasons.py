"""Why deals were lost and to whom, and how many say nothing of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planning.actuals.intervals import FEW_CASES, Interval, wilson
from planning.review.chance import FALSE_SHARE, among_many, fisher
from planning.review.wins.rates import Verdict

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Share:
    """How many of the lost deals name one reason or one competitor.

    Attributes:
        label: The reason or competitor.
        lost: Deals of the quarter that name it.
        of: Lost deals of the quarter that name any.
        cents: Money of those deals.
        lost_before, of_before: The same of the quarter before.
        corrected: How likely chance alone moved the share as much, of all looked at.
    """

    label: str
    lost: int
    of: int
    cents: int
    lost_before: int
    of_before: int
    corrected: float = 1.0

    @property
    def share(self) -> float | None:
        """Of the lost deals that name any."""
        return self.lost / self.of if self.of else None

    @property
    def before(self) -> float | None:
        """The share in the quarter before."""
        return self.lost_before / self.of_before if self.of_before else None

    @property
    def interval(self) -> Interval | None:
        """The share's 95 % interval (Wilson)."""
        return wilson(self.lost, self.of)

    @property
    def verdict(self) -> Verdict:
        """Whether the share rose or fell by more than chance."""
        if min(self.of, self.of_before) < FEW_CASES:
            return "too few"
        if self.corrected > FALSE_SHARE:
            return "chance"
        return "more" if (self.share or 0) > (self.before or 0) else "less"


@dataclass(frozen=True)
class Unsaid:
    """Lost deals that give no reason.

    Attributes:
        region: The region, None for deals without one.
        unsaid: Lost deals without a reason.
        lost: All lost deals.
    """

    region: str | None
    unsaid: int
    lost: int


def shares(now: pd.DataFrame, before: pd.DataFrame, by: str) -> tuple[Share, ...]:
    """Return how often each reason or competitor is named, the most frequent first.

    Args:
        now: Deals closed in the quarter.
        before: Deals closed in the quarter before.
        by: `reason` or `competitor`.
    """
    named = [deals[(deals["outcome"] == "lost") & deals[by].notna()] for deals in (now, before)]
    counts = [deals.groupby(by)["n"].sum() for deals in named]
    cents, wholes = named[0].groupby(by)["cents"].sum(), [int(one.sum()) for one in counts]
    labels = sorted({str(label) for one in counts for label in one.index})
    found = [
        Share(
            label, int(counts[0].get(label, 0)), wholes[0], int(cents.get(label, 0)),
            int(counts[1].get(label, 0)), wholes[1],
        )
        for label in labels
    ]  # fmt: skip
    chances = [fisher(one.lost, one.of, one.lost_before, one.of_before) for one in found]
    judged = [
        replace(one, corrected=chance)
        for one, chance in zip(found, among_many(chances), strict=True)
    ]
    return tuple(sorted(judged, key=lambda one: (-one.lost, one.label)))


def unsaid(deals: pd.DataFrame) -> tuple[Unsaid, ...]:
    """Return the lost deals without a reason by region, the most first.

    Args:
        deals: Deals closed in the quarter.
    """
    lost = deals[deals["outcome"] == "lost"]
    regions = lost["region"].astype(object).where(lost["region"].notna(), None)
    silent = lost["n"].where(lost["reason"].isna(), 0)
    found = [
        Unsaid(None if region != region or region is None else str(region),
               int(silent[rows.index].sum()), int(rows["n"].sum()))
        for region, rows in lost.groupby(regions, dropna=False)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.unsaid, str(one.region))))
