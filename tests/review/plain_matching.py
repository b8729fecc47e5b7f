"""Matching told again, one booking at a time, as a witness for the fast one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from planning.agreed.rows import PlanRow

PARTS = ("team", "category", "channel", "campaign", "region", "segment", "motion")
WAITING = ("placed", "placeholder", "reserve")


def same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two labels mean the same."""
    return str(one).strip().casefold() == str(other).strip().casefold()


def fits(line: PlanRow, booking: Mapping[str, JsonValue]) -> bool:
    """Whether all a line says is what a booking says."""
    told = [part for part in PARTS if line.cells.get(part)]
    return all(
        booking.get(part) is not None and same(line.cells[part], booking[part]) for part in told
    )


def says(line: PlanRow) -> tuple[int, int]:
    """How much a line says, then how little it waits."""
    much = sum(bool(line.cells.get(part)) for part in PARTS)
    return much, -WAITING.index(str(line.cells.get("status", "placed")))


def line_of(lines: Sequence[PlanRow], booking: Mapping[str, JsonValue]) -> PlanRow | None:
    """The one line a booking belongs to, None if there is none or no telling."""
    code = booking.get("line_code")
    coded = [
        line
        for line in lines
        if code is not None and line.cells.get("line_code") and same(line.cells["line_code"], code)
    ]
    if len(coded) == 1:
        return coded[0]
    fitting = [line for line in coded or lines if fits(line, booking)]
    best = max((says(line) for line in fitting), default=None)
    chosen = [line for line in fitting if says(line) == best]
    return chosen[0] if len(chosen) == 1 else None
