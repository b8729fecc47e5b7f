"""Signatures: who stands behind which exact revision of a proposed plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, one_of, text, whole
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible
from planning.teams import Team

Seat = Literal["marketing", "sales", "executive"]
SEATS: Final[tuple[Seat, ...]] = get_args(Seat)
"""Who has to sign: both teams' leaders and the executive."""

TEAMS_OF: Final[Mapping[Seat, Team]] = {
    "marketing": "marketing",
    "sales": "sales",
    "executive": "joint",
}
"""The team in whose name each signs; in that of both the executive."""

SignatureState = Literal["signed", "withdrawn"]
STATES: Final[tuple[SignatureState, ...]] = get_args(SignatureState)
_LARGEST_REVISION: Final = 2**31 - 1

COLUMNS: Final = (
    Column("seat", "Signed for", one_of(*SEATS), needed=True, fixed=True),
    Column("by", "Signed by", text(NAME_LIMIT), needed=True, fixed=True),
    Column("signed", "Revision", whole(1, _LARGEST_REVISION), needed=True, fixed=True),
    Column("snapshot", "Facts", text(NAME_LIMIT), fixed=True),
    Column("state", "State", one_of(*STATES), needed=True),
    Column("why", "Withdrawn because", text(TEXT_LIMIT, lines=True)),
)


class Signature(BaseModel):
    """Somebody's word that they stand behind a plan as it was at a revision.

    Attributes:
        seat: For whom they signed.
        by: Their address.
        signed: The plan's revision: its latest change when they signed.
        snapshot: Id of the facts they looked at; None without facts.
        state: Withdrawn once the plan was changed, or they took it back.
        why: Why it was withdrawn.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    seat: Seat
    by: str
    signed: int
    snapshot: str | None = None
    state: SignatureState = "signed"
    why: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a signature from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        return self.model_dump(mode="json", exclude_none=True)

    def withdrawn(self, why: str) -> Signature:
        """Return the signature as withdrawn, with the reason."""
        return self.model_copy(update={"state": "withdrawn", "why": why})


def title(cells: Cells) -> str:
    """Return what a signature is called.

    Example:
        >>> title({"seat": "sales"}), title({"seat": "executive"})
        ('the signature of sales', 'the signature of the executive')
    """
    seat = str(cells.get("seat") or "")
    return f"the signature of {'the executive' if seat == 'executive' else seat}"


def standing(rows: Iterable[PlanRow]) -> dict[Seat, PlanRow]:
    """Return the signatures that are not withdrawn, by who signed for whom."""
    found = {Signature.of(row.cells).seat: row for row in rows if row["state"] == "signed"}
    return {seat: found[seat] for seat in SEATS if seat in found}


def missing(rows: Iterable[PlanRow]) -> tuple[Seat, ...]:
    """Return who has yet to sign, in the order of the seats.

    Example:
        >>> signed = Signature(seat="sales", by="sue@example.com", signed=7)
        >>> missing([PlanRow("s", "signature", "plan", "sales", cells=signed.cells())])
        ('marketing', 'executive')
    """
    found = standing(rows)
    return tuple(seat for seat in SEATS if seat not in found)


def hold_signable(
    scenario: Scenario, seat: Seat, rows: Iterable[PlanRow], *, seen: int, revision: int
) -> None:
    """Hold that a plan may be signed as somebody saw it.

    Args:
        scenario: The plan.
        seat: Who signs.
        rows: Its signatures.
        seen: The revision of the plan they read.
        revision: The revision of its latest change.

    Raises:
        NotPossible: It is not proposed, was changed since, or is signed already.
    """
    if scenario.state != "proposed":
        raise NotPossible(
            f"{scenario.name} is {scenario.state}, not proposed.", "Propose it first."
        )
    if seen < revision:
        raise NotPossible(
            f"{scenario.name} was changed since you read it.", "Read it again, then sign."
        )
    if seat in standing(rows):
        raise NotPossible(f"{scenario.name} is signed {for_whom(seat)} already.")


def hold_signed(scenario: Scenario, rows: Iterable[PlanRow], revision: int) -> None:
    """Hold that everybody signed a plan as it stands.

    Args:
        scenario: The plan.
        rows: Its signatures.
        revision: The revision of its latest change.

    Raises:
        NotPossible: A signature is missing, or names an older revision.
    """
    found = standing(rows)
    open_seats = [seat for seat in SEATS if seat not in found or found[seat]["signed"] != revision]
    if open_seats:
        names = " and ".join(_SEAT_WORDS[seat] for seat in open_seats)
        raise NotPossible(
            f"{scenario.name} is not signed by {names}.", "All three sign, then it is agreed."
        )


def for_whom(seat: Seat) -> str:
    """Return for whom a signature is, in words.

    Example:
        >>> for_whom("sales"), for_whom("executive")
        ('for sales', 'by the executive')
    """
    return "by the executive" if seat == "executive" else f"for {seat}"


_SEAT_WORDS: Final[Mapping[Seat, str]] = {
    "marketing": "marketing",
    "sales": "sales",
    "executive": "the executive",
}
