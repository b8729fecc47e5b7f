"""Drivers: what a line's money is made of, so that its reason can be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, Read, Unfit, Year, money, month, number, text, whole
from planning.agreed.scenarios import MONTHS
from planning.money import CENT, quoted
from planning.periods import month_name, parse_month

DRIVERS_LIMIT: Final = 50


class Purchase(BaseModel):
    """So many of something at a price.

    Attributes:
        what: What is bought.
        quantity: How many a month, 0 or more.
        unit_price: Plan-currency units for one.
        months: Positions 1 to 12 of the months it is bought in; empty means all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    quantity: Decimal
    unit_price: Decimal
    months: tuple[int, ...] = ()

    def by_month(self, first_month: int) -> tuple[Decimal, ...]:
        """Return quantity × unit price for each of the twelve months."""
        del first_month
        cost = (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)
        chosen = self.months or range(1, MONTHS + 1)
        return tuple(cost if at + 1 in chosen else Decimal("0.00") for at in range(MONTHS))


class Heads(BaseModel):
    """People doing a job, from a month on.

    Attributes:
        job: What they do.
        heads: How many, parts of one allowed.
        cost_per_month: Loaded cost of one, plan-currency units.
        starts: First month, `YYYY-MM`; None means they are there already.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    job: str
    heads: Decimal
    cost_per_month: Decimal
    starts: str | None = None

    def by_month(self, first_month: int) -> tuple[Decimal, ...]:
        """Return heads × cost for each of the twelve months, 0 before they start."""
        cost = (self.heads * self.cost_per_month).quantize(CENT, ROUND_HALF_UP)
        begin = first_month if self.starts is None else parse_month(self.starts)
        return tuple(cost if first_month + at >= begin else Decimal("0.00") for at in range(MONTHS))


class Conversion(BaseModel):
    """A rate the line counts on; it costs nothing by itself.

    Attributes:
        conversion: Fraction of `of` that becomes `to`.
        of: From what.
        to: To what.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    conversion: Decimal
    of: str
    to: str

    def by_month(self, first_month: int) -> tuple[Decimal, ...]:
        """Return twelve zeros: a rate is no money."""
        del first_month
        return (Decimal("0.00"),) * MONTHS


Driver = Purchase | Heads | Conversion

_WORDS: Final = text(NAME_LIMIT)
_POSITION: Final = whole(1, MONTHS)


def _positions(value: object) -> list[JsonValue]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Unfit(f"must be months from 1 to 12, not “{quoted(value)}”.")
    return sorted({_POSITION(it) for it in value})  # type: ignore[type-var]


def _share(value: object) -> str:
    found = number(value)
    if Decimal(found) > 1:
        raise Unfit(f"must be at most 100 %, not “{quoted(value)}”.", "Write it like 25 %.")
    return found


_SHAPES: Final[Mapping[str, Mapping[str, tuple[str, Read, bool]]]] = {
    "what": {
        "what": ("what is bought", _WORDS, True),
        "quantity": ("the quantity", number, True),
        "unit_price": ("the unit price", money, True),
        "months": ("the months", _positions, False),
    },
    "job": {
        "job": ("the job", _WORDS, True),
        "heads": ("the heads", number, True),
        "cost_per_month": ("the cost per month", money, True),
        "starts": ("the start", month, False),
    },
    "conversion": {
        "conversion": ("the conversion", _share, True),
        "of": ("what converts", _WORDS, True),
        "to": ("what it becomes", _WORDS, True),
    },
}
"""By the part that tells the shape: for each part its name, reader and whether it is needed."""


def read_drivers(value: object) -> list[JsonValue]:
    """Read drivers as they are kept: numbers as decimal text, blank parts left out.

    Example:
        >>> read_drivers([{"what": "Stands", "quantity": 2, "unit_price": "1,500"}])
        [{'what': 'Stands', 'quantity': '2', 'unit_price': '1500.00'}]
    """
    if not isinstance(value, (list, tuple)):
        raise Unfit(f"must be a list, not “{quoted(value)}”.")
    if len(value) > DRIVERS_LIMIT:
        raise Unfit(f"may be {DRIVERS_LIMIT} at most, not {len(value)}.")
    return [_read(driver, at) for at, driver in enumerate(value, start=1)]


def _read(driver: object, at: int) -> dict[str, JsonValue]:
    given = driver if isinstance(driver, Mapping) else {}
    filled = {str(name): it for name, it in given.items() if it not in (None, "", [], ())}
    shape = next((parts for name, parts in _SHAPES.items() if name in filled), None)
    if shape is None:
        raise Unfit(f"need in row {at} what is bought, a job or a conversion.")
    if unknown := [name for name in filled if name not in shape]:
        raise Unfit(f"have in row {at} the unknown part “{quoted(unknown[0])}”.")
    found: dict[str, JsonValue] = {}
    for name, (called, read, needed) in shape.items():
        if name in filled:
            try:
                found[name] = read(filled[name])
            except Unfit as unfit:
                raise Unfit(f"have in row {at} a flaw: {called} {unfit.tail}") from None
        elif needed:
            raise Unfit(f"need in row {at} {called}.")
    return found


def begin_in_time(value: JsonValue, year: Year) -> None:
    """Hold that nobody starts after the plan's year; who started before it is there already.

    Raises:
        Unfit: Somebody does.
    """
    last = year.first_month + MONTHS - 1
    for driver in value if isinstance(value, list) else []:
        starts = driver.get("starts") if isinstance(driver, dict) else None
        if isinstance(starts, str) and parse_month(starts) > last:
            late = month_name(parse_month(starts))
            raise Unfit(f"must start by {month_name(last)}, not in {late}.")


def drivers_of(cells: Sequence[JsonValue]) -> tuple[Driver, ...]:
    """Return kept drivers as values."""
    return tuple(_driver(it) for it in cells)


def _driver(cell: JsonValue) -> Driver:
    if not isinstance(cell, dict):
        raise Unfit("must be a purchase, heads or a conversion.")
    if "what" in cell:
        return Purchase.model_validate(cell)
    return Heads.model_validate(cell) if "job" in cell else Conversion.model_validate(cell)
