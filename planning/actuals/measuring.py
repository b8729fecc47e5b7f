"""Measuring a slice in one period: the shapes every metric is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from planning.actuals import intervals
from planning.actuals.counts import DIMENSIONS
from planning.actuals.cubes import BASE
from planning.actuals.figures import Figure, Number, money
from planning.actuals.slices import Slice
from planning.kpis import KPIS
from planning.periods import Period
from planning.shares import percent

SPEND_MEASURES: Final = (
    "marketing_cents",
    "marketing_programme_cents",
    "sales_cents",
    "sales_programme_cents",
)
MOSTLY: Final = 0.5
"""Beyond this share of spend without a value under a cut, costs are shown as not split."""


@dataclass(frozen=True)
class Reading:
    """A slice read for a period; None stands for everything, undated rows included."""

    part: Slice
    period: Period | None

    def total(self, measure: str, among: str = "all") -> int:
        """Return the sum of a base measure; see `Slice.monthly` for `among`."""
        return self.part.total(measure, self.period, among)

    def squares(self, measure: str) -> float:
        """Return the sum of squared cents of a base measure."""
        return self.part.squares(measure, self.period)

    def ever(self, measure: str) -> bool:
        """Whether the whole snapshot counts anything under a base measure."""
        column = self.part.cube(BASE).measures.get(measure)
        return self.part.root.once(
            ("ever", measure), lambda: column is not None and bool(column.any())
        )

    def no_spend(self, *measures: str) -> str:
        """Return why spend cannot be read here, or an empty text.

        Spend that carries no value under a filter or grouping says nothing about its
        parts; dividing it by their leads would mislead.
        """
        if not any(self.ever(measure) for measure in SPEND_MEASURES):
            return "No spend has been imported."
        used = [measure for measure in measures if self.ever(measure)] or SPEND_MEASURES
        for key in self.part.cuts:
            if not any(self.carried(measure, key) for measure in used):
                return f"Spend is not split by {key}."
        return ""

    def carried(self, measure: str, key: str) -> bool:
        """Whether anything under a measure has a value under a key, in all months."""
        return self.part.cube(BASE).carries_under(measure, key)

    def unsplit(self, *measures: str) -> str:
        """Return which share of the spend a filter or grouping leaves aside, in words."""
        key, share = self._share_aside(measures)
        return f"{percent(share)} of the spend has no {key} and is left out." if share > 0 else ""

    def mostly_unsplit(self, *measures: str) -> str:
        """Return that a cost would rest on the smaller part of the spend, or nothing."""
        key, share = self._share_aside(measures)
        if share <= MOSTLY:
            return ""
        return f"Spend is not split by {key}: {percent(share)} of it has no {key}."

    def _share_aside(self, measures: tuple[str, ...]) -> tuple[str, float]:
        """Return the key that leaves the largest share of the spend aside, and the share."""
        found = [(0.0, "")]
        for key in self.part.cuts:
            sums = [_aside(self, measure, key) for measure in measures]
            whole, aside = (sum(column) for column in zip(*sums, strict=True))
            if aside > 0 and whole > 0:
                found.append((aside / whole, key))
        share, key = max(found)
        return key, share

    def leads_untold(self) -> str:
        """Return why rates of leads cannot be read here, or an empty text."""
        if "motion" in self.part.cuts:
            return "Leads have a motion only once a deal is linked, so rates would mislead."
        for key in self.part.cuts:
            if key not in DIMENSIONS and self.ever("leads") and not self.carried("leads", key):
                return f"Leads are not split by {key}."
        return ""


def _aside(reading: Reading, measure: str, key: str) -> tuple[int, int]:
    """Return all of a spend measure in the period, and what has no value under a key."""
    part = reading.part
    wanted = getattr(part.scope, key, None)
    if (part.by == key and part.label is None) or None in (wanted or ()):
        return 0, 0

    def look() -> tuple[Slice, Slice]:
        scope = part.scope.model_copy(update={key: None}) if key in DIMENSIONS else part.scope
        whole = Slice(part.counts, scope, part.context, side=part.side)
        return whole, whole.labelled(key, None)

    whole, aside = part.root.once(("aside", key), look)
    return whole.total(measure, reading.period), aside.total(measure, reading.period)


Compute = Callable[[Reading], Figure]
Rivals = Callable[[Reading], tuple[Figure, ...]]


@dataclass(frozen=True)
class Metric:
    """How a KPI is computed: its value alone, and its rivals on demand."""

    value: Compute
    rivals: Rivals | None = None

    def figure(self, reading: Reading) -> Figure:
        """Return the value with its rivals."""
        figure = self.value(reading)
        return figure if self.rivals is None else replace(figure, rivals=self.rivals(reading))


def undefined(key: str, note: str, **fields: Any) -> Figure:  # noqa: ANN401 - Figure's own
    """Return a KPI that cannot be read here, with the reason and what is known of it."""
    return figure_of(key, None, note=note, **fields)


def figure_of(key: str, value: Number | None, **fields: Any) -> Figure:  # noqa: ANN401
    """Return a KPI with its unit and formula from the registry, other fields as given."""
    kpi = KPIS[key]
    return Figure(key, value, kpi.unit, kpi.formula, **fields)


def count(key: str, value: int, *, denominator: int | None = None) -> Figure:
    """Return a KPI that counts cases."""
    return figure_of(key, value, numerator=value, denominator=denominator, n=value)


def amount(key: str, cents: int, *, cases: int | None = None, note: str = "") -> Figure:
    """Return a KPI that adds money up."""
    return figure_of(key, money(cents), numerator=money(cents), n=cases, note=note)


def proportion(key: str, successes: int, cases: int) -> Figure:
    """Return a share of cases with its Wilson interval; undefined without cases."""
    known: dict[str, Any] = {"numerator": successes, "denominator": cases, "n": cases}
    if cases <= 0:
        return undefined(key, f"Undefined without {KPIS[key].denominator}.", **known)
    ends = intervals.wilson(successes, cases)
    if ends is None:
        odd = "More cases above the line than below it: some dates are missing."
        return figure_of(key, successes / cases, note=odd, **known)
    return with_caution(figure_of(key, successes / cases, low=ends[0], high=ends[1], **known))


def per_case(key: str, cents: int, cases: int) -> Figure:
    """Return money per case with its exact Poisson interval; undefined without cases."""
    known: dict[str, Any] = {"numerator": money(cents), "denominator": cases, "n": cases}
    if cases <= 0:
        return undefined(key, f"Undefined without {KPIS[key].denominator}.", **known)
    low, high = intervals.spend_per_case(cents / 100, cases)
    return with_caution(figure_of(key, cents / 100 / cases, low=low, high=high, **known))


def with_caution(figure: Figure) -> Figure:
    """Return the figure, marked where too few cases stand behind it."""
    if figure.n is None or figure.n >= intervals.FEW_CASES or figure.value is None:
        return figure
    cases = "case" if figure.n == 1 else "cases"
    return replace(figure, cautious=True).noted(f"Only {figure.n} {cases}: too few to compare.")


def as_rival(owner: str, key: str, figure: Figure) -> Figure:
    """Return a figure as the rival of a KPI, under the rival's own name and meaning."""
    rival = next(rival for rival in KPIS[owner].rivals if rival.key == key)
    unit = rival.unit or KPIS[owner].unit
    return replace(figure, key=key, definition=rival.meaning, unit=unit, rivals=())
