"""Ground: what detectors read, added up once by channel and region.

Two stretches of the facts are looked at: the last twelve whole months for money and
queues, and the twelve months of leads before the last two for how far leads came, since
younger ones had no time to get there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import numpy as np

from planning.actuals.counts import Counts, Cube
from planning.actuals.cubes import BASE, FOLLOW_UP, SPEND
from planning.actuals.followup import OUTCOMES, outcome
from planning.actuals.parts import cube_of
from planning.actuals.slices import Context
from planning.periods import UNDATED, Period, month_of
from planning.review.exceptions.chances import Floats, Whole
from planning.review.exceptions.owners import Owners
from planning.teams import SALES_SOURCED, UNKNOWN_CHANNEL

YEAR: Final = 12
RIPENS: Final = 2
"""Months a lead is given to be followed up, accepted and qualified."""

BUYS: Final = 6
"""Months a lead is given to become a customer."""

_NAMELESS: Final = frozenset({UNKNOWN_CHANNEL, SALES_SOURCED})
"""Labels that stand for no channel anybody could put money in or take it from."""

LEAST_MONTHS: Final = 6
"""With less history nothing is called unusual."""


@dataclass(frozen=True)
class Ground:
    """The facts as detectors read them.

    Arrays by channel and region have shape (channels, regions + 1): what has no region
    stands in the last column, so that sums over regions are whole.

    Attributes:
        counts: The facts.
        context: Settings and channel owners.
        owners: Who answers for what in the plan.
        channels, regions: Labels with leads, in order of name; what has no value or stands
            for no channel is left out.
    """

    counts: Counts
    context: Context
    owners: Owners = field(default_factory=Owners)
    channels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @classmethod
    def of(cls, counts: Counts, context: Context, owners: Owners | None = None) -> Ground:
        """Return the ground of facts.

        Args:
            counts: The facts.
            context: Settings and channel owners.
            owners: Who answers for what in the plan.
        """
        base = cube_of(counts, BASE)
        known = base.measures["leads"] != 0
        labels = {key: _named(base, key, known) for key in ("channel", "region")}
        return cls(counts, context, owners or Owners(), labels["channel"], labels["region"])

    @property
    def currency(self) -> str:
        """The plan currency."""
        return self.context.company.currency

    @property
    def first(self) -> int:
        """The first month with leads, as a month number; deals may reach further back."""
        cube = cube_of(self.counts, BASE)
        months = cube.keys["month"]
        dated = months[(months != UNDATED) & (cube.measures["leads"] > 0)]
        return int(dated.min()) if len(dated) else month_of(self.counts.as_of)

    @property
    def end(self) -> int:
        """One past the last whole month."""
        return month_of(self.counts.as_of + timedelta(days=1))

    @property
    def is_readable(self) -> bool:
        """Whether enough months are known to call anything unusual."""
        return self.counts.is_dated and self.end - self.first >= LEAST_MONTHS

    def months(self, ripe: int = 0) -> Period:
        """Return the last twelve whole months, or as many as are known.

        Args:
            ripe: How many of the youngest months to leave out.
        """
        end = max(self.end - ripe, self.first + 1)
        return Period(start=max(end - YEAR, self.first), end=end)

    def leads(self, measure: str, period: Period) -> Floats:
        """Return a base measure by channel and region."""
        return self._added(BASE, measure, period)

    def programme(self, period: Period) -> Floats:
        """Return the programme money of each channel, all teams, in plan-currency units."""
        cube = cube_of(self.counts, SPEND)
        months = cube.keys["month"]
        kept = cube.where("category", "programme") & _within(months, period)
        place = _places(cube, "channel", self.channels)
        kept &= place >= 0
        cents = np.zeros(len(self.channels))
        np.add.at(cents, place[kept], cube.measures["cents"][kept])
        return cents / 100

    def programme_by_month(self, period: Period) -> Floats:
        """Return the same by month, shape (channels, months)."""
        one = (Period(start=month, end=month + 1) for month in period.months())
        return np.stack([self.programme(month) for month in one], axis=1)

    def leads_by_month(self, period: Period) -> Floats:
        """Return leads created by channel and month."""
        one = (Period(start=month, end=month + 1) for month in period.months())
        return np.stack([self.leads("leads", month).sum(axis=1) for month in one], axis=1)

    def followed(self, period: Period) -> Mapping[str, Floats]:
        """Return what became of leads to follow up, by outcome of `followup.OUTCOMES`."""
        cube = cube_of(self.counts, FOLLOW_UP)
        codes = _outcomes(cube, self.context)
        return {
            name: self._added(FOLLOW_UP, "leads", period, codes == at)
            for at, name in enumerate(OUTCOMES)
        }

    def heads(self, job: str, period: Period) -> Floats:
        """Return mean heads of a job in sales by region, over the months of a period."""
        cube = cube_of(self.counts, "people")
        kept = _within(cube.keys["month"], period) & cube.where("team", "sales")
        kept &= cube.where("job", job)
        place = _places(cube, "region", self.regions)
        kept &= place >= 0
        heads = np.zeros(len(self.regions))
        np.add.at(heads, place[kept], cube.measures["heads"][kept])
        return heads / len(period)

    def _added(
        self, name: str, measure: str, period: Period, only: np.ndarray | None = None
    ) -> Floats:
        cube = cube_of(self.counts, name)
        kept = _within(cube.keys["month"], period)
        if only is not None:
            kept &= only
        channel, region = (
            _places(cube, key, labels)
            for key, labels in (("channel", self.channels), ("region", self.regions))
        )
        kept &= channel >= 0
        region = np.where(region < 0, len(self.regions), region)
        found = np.zeros((len(self.channels), len(self.regions) + 1))
        np.add.at(found, (channel[kept], region[kept]), cube.measures[measure][kept])
        return found


def _within(months: np.ndarray, period: Period) -> np.ndarray:
    kept: np.ndarray = (months >= period.start) & (months < period.end)
    return kept


def _named(cube: Cube, key: str, known: np.ndarray) -> tuple[str, ...]:
    labels = cube.labels[key]
    used = {labels[int(code)] for code in np.unique(cube.keys[key][known])}
    return tuple(sorted(label for label in used if label is not None and label not in _NAMELESS))


def _places(cube: Cube, key: str, wanted: tuple[str, ...]) -> np.ndarray:
    """Return for each row the position of its label among the wanted ones, else -1."""
    place = {label: at for at, label in enumerate(wanted)}
    codes = np.array([place.get(label or "", -1) for label in cube.labels[key]], dtype=np.int64)
    found: np.ndarray = codes[cube.keys[key]] if len(codes) else np.zeros(cube.size, np.int64)
    return found


def _outcomes(cube: Cube, context: Context) -> Whole:
    """Return the position in OUTCOMES of each row of the follow-up cube."""
    sla, never = context.company.sla_hours, context.company.never_after_days
    hours = cube.keys["hours"]
    most = max(sla, never * 24) + 1
    capped = np.minimum(hours, most) + 1
    found = np.zeros(cube.size, dtype=np.int64)
    for code, state in enumerate(cube.labels["state"]):
        mine = cube.keys["state"] == code
        values, back = np.unique(capped[mine], return_inverse=True)
        told = [
            OUTCOMES.index(outcome(str(state), int(it) - 1, sla, never)) for it in values.tolist()
        ]
        found[mine] = np.array(told, dtype=np.int64)[back] if told else 0
    return found
