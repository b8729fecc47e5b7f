"""Packages: give and take between the teams, taken or declined whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, Unfit, one_of, text
from planning.agreed.proposals import wishes
from planning.agreed.rows import Cells, Kind, PlanRow
from planning.errors import NotPossible, UsageError
from planning.money import quoted
from planning.teams import Team

PackageState = Literal["open", "taken", "declined", "withdrawn"]
STATES: Final[tuple[PackageState, ...]] = get_args(PackageState)
Offering = Literal["marketing", "sales"]
OTHER: Final[Mapping[Offering, Offering]] = {"marketing": "sales", "sales": "marketing"}
"""Who answers a team's package."""

PACKED: Final[frozenset[Kind]] = frozenset({"line", "target"})
MOST_ROWS: Final = 100


def offers(value: object) -> list[JsonValue]:
    """Read what a package changes: rows with their wishes, and rows that are new.

    Example:
        >>> offers([{"row": "r", "changes": {"plan_03": {"base": "1.00", "wanted": "2.00"}}}])
        [{'row': 'r', 'changes': {'plan_03': {'base': '1.00', 'wanted': '2.00'}}}]
    """
    if not isinstance(value, (list, tuple)) or not value:
        raise Unfit("must change at least one line or target.")
    if len(value) > MOST_ROWS:
        raise Unfit(f"may change {MOST_ROWS} lines and targets, not {len(value)}.")
    return [_offer(part) for part in value]


def _offer(part: object) -> JsonValue:
    if isinstance(part, Mapping):
        keys, new, row = set(part), part.get("cells"), part.get("row")
        if keys == {"new", "cells"} and part["new"] in PACKED and isinstance(new, Mapping):
            return {"new": part["new"], "cells": dict(new)}
        if keys == {"row", "changes"} and isinstance(row, str):
            return {"row": row, "changes": wishes(part["changes"])}
    raise Unfit(f"must name rows and what they should be, not “{quoted(part)}”.")


COLUMNS: Final = (
    Column("name", "Package", text(NAME_LIMIT), needed=True),
    Column("by_team", "Offered by", one_of("marketing", "sales"), needed=True, fixed=True),
    Column("changes", "Changes", offers, needed=True, fixed=True),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("state", "State", one_of(*STATES), needed=True),
    Column("answer", "Answer", text(TEXT_LIMIT, lines=True)),
    Column("settled_by", "Settled by", text(NAME_LIMIT)),
)


class Package(BaseModel):
    """What one team gives the other, and what it wants for it.

    Attributes:
        name: In a few words.
        by_team: Who offers it; the other team's leader answers.
        changes: Per row its wishes, as in a proposal, or a new row's kind and cells.
        reason: Why.
        state: Open until it is taken or declined whole, or withdrawn.
        answer: What was said to it.
        settled_by: Address of the executive where the teams could not agree.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    by_team: Offering
    changes: tuple[dict[str, JsonValue], ...]
    reason: str = ""
    state: PackageState = "open"
    answer: str = ""
    settled_by: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a package from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        told = self.model_dump(mode="json").items()
        return {name: it for name, it in told if it not in (None, "")}

    @property
    def asked(self) -> Offering:
        """The team whose leader answers."""
        return OTHER[self.by_team]

    @property
    def wishes(self) -> tuple[Wished, ...]:
        """What it wants of rows that stand."""
        return tuple(
            Wished(
                str(part["row"]),
                {cell: wish.get("base") for cell, wish in _wishes(part)},
                {cell: wish.get("wanted") for cell, wish in _wishes(part)},
            )
            for part in self.changes
            if "row" in part
        )

    @property
    def additions(self) -> tuple[Addition, ...]:
        """The rows taking it adds."""
        return tuple(
            Addition("line" if part["new"] == "line" else "target", dict(cells))
            for part in self.changes
            if "new" in part and isinstance(cells := part.get("cells"), Mapping)
        )


@dataclass(frozen=True, slots=True)
class Wished:
    """What a package wants of one row.

    Attributes:
        row: The row's id.
        base: The values it was written against, by cell.
        wanted: The values asked for, by cell.
    """

    row: str
    base: Cells
    wanted: Cells


@dataclass(frozen=True, slots=True)
class Addition:
    """A line or target that a package adds.

    Attributes:
        kind: Which of the two.
        cells: Its cells.
    """

    kind: Kind
    cells: Cells


def _wishes(part: Mapping[str, JsonValue]) -> list[tuple[str, Mapping[str, JsonValue]]]:
    changes = part["changes"]
    if not isinstance(changes, Mapping):
        return []
    return [(cell, wish) for cell, wish in changes.items() if isinstance(wish, Mapping)]


def packed(
    wanted: Mapping[str, Cells], standing: Mapping[str, Cells], additions: Sequence[Addition] = ()
) -> list[JsonValue]:
    """Return the cell of a package's changes.

    Args:
        wanted: Values asked for by row and cell.
        standing: Cells of these rows as the person saw them.
        additions: Lines and targets to add.

    Raises:
        UsageError: Nothing is wanted.
    """
    changed: list[JsonValue] = [
        {
            "row": row,
            "changes": {
                cell: {"base": standing[row].get(cell), "wanted": value}
                for cell, value in cells.items()
            },
        }
        for row, cells in wanted.items()
        if cells
    ]
    new: list[JsonValue] = [{"new": it.kind, "cells": dict(it.cells)} for it in additions]
    if not changed and not new:
        raise UsageError("A package changes something.", "Add a change to it first.")
    return changed + new


def hold_packable(kind: Kind, team: Team) -> None:
    """Hold that a package may change a row: a line or target of one of the two teams.

    Raises:
        UsageError: It may not.
    """
    if kind not in PACKED:
        raise UsageError(f"A {kind} is in no package.", "Choose lines and targets.")
    if team == "joint":
        raise UsageError(
            "Joint rows are the executive's to change.", "Leave them out of the package."
        )


def hold_open(package: Package) -> None:
    """Hold that a package was not answered yet.

    Raises:
        NotPossible: It was.
    """
    if package.state != "open":
        raise NotPossible(f"This package was {package.state}.", "Offer a new one.")


def settled(package: Package, take: bool, reason: str, by: str) -> Package:
    """Return a package as the executive decided it, over both teams' leaders.

    Raises:
        NotPossible: It was answered before.
        UsageError: No reason is given.
    """
    hold_open(package)
    if not reason.strip():
        raise UsageError("A decision needs a reason.", "Say why in a sentence.")
    state: PackageState = "taken" if take else "declined"
    return package.model_copy(update={"state": state, "answer": reason, "settled_by": by})


def title(cells: Cells) -> str:
    """Return what a package is called.

    Example:
        >>> title({"name": "Events for a head in EMEA"})
        '“Events for a head in EMEA”'
    """
    return f"“{quoted(str(cells.get('name') or ''))}”"


def still_open(rows: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """Return the packages nobody answered."""
    return tuple(row for row in rows if row["state"] == "open")
