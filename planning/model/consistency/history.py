"""What the facts show was possible: the best of every ratio, what people work, what flows.

Only the side that limits a plan is told: how good a ratio ever was, over periods as long as
the target's. That it was once worse proves nothing about a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE
from planning.actuals.figures import Figure
from planning.actuals.metrics import METRICS, Reading
from planning.actuals.parts import cube_of
from planning.actuals.slices import Context, Slice
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.model.consistency.layout import REST
from planning.model.consistency.measures import IDENTITIES
from planning.model.consistency.question import Rest
from planning.model.consistency.statements import COMPANY, Place, Side
from planning.model.measuring.counted import Counted
from planning.model.tables import Floats
from planning.model.target_scopes import scope_of
from planning.periods import Period

YEAR: Final = 12
QUARTER: Final = 3

LINKED: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...], Side]]] = {
    "customers_per_win": (
        ("customers_with_account", "wins_without_account", "unlinked_won"),
        ("won",),
        "high",
    ),
    "won_leads_per_win": (("leads_won",), ("won",), "high"),
}
"""Ratios of measures no KPI of the registry is: above, below, and the side that limits."""

_MEASURED: Final[dict[str, tuple[str, ...]]] = {
    "leads": ("leads",),
    "mqls": ("mqls",),
    "sals": ("sals",),
    "sqls": ("sqls",),
    "opportunities": ("created",),
    "decided": ("won", "lost"),
    "won": ("won",),
    "customers": LINKED["customers_per_win"][0],
    "revenue": ("won_cents",),
    "disqualified": ("disqualified",),
    "recycled": ("recycled",),
    "leads_won": ("leads_won",),
}
"""Base measures of the quantities that the facts count by month."""


@dataclass(frozen=True)
class History:
    """The facts of one snapshot as limits of what a plan can count on.

    Attributes:
        counted: The counts, with the whole months that are looked at.
    """

    counted: Counted
    _slices: dict[object, Slice | None] = field(default_factory=dict, repr=False, compare=False)
    _bests: dict[object, float | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, counts: Counts, context: Context) -> History:
        """Read the facts of a snapshot; what is asked later is remembered."""
        return cls(Counted.of(counts, context))

    @property
    def months(self) -> int:
        """How many whole months are looked at."""
        return self.counted.axes.months

    def slice_of(self, kpi: str, place: Place) -> Slice | None:
        """Return the counts of a part of the company; None where facts cannot be cut so."""
        about = (place, kpi if "spend" in kpi else "")
        if about not in self._slices:
            cells = {("scope_team" if kind == "team" else kind): label for kind, label in place}
            named = kpi if kpi in KPIS else "leads"
            target = Target.model_validate(
                {"team": "joint", "kpi": named, "start": "2000-01", "months": YEAR, **cells}
            )
            scope = scope_of(target, self.counted.counts, self.counted.context)
            self._slices[about] = (
                None if scope is None else Slice(self.counted.counts, scope, self.counted.context)
            )
        return self._slices[about]

    def best(self, kpi: str, place: Place, months: int) -> float | None:
        """Return the best a ratio was in any run of months, in its unit.

        The end of its 95 % interval counts, so that a few cases do not limit a plan. Where
        the facts are shorter than asked, the best quarter stands in.

        Args:
            kpi: A KPI of the registry that is better up or down.
            place: The part of the company.
            months: How long a period is looked at.

        Returns:
            None where it was never defined.
        """
        key = (kpi, place, months)
        if key not in self._bests:
            self._bests[key] = self._best(kpi, place, months)
        return self._bests[key]

    def _best(self, kpi: str, place: Place, months: int) -> float | None:
        part = self.slice_of(kpi, place)
        if part is None:
            return None
        up = KPIS[kpi].better == "up"
        ends = []
        for period in self.windows(months):
            figure: Figure = METRICS[kpi].value(Reading(part, period))
            end = figure.high if up else figure.low
            value = figure.value if end is None else end
            if figure.value is not None and value is not None:
                ends.append(float(value))
        if not ends:
            return None
        return max(ends) if up else min(ends)

    def windows(self, months: int) -> Iterator[Period]:
        """Yield every run of so many whole months; of a quarter where facts are shorter."""
        first, end = self.counted.axes.first, self.counted.axes.end
        size = months if self.months >= months else min(QUARTER, self.months)
        for start in range(first, end - size + 1 if size else first):
            yield Period(start=start, end=start + size)

    def monthly(self, place: Place, *measures: str) -> Floats:
        """Return base measures added up, by whole month looked at."""
        part = self.slice_of("leads", place)
        axes = self.counted.axes
        if part is None or not axes.months:
            return np.zeros(axes.months)
        window = part.window(Period(start=axes.first, end=axes.end))
        rows = [np.asarray(part.monthly(it), dtype=np.float64)[window] for it in measures]
        found: Floats = np.sum(rows, axis=0)
        return np.concatenate([found, np.zeros(axes.months - len(found))])

    def linked(self, key: str) -> float | None:
        """Return the limiting end of a ratio in `LINKED` over the years of the facts."""
        above, below, side = LINKED[key]
        over, under = self.monthly(COMPANY, *above), self.monthly(COMPANY, *below)
        return self.run_of(over, under, YEAR, side)

    def run_of(self, over: Floats, under: Floats, months: int, side: Side) -> float | None:
        """Return the most or least of one sum over another in any run of months."""
        size = months if self.months >= months else min(QUARTER, self.months)
        if not size or not under.any():
            return None
        kernel = np.ones(size)
        tops, bottoms = np.convolve(over, kernel, "valid"), np.convolve(under, kernel, "valid")
        ratios = tops[bottoms > 0] / bottoms[bottoms > 0]
        if not ratios.size:
            # Amounts below 0 add up to nothing that could be divided by.
            return None
        return float(ratios.max() if side == "high" else ratios.min())

    def untrue(self) -> frozenset[str]:
        """Return identities the facts do not keep, such as SQLs that nobody accepted."""
        sums = {name: self.monthly(COMPANY, *it).sum() for name, it in _MEASURED.items()}
        return frozenset(
            key
            for key, (weights, _) in IDENTITIES.items()
            if all(name in sums for name in weights)
            and sum(weight * sums[name] for name, weight in weights.items()) < 0
        )

    def rest(self, kind: str, labels: frozenset[str]) -> Rest:
        """Return the largest share of the company outside some labels, by quantity."""
        shares = {}
        parts = [((kind, label),) for label in sorted(labels)]
        for name in ("leads", "mqls", "opportunities", "won", "revenue"):
            whole = self.monthly(COMPANY, *_MEASURED[name])
            inside = np.zeros_like(whole)
            for place in parts:
                inside = inside + self.monthly(place, *_MEASURED[name])
            share = self.run_of(np.maximum(whole - inside, 0.0), whole, YEAR, "high")
            if share is not None:
                shares[name] = min(share, 1.0)
        return Rest(kind, shares)

    def labels(self, kind: str) -> tuple[str, ...]:
        """Return the labels of a kind of part in the facts."""
        found = cube_of(self.counted.counts, BASE).labels.get(kind, ())
        return tuple(it for it in found if it is not None and it != REST)
