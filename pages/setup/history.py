"""History: who changed what and when, in plain sentences, and the way back."""

from __future__ import annotations

import streamlit as st

from data_sources.chronicle import Chronicle, Wanted
from pages.shared import session
from pages.shared.history import asking, listing
from pages.shared.history.change import SAID
from pages.shared.messages import told
from views.formats import plain
from views.history import true_sentence


def said() -> None:
    """Say what was done last, with its undo."""
    done = st.session_state.get(SAID)
    if done is None:
        return
    words, revision = done
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/check: {words}", width="content")
        if revision is not None and st.button("Undo", key="history-said-undo", type="tertiary"):
            with told():
                session.workspace().plan.undo(revision)
                st.session_state[SAID] = ("Taken back.", None)
                st.rerun()


st.title("History")
_workspace = session.workspace()
_chronicle = Chronicle(_workspace)
_sentence = st.empty()
_wanted = asking.ask(_chronicle, _workspace.plan.scenarios(), _workspace.revision())
_number = _chronicle.count(_wanted)
_latest = _chronicle.latest(_wanted)
_sentence.markdown(plain(true_sentence(_number, _latest, narrowed=_wanted != Wanted())))
said()
if _number:
    listing.section(_chronicle, _wanted, _number)
