"""Values of a spreadsheet's cells: how what is kept is shown there, how what is typed is kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pydantic import JsonValue

from planning.agreed.cells import Column, Unfit, day, money, month, number
from planning.kpis import KPIS
from planning.money import quoted

SheetCell = str | int | float | bool | None
"""A cell as it is read unformatted: numbers are floats, days are serial numbers."""

_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = (20_000, 200_000)
"""Days from 1954 to 2447: a smaller number in a day's cell was meant as a number."""
_ERRORS: Final = (
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#ERROR!",
    "Loading...",
)
_KPI_CELLS: Final = frozenset({"kpi", "counter_kpi", "reserve_kpi"})


def serial(when: date) -> int:
    """Return a day as spreadsheets count them.

    Example:
        >>> serial(date(1900, 1, 1)), serial(date(2026, 1, 1))
        (2, 46023)
    """
    return (when - _EPOCH).days


def is_error(value: SheetCell) -> bool:
    """Whether a cell shows the error of a formula, which is nobody's value."""
    return isinstance(value, str) and value.strip() in _ERRORS


def shown(column: Column, kept: JsonValue) -> SheetCell:
    """Return how a kept value stands in the spreadsheet.

    Args:
        column: The cell's column.
        kept: Its value as the plan keeps it; None where it is blank.

    Example:
        >>> shown(Column("plan_01", "January", money), "1200.50")
        1200.5
        >>> shown(Column("start", "From", day), "2026-01-01")
        46023
    """
    if kept is None:
        return None
    if column.read in (money, number):
        exact = float(Decimal(str(kept)))
        return int(exact) if exact.is_integer() and abs(exact) < 2**53 else exact
    if column.read in (day, month):
        counted = _counted(str(kept))
        return counted if _SERIALS[0] <= counted < _SERIALS[1] else str(kept)
    if column.name in _KPI_CELLS:
        return KPIS[kept].name if isinstance(kept, str) and kept in KPIS else str(kept)
    if column.told is not quoted:
        return column.told(kept)
    return kept if isinstance(kept, int | float) else str(kept)


def typed(column: Column, value: SheetCell) -> JsonValue:
    """Return a cell of the spreadsheet as somebody would have typed it into the plan.

    Example:
        >>> typed(Column("plan_01", "January", money), 0.1 + 0.2)
        '0.3'
        >>> typed(Column("start", "From", day), 46023.0)
        '2026-01-01'
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float):
        return value
    if column.read in (day, month) and _SERIALS[0] <= value < _SERIALS[1]:
        found = (_EPOCH + timedelta(days=int(value))).isoformat()
        return found[:7] if column.read is month else found
    return _numeral(value)


def same(one: SheetCell, other: SheetCell) -> bool:
    """Whether two cells of a spreadsheet hold the same.

    Example:
        >>> same(1000, 1000.0), same("", None), same(True, 1), same("1", 1)
        (True, True, False, False)
    """
    if one in ("", None) or other in ("", None):
        return one in ("", None) and other in ("", None)
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str):
        return type(one) is type(other) and one == other
    if isinstance(other, str) or one is None or other is None:
        return False
    return float(one) == float(other)


def kept(column: Column, value: SheetCell) -> JsonValue:
    """Return a cell of the spreadsheet as the plan would keep it.

    Raises:
        Unfit: It does not fit its column.

    Example:
        >>> kept(Column("plan_01", "January", money), 1000.0)
        '1000.00'
    """
    if is_error(value):
        raise Unfit(f"must be a value, not the error “{quoted(str(value))}”.")
    given = typed(column, value)
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    found = column.read(given)
    return None if found == "" else found


def _counted(kept: str) -> int:
    try:
        return serial(date.fromisoformat(f"{kept}-01" if len(kept) == len("2026-01") else kept))
    except ValueError:
        return 0


def _numeral(value: float) -> str:
    # Spreadsheets show 15 digits: those are what a person typed.
    told = f"{Decimal(format(value, '.15g')):f}" if abs(value) < 1e300 else str(value)
    return told.rstrip("0").rstrip(".") if "." in told else told
