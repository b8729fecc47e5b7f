"""What happened to a plan since its signatures were read: said quietly, shown when asked for."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.agreeing.outcome import changes_since
from pages.shared.agreeing.stand import Stand
from views.formats import counted, plain

SECONDS: Final = 4


@st.fragment(run_every=SECONDS)
def section(stand: Stand) -> None:
    """Ask the store for one integer every few seconds; offer to read again what changed."""
    if session.workspace().revision() == stand.now.revision:
        return
    since = changes_since(stand.row.id, stand.now.revision)
    if not since:
        return
    more = f" And {counted(len(since) - 1, 'more change')}." if len(since) > 1 else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/group: {plain(since[0])}{more}", width="content")
        if st.button("Read it again", key="agreeing-news", type="tertiary"):
            st.rerun()
