"""Writing what goals say and which rows serve them; told once, with the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from pydantic import JsonValue

from data_sources.planning.saved import Told
from pages.shared import session
from pages.shared.writing import Writing
from planning.agreed import rights
from planning.agreed.changes import Edit
from planning.agreed.kinds import cleaned, label
from planning.agreed.rows import PlanRow
from planning.teams import TEAMS
from views.formats import counted
from views.sheets import team_name


def _clash(told: Told) -> str:
    what = f"{label('goal', told.cell)} of {told.title}" if told.cell else told.title
    return f"{what} was changed by {told.who} meanwhile."


WRITING: Final = Writing("goals", _clash)


def changed(goal: PlanRow, typed: Mapping[str, JsonValue]) -> tuple[Edit, ...]:
    """Return the edit of what a goal says otherwise than typed; none where all is alike."""
    kept = cleaned("goal", typed)
    mine = {cell: value for cell, value in typed.items() if kept[cell] != goal[cell]}
    return (Edit(goal.id, {cell: goal[cell] for cell in mine}, mine),) if mine else ()


def assign(rows: Sequence[PlanRow], goal: str, name: str) -> None:
    """Let rows serve a goal, in one save; those of other teams stay as they are.

    Args:
        rows: Lines and targets.
        goal: The goal's id.
        name: What it is called.
    """
    here = session.workspace()
    own = [row for row in rows if rights.may(here.actor, "edit", row.team)]
    left = [row for row in rows if row not in own]
    said = f"{counted(len(own), 'row')} now {'serves' if len(own) == 1 else 'serve'} “{name}”."
    if left:
        teams = " and ".join(team_name(one) for one in TEAMS if one in {it.team for it in left})
        said += f" {counted(len(left), 'row')} of {teams} stayed: propose it on the sheet."
    edits = [Edit(row.id, {"goal": row["goal"]}, {"goal": goal}) for row in own]
    WRITING.attempt(lambda: here.plan.save(edits), said)
    forget_sheets(rows[0].scenario if rows else "")


def forget_sheets(scenario: str) -> None:
    """Let the sheets of a plan be read anew; what was typed there waits in the store."""
    email = session.actor().email
    for kind in ("line", "target"):
        st.session_state.pop(f"copy-{kind}-{scenario}-{email}", None)
