"""Landing: where a KPI will end in a period, from what is closed, what is open, and the rate.

Closed months count as they are. Open deals end as deals of their age ended before. Leads,
new deals and spend go on at their level and season. All KPIs are read from the same
draws, so that a ratio's range holds its parts together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import DEAL_DAYS
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from planning.periods import Period, first_day, month_of
from planning.review.pipeline import Drawn, Pipeline
from planning.review.series import outlook

Floats = npt.NDArray[np.float64]

DRAWS: Final = 1000
LOW, MIDDLE, HIGH = 10, 50, 90
"""The percentiles a landing is told by."""

_SEED: Final = 20_240_701
_YEAR: Final = 12
_LEAST_MONTHS: Final = 3
_IN_EARNEST: Final = 0.2
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
    """

    key: str
    period: Period
    low: float | None
    middle: float | None
    high: float | None
    months: tuple[tuple[float, float, float] | None, ...] = ()
    closed: int = 0
    note: str = ""


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

_COMPONENTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "leads": (("leads", "all"),),
    "own_leads": (("leads", "marketing"),),
    "created": (("created", "all"),),
    "won": (("won", "all"),),
    "lost": (("lost", "all"),),
    "won_cents": (("won_cents", "all"),),
    "first_wins": (("customers_with_account", "all"), ("wins_without_account", "all")),
    "told_wins": (("unlinked_won", "all"),),
    "marketing_cents": (("marketing_cents", "all"),),
    "sales_cents": (("sales_cents", "all"),),
    "programme": (("marketing_programme_cents", "marketing"),),
    "acquiring": (("marketing_cents", "acquire"), ("sales_cents", "acquire")),
}
"""Base measures, and among which rows, that each drawn component adds up."""

_MONEY: Final = frozenset({"marketing_cents", "sales_cents", "programme", "acquiring"})


def land(part: Slice, period: Period, keys: Iterable[str] = LANDED) -> dict[str, Landing]:
    """Return where KPIs of a part of the company will end in a period.

    Args:
        part: The counts as known now, of any scope.
        period: Whole months; those before the as-of date are closed.
        keys: Which KPIs of `LANDED`.

    Returns:
        A landing per KPI, in the order asked for. A period that is over lands on its own
        figures, without any spread; too little history leaves the three values None.

    Raises:
        KeyError: A KPI is not in `LANDED`.
    """
    ahead = Ahead(part, period)
    return {key: ahead.landing(key) for key in keys}


@dataclass(frozen=True)
class Ahead:
    """The months of a period, closed ones as counted and the others drawn."""

    part: Slice
    period: Period

    @cached_property
    def now(self) -> int:
        """The month that is not closed yet."""
        return month_of(self.part.counts.as_of + timedelta(days=1))

    def landing(self, key: str) -> Landing:
        """Return where one KPI will end."""
        closed = min(max(self.now - self.period.start, 0), len(self.period))
        why = self._silent(key, closed)
        if why:
            return Landing(key, self.period, None, None, None, closed=closed, note=why)
        if key == "sales_cycle_days":
            return self._cycle(closed)
        rule = _READ[key]
        above, below = self._months(rule.above), self._months(rule.below)
        whole = _percentiles(_share(above.sum(1), below.sum(1), rule))
        if whole is None:
            note = f"Nothing to divide {KPIS[key].name} by is expected."
            return Landing(key, self.period, None, None, None, closed=closed, note=note)
        months = tuple(
            _percentiles(_share(above[:, at], below[:, at], rule)) for at in range(len(self.period))
        )
        return Landing(key, self.period, *whole, months=months, closed=closed)

    def _silent(self, key: str, closed: int) -> str:
        if not self.part.counts.is_dated:
            return "The facts have no dates."
        rule = _READ.get(key, _READ["won"])
        known = [name if name in _COMPONENTS else "first_wins" for name in rule.above]
        longest = max(len(self._so_far(name)) for name in known)
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

    def _monthly(self, name: str, start: int, end: int) -> Floats:
        """Return a component's months from start to end as counted, 0 outside the facts."""
        found = np.zeros(max(end - start, 0))
        first, last = self.part.span
        low, high = max(start, first), min(end, last)
        if low < high:
            for measure, among in _COMPONENTS[name]:
                values = self.part.monthly(measure, among)
                found[low - start : high - start] += values[low - first + 1 : high - first + 1]
        return found

    def _so_far(self, name: str) -> Floats:
        """Return a component's closed months from where it was counted in earnest."""
        found = self._monthly(name, self.part.span[0], self.now)
        usual = float(np.median(found[-_YEAR:])) if len(found) else 0.0
        # Old deals of standing customers reach back before anybody counted the rest.
        begun = np.flatnonzero(found > usual * _IN_EARNEST)
        return found[begun[0] :] if len(begun) else found[:0]

    def _closed(self, name: str) -> Floats:
        if name == "customers":
            return self._closed("first_wins") + self._closed("told_wins")
        counted = self._monthly(name, self.period.start, self.period.end)
        counted[max(self.now + 1 - self.period.start, 0) :] = 0.0
        return counted

    @cached_property
    def _ahead(self) -> int:
        """Months from the running one to the period's end."""
        return max(self.period.end - self.now, 0)

    @cached_property
    def _left(self) -> Floats:
        """Share of each month ahead that is still to come."""
        shares = np.ones(self._ahead)
        start, end = first_day(self.now), first_day(self.now + 1)
        passed = (self.part.counts.as_of - start).days + 1
        if self._ahead:
            shares[0] = 1.0 - max(passed, 0) / (end - start).days
        return shares

    def _coming(self, name: str) -> Floats:
        if name == "customers":
            return self._new_customers
        drawn: dict[str, Floats] = {
            "won": self._deals.won,
            "lost": self._deals.lost,
            "won_cents": self._deals.won_cents,
        }
        return drawn[name] if name in drawn else self._flow(name)

    def _flow(self, name: str) -> Floats:
        def draw() -> Floats:
            random = np.random.default_rng((_SEED, sorted(_COMPONENTS).index(name)))
            whole = name not in _MONEY
            return outlook(self._so_far(name), self._ahead, DRAWS, random, whole=whole) * self._left

        return self.part.once(("ahead", name, self.period.end), draw)

    @property
    def _deals(self) -> Drawn:
        def draw() -> Drawn:
            random = np.random.default_rng((_SEED, len(_COMPONENTS)))
            return Pipeline(self.part).draw(self._flow("created"), random)

        return self.part.once(("ahead", "deals", self.period.end), draw)

    @cached_property
    def _new_customers(self) -> Floats:
        """Draw how many of the wins are new customers, and what leads alone will tell."""
        random = np.random.default_rng((_SEED, len(_COMPONENTS) + 1))
        year = self.now - _YEAR, self.now
        first = float(self._monthly("first_wins", *year).sum())
        others = max(float(self._monthly("won", *year).sum()) - first, 0.0)
        share = random.beta(first + 1, others + 1, (DRAWS, 1))
        wins = np.rint(self._deals.won).astype(np.int64)
        return random.binomial(wins, share).astype(float) + self._flow("told_wins")

    def _cycle(self, closed: int) -> Landing:
        """Return the median cycle of the deals won in the period, closed and to come."""
        found = self.part.histogram(DEAL_DAYS, "days", "deals", outcome="won")
        days, cases = found.during(self.part.window(self.period))
        random = np.random.default_rng((_SEED, len(_COMPONENTS) + 2))
        coming = Pipeline(self.part).cycle_of_wins(self._ahead, self._flow("created").mean(0))
        wins = np.rint(self._deals.won.sum(1)).astype(np.int64)
        size = max(len(coming), int(days.max(initial=0)) + 1)
        seen = np.bincount(days, weights=cases, minlength=size)
        if coming.sum() > 0 and self._ahead:
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
        return Landing("sales_cycle_days", self.period, *whole, closed=closed)


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
