"""Adding and removing rows, each through a dialog of its own."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.agreeing import standing_signatures
from pages.shared.editor import drafting, saving
from pages.shared.editor.sheet import Sheet
from pages.shared.messages import told
from planning.agreed.rows import PlanRow
from views.formats import counted, plain


def add_dialog(sheet: Sheet) -> None:
    """Open the room's own dialog for a new row."""

    @st.dialog(f"Add a {sheet.noun}", width="medium", icon=":material/add:")
    def body() -> None:
        standing_signatures.warn(sheet.scenario)
        if sheet.add is not None:
            sheet.add()

    body()


def tool_dialog(sheet: Sheet, name: str) -> None:
    """Open the dialog of something else the room does with its sheet."""
    tool = sheet.tools[name]

    @st.dialog(tool.label, width="large", icon=tool.icon)
    def body() -> None:
        standing_signatures.warn(sheet.scenario)
        tool.body()

    body()


def details_dialog(sheet: Sheet, row: str) -> None:
    """Open the room's own dialog about a row."""
    found = drafting.standing(sheet, drafting.taken_up(sheet)).by_id.get(row)
    if found is None or sheet.details is None:
        return
    details = sheet.details

    @st.dialog(plain(sheet.title(found)), width="large")
    def body() -> None:
        details(row)

    body()


def remove_dialog(sheet: Sheet) -> None:
    """Open the dialog in which rows are chosen that are to go."""

    @st.dialog(f"Remove {sheet.noun}s", width="medium", icon=":material/remove:")
    def body() -> None:
        copy = drafting.taken_up(sheet)
        standing = drafting.standing(sheet, copy)
        near = standing.listed if sheet.most is None else _on_screen(sheet)
        own = {row.id: sheet.title(row) for row in near if sheet.may_edit(row)}
        chosen = st.multiselect(
            f"{sheet.noun.capitalize()}s to remove",
            list(own),
            format_func=lambda row: own[row],
            key=f"gone-{sheet.name}",
        )
        st.caption("The history keeps them, and Undo brings them back.")
        standing_signatures.warn(sheet.scenario)
        words = f"Remove {counted(len(chosen), sheet.noun)}" if chosen else "Remove"
        if st.button(words, type="primary", disabled=not chosen, key=f"go-{sheet.name}"):
            with told():
                remove(sheet, chosen)
                st.rerun()

    body()


def _on_screen(sheet: Sheet) -> list[PlanRow]:
    """Return the rows laid out now: a list of thousands is no choice."""
    copy = drafting.taken_up(sheet)
    by_id = drafting.standing(sheet, copy).by_id
    return [by_id[row] for row in copy.order if row in by_id]


def remove(sheet: Sheet, rows: list[str]) -> None:
    """Remove rows as they were seen; one changed by others meanwhile stays.

    Raises:
        TandemError: They are not the visitor's to remove.
    """
    copy = drafting.taken_up(sheet)
    saved = session.workspace().plan.remove(rows, seen=copy.shown)
    stayed = {told.row for told in saved.clashes}
    gone = len(set(rows) - stayed)
    said = f"Removed {counted(gone, sheet.noun)}." if gone else "Nothing was removed."
    if stayed:
        said += f" {counted(len(stayed), sheet.noun)} stayed: changed by others meanwhile."
    copy.mine = {row: cells for row, cells in copy.mine.items() if row in stayed or row not in rows}
    copy.draw_anew()
    saving.show_done(sheet, saved, said)
