"""One line in detail: its months beside what was spent, and what its money is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pydantic import JsonValue

from planning.review.variance import Months
from views.sheets import spelled

if TYPE_CHECKING:
    import pandas as pd

PURCHASES: Final = {
    "what": "What",
    "quantity": "How many a month",
    "unit_price": "Price of one",
    "months": "In months (1, 2, …)",
}
PEOPLE: Final = {
    "job": "Job",
    "heads": "Heads",
    "cost_per_month": "Loaded cost of one a month",
    "starts": "From (2026-04)",
}
RATES: Final = {"conversion": "Conversion assumed", "of": "Of", "to": "To"}
DRIVERS: Final[Mapping[str, dict[str, str]]] = {
    "Bought": PURCHASES,
    "People": PEOPLE,
    "Counted on": RATES,
}
"""The three kinds of driver by the head of their table: the parts and what they are called."""

_NUMBERS: Final = frozenset({"quantity", "unit_price", "heads", "cost_per_month"})


def months_frame(months: Months, heads: Sequence[str]) -> pd.DataFrame:
    """Lay out a line's year: one row per amount, one column per month, the year last."""
    import pandas as pd

    amounts: dict[str, Sequence[Any]] = {
        "Plan": months.plan,
        "Committed": months.committed,
        "Spent": months.actual,
        "Forecast": months.forecast,
        "Forecast less plan": months.variance,
    }
    rows = {}
    for name, values in amounts.items():
        known = [None if value is None else float(value) for value in values]
        rows[name] = [*known, sum(value for value in known if value is not None)]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*heads, "Year"], dtype=float)
    return frame.rename_axis("Amount").reset_index()


def driver_frame(drivers: JsonValue, head: str) -> pd.DataFrame:
    """Lay out the drivers of one kind, all cells text.

    Args:
        drivers: The line's cell, a list or nothing.
        head: The kind, a key of DRIVERS.
    """
    import pandas as pd

    parts = DRIVERS[head]
    first = next(iter(parts))
    own = (
        [it for it in drivers if isinstance(it, dict) and first in it]
        if isinstance(drivers, list)
        else []
    )
    rows = [[_written(part, driver.get(part)) for part in parts] for driver in own]
    return pd.DataFrame(rows, columns=list(parts.values()), dtype="str")


def _written(part: str, value: JsonValue) -> str | None:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or None
    return spelled(value, "number" if part in _NUMBERS else "text")


def drivers_from(frames: Mapping[str, pd.DataFrame]) -> list[JsonValue]:
    """Return the cell that tables of drivers make; rows without a word are left out.

    Args:
        frames: By kind, as `driver_frame` laid them out and people changed them.
    """
    found: list[JsonValue] = []
    for head, frame in frames.items():
        parts = list(DRIVERS[head])
        for row in frame.itertuples(index=False, name=None):
            driver = {
                part: text
                for part, value in zip(parts, row, strict=True)
                if (text := _said(value)) is not None
            }
            if driver:
                found.append(_whole(driver))
    return found


def _said(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _whole(driver: dict[str, str]) -> JsonValue:
    months = driver.pop("months", None)
    if months is None:
        return dict(driver)
    return {
        **driver,
        "months": [part for part in months.replace(";", ",").replace(" ", ",").split(",") if part],
    }
