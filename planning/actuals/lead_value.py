"""What a lead is worth: its chance to be won and the amount it would bring, by kind of lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from planning.actuals import intervals
from planning.actuals.cubes import BASE, FOLLOW_UP
from planning.actuals.followup import OUTCOMES, outcome_of_rows
from planning.actuals.parts import Part, add_up
from planning.actuals.ripeness import ripeness
from planning.actuals.slices import Slice

if TYPE_CHECKING:
    import pandas as pd

Kind = tuple[str | None, str | None, str | None]
"""Channel, segment and region of a lead."""

DEALS_LEANT_ON: Final = 5
"""An average amount leans on the wider group's as if so many deals had brought that."""

OPEN_OUTCOMES: Final = ("waiting", "overdue", "never", "ageless")
_KEYS: Final = ("channel", "segment", "region")


@dataclass(frozen=True)
class Worth:
    """What one kind of lead is worth.

    Attributes:
        chance: Share expected to be won.
        amount: Plan-currency units a won one brings.
    """

    chance: float
    amount: float

    @property
    def value(self) -> float:
        """Expected revenue of one lead, plan-currency units."""
        return self.chance * self.amount


@dataclass(frozen=True)
class LeadValues:
    """What leads are worth, measured on months that are ripe.

    Attributes:
        by_kind: Of each kind with leads in any month.
        leads, won: What it was measured on.
        ripe: Whether only ripe months were taken; else the history is too short for that.
    """

    by_kind: Mapping[Kind, Worth]
    leads: int
    won: int
    ripe: bool

    @property
    def is_known(self) -> bool:
        """Whether any lead was won for a known amount."""
        return any(one.value > 0 for one in self.by_kind.values())

    def frame(self) -> pd.DataFrame:
        """Return columns channel, segment, region, chance and value, one row per kind."""
        import pandas as pd

        rows = [(*kind, one.chance, one.value) for kind, one in self.by_kind.items()]
        return pd.DataFrame(rows, columns=[*_KEYS, "chance", "value"])


def lead_values(part: Slice) -> LeadValues:
    """Return what each kind of lead is worth.

    Formula: value = p(win) × average amount. p(win) is the share won of the ripe months'
    leads of the channel and segment, pulled towards the company's, then of the region,
    pulled towards that (capped beta-binomial priors); amounts lean on the channel's, the
    channel's on the company's, as if DEALS_LEANT_ON more deals had brought that.

    Args:
        part: The whole company; the months of its scope are not used.
    """
    rows = part.part(BASE)
    age = ripeness(part)
    ripe = age.rate is not None
    months = rows.key("month")
    kept = rows.only((months >= 0) & (months < (age.ripe_before or 0))) if ripe else rows
    sums = {name: _by_kind(kept, name) for name in ("leads", "leads_won", "leads_won_cents")}
    every = _by_kind(rows, "leads")
    leads, won = (
        sums["leads"],
        {kind: min(n, sums["leads"].get(kind, 0)) for kind, n in sums["leads_won"].items()},
    )
    chances = _chances(leads, won, every)
    amounts = _amounts(sums["leads_won"], sums["leads_won_cents"], every)
    found = {kind: Worth(chances[kind], amounts[kind]) for kind in every}
    return LeadValues(found, sum(leads.values()), sum(won.values()), ripe)


def _by_kind(part: Part, measure: str) -> dict[Kind, int]:
    """Return the sum of a measure for each kind it occurs in."""
    labels = [part.cube.labels[key] or (None,) for key in _KEYS]
    sizes = [len(it) for it in labels]
    places = np.ravel_multi_index([part.key(key) for key in _KEYS], sizes)
    used, where = np.unique(places, return_inverse=True)
    sums = add_up(where, part.measure(measure), len(used))
    at = np.unravel_index(used, sizes)
    found = {}
    for channel, segment, region, number in zip(*at, sums, strict=True):
        if number:
            kind = (labels[0][channel], labels[1][segment], labels[2][region])
            found[kind] = int(number)
    return found


def _chances(
    leads: Mapping[Kind, int], won: Mapping[Kind, int], every: Mapping[Kind, int]
) -> dict[Kind, float]:
    """Return the chance of each kind, leaning on channel and segment, those on the company."""
    wide_leads, wide_won = _wider(leads, 2), _wider(won, 2)
    cases = sum(leads.values())
    rate = sum(won.values()) / cases if cases else 0.0
    weight = _weight(wide_leads, wide_won)
    wide = {
        key: (wide_won.get(key, 0) + weight * rate) / (n + weight)
        for key, n in wide_leads.items()
        if n + weight > 0
    }
    own = _weight(leads, won)
    found = {}
    for kind in every:
        mean, n = wide.get(kind[:2], rate), leads.get(kind, 0)
        found[kind] = (won.get(kind, 0) + own * mean) / (n + own) if n + own > 0 else mean
    return found


def _weight(leads: Mapping[Any, int], won: Mapping[Any, int]) -> float:
    """Return how many cases a kind leans on its wider group."""
    prior = intervals.beta_prior([won.get(key, 0) for key in leads], list(leads.values()))
    return sum(prior) if prior else intervals.PRIOR_CAP


def _amounts(
    won: Mapping[Kind, int], cents: Mapping[Kind, int], every: Mapping[Kind, int]
) -> dict[Kind, float]:
    """Return the amount of each kind by channel and segment, plan-currency units."""
    deals = sum(won.values())
    middle = sum(cents.values()) / 100 / deals if deals else 0.0
    wide_won, wide_cents = _wider(won, 2), _wider(cents, 2)
    all_won, all_cents = _wider(won, 1), _wider(cents, 1)
    found = {}
    for kind in every:
        channel, group = kind[:1], kind[:2]
        of_channel = _leaning(all_won.get(channel, 0), all_cents.get(channel, 0), middle)
        found[kind] = _leaning(wide_won.get(group, 0), wide_cents.get(group, 0), of_channel)
    return found


def _leaning(deals: int, cents: int, wider: float) -> float:
    return (cents / 100 + DEALS_LEANT_ON * wider) / (deals + DEALS_LEANT_ON)


def _wider(sums: Mapping[Kind, int], keys: int) -> dict[tuple[str | None, ...], int]:
    """Return sums by the first keys of a kind."""
    found: dict[tuple[str | None, ...], int] = {}
    for kind, number in sums.items():
        found[kind[:keys]] = found.get(kind[:keys], 0) + number
    return found


@dataclass(frozen=True)
class AtStake:
    """Expected revenue of leads nobody has contacted, plan-currency units.

    Attributes:
        waiting: Of those within the agreed time.
        overdue: Of those past it, and those no date tells the age of.
        never: Of those past the agreed days: what silence is expected to have cost.
    """

    waiting: float
    overdue: float
    never: float


def at_stake(part: Slice, values: LeadValues) -> AtStake:
    """Return the expected revenue of a part's untouched leads in its period.

    Formula: Σ over untouched leads of p(win) × average amount of their kind.
    """
    rows = part.part(FOLLOW_UP)
    period = part.scope.period
    outcomes = part.once("outcomes", lambda: outcome_of_rows(part))
    kept = np.isin(outcomes, [OUTCOMES.index(name) for name in OPEN_OUTCOMES])
    if period is not None:
        months = rows.key("month")
        kept &= (months >= period.start) & (months < period.end)
    rows, outcomes = rows.only(kept), outcomes[kept]
    sums = dict.fromkeys(OPEN_OUTCOMES, 0.0)
    for name in OPEN_OUTCOMES:
        leads = _by_kind(rows.only(outcomes == OUTCOMES.index(name)), "leads")
        for kind, number in leads.items():
            worth = values.by_kind.get(kind)
            sums[name] += number * worth.value if worth else 0.0
    return AtStake(sums["waiting"], sums["overdue"] + sums["ageless"], sums["never"])
