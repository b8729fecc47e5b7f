"""Judging assumptions: each team's leader answers for the team, and takes an answer back."""

from __future__ import annotations

from datetime import date
from typing import Final

from data_sources.desk import Desk
from data_sources.planning.operation import Operation, operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from planning.agreed.assumptions import ANSWERS, VALUES, own_id
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import Cells
from planning.teams import Team

_SAID: Final = (*ANSWERS, *VALUES, "reason")


def answer(
    desk: Desk,
    scenario: str,
    team: Team,
    cells: Cells,
    on: date,
    seen: int | None,
    operation: str | None,
) -> Saved:
    """Answer for a team about an assumption, in the place of what it said before.

    Args:
        desk: In whose hands the plan is.
        scenario: The plan's id.
        team: Who answers.
        cells: Key, name and unit of the assumption, the answer and its reason, as typed.
        on: The company's day.
        seen: Version of the team's answer the person saw, 0 where there was none; an answer
            changed since clashes as a whole, for its parts belong together. None overwrites.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor does not lead the team.
        NotPossible: The plan is no draft.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        plan = doing.scenario(scenario)
        doing.require("assumptions", team)
        said: Cells = {
            **cells,
            "team": team,
            "by": doing.actor.email,
            "on": on.isoformat(),
        }
        sentences = refusals("assumption", said, plan, whole=True)
        row = _row(doing, scenario, team, str(cells.get("key") or ""))
        for cell, sentence in sentences.items():
            doing.refuse(row.id, cell, sentence)
        if not sentences:
            _put(doing, row, cleaned("assumption", said), seen)
        return doing.finish(how="judged", also=[row.id])


def take_back(
    desk: Desk, scenario: str, team: Team, key: str, seen: int | None, operation: str | None
) -> Saved:
    """Take a team's answer back; what the facts or the default say stands again.

    Args:
        desk: In whose hands the plan is.
        scenario: The plan's id.
        team: Whose answer it is.
        key: The assumption.
        seen: Version of the answer the person saw; None takes back whatever stands.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor does not lead the team.
        NotPossible: The plan is no draft.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.scenario(scenario)
        doing.require("assumptions", team)
        row = _row(doing, scenario, team, key)
        if row.cells is not None:
            if seen is not None and seen != row.version:
                doing.clash(row, "", base=None, mine=None)
            else:
                doing.put(row, None)
        return doing.finish(how="took back", also=[row.id])


def _row(doing: Operation, scenario: str, team: Team, key: str) -> Kept:
    """Return a team's answer, also one that was taken back; a new one below the others."""
    own = own_id(scenario, team, key)
    if (found := doing.row(own)) is not None:
        return found
    standing = plan_rows.ends(doing.change.connection, scenario, "assumption")
    (position,), _ = places(standing, None, 1)
    return Kept(own, "assumption", scenario, team, position, 0, 0, None)


def _put(doing: Operation, row: Kept, said: Cells, seen: int | None) -> None:
    standing = row.cells or {}
    if all(standing.get(cell) == said.get(cell) for cell in _SAID) and row.cells is not None:
        return
    if seen is not None and seen != (row.version if row.cells is not None else 0):
        if row.cells is None:
            doing.clash(row, "", base=None, mine=None)
            return
        for cell in _SAID:
            if standing.get(cell) != said.get(cell):
                doing.clash(row, cell, base=None, mine=said.get(cell))
        return
    kept = {"copied_from": standing.get("copied_from")} if row.cells is not None else {}
    doing.put(row, {**kept, **said})
