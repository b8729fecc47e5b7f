"""Disputes between the teams: raised, taken up one at a time, settled."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from data_sources.desk import Desk
from data_sources.planning.operation import Operation, operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from planning.agreed.disputes import SAYS, Dispute, parked, settled, taken_up
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import Cells
from planning.errors import NotPossible, UsageError

Side = Literal["marketing", "sales"]


def bring_up(
    desk: Desk, scenario: str, name: str, about: str | None, operation: str | None
) -> Saved:
    """Raise a dispute, parked until it is taken up.

    Args:
        desk: In whose hands it is.
        scenario: The plan's id.
        name: The question, in a few words.
        about: Id of the row it is about; None where it is the plan as a whole.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor does not plan.
        NotPossible: The row was removed, or the plan is archived or put away.
        UsageError: There is no such plan or row.
    """
    with operating(desk, operation) as doing:
        doing.require("propose")
        _hold_living(doing, scenario)
        if about is not None and doing.known(about).scenario != scenario:
            raise UsageError("The row is of another plan.", "Choose one of this plan.")
        said: Cells = {"name": name, "about": about, "state": "parked"}
        sentences = refusals("dispute", said, whole=True)
        for cell, sentence in sentences.items():
            doing.refuse(scenario, cell, sentence)
        if not sentences:
            standing = plan_rows.ends(doing.change.connection, scenario, "dispute")
            (position,), _ = places(standing, None, 1)
            doing.bring("dispute", scenario, "joint", cleaned("dispute", said), position)
        return doing.finish(how="raised")


def say(desk: Desk, dispute: str, team: Side, words: str, operation: str | None) -> Saved:
    """Say how a team sees a dispute, in the place of what it said before.

    Raises:
        NotAllowed: The actor does not plan for the team.
        NotPossible: It is settled.
        UsageError: There is no such dispute or side.
    """
    if team not in SAYS:
        raise UsageError("A dispute has two sides.", "Speak for marketing or sales.")
    with operating(desk, operation) as doing:
        doing.require("edit", team)
        row, standing = _dispute(doing, dispute)
        if standing.state == "settled":
            raise NotPossible("This dispute is settled.", "Raise a new one.")
        return _put(doing, row, {SAYS[team]: words})


def take_up(desk: Desk, dispute: str, operation: str | None) -> Saved:
    """Take up a parked dispute; one at a time is in discussion.

    Raises:
        NotAllowed: The actor leads nobody.
        NotPossible: It is not parked, or another is in discussion.
        UsageError: There is no such dispute.
    """
    with operating(desk, operation) as doing:
        doing.require("disputes")
        row, _ = _dispute(doing, dispute)
        others = plan_rows.of_kind(doing.change.connection, "dispute", row.scenario)
        if doing.done is not None:
            return doing.finish()
        return _put(doing, row, {"state": taken_up(row.row, others).state})


def park(desk: Desk, dispute: str, operation: str | None) -> Saved:
    """Put a dispute in discussion aside.

    Raises:
        NotAllowed: The actor leads nobody.
        NotPossible: It is not in discussion.
        UsageError: There is no such dispute.
    """
    with operating(desk, operation) as doing:
        doing.require("disputes")
        row, standing = _dispute(doing, dispute)
        return _put(doing, row, {"state": parked(standing).state})


def settle(desk: Desk, dispute: str, outcome: str, operation: str | None) -> Saved:
    """Settle a dispute in discussion, saying what was decided and why.

    Raises:
        NotAllowed: The actor is no executive.
        NotPossible: It is not in discussion.
        UsageError: There is no such dispute, or no outcome.
    """
    with operating(desk, operation) as doing:
        doing.require("settle")
        row, standing = _dispute(doing, dispute)
        done = settled(standing, outcome, doing.actor.email)
        changes: dict[str, JsonValue] = {
            "state": done.state, "outcome": done.outcome, "settled_by": done.settled_by,
        }  # fmt: skip
        return _put(doing, row, changes)


def _dispute(doing: Operation, dispute: str) -> tuple[Kept, Dispute]:
    row = doing.known(dispute)
    if row.kind != "dispute":
        raise UsageError("There is no such dispute.", "Choose one that is shown.")
    _hold_living(doing, row.scenario)
    return row, Dispute.of(row.cells or {})


def _hold_living(doing: Operation, scenario: str) -> None:
    _, plan = doing.plan(scenario)
    if plan.state in ("archived", "put away"):
        raise NotPossible(f"{plan.name} is {plan.state}.", "Choose a plan that is not.")


def _put(doing: Operation, row: Kept, cells: Cells) -> Saved:
    said = cleaned("dispute", cells)
    sentences = refusals("dispute", said)
    for cell, sentence in sentences.items():
        doing.refuse(row.id, cell, sentence)
    if not sentences:
        doing.put(row, {**(row.cells or {}), **said})
    return doing.finish(also=[row.id])
