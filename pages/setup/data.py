"""Data: bring in files, see what the facts hold, say who owns which channel."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.data import holdings, owners, quality, templates, upload
from views.formats import counted, day, plain

HOLDINGS, QUALITY = "What the facts hold", "Quality"
OWNERS, TEMPLATES = "Who owns which channel", "Templates"


def sentence(now: session.Now) -> str:
    """Say in one sentence what stands."""
    snapshot = session.workspace().snapshot()
    if snapshot is None or not snapshot.tables:
        return "No facts yet: bring in a first file, for example your leads."
    held = (
        f"{counted(sum(snapshot.rows.values()), 'row')} in {counted(len(snapshot.rows), 'table')}"
    )
    whose = "the demo company" if now.is_demo else plain(now.company.name)
    until = f", up to {day(snapshot.as_of)}" if snapshot.as_of else ""
    return f"The facts of {whose} hold {held}{until}."


st.title("Data")
_now = session.now()
st.markdown(sentence(_now))
if _now.is_demo:
    st.caption("Your first import closes the demo company and starts your own.")
upload.section()
_held, _good, _owned, _blank = st.tabs(
    [HOLDINGS, QUALITY, OWNERS, TEMPLATES], key="part", on_change="rerun", bind="query-params"
)
with _held:
    if _held.open:
        holdings.section()
with _good:
    if _good.open:
        quality.section()
with _owned:
    if _owned.open:
        owners.section(_now)
with _blank:
    if _blank.open:
        templates.section()
