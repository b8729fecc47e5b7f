"""What was just done, said once and quietly, with the way back."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.messages import told
from views.formats import plain

_SAID: Final = "week-said"


def done(saved: Saved, sentence: str) -> bool:
    """Keep what was done for the next run; tell at once what was refused or clashed.

    Returns:
        Whether it was done.
    """
    if saved.refused:
        st.error("  \n".join(plain(one.sentence) for one in saved.refused), title="Not saved.")
        return False
    if saved.clashes:
        first = saved.clashes[0]
        st.error(
            f"{plain(first.who)} changed it meanwhile. Look at it again, then change it.",
            title="Not saved whole.",
        )
        return False
    st.session_state[_SAID] = (sentence, saved.revision)
    return True


def notice() -> None:
    """Say what was done last, and offer to take it back."""
    said = st.session_state.pop(_SAID, None)
    if said is None:
        return
    sentence, revision = said
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":green[:material/check:] {plain(sentence)}", width="content")
        if revision is not None:
            st.button(
                "Undo",
                key="week-undo",
                type="tertiary",
                icon=":material/undo:",
                on_click=_undo,
                args=(revision,),
            )


def _undo(revision: int) -> None:
    with told():
        saved = session.workspace().plan.undo(revision)
        if saved.clashes:
            st.session_state[_SAID] = ("It was changed since and stays as it is.", None)
        else:
            st.session_state[_SAID] = ("Taken back.", None)
