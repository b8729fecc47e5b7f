"""Two people changed the same cell: mine, theirs and what it was, and one choice per cell."""

from __future__ import annotations

import streamlit as st

from pages.shared.editor import drafting, saving
from pages.shared.editor.copies import Clashing
from pages.shared.editor.sheet import Sheet
from pages.shared.messages import told
from views.formats import plain

THEIRS, MINE = "Theirs", "Mine"
LEAVE, BRING_BACK = "Leave it removed", "Bring it back"


def dialog(sheet: Sheet) -> None:
    """Open the dialog about the cells that wait for an answer."""

    @st.dialog("Changed by somebody else too", width="medium", icon=":material/call_split:")
    def body() -> None:
        copy = drafting.taken_up(sheet)
        st.write("Nothing of these cells was saved. Choose what stands, cell by cell.")
        choices = {}
        for one in copy.clashes:
            choices[one.row, one.cell] = _ask(sheet, one)
        if st.button("Save these choices", type="primary", key="clash-save"):
            with told():
                mine = [place for place, choice in choices.items() if choice in (MINE, BRING_BACK)]
                saving.answer(sheet, mine)
                st.rerun()

    body()


def _ask(sheet: Sheet, one: Clashing) -> str:
    """Draw one cell with both wishes; the safe choice, theirs, stands first."""
    with st.container(border=True, gap="xsmall"):
        if one.removed:
            st.markdown(f"**{plain(one.title)}** was removed by {plain(one.who)}, {one.when}.")
            st.caption(f"You had changed {plain(str(one.mine))}.")
            options = (LEAVE, BRING_BACK)
        else:
            row = drafting.standing(sheet, drafting.taken_up(sheet)).by_id.get(one.row)
            st.markdown(f"**{plain(sheet.head(one.cell))}** of **{plain(one.title)}**")
            st.table(
                {
                    "": ["It was", f"Theirs, by {plain(one.who)}, {one.when}", "Mine"],
                    " ": [
                        plain(sheet.said(one.cell, value, row))
                        for value in (one.base, one.theirs, one.mine)
                    ],
                },
                border="horizontal",
                hide_index=True,
                hide_header=True,
            )
            options = (THEIRS, MINE)
        choice = st.segmented_control(
            "What stands",
            options,
            default=options[0],
            required=True,
            key=f"clash-{one.row}-{one.cell}",
            label_visibility="collapsed",
        )
    return choice or options[0]
