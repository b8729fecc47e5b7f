"""A repair or a compromise as changes to the cells of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from planning.agreed.cells import plain_number
from planning.agreed.rows import PlanRow
from planning.model.consistency.statements import Statement
from planning.model.consistency.words import mended


def draft_cells(
    changes: Mapping[Statement, float], rows: Iterable[PlanRow]
) -> dict[str, dict[str, str]]:
    """Return the cells of targets that changes of a plan's statements come to.

    Values have few digits and lie on the side that mends: what sentences say is what the
    draft then holds. Statements that are no targets of the rows, such as the budget, are
    passed over.

    Args:
        changes: New value by statement, of `Repair.changes` or `Compromise.changes`.
        rows: The plan's targets.

    Returns:
        By id of a row the decimal text of each cell that changes.

    Example:
        >>> from planning.model.consistency.spans import Span
        >>> least = Statement("revenue", (), Span(0, 12), "low", 11e6, "joint", source="r1")
        >>> row = PlanRow("r1", "target", "s", "joint", cells={"low": "11000000"})
        >>> draft_cells({least: 9_092_618.17}, [row])
        {'r1': {'low': '9092000'}}
    """
    kept = {row.id: row for row in rows}
    found: dict[str, dict[str, str]] = {}
    for statement, value in changes.items():
        row = kept.get(statement.source)
        if statement.kind != "target" or row is None:
            continue
        cell = "value" if row["value"] is not None else statement.side
        shown = mended(statement, value)
        found.setdefault(row.id, {})[cell] = plain_number(Decimal(f"{shown:.12f}"))
    return found
