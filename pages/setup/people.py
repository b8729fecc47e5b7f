"""People: who may come in and do what, and what the company agreed once."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import session, sign_in
from pages.shared.people import agreed, register
from views.people import people_sentence

PARTS = ("People", "Settings")

st.title("People")
_people = session.workspace().people.all()
st.markdown(people_sentence([one.has_signed_in for one in _people]))
if not sign_in.is_set_up():
    st.caption(
        "Without sign-in Tandem serves you alone, on this machine. To let others in, fill "
        "in .streamlit/secrets.toml as its example shows."
    )
_parts: tuple[Callable[[], None], ...] = (lambda: register.section(_people), agreed.section)
_tabs = st.tabs(PARTS, key="part", on_change="rerun", bind="query-params")
for _tab, _draw in zip(_tabs, _parts, strict=True):
    if _tab.open:
        with _tab:
            _draw()
