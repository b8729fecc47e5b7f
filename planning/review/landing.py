"""Landing: where a KPI will end in a period, from what is closed, open and still to come.

Closed months count as they are. What is still to come is told by the joint model where it
can be asked what the plan brings, else by how the months went so far; open deals end as
deals of their age ended before. All KPIs are read from the same draws, so that a ratio's
range holds its parts together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from planning.actuals.cubes import DEAL_DAYS
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from planning.periods import Period
from planning.review.by_rate import ByRate
from planning.review.components import (
    COMPONENTS,
    DRAWS,
    Floats,
    counted,
    random_of,
    running_month,
    so_far,
)
from planning.review.pipeline import Pipeline

if TYPE_CHECKING:
    from planning.review.by_model import ByModel

Basis = Literal["closed", "model", "rate"]

LOW, MIDDLE, HIGH = 10, 50, 90
"""The percentiles a landing is told by."""

_LEAST_MONTHS: Final = 3
_CENTS: Final = 100.0


@dataclass(frozen=True)
class Landing:
    """Where a KPI will end.

    Attributes:
        key: The KPI.
        period: Its months.
        low, middle, high: 10th, 50th and 90th percentile of the period's value, money in
            plan-currency units, rates as fractions; None where the facts tell too little.
        months: The same three for each month of the period, closed ones without spread.
        closed: How many of the months are closed.
        note: Why there is no landing, or empty.
        basis: What tells the rest: the joint model, how it went so far, or nothing, since
            the period is over.
    """

    key: str
    period: Period
    low: float | None
    middle: float | None
    high: float | None
    months: tuple[tuple[float, float, float] | None, ...] = ()
    closed: int = 0
    note: str = ""
    basis: Basis = "rate"


@dataclass(frozen=True)
class _Ratio:
    """A KPI from draws: what stands above the line, and below it if anything does."""

    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    scale: float = 1.0


_READ: Final[dict[str, _Ratio]] = {
    "leads": _Ratio(("leads",)),
    "opportunities": _Ratio(("created",)),
    "won": _Ratio(("won",)),
    "revenue": _Ratio(("won_cents",), scale=1 / _CENTS),
    "customers": _Ratio(("customers",)),
    "spend_marketing": _Ratio(("marketing_cents",), scale=1 / _CENTS),
    "spend_sales": _Ratio(("sales_cents",), scale=1 / _CENTS),
    "cost_per_lead": _Ratio(("programme",), ("own_leads",), scale=1 / _CENTS),
    "cac": _Ratio(("acquiring",), ("customers",), scale=1 / _CENTS),
    "close_ratio": _Ratio(("won",), ("won", "lost")),
    "average_deal": _Ratio(("won_cents",), ("won",), scale=1 / _CENTS),
}
LANDED: Final = (*_READ, "sales_cycle_days")
"""The KPIs a landing is told for."""


def land(
    part: Slice,
    period: Period,
    keys: Iterable[str] = LANDED,
    model: ByModel | None = None,
) -> dict[str, Landing]:
    """Return where KPIs of a part of the company will end in a period.

    Args:
        part: The counts as known now, of any scope.
        period: Whole months; those before the as-of date are closed.
        keys: Which KPIs of `LANDED`.
        model: What the joint model tells of the months ahead (`by_model.told_by`); None
            lets all go on as so far.

    Returns:
        A landing per KPI, in the order asked for. A period that is over lands on its own
        figures, without any spread; too little history leaves the three values None.

    Raises:
        KeyError: A KPI is not in `LANDED`.
    """
    ahead = Ahead(part, period, model)
    return {key: ahead.landing(key) for key in keys}


@dataclass(frozen=True)
class Ahead:
    """The months of a period, closed ones as counted and the others drawn."""

    part: Slice
    period: Period
    model: ByModel | None = None

    @cached_property
    def now(self) -> int:
        """The month that is not closed yet."""
        return running_month(self.part)

    @cached_property
    def _rate(self) -> ByRate:
        return ByRate(self.part, self.period.end)

    def landing(self, key: str) -> Landing:
        """Return where one KPI will end."""
        closed = min(max(self.now - self.period.start, 0), len(self.period))
        why = self._silent(key, closed)
        if why:
            return Landing(key, self.period, None, None, None, closed=closed, note=why)
        basis = self._basis(key, closed)
        if key == "sales_cycle_days":
            return self._cycle(closed, basis)
        rule = _READ[key]
        above, below = self._months(rule.above), self._months(rule.below)
        whole = _percentiles(_share(above.sum(1), below.sum(1), rule))
        if whole is None:
            note = f"Nothing to divide {KPIS[key].name} by is expected."
            return Landing(key, self.period, None, None, None, closed=closed, note=note)
        months = tuple(
            _percentiles(_share(above[:, at], below[:, at], rule)) for at in range(len(self.period))
        )
        return Landing(key, self.period, *whole, months=months, closed=closed, basis=basis)

    def _basis(self, key: str, closed: int) -> Basis:
        if closed == len(self.period):
            return "closed"
        rule = _READ.get(key, _READ["won"])
        told = self.model is not None and all(
            self.model.tells(name) for name in (*rule.above, *rule.below)
        )
        return "model" if told else "rate"

    def _silent(self, key: str, closed: int) -> str:
        if not self.part.counts.is_dated:
            return "The facts have no dates."
        rule = _READ.get(key, _READ["won"])
        known = [name if name in COMPONENTS else "first_wins" for name in rule.above]
        longest = max(len(so_far(self.part, name)) for name in known)
        if closed < len(self.period) and longest < _LEAST_MONTHS:
            return f"A landing needs {_LEAST_MONTHS} months of facts."
        return ""

    def _months(self, names: tuple[str, ...]) -> Floats:
        """Return draws × months of the period of the components added up; none stands for 1."""
        if not names:
            return np.ones((DRAWS, len(self.period)))
        closed = np.sum([self._closed(name) for name in names], axis=0)
        rest = np.sum([self._coming(name) for name in names], axis=0)
        skipped = max(self.period.start - self.now, 0)
        # The running month is what it holds so far and what is still to come.
        together = np.tile(closed, (DRAWS, 1))
        coming = rest[:, skipped : skipped + len(self.period)]
        if coming.shape[1]:
            together[:, len(self.period) - coming.shape[1] :] += coming
        return together

    def _closed(self, name: str) -> Floats:
        found = counted(self.part, name, self.period.start, self.period.end)
        found[max(self.now + 1 - self.period.start, 0) :] = 0.0
        return found

    def _coming(self, name: str) -> Floats:
        if self.model is not None and self.model.tells(name):
            return self.model.coming(name)[:, : self._rate.ahead]
        return self._rate.coming(name)

    def _cycle(self, closed: int, basis: Basis) -> Landing:
        """Return the median cycle of the deals won in the period, closed and to come."""
        found = self.part.histogram(DEAL_DAYS, "days", "deals", outcome="won")
        days, cases = found.during(self.part.window(self.period))
        random = random_of(len(COMPONENTS) + 2)
        ahead = self._rate.ahead
        coming = Pipeline(self.part).cycle_of_wins(ahead, self._rate.flow("created").mean(0))
        wins = np.rint(self._coming("won").sum(1)).astype(np.int64)
        size = max(len(coming), int(days.max(initial=0)) + 1)
        seen = np.bincount(days, weights=cases, minlength=size)
        if coming.sum() > 0 and ahead:
            chances = coming / coming.sum()
            drawn = random.multinomial(wins, np.pad(chances, (0, size - len(chances)))).astype(
                float
            )
        else:
            drawn = np.zeros((DRAWS, size))
        whole = _percentiles(_medians(seen + drawn))
        if whole is None:
            note = "No deal with both dates is expected to be won."
            return Landing("sales_cycle_days", self.period, None, None, None, (), closed, note)
        return Landing("sales_cycle_days", self.period, *whole, closed=closed, basis=basis)


def _share(above: Floats, below: Floats, rule: _Ratio) -> Floats:
    """Return above by below, not a number where nothing stands below."""
    if not rule.below:
        return above * rule.scale
    safe = np.where(below > 0, below, np.nan)
    return above / safe * rule.scale


def _percentiles(drawn: Floats) -> tuple[float, float, float] | None:
    """Return the three percentiles of what is defined; None where most of it is not."""
    known = drawn[~np.isnan(drawn)]
    if len(known) * 2 <= len(drawn):
        return None
    low, middle, high = np.percentile(known, (LOW, MIDDLE, HIGH))
    return float(low), float(middle), float(high)


def _medians(cases: Floats) -> Floats:
    """Return the median day of each row of cases by day; not a number without cases.

    Example:
        >>> _medians(np.array([[0, 1.0, 0, 2.0], [0, 0, 0, 0]])).tolist()
        [3.0, nan]
    """
    reached = cases.cumsum(1)
    total = reached[:, -1:]
    middle = (reached < total / 2).sum(1).astype(float)
    return np.where(total[:, 0] > 0, middle, np.nan)
