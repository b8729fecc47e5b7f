"""The visitor's copy of a sheet: taken up again, filled from the grid, kept in the store.

Every change is kept at once, so that a page switch, a reload, a dead browser or a new
server finds it again.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from pydantic import JsonValue

from data_sources.plan import Draft
from pages.shared import session
from pages.shared.editor.copies import Copy, moved, put, typed, without, without_same
from pages.shared.editor.sheet import Rows, Sheet, rows_at
from planning.agreed.rows import PlanRow
from views.formats import counted


def grid_key(sheet: Sheet, copy: Copy) -> str:
    """Return the key of the grid as it is drawn now."""
    return f"grid-{sheet.name}-{copy.grid}"


def taken_up(sheet: Sheet) -> Copy:
    """Return the visitor's copy, with the draft they left behind where there is one."""
    key = f"copy-{sheet.name}-{sheet.who.email}"
    if key not in st.session_state:
        st.session_state[key] = _from_store(sheet)
    found: Copy = st.session_state[key]
    return found


def _from_store(sheet: Sheet) -> Copy:
    workspace = session.workspace()
    now = workspace.revision()
    copy = Copy(shown=now, based_on=now)
    draft = workspace.plan.draft(sheet.name) if sheet.may_write else None
    if draft is None:
        return copy
    copy.mine, copy.kept = put({}, draft.mine), put({}, draft.mine)
    copy.based_on = min(draft.base_revision, now)
    settle(sheet, copy)
    copy.draw_anew()
    if copy.mine:
        cells = sum(len(cells) for cells in copy.mine.values())
        copy.said = f"Found your draft again: {counted(cells, 'cell')}."
    return copy


def standing(sheet: Sheet, copy: Copy) -> Rows:
    """Return the rows on screen."""
    return rows_at(sheet.place, sheet.kind, sheet.scenario.id, copy.shown)


def base(sheet: Sheet, copy: Copy) -> Mapping[str, PlanRow]:
    """Return the rows that the unsaved cells are based on, by id.

    A row added since stands with the values it was shown with.
    """
    shown = standing(sheet, copy).by_id
    if copy.based_on == copy.shown:
        return shown
    return {**shown, **rows_at(sheet.place, sheet.kind, sheet.scenario.id, copy.based_on).by_id}


def settle(sheet: Sheet, copy: Copy) -> None:
    """Base the draft on the rows shown, unless one of its cells moved under it."""
    before, now = base(sheet, copy), standing(sheet, copy).by_id
    gone = any(row not in now for row in copy.mine)
    if not gone and not moved(copy.mine, before, now):
        copy.based_on = copy.shown
        copy.mine = without_same(copy.mine, now, sheet.same)


def absorb(sheet: Sheet) -> None:
    """Take what the grid holds into the copy and keep it; safe to do twice."""
    copy = taken_up(sheet)
    state = st.session_state.get(grid_key(sheet, copy))
    if state is None:
        # A grid that was not drawn holds nothing: what was typed stays as it is.
        return
    edited = state.get("edited_rows", {})
    mine = typed(copy.fed, copy.order, edited, base(sheet, copy), sheet.same)
    if mine != copy.mine:
        copy.mine, copy.said, copy.undoes, copy.operation = mine, "", None, None
        copy.dropped = None
        _forget_mended(copy)
        keep(sheet, copy)


def _forget_mended(copy: Copy) -> None:
    for row, cell in list(copy.refused):
        if copy.fed.get(row, {}).get(cell) != copy.mine.get(row, {}).get(cell):
            del copy.refused[row, cell]


def type_in(sheet: Sheet, changes: Mapping[str, Mapping[str, JsonValue]]) -> None:
    """Write into cells as if they had been typed, and draw the grid anew."""
    absorb(sheet)
    copy = taken_up(sheet)
    copy.mine = without_same(put(copy.mine, changes), base(sheet, copy), sheet.same)
    copy.said, copy.undoes, copy.operation = "", None, None
    copy.draw_anew()
    keep(sheet, copy)


def let_go(sheet: Sheet) -> None:
    """Throw away what was typed and show what stands; “Undo” brings it back."""
    absorb(sheet)
    copy = taken_up(sheet)
    copy.dropped = (copy.based_on, copy.mine)
    copy.mine, copy.refused, copy.clashes, copy.operation = {}, {}, (), None
    copy.shown = copy.based_on = session.workspace().revision()
    copy.said, copy.undoes = "Your unsaved changes are gone.", None
    copy.draw_anew()
    keep(sheet, copy)


def bring_back(sheet: Sheet) -> None:
    """Take up again what was let go last."""
    absorb(sheet)
    copy = taken_up(sheet)
    if copy.dropped is None:
        return
    based_on, mine = copy.dropped
    copy.dropped, copy.said = None, ""
    copy.mine, copy.based_on = put(mine, copy.mine), min(based_on, copy.based_on)
    settle(sheet, copy)
    copy.draw_anew()
    keep(sheet, copy)


def keep(sheet: Sheet, copy: Copy) -> None:
    """Keep the draft in the store beside what the same person typed in another window."""
    plan = session.workspace().plan
    stored = plan.draft(sheet.name)
    own = [(row, cell) for row, cells in copy.kept.items() for cell in cells]
    others = without(stored.mine, own) if stored else {}
    whole, base_revision = put(others, copy.mine), copy.based_on
    if stored and others:
        base_revision = min(base_revision, stored.base_revision)
    if whole:
        plan.keep_draft(sheet.name, Draft(base_revision=base_revision, mine=whole))
    elif stored:
        plan.drop_draft(sheet.name)
    copy.kept = put({}, copy.mine)
