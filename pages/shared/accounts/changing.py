"""The dialog that changes many halves at once: what stands on the sheet, as filtered there."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import tables
from pages.shared.accounts import covering
from pages.shared.editor import adding
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.accounts.coverage import SIDES
from planning.agreed.lines import MOTIONS
from planning.agreed.rights import may
from views.coverage import SIDE_WORDS
from views.formats import counted, plain

_KEY: Final = "many"
_CHANGE, _REMOVE = "Change", "Remove"
_NAMED: Final = 8


def form(sheet: Sheet) -> None:
    """Draw the dialog: what is changed here stands on the sheet unsaved until it is saved."""
    own = [side for side in SIDES if may(sheet.who, "edit", side)]
    if not own:
        st.info("Halves belong to marketing or sales: ask somebody of the team.")
        return
    side = (
        st.segmented_control(
            "Halves of",
            own,
            default=own[0],
            required=True,
            format_func=SIDE_WORDS.__getitem__,
            key=f"{_KEY}-side",
        )
        or own[0]
    )
    found = [row for row in tables.found_rows(sheet) if row.team == side]
    if not found:
        st.info("No row of this team stands on the sheet as it is filtered now.")
        return
    named = ", ".join(sheet.title(row).split(",")[0] for row in found[:_NAMED])
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    st.markdown(f"**{counted(len(found), 'row')}** as filtered on the sheet.")
    st.caption(plain(f"{named}{more}."))
    what = st.segmented_control(
        "What", (_CHANGE, _REMOVE), default=_CHANGE, required=True, key=f"{_KEY}-what"
    )
    if what == _REMOVE:
        st.caption("The history keeps them, and Undo brings them back.")
        words = f"Remove {counted(len(found), 'row')}"
        if st.button(words, type="primary", key=f"{_KEY}-go"):
            with told():
                adding.remove(sheet, [row.id for row in found])
                st.rerun()
        return
    cells = covering.fields(sheet, side, f"{_KEY}-{side}", blank=True)
    motion = st.selectbox(
        "Motion", MOTIONS, index=None, placeholder="As it is", key=f"{_KEY}-motion"
    )
    cells |= {"motion": motion} if motion else {}
    st.caption("They stand on the sheet unsaved: look at them, then save.")
    if st.button("Write into the sheet", type="primary", disabled=not cells, key=f"{_KEY}-go"):
        tables.type_in(sheet, {row.id: cells for row in found})
        st.rerun()
