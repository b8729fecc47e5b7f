"""Data: bring in files, see what the facts hold, say who owns which channel."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import session
from pages.shared.data import holdings, mirror, owners, quality, saved, states, templates, upload
from views.formats import counted, day, plain

PARTS = (
    "What the facts hold",
    "Quality",
    "Snapshots",
    "Saved imports",
    "Plans in Sheets",
    "Who owns which channel",
    "Templates",
)


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
_may_import = session.may("import")
if _now.is_demo and _may_import:
    st.caption("Your first import closes the demo company and starts your own.")
saved.failures()
if _may_import:
    upload.section()
_parts: tuple[Callable[[], None], ...] = (
    holdings.section,
    quality.section,
    lambda: states.section(_now),
    saved.section,
    mirror.section,
    lambda: owners.section(_now),
    templates.section,
)
_tabs = st.tabs(PARTS, key="part", on_change="rerun", bind="query-params")
for _tab, _draw in zip(_tabs, _parts, strict=True):
    # Only the open one is drawn: some look through every row.
    if _tab.open:
        with _tab:
            _draw()
