"""Writing what goals say and which rows serve them; told once, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from pydantic import JsonValue

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.messages import tell
from planning.agreed import rights
from planning.agreed.changes import Edit
from planning.agreed.kinds import cleaned, label
from planning.agreed.rows import PlanRow
from planning.errors import TandemError
from planning.teams import TEAMS
from views.formats import counted, plain
from views.sheets import team_name

_DONE: Final = "goals-done"


@dataclass(frozen=True)
class Done:
    """What became of a write.

    Attributes:
        said: One sentence; empty where nothing was written.
        undoes: Revision that “Undo” takes back, None where nothing can be.
        refused: Why cells were not written.
        error: Why nothing could be written at all.
    """

    said: str = ""
    undoes: int | None = None
    refused: tuple[str, ...] = ()
    error: TandemError | None = None


def attempt(write: Callable[[], Saved], said: str) -> bool:
    """Write, and remember what to tell; whether it went through."""
    try:
        saved = write()
    except TandemError as error:
        st.session_state[_DONE] = Done(error=error)
        return False
    refused = [one.sentence for one in saved.refused]
    refused += [
        f"{label('goal', one.cell)} of {one.title} was changed by {one.who} meanwhile."
        if one.cell
        else f"{one.title} was changed by {one.who} meanwhile."
        for one in saved.clashes
    ]
    st.session_state[_DONE] = Done("" if refused else said, saved.revision, tuple(refused))
    return not refused


def in_dialog() -> None:
    """Close the dialog once its write is done; what was refused is told in it."""
    done = st.session_state.get(_DONE)
    if done is None:
        return
    if done.said:
        st.rerun()
    _told(st.session_state.pop(_DONE))


def on_page() -> None:
    """Tell once what became of the last write, with its undo."""
    done = st.session_state.pop(_DONE, None)
    if done is not None:
        _told(done)


def _told(done: Done) -> None:
    if done.error is not None:
        tell(done.error)
    elif done.refused:
        st.error("  \n".join(plain(one) for one in done.refused), title="Not saved.")
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/check: {plain(done.said)}", width="content")
            if done.undoes is not None:
                st.button(
                    "Undo", key="goals-undo", type="tertiary", on_click=_undo, args=(done.undoes,)
                )


def _undo(revision: int) -> None:
    attempt(lambda: session.workspace().plan.undo(revision), "Taken back.")


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
    attempt(lambda: here.plan.save(edits), said)
    forget_sheets(rows[0].scenario if rows else "")


def forget_sheets(scenario: str) -> None:
    """Let the sheets of a plan be read anew; what was typed there waits in the store."""
    email = session.actor().email
    for kind in ("line", "target"):
        st.session_state.pop(f"copy-{kind}-{scenario}-{email}", None)
