"""Which asset helped: good leads of a campaign with each asset against its other leads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from planning.actuals.intervals import FEW_CASES, beta_prior, shrunk
from planning.review.chance import FALSE_SHARE, among_many, fisher

if TYPE_CHECKING:
    import pandas as pd

Helped = Literal["helped", "held back", "may be chance", "too few to say"]


@dataclass(frozen=True)
class Asset:
    """One asset in one campaign, or in several.

    Attributes:
        name: The asset; None for leads that name none.
        leads, good, bad: Leads that name it.
        others_leads, others_good: The other leads.
        steady: Share of good leads pulled towards the other assets', with its interval.
        corrected: How likely chance alone sets it as far apart, corrected for all assets.
    """

    name: str | None
    leads: int
    good: int
    bad: int
    others_leads: int
    others_good: int
    steady: tuple[float, float, float] | None = None
    corrected: float = 1.0

    @property
    def share(self) -> float:
        """Good leads of those that name it."""
        return self.good / self.leads

    @property
    def others_share(self) -> float | None:
        """Good leads of the others."""
        return self.others_good / self.others_leads if self.others_leads else None

    @property
    def helped(self) -> Helped:
        """Whether leads that name it became good more or less often than the others."""
        if min(self.leads, self.others_leads) < FEW_CASES:
            return "too few to say"
        if self.corrected > FALSE_SHARE:
            return "may be chance"
        return "helped" if self.share > (self.others_share or 0) else "held back"


def assets(leads: pd.DataFrame) -> tuple[Asset, ...]:
    """Return how the leads of each asset did, the best first.

    Args:
        leads: Leads of one campaign, or of several: columns of
            `planning.actuals.campaign_leads`.

    Returns:
        Nothing where no lead names an asset.
    """
    if not leads["asset"].notna().any():
        return ()
    sums = leads.groupby("asset", dropna=False)[["leads", "good", "bad"]].sum()
    sums = sums[sums["leads"] > 0]
    whole, good = int(sums["leads"].sum()), int(sums["good"].sum())
    found = [
        Asset(
            None if name != name or name is None else str(name),
            int(row["leads"]), int(row["good"]), int(row["bad"]),
            whole - int(row["leads"]), good - int(row["good"]),
        )
        for name, row in sums.iterrows()
    ]  # fmt: skip
    prior = beta_prior([one.good for one in found], [one.leads for one in found])
    if prior is not None:
        found = [replace(one, steady=shrunk(one.good, one.leads, prior)) for one in found]
    asked = [one for one in found if one.helped != "too few to say"]
    chances = [fisher(one.good, one.leads, one.others_good, one.others_leads) for one in asked]
    judged = {
        one.name: replace(one, corrected=chance)
        for one, chance in zip(asked, among_many(chances), strict=True)
    }
    listed = [judged.get(one.name, one) for one in found]
    return tuple(
        sorted(listed, key=lambda one: (-(one.steady[0] if one.steady else one.share), -one.leads))
    )
