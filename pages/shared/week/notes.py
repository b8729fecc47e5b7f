"""Notes about an item: several people write at once, and everybody's words stay."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session
from pages.shared.messages import told
from pages.shared.week import said
from pages.shared.week.gathering import OnTable, said_at
from planning.agreed.notes import Note
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from planning.together.minutes import last_notes
from views.formats import day, plain

SECONDS: Final = 3
_CHANGED: Final = "week-note-changed"
_WEEK_AS_A_WHOLE: Final = "week"


def section(table: OnTable, item: str | None, finding: str = "") -> None:
    """Draw what was said last week, this week's notes, and the place to write one.

    Args:
        table: What the meeting has on its table.
        item: Key of the item; None for the week as a whole.
        finding: What the item says.
    """
    before = last_notes(table.records, table.week, item) if item else ()
    if before:
        names = people()
        st.caption(f"Said in the week of {day(before[0].note.week)}")
        for one in before:
            st.markdown(f":gray[{_told(one.note, names.get(one.by, one.by))}]")
    st.markdown("**Notes**")
    _written(table.week, item)
    if session.may("comment"):
        _write(table.week, item, finding)
    else:
        st.caption(f"Notes are written by people with the role {who_may('comment')}.")
    _change_asked(table)


def people() -> dict[str, str]:
    """Return shown names by address, as whoever is here reads them."""
    workspace = session.workspace()
    names = {person.email: person.name for person in workspace.people.all()}
    return {**names, "local": "You" if workspace.actor.email == "local" else "The local user"}


@st.fragment(run_every=SECONDS)
def _written(week: date, item: str | None) -> None:
    """Draw the notes as they stand now; those of others come by themselves."""
    records, names = said_at(session.now()), people()
    mine = session.workspace().actor.email
    found = [
        row
        for row in records.notes
        if (note := Note.of(row.cells)).item == item and note.week == week
    ]
    if not found:
        st.caption("Nothing is noted yet.")
    for row in found:
        by = records.stamps[row.id].by
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_told(Note.of(row.cells), names.get(by, by)), width="stretch")
            if by == mine and session.may("comment"):
                _ways(row)


def _told(note: Note, who: str) -> str:
    return f"**{plain(who)}** " + "  \n".join(plain(line) for line in note.text.splitlines())


def _ways(row: PlanRow) -> None:
    if st.button("Change", key=f"note-change-{row.id}", type="tertiary"):
        st.session_state[_CHANGED] = row.id
        st.rerun(scope="app")
    if st.button("Remove", key=f"note-remove-{row.id}", type="tertiary"):
        with told():
            saved = session.workspace().together.remove(row.id)
            if said.done(saved, "Removed the note."):
                st.rerun(scope="app")


@st.fragment
def _write(week: date, item: str | None, finding: str) -> None:
    """Draw the place to write; it stands apart, so that no news takes words away."""
    key = f"note-{item or _WEEK_AS_A_WHOLE}"
    st.text_area(
        "Add a note", key=key, height=80, persist_state="session", label_visibility="collapsed",
        placeholder="Write down what was said",
    )  # fmt: skip
    st.button("Add the note", key=f"add-{key}", on_click=_add, args=(key, week, item, finding))
    if error := st.session_state.pop(f"{key}-error", None):
        st.error(plain(error), title="Not saved.")


def _add(key: str, week: date, item: str | None, finding: str) -> None:
    words = str(st.session_state.get(key) or "")
    if not words.strip():
        return
    cells: dict[str, JsonValue] = {"week": week.isoformat(), "text": words}
    if item is not None:
        cells |= {"item": item, "finding": finding}
    with told():
        saved = session.workspace().together.note(cells)
        if saved.refused:
            st.session_state[f"{key}-error"] = saved.refused[0].sentence
        else:
            st.session_state[key] = ""


def _change_asked(table: OnTable) -> None:
    asked = st.session_state.pop(_CHANGED, None)
    row = next((it for it in table.records.notes if it.id == asked), None)
    if row is not None:
        _change(row)


@st.dialog("Change a note", icon=":material/edit:")
def _change(row: PlanRow) -> None:
    from planning.agreed.changes import Edit

    with st.form("change-note-form", border=False):
        mine = st.text_area("Note", str(row["text"]), key="note-changed", height=120)
        if st.form_submit_button("Save", type="primary"):
            with told():
                edit = Edit(row.id, {"text": row["text"]}, {"text": mine})
                saved = session.workspace().together.change([edit])
                if said.done(saved, "Changed the note."):
                    st.rerun()
