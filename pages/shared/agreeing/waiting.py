"""What waits between the teams, said where people edit their lines."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import rows
from pages.shared.tables import Sheet
from planning.agreed.packages import still_open
from views.formats import plain
from views.packages import waiting_words

VIEW = "Give and take"


def notice(sheet: Sheet) -> None:
    """Say how many packages wait for an answer, with the way there; nothing while none does."""
    revision = session.workspace().revision()
    words = waiting_words(still_open(rows("package", sheet.scenario.id, revision).listed))
    if not words:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/handshake: {plain(words)}.", width="content")
        st.button(
            VIEW,
            key="packages-look",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=("view", VIEW),
        )
