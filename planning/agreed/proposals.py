"""Proposals: a change one team asks the other to make to its own row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, Unfit, one_of, text
from planning.agreed.rows import Cells
from planning.money import quoted

State = Literal["open", "taken", "declined", "withdrawn"]
STATES: Final[tuple[State, ...]] = get_args(State)


def wishes(value: object) -> dict[str, JsonValue]:
    """Read what is wished: for each cell its value now and the one asked for.

    Example:
        >>> wishes({"plan_03": {"base": "1.00", "wanted": "2.00"}})
        {'plan_03': {'base': '1.00', 'wanted': '2.00'}}
    """
    if not isinstance(value, Mapping) or not value:
        raise Unfit("must name at least one cell and the value asked for.")
    found: dict[str, JsonValue] = {}
    for cell, wish in value.items():
        if not isinstance(wish, Mapping) or set(wish) - {"base", "wanted"}:
            raise Unfit(f"must say what “{quoted(cell)}” is and what it should be.")
        found[str(cell)] = {"base": wish.get("base"), "wanted": wish.get("wanted")}
    return found


COLUMNS: Final = (
    Column("about", "Row", text(NAME_LIMIT), needed=True, fixed=True),
    Column("changes", "Changes", wishes, needed=True, fixed=True),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("state", "State", one_of(*STATES), needed=True),
    Column("answer", "Answer", text(TEXT_LIMIT, lines=True)),
)


class Proposal(BaseModel):
    """A change asked for.

    Attributes:
        about: Id of the row it would change.
        changes: For each cell what it was (`base`) and what is asked for (`wanted`).
        reason: Why.
        state: Open until the row's team takes or declines it, or who asked withdraws it.
        answer: What the team said.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    about: str
    changes: dict[str, dict[str, JsonValue]]
    reason: str = ""
    state: State = "open"
    answer: str = ""

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a proposal from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row."""
        return self.model_dump(mode="json")

    @property
    def wanted(self) -> dict[str, JsonValue]:
        """The values asked for, by cell."""
        return {cell: wish.get("wanted") for cell, wish in self.changes.items()}

    @property
    def base(self) -> dict[str, JsonValue]:
        """The values it was written against, by cell."""
        return {cell: wish.get("base") for cell, wish in self.changes.items()}
