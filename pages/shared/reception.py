"""The screen before all others: sign in, or hear why one may not come in."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import session, sign_in
from planning.errors import NotAllowed
from views.formats import plain

_WIDTH: Final = 520


def receive() -> None:
    """Let in who signed in and is registered; everybody else gets no further than here.

    Raises:
        TandemError: The home or store cannot be used.
    """
    try:
        if session.come_in():
            return
    except NotAllowed as error:
        _turn_away(error)
    else:
        _ask()
    st.stop()


def _ask() -> None:
    with st.container(width=_WIDTH):
        st.title("Tandem")
        st.markdown("Sales and marketing plan together here. Sign in to see the plan.")
        for provider in sign_in.providers():
            label = sign_in.label(provider)
            if st.button(label, key=f"sign-in-{provider}", type="primary"):
                sign_in.go_to(provider)


def _turn_away(error: NotAllowed) -> None:
    with st.container(width=_WIDTH):
        st.title("Tandem")
        st.error(plain(error.remedy), title=plain(error.what))
        st.button("Use another account", key="sign-out", on_click=st.logout)
