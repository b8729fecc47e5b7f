"""What became of a save: the rows now, what clashed and what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from planning.agreed.rows import PlanRow


@dataclass(frozen=True)
class Told:
    """A cell that somebody else changed too; nothing of it was written.

    Attributes:
        row: The row's id.
        cell: The cell; empty where the row as a whole is meant.
        base: What the person saw when they began.
        mine: What the person wants it to be.
        theirs: What it is now.
        who: E-mail address of whoever changed it last, or `local`.
        at: When that was.
        revision: That change's revision.
        title: What people call the row.
        removed: Whether the row is gone; `restore` as of the revision before brings it back.
    """

    row: str
    cell: str
    base: JsonValue
    mine: JsonValue
    theirs: JsonValue
    who: str
    at: datetime
    revision: int
    title: str
    removed: bool = False


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be what somebody wants; its whole row was left as it is.

    Attributes:
        row: The row's id; of a row to be added its place in what was asked for, from "0".
        cell: The cell; empty where the row as a whole is meant.
        sentence: Why, in the cell's own words.
    """

    row: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class Saved:
    """What became of an operation.

    Attributes:
        revision: The change's number; None if nothing changed.
        operation: The operation's id; asking again with it does nothing again.
        rows: The rows concerned as they stand now; removed ones are left out.
        clashes: Cells that somebody else changed too.
        refused: Cells that cannot be so.
    """

    revision: int | None
    operation: str
    rows: tuple[PlanRow, ...] = ()
    clashes: tuple[Told, ...] = ()
    refused: tuple[Refused, ...] = ()
