"""Totals: what lines come to by team, quarter, category or channel, against the envelopes.

Money is integer cents inside and `Decimal` at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from planning.agreed.cells import Unfit, money
from planning.agreed.envelopes import SCOPES, EnvelopeScope
from planning.agreed.lines import CATEGORIES, COMMITTED, PLAN, STATUSES
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS
from planning.money import AMOUNT_LIMIT
from planning.teams import TEAMS

Cents = npt.NDArray[np.int64]
Codes = npt.NDArray[np.intp]

QUARTERS: Final = 4
_ORDERED: Final[Mapping[str, tuple[str, ...]]] = {
    "team": TEAMS,
    "category": CATEGORIES,
    "status": STATUSES,
}


def cents_of(value: JsonValue) -> int:
    """Return a money cell in cents; a blank, or what is no amount yet, counts 0.

    Example:
        >>> cents_of("1200.50"), cents_of(None), cents_of("soon")
        (120050, 0, 0)
    """
    if value is None:
        return 0
    try:
        return int(money(value).replace(".", ""))
    except Unfit:
        return 0


def as_money(cents: int) -> Decimal:
    """Return cents as plan-currency units.

    Example:
        >>> as_money(-5)
        Decimal('-0.05')
    """
    return Decimal(int(cents)).scaleb(-2)


@dataclass(frozen=True)
class Grid:
    """The lines of a sheet as arrays.

    Attributes:
        rows: Rows of kind line, in the order of the sheet.
        plan: Planned cents, shape (lines, 12).
        committed: Promised cents, likewise.
    """

    rows: tuple[PlanRow, ...]
    plan: Cents
    committed: Cents

    @classmethod
    def of(cls, rows: Iterable[PlanRow]) -> Grid:
        """Read the lines among some rows."""
        lines = tuple(row for row in rows if row.kind == "line")
        return cls(lines, _cents(lines, PLAN), _cents(lines, COMMITTED))

    def by(self, cell: str) -> tuple[tuple[str | None, ...], Codes]:
        """Return the labels of a cell and for each line the position of its label.

        Labels that differ in case only are one; None, where the cell is blank, is last.
        """
        return labelled([row.cells.get(cell) for row in self.rows], _ORDERED.get(cell, ()))


def _cents(lines: Sequence[PlanRow], names: Sequence[str]) -> Cents:
    flat = [row.cells.get(name) for row in lines for name in names]
    try:
        units = np.array([0.0 if it is None else float(it) for it in flat])  # type: ignore[arg-type]
    except (TypeError, ValueError):
        units = np.array([np.nan])
    # Up to the limit a float is much nearer to its amount than half a cent.
    if np.all((units >= 0) & (units <= float(AMOUNT_LIMIT))):
        found: Cents = np.rint(units * 100).astype(np.int64)
    else:
        found = np.array([cents_of(it) for it in flat], dtype=np.int64)
    return found.reshape(len(lines), len(names))


def labelled(
    values: Sequence[JsonValue], first: Sequence[str] = ()
) -> tuple[tuple[str | None, ...], Codes]:
    """Return distinct labels in order and for each value the position of its own.

    Args:
        values: Text, or None for blank.
        first: Labels that stand first, in this order, if they occur.

    Example:
        >>> labels, codes = labelled(["b", None, "A", "B"])
        >>> labels, codes.tolist()
        (('A', 'b', None), [1, 2, 0, 1])
    """
    folded = [None if it is None else str(it).strip().casefold() for it in values]
    shown: dict[str | None, str | None] = {}
    for fold, value in zip(folded, values, strict=True):
        shown.setdefault(fold, None if value is None else str(value).strip())
    place = {label: at for at, label in enumerate(first)}
    order = sorted(shown, key=lambda it: (it is None, place.get(it or "", len(place)), it or ""))
    codes = {fold: at for at, fold in enumerate(order)}
    found = np.fromiter((codes[fold] for fold in folded), dtype=np.intp, count=len(folded))
    return tuple(shown[fold] for fold in order), found


def added(values: Cents, codes: Codes, size: int) -> Cents:
    """Return the sums of rows by code, exactly; shape (size, …)."""
    sums = np.zeros((size, *values.shape[1:]), dtype=np.int64)
    np.add.at(sums, codes, values)
    return sums


@dataclass(frozen=True)
class Total:
    """What some lines come to.

    Attributes:
        label: What they have in common; None where the cell is blank.
        placed: Plan-currency units with a purpose.
        placeholder: Money whose purpose is still open.
        reserve: Money that waits for its trigger.
        committed: The part of all that is promised.
        months: All that is planned, by month.
    """

    label: str | None
    placed: Decimal
    placeholder: Decimal
    reserve: Decimal
    committed: Decimal
    months: tuple[Decimal, ...]

    @property
    def planned(self) -> Decimal:
        """Placed, placeholder and reserve together: what the envelope must hold."""
        return self.placed + self.placeholder + self.reserve

    @property
    def quarters(self) -> tuple[Decimal, ...]:
        """All that is planned, by quarter."""
        size = MONTHS // QUARTERS
        return tuple(
            sum(self.months[at : at + size], Decimal("0.00")) for at in range(0, MONTHS, size)
        )


@dataclass(frozen=True)
class Against:
    """A total against its envelope.

    Attributes:
        scope: The company or a team.
        envelope: What may be planned, None while nobody has set it.
        planned: What is planned.
    """

    scope: EnvelopeScope
    envelope: Decimal | None
    planned: Decimal

    @property
    def left(self) -> Decimal | None:
        """What may still be planned; below 0 what is too much; None without envelope."""
        return None if self.envelope is None else self.envelope - self.planned


@dataclass(frozen=True)
class Totals:
    """Everything the budget adds up to.

    Attributes:
        company: All lines.
        by_team, by_category, by_channel, by_quarter: Groups, each re-adding to it;
            quarters are labelled Q1 to Q4 and hold only their own months.
        against: The company's envelope, then each team's.
    """

    company: Total
    by_team: tuple[Total, ...]
    by_category: tuple[Total, ...]
    by_channel: tuple[Total, ...]
    by_quarter: tuple[Total, ...]
    against: tuple[Against, ...]


def totals(rows: Iterable[PlanRow], envelopes: Iterable[PlanRow] = ()) -> Totals:
    """Return what the lines of a sheet come to, against the envelopes.

    Args:
        rows: Lines; rows of other kinds are passed over.
        envelopes: Rows of kind envelope.

    Example:
        >>> line = PlanRow("a", "line", "s", "sales", cells={"team": "sales", "plan_01": "5.00"})
        >>> totals([line]).by_team[0].planned
        Decimal('5.00')
    """
    grid = Grid.of(rows)
    company, by_team = whole(grid), grouped(grid, "team")
    return Totals(
        company=company,
        by_team=by_team,
        by_category=grouped(grid, "category"),
        by_channel=grouped(grid, "channel"),
        by_quarter=_quarters(grid),
        against=_against(company, by_team, envelopes),
    )


def whole(grid: Grid) -> Total:
    """Return the total of all lines."""
    (total,) = _totals(grid, ("company",), np.zeros(len(grid.rows), dtype=np.intp))
    return total


def grouped(grid: Grid, cell: str) -> tuple[Total, ...]:
    """Return the totals of each label of a cell; they re-add to the whole.

    Args:
        grid: The lines.
        cell: `team`, `category`, `channel`, or any other text cell of a line.
    """
    labels, codes = grid.by(cell)
    return _totals(grid, labels, codes)


def _totals(grid: Grid, labels: Sequence[str | None], codes: Codes) -> tuple[Total, ...]:
    kinds = len(STATUSES)
    status = np.array([_status(row) for row in grid.rows], dtype=np.intp)
    by_status = added(grid.plan.sum(axis=1), codes * kinds + status, len(labels) * kinds)
    months = added(grid.plan, codes, len(labels))
    committed = added(grid.committed.sum(axis=1), codes, len(labels))
    return tuple(
        _total(label, by_status[at * kinds : (at + 1) * kinds], committed[at], months[at])
        for at, label in enumerate(labels)
    )


def _status(row: PlanRow) -> int:
    found = row.cells.get("status")
    return STATUSES.index(found) if found in STATUSES else 0


def _total(label: str | None, by_status: Cents, committed: np.int64, months: Cents) -> Total:
    placed, placeholder, reserve = (as_money(int(cents)) for cents in by_status)
    return Total(
        label=label,
        placed=placed,
        placeholder=placeholder,
        reserve=reserve,
        committed=as_money(int(committed)),
        months=tuple(as_money(cents) for cents in months.tolist()),
    )


def _quarters(grid: Grid) -> tuple[Total, ...]:
    size = MONTHS // QUARTERS
    found: list[Total] = []
    for quarter in range(QUARTERS):
        outside = np.ones(MONTHS, dtype=np.bool_)
        outside[quarter * size : (quarter + 1) * size] = False
        plan, committed = grid.plan.copy(), grid.committed.copy()
        plan[:, outside] = 0
        committed[:, outside] = 0
        zero = np.zeros(len(grid.rows), dtype=np.intp)
        found += _totals(Grid(grid.rows, plan, committed), (f"Q{quarter + 1}",), zero)
    return tuple(found)


def _against(
    company: Total, by_team: Sequence[Total], envelopes: Iterable[PlanRow]
) -> tuple[Against, ...]:
    set_to = {
        row.cells.get("scope"): as_money(cents_of(row.cells["amount"]))
        for row in envelopes
        if row.kind == "envelope" and row.cells.get("amount") is not None
    }
    planned = {total.label: total.planned for total in by_team}
    planned["company"] = company.planned
    return tuple(
        Against(scope, set_to.get(scope), planned.get(scope, Decimal("0.00"))) for scope in SCOPES
    )
