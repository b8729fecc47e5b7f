"""Disputes: what the teams see differently, taken one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, one_of, text
from planning.agreed.rows import Cells, PlanRow
from planning.errors import NotPossible, UsageError
from planning.money import quoted

DisputeState = Literal["parked", "in discussion", "settled"]
STATES: Final[tuple[DisputeState, ...]] = get_args(DisputeState)

SAYS: Final[Mapping[str, str]] = {"marketing": "marketing_says", "sales": "sales_says"}
"""The cell in which each team says how it sees the matter."""

COLUMNS: Final = (
    Column("name", "Dispute", text(NAME_LIMIT), needed=True),
    Column("about", "Row", text(NAME_LIMIT), fixed=True),
    Column("marketing_says", "Marketing says", text(TEXT_LIMIT, lines=True)),
    Column("sales_says", "Sales says", text(TEXT_LIMIT, lines=True)),
    Column("state", "State", one_of(*STATES), needed=True),
    Column("outcome", "Outcome", text(TEXT_LIMIT, lines=True)),
    Column("settled_by", "Settled by", text(NAME_LIMIT)),
)


class Dispute(BaseModel):
    """Something the teams see differently.

    Attributes:
        name: The question, in a few words.
        about: Id of the row it is about; None where it is the plan as a whole.
        marketing_says, sales_says: How each team sees it.
        state: Parked until it is taken up; settled at the end.
        outcome: What was decided, and why.
        settled_by: Address of the executive who decided.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    about: str | None = None
    marketing_says: str = ""
    sales_says: str = ""
    state: DisputeState = "parked"
    outcome: str = ""
    settled_by: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a dispute from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        told = self.model_dump(mode="json").items()
        return {name: it for name, it in told if it not in (None, "")}


def title(cells: Cells) -> str:
    """Return what a dispute is called.

    Example:
        >>> title({"name": "Who pays for the autumn show?"})
        '“Who pays for the autumn show?”'
    """
    return f"“{quoted(str(cells.get('name') or ''))}”"


def discussed(rows: Iterable[PlanRow]) -> PlanRow | None:
    """Return the dispute that is in discussion, or None."""
    return next((row for row in rows if row["state"] == "in discussion"), None)


def unsettled(rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Return the disputes that are not settled, the one in discussion first."""
    found = [row for row in rows if row["state"] != "settled"]
    return tuple(sorted(found, key=lambda row: row["state"] != "in discussion"))


def taken_up(row: PlanRow, others: Iterable[PlanRow]) -> Dispute:
    """Return a parked dispute as one in discussion.

    Args:
        row: The dispute.
        others: All disputes of its plan.

    Raises:
        NotPossible: It is not parked, or another one is in discussion.

    Example:
        >>> parked = PlanRow("d", "dispute", "plan", "joint",
        ...                  cells={"name": "Who pays?", "state": "parked"})
        >>> taken_up(parked, [parked]).state
        'in discussion'
    """
    dispute = Dispute.of(row.cells)
    if dispute.state != "parked":
        raise NotPossible(f"{title(row.cells)} is {dispute.state}.", "Take up one that is parked.")
    first = discussed(others)
    if first is not None:
        raise NotPossible(
            f"{title(first.cells)} is in discussion.",
            "Settle or park it first: disputes are taken one at a time.",
        )
    return dispute.model_copy(update={"state": "in discussion"})


def parked(dispute: Dispute) -> Dispute:
    """Return a dispute in discussion as one put aside.

    Raises:
        NotPossible: It is not in discussion.
    """
    if dispute.state != "in discussion":
        raise NotPossible(
            f"“{quoted(dispute.name)}” is {dispute.state}.", "Only what is discussed is parked."
        )
    return dispute.model_copy(update={"state": "parked"})


def settled(dispute: Dispute, outcome: str, by: str) -> Dispute:
    """Return a dispute as the executive settled it.

    Raises:
        NotPossible: It is settled already, or nobody took it up.
        UsageError: No outcome is given.
    """
    if dispute.state != "in discussion":
        raise NotPossible(f"“{quoted(dispute.name)}” is {dispute.state}.", "Take it up first.")
    if not outcome.strip():
        raise UsageError("A settled dispute has an outcome.", "Say what was decided, and why.")
    return dispute.model_copy(update={"state": "settled", "outcome": outcome, "settled_by": by})
