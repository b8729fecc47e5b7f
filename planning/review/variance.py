"""Variance: plan, committed, actual and forecast of every line, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.counts import NO_DATE, Counts
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS, Scenario
from planning.agreed.totals import Cents, Codes, Grid, added, as_money
from planning.errors import Finding
from planning.periods import month_of, parse_month
from planning.review.matching import Matched, Unplanned, match

UNPLANNED_LABEL: Final = "Unplanned"


@dataclass(frozen=True)
class Months:
    """Five amounts of each month of a line or a group of lines.

    Attributes:
        label: Row id of a line, label of a group, or `UNPLANNED_LABEL`.
        plan: Planned plan-currency units, twelve of them.
        committed: Promised.
        actual: Spent; None in months nothing is known of.
        forecast: What it will come to.
        variance: Forecast less plan: above 0 is more than planned.
    """

    label: str | None
    plan: tuple[Decimal, ...]
    committed: tuple[Decimal, ...]
    actual: tuple[Decimal | None, ...]
    forecast: tuple[Decimal, ...]
    variance: tuple[Decimal, ...]


@dataclass(frozen=True)
class Year:
    """The same amounts of the whole year, and of the months that are over."""

    label: str | None
    plan: Decimal
    committed: Decimal
    actual: Decimal
    forecast: Decimal
    variance: Decimal
    plan_to_date: Decimal

    @property
    def variance_to_date(self) -> Decimal:
        """Spent less planned, in the months that are over and those begun."""
        return self.actual - self.plan_to_date


@dataclass(frozen=True)
class Variance:
    """A plan beside what was spent.

    All arrays hold cents, shape (lines + 1, 12); the last row is the unplanned one.

    Attributes:
        grid: The lines.
        plan, committed, actual, forecast: See `Months`.
        closed: How many months of the year are over and known.
        known: How many months something is known of.
        unplanned: What the unplanned row is made of.
        findings: What to know about it.
    """

    grid: Grid
    plan: Cents
    committed: Cents
    actual: Cents
    forecast: Cents
    closed: int
    known: int
    unplanned: tuple[Unplanned, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def variance(self) -> Cents:
        """Forecast less plan."""
        difference: Cents = self.forecast - self.plan
        return difference

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Position of each line by its row id."""
        return {row.id: at for at, row in enumerate(self.grid.rows)}

    def line(self, row: str) -> Months:
        """Return the months of one line.

        Raises:
            KeyError: There is no such line.
        """
        return self._months(row, *(it[self.place[row]] for it in self._amounts))

    def rest(self) -> Months:
        """Return the months of what belongs to no line."""
        return self._months(UNPLANNED_LABEL, *(it[-1] for it in self._amounts))

    def company(self) -> Months:
        """Return the months of all lines and the unplanned row together."""
        return self.groups(None)[0]

    def groups(self, cell: str | None) -> tuple[Months, ...]:
        """Return the months of each label of a cell, the unplanned row last.

        Args:
            cell: `team`, `category`, `channel`, …; None adds up everything.
        """
        labels, codes = self._codes(cell)
        sums = [added(values, codes, len(labels)) for values in self._amounts]
        return tuple(
            self._months(label, *(it[at] for it in sums)) for at, label in enumerate(labels)
        )

    def years(self, cell: str | None = None, *, each: bool = False) -> tuple[Year, ...]:
        """Return the year of each label of a cell, or of each line; unplanned is last.

        Args:
            cell: As in `groups`.
            each: One per line instead, labelled by row id.
        """
        labels, codes = self._codes(cell)
        if each:
            labels = (*(row.id for row in self.grid.rows), UNPLANNED_LABEL)
            codes = np.arange(len(labels))
        columns = [values.sum(axis=1) for values in self._amounts]
        columns.append(self.plan[:, : self.known].sum(axis=1))
        sums = [added(column, codes, len(labels)).tolist() for column in columns]
        return tuple(
            Year(label, *(as_money(cents) for cents in amounts))
            for label, *amounts in zip(labels, *sums, strict=True)
        )

    def _codes(self, cell: str | None) -> tuple[tuple[str | None, ...], Codes]:
        size = len(self.grid.rows)
        if cell is None:
            return ("company",), np.zeros(size + 1, dtype=np.intp)
        labels, codes = self.grid.by(cell)
        return (*labels, UNPLANNED_LABEL), np.append(codes, len(labels))

    @property
    def _amounts(self) -> tuple[Cents, ...]:
        return self.plan, self.committed, self.actual, self.forecast, self.variance

    def _months(self, label: str | None, *amounts: Cents) -> Months:
        plan, committed, actual, forecast, above = (
            tuple(as_money(cents) for cents in it.tolist()) for it in amounts
        )
        spent = tuple(it if month < self.known else None for month, it in enumerate(actual))
        return Months(label, plan, committed, spent, forecast, above)


def variance(
    rows: Iterable[PlanRow],
    scenario: Scenario,
    counts: Counts,
    released: Mapping[str, bool] | None = None,
) -> Variance:
    """Put a plan beside the spend of its year.

    Forecast of a month: what was spent, once it is over; else the largest of what is
    planned, promised and spent already. A reserve counts from its release on, before it
    only what is promised or spent.

    Args:
        rows: The plan's lines; rows of other kinds are passed over.
        scenario: Whose year it is.
        counts: The facts.
        released: By row id whether a reserve has been released (`releases.released`);
            reserves it does not name are released when their month comes.
    """
    lines = [row for row in rows if row.kind == "line"]
    matched, grid = match(lines, counts, scenario.first_month), Grid.of(lines)
    plan, committed = (
        np.vstack([it, np.zeros((1, MONTHS), np.int64)]) for it in (grid.plan, grid.committed)
    )
    closed, known = _known(matched, counts.as_of, scenario)
    counted = np.where(waiting(grid, scenario, released or {}), 0, plan)
    forecast = np.maximum(np.maximum(counted, committed), matched.spent)
    forecast[:, :closed] = matched.spent[:, :closed]
    return Variance(
        grid=grid,
        plan=plan,
        committed=committed,
        actual=matched.spent,
        forecast=forecast,
        closed=closed,
        known=known,
        unplanned=matched.unplanned,
        findings=matched.findings,
    )


def months_over(as_of: date, first_month: int) -> int:
    """Return how many months of a year are over; the last day of a month counts as over.

    Example:
        >>> months_over(date(2026, 3, 31), 2026 * 12), months_over(date(2026, 3, 30), 2026 * 12)
        (3, 2)
    """
    over = month_of(as_of + timedelta(days=1)) - first_month
    return min(max(over, 0), MONTHS)


def _known(matched: Matched, as_of: date, scenario: Scenario) -> tuple[int, int]:
    """Return how many months are over and how many are known, both up to the last booking.

    Spend often comes in later than leads: a month after the last booking is not a month
    in which nothing was spent.
    """
    if matched.last_month is None or as_of == NO_DATE:
        return 0, 0
    booked = min(max(matched.last_month + 1 - scenario.first_month, 0), MONTHS)
    return min(months_over(as_of, scenario.first_month), booked), booked


def waiting(grid: Grid, scenario: Scenario, released: Mapping[str, bool]) -> npt.NDArray[np.bool_]:
    """Return the months in which a reserve is not released yet; shape (lines + 1, 12)."""
    waits = np.zeros((len(grid.rows) + 1, MONTHS), dtype=np.bool_)
    for at, row in enumerate(grid.rows):
        if row.cells.get("status") != "reserve":
            continue
        month = row.cells.get("reserve_month")
        begins = parse_month(month) - scenario.first_month if isinstance(month, str) else MONTHS
        if row.id in released:
            begins = (begins if month else 0) if released[row.id] else MONTHS
        waits[at, : max(begins, 0)] = True
    return waits
