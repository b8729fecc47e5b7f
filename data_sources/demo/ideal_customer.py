"""Whom the fictitious firm wants as a customer: what its teams agreed in either year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from data_sources.demo.own_attributes import KIND, MAINTENANCE, SCHOOL
from data_sources.demo.planning_year import Row, Year
from planning.agreed.accounts.conditions import OWN
from planning.agreed.kinds import cleaned

_Told = tuple[str, str, str, str, int | None, str]

_BOTH: Final[tuple[_Told, ...]] = (
    ("points", "segment", "is one of", "Enterprise; Mid-market", 20,
     "Larger firms run more lines, and buy again."),
    ("points", "industry", "is one of", "Machinery; Food; Chemicals", 15,
     "They measure flow every day; our cases speak of them."),
    ("points", "region", "is one of", "DACH; Benelux", 10,
     "Service is within a day's drive."),
    ("must", "employees", "is at least", "15", None,
     "Smaller workshops never paid for the installation."),
)  # fmt: skip
_LATER: Final[tuple[_Told, ...]] = (
    ("points", f"{OWN}{MAINTENANCE}", "is one of", "yes", 30,
     "Whoever keeps the machines asks for us; without them nobody does."),
    ("points", "industry", "is one of", "Energy", -10,
     "Tenders take a year and go to the cheapest."),
    ("never", f"{OWN}{KIND}", "is one of", SCHOOL, None,
     "They ask for a quote for the course and do not buy."),
)  # fmt: skip
_THRESHOLDS: Final = {False: (40, 20), True: (50, 30)}
"""Least points of A and B, in the year before and in the year that runs."""


def ideal_customer(year: Year) -> Iterator[Row]:
    """Return the criteria of a year; what the year before taught came later."""
    told = (*_BOTH, *_LATER) if year.is_this_year else _BOTH
    for number, (rule, attribute, test, values, points, reason) in enumerate(told, start=1):
        cells: dict[str, JsonValue] = {
            "rule": rule, "attribute": attribute, "test": test, "values": values,
            "points": points, "reason": reason,
        }  # fmt: skip
        yield _row(f"criterion {number}", cells)
    a_from, b_from = _THRESHOLDS[year.is_this_year]
    yield _row("criterion A", {"rule": "tier A from", "points": a_from})
    yield _row("criterion B", {"rule": "tier B from", "points": b_from})


def _row(key: str, cells: dict[str, JsonValue]) -> Row:
    whole = cleaned("criterion", cells)
    return Row(
        key, "criterion", "joint", {name: it for name, it in whole.items() if it is not None}
    )
