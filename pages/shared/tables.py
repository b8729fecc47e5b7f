"""The shared editor: one piece for every sheet of the plan that several people edit at once.

A room describes its sheet and draws it; everything else is in here::

    from pages.shared import tables
    from pages.shared.tables import Sheet
    from views.sheets import Column

    sheet = Sheet(
        kind="target",                      # a kind of plan row that has a team
        scenario=scenario,                  # the scenario's PlanRow
        noun="target",                      # “3 cells in 2 targets not saved”
        views={                             # each view is a choice of columns
            "Value": (
                Column("kpi", "KPI", "choice", options=KEYS, pinned=True),
                Column("value", "Value", "number"),
                Column("actual", "Actual", "number", computed=actual_of),   # never edited
            ),
        },
        title=lambda row: title(row.kind, row.cells),
        keep=lambda row: True,              # the room's own filter
        details=draw_details,               # body of the dialog behind “Open”, given a row id
        add=draw_add,                       # body of the dialog behind “Add a target”
        beside=draw_beside,                 # what speaks of the rows as typed, drawn last
    )
    tables.edit(sheet)                      # drawn as a fragment: an edit reruns only it

What it does by itself: rows of others are shown and every change to one is offered as a
proposal; unsaved cells are named in the line, kept in the store per person and sheet and
found again; saving compares with the rows people saw and asks, cell by cell, where
somebody else was first; a refused cell says why and the rest stays; the last save can be
taken back; others' changes are announced, never put under one's hands; find, fill down
(Ctrl+D), paste, files to take away.

Cells of money and numbers are text on the grid, so that nothing typed or pasted is lost
on the way: `kind="number"` only sets thousands apart and aligns. The rules are those of
`planning.agreed.kinds` and are applied by `workspace.plan.save`.

For a room's own dialogs: `tables.type_in(sheet, {row: {cell: value}})` writes into cells
as if typed (unsaved), `tables.shown_rows(sheet)` are the rows on screen with what was
typed over them, `tables.show_done(sheet, saved, "…")` says what an add, remove or restore
did, with its undo. `tables.read(sheet, rows)` draws an older state, to be read only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from pages.shared.agreeing import standing_signatures
from pages.shared.editor import adding, clashes, drafting, grid, proposing, saving, taking
from pages.shared.editor.drafting import type_in as type_in
from pages.shared.editor.notice import changed_by_others
from pages.shared.editor.saving import show_done as show_done
from pages.shared.editor.sheet import Sheet as Sheet
from pages.shared.editor.sheet import Tool as Tool
from planning.agreed.rows import PlanRow
from views.formats import counted, plain
from views.sheets import unsaved_words

_TOLD: Final = 6


@st.fragment
def edit(sheet: Sheet) -> None:
    """Draw the sheet with all that belongs to it.

    Args:
        sheet: What the room says about it.
    """
    drafting.absorb(sheet)
    copy = drafting.taken_up(sheet)
    if copy.rerun:
        copy.rerun = False
        st.rerun()
    above = st.container(gap="xsmall") if sheet.beside else None
    view, words = grid.controls(sheet)
    if view in sheet.views:
        _status(sheet)
    grid.draw(sheet, view, words)
    if view in sheet.views:
        taking.buttons(sheet, view)
    _asked(sheet)
    if sheet.beside and above is not None:
        # Last, so that the grid never waits for it.
        sheet.beside(above, st.container(gap="small"))


@st.fragment
def read(sheet: Sheet, rows: Sequence[PlanRow]) -> None:
    """Draw rows as they once were, to be read only; drafts are left alone.

    Args:
        sheet: What the room says about it.
        rows: The rows as of a revision.
    """
    view, words = grid.controls(sheet, older=True)
    grid.draw_older(sheet, view, words, rows)


def shown_rows(sheet: Sheet) -> tuple[PlanRow, ...]:
    """Return the rows on screen with what was typed over them."""
    copy = drafting.taken_up(sheet)
    return tuple(
        row.with_cells(copy.mine[row.id]) if row.id in copy.mine else row
        for row in drafting.standing(sheet, copy).listed
    )


def found_rows(sheet: Sheet) -> tuple[PlanRow, ...]:
    """Return every row that the controls and the words looked for leave, shown or not."""
    return tuple(grid.looked_for(sheet, grid.words_looked_for(sheet)))


def _status(sheet: Sheet) -> None:
    """Say what is saved and what is not, with what can be done about it."""
    copy = drafting.taken_up(sheet)
    own, others = saving.own_rows(sheet, copy), saving.others_rows(sheet, copy)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"status-{sheet.name}"
    ):
        if sheet.may_write:
            # Drawn always, so that the sheet does not jump at the first change.
            _button(sheet, "Save", saving.save, primary=True, idle=not own)
        if own:
            words = unsaved_words({row: copy.mine[row] for row in own}, sheet.noun)
            st.markdown(words, width="content")
        if others:
            proposing.offer(sheet, others)
        if copy.mine:
            _button(sheet, "Discard", drafting.let_go)
        if copy.said:
            st.markdown(copy.said, width="content")
        if copy.undoes is not None:
            _button(sheet, "Undo", saving.undo)
        elif copy.dropped is not None:
            _button(sheet, "Undo", drafting.bring_back)
        if not copy.mine and not copy.said and sheet.is_open:
            st.caption(_quiet(sheet), width="content")
        if sheet.may_write:
            standing_signatures.warn(sheet.scenario)
        # Not at the right end: the grid's own tools lie over it there.
        changed_by_others(sheet)
    _refused(sheet)


def _button(
    sheet: Sheet,
    label: str,
    act: Callable[[Sheet], None],
    *,
    primary: bool = False,
    idle: bool = False,
) -> None:
    def clicked() -> None:
        act(sheet)
        # What stands above the sheet (totals, sentences) speaks of what is saved.
        drafting.taken_up(sheet).rerun = True

    st.button(
        label,
        key=f"{label.casefold()}-{sheet.name}",
        type="primary" if primary else "tertiary",
        on_click=clicked,
        disabled=idle,
    )


def _quiet(sheet: Sheet) -> str:
    """Say what can be done while nothing waits."""
    if not sheet.may_write:
        return "To be read only."
    return "Every change is kept as your draft at once; others see it when you save."


def _refused(sheet: Sheet) -> None:
    """List the cells that cannot be saved, in their own words."""
    copy = drafting.taken_up(sheet)
    if not copy.refused:
        return
    stands = drafting.base(sheet, copy)
    told = [
        f"**{plain(sheet.title(stands[row]))}**: {plain(sentence)}"
        for (row, _cell), sentence in copy.refused.items()
        if row in stands
    ]
    more = f"  \n{counted(len(told) - _TOLD, 'more cell')}." if len(told) > _TOLD else ""
    st.error("  \n".join(told[:_TOLD]) + more, title="Not saved, and still typed below:")


def _asked(sheet: Sheet) -> None:
    """Open the dialog that was asked for, or the one that needs an answer."""
    copy = drafting.taken_up(sheet)
    (what, row), copy.asked = copy.asked or ("", ""), None
    if what == "add":
        adding.add_dialog(sheet)
    elif what == "remove":
        adding.remove_dialog(sheet)
    elif what == "propose":
        proposing.dialog(sheet)
    elif what == "details":
        adding.details_dialog(sheet, row)
    elif what in sheet.tools:
        adding.tool_dialog(sheet, what)
    elif copy.clashes and not copy.told:
        copy.told = True
        clashes.dialog(sheet)
