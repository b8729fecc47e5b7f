"""Volume against quality: which campaigns bring many leads, and which bring good ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from planning.actuals.counts import Counts, Cube, Mask, Scope
from planning.actuals.cubes import SPEND
from planning.actuals.intervals import beta_prior, shrunk

Verdict = Literal[
    "many good",
    "few good ones",
    "many poor leads",
    "few poor",
    "like the others",
    "too few to say",
]
_CLOSE: Final = 0.3
"""How near to the others, as part of their rate, an interval must lie to say “like them”."""


@dataclass(frozen=True)
class Campaign:
    """What one campaign brought.

    Attributes:
        name: The campaign.
        leads, won: Leads by month of creation, and how many were won.
        cents: Money spent on it in the same months; None where spend does not name it.
        share: Share won, pulled towards that of all campaigns where it has few leads.
        low, high: Its 95 % interval.
        verdict: In words.
    """

    name: str
    leads: int
    won: int
    cents: int | None
    share: float
    low: float
    high: float
    verdict: Verdict

    @property
    def cost_per_lead_cents(self) -> float | None:
        """Money spent for each lead, None where it is not known."""
        return None if self.cents is None or not self.leads else self.cents / self.leads


@dataclass(frozen=True)
class CampaignQuality:
    """Campaigns beside one another.

    Attributes:
        campaigns: Most leads first.
        share: Share won of all their leads; None without a win or a lead.
        usual: Leads of the middle campaign: more are many.
    """

    campaigns: tuple[Campaign, ...]
    share: float | None
    usual: float


def campaign_quality(counts: Counts, scope: Scope) -> CampaignQuality:
    """Return what campaigns brought, in volume and quality.

    A campaign's share won is shrunk towards that of all; it is good or poor only where its
    whole interval lies above or below the rate of all, and has many leads where it has more
    than the middle campaign.

    Args:
        counts: Counts of one snapshot.
        scope: Months of creation and the parts of the company.
    """
    leads, won = (
        _by_campaign(counts.cubes["campaign"], scope, it) for it in ("leads", "leads_won")
    )
    spent = _by_campaign(counts.cubes[SPEND], scope, "cents")
    names = [name for name, number in leads.items() if number > 0]
    total, wins = sum(leads[name] for name in names), sum(won.get(name, 0) for name in names)
    usual = float(np.median([leads[name] for name in names])) if names else 0.0
    if not total or not wins:
        return CampaignQuality((), None, usual)
    pairs = [(min(won.get(name, 0), leads[name]), leads[name]) for name in names]
    rate = wins / total
    prior = beta_prior([it[0] for it in pairs], [it[1] for it in pairs]) or (rate, 1 - rate)
    found = []
    for name, (part, cases) in zip(names, pairs, strict=True):
        share, low, high = shrunk(part, cases, prior)
        word = _verdict(cases, usual, low, high, rate)
        cents = spent.get(name) if spent else None
        found.append(Campaign(name, cases, part, cents, share, low, high, word))
    found.sort(key=lambda it: (-it.leads, it.name))
    return CampaignQuality(tuple(found), rate, usual)


def _verdict(cases: int, usual: float, low: float, high: float, rate: float) -> Verdict:
    if low > rate:
        return "many good" if cases > usual else "few good ones"
    if high < rate:
        return "many poor leads" if cases > usual else "few poor"
    near = high - rate <= _CLOSE * rate and rate - low <= _CLOSE * rate
    return "like the others" if near else "too few to say"


def _by_campaign(cube: Cube, scope: Scope, measure: str) -> dict[str, int]:
    """Add a measure up by campaign; rows without one are left out."""
    kept: Mask = cube.mask(scope)
    labels = cube.labels.get("campaign", ())
    codes = cube.keys["campaign"][kept]
    # Whole cents above 2^53 would lose a cent as a weight of a bincount.
    sums = np.zeros(len(labels), dtype=np.int64)
    np.add.at(sums, codes, cube.measures[measure][kept].astype(np.int64))
    named = zip(labels, sums.tolist(), strict=True)
    present = set(np.unique(codes).tolist())
    return {
        label: total
        for at, (label, total) in enumerate(named)
        if label is not None and at in present
    }
