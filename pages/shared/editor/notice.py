"""Others changed the sheet: said quietly, shown when asked for, never by itself."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.editor import drafting, saving
from pages.shared.editor.sheet import Sheet
from views.formats import plain
from views.sheets import others_words

SECONDS: Final = 4


@st.fragment(run_every=SECONDS)
def changed_by_others(sheet: Sheet) -> None:
    """Ask the store for one integer every few seconds; offer to show what is new."""
    copy = drafting.taken_up(sheet)
    workspace = session.workspace()
    if workspace.revision() == copy.shown:
        return
    changes = workspace.plan.changes_since(copy.shown, sheet.scenario.id)
    of_rows = [(it.who, len(it.rows)) for it in changes if it.kind == sheet.kind]
    words = others_words(of_rows, sheet.noun)
    if not words:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/group: {plain(words)}", width="content")
        if st.button("Show", key=f"newer-{sheet.name}", type="tertiary", icon=":material/refresh:"):
            saving.refresh(sheet)
            st.rerun()
