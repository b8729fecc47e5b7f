"""Fetching a tab of a Google spreadsheet, and how to connect Tandem to Google Sheets."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import streamlit as st

from data_sources.sheets.connecting import STEPS
from pages.shared import session
from pages.shared.messages import told
from planning.errors import UsageError
from views.formats import plain

_FETCHED: Final = "fetched-tab"
_LARGEST: Final = 20 * 1024 * 1024


@dataclass(frozen=True)
class Fetched:
    """A tab that was fetched, as a file to be read.

    Attributes:
        name: Titles of spreadsheet and tab.
        file_id: Another for every other content.
        content: Its rows as CSV.
    """

    name: str
    file_id: str
    content: bytes

    def getbuffer(self) -> memoryview:
        """Return its bytes."""
        return memoryview(self.content)


def fetched(turn: int) -> Fetched | None:
    """Draw where a tab is fetched from; return what was fetched in this turn, if anything.

    Args:
        turn: Rises with each import, after which nothing is fetched any more.
    """
    with told():
        address = session.workspace().spreadsheets.shared_with()
        if address is None:
            _steps()
            return None
        _ask(address, turn)
    kept = st.session_state.get(f"{_FETCHED}-{turn}")
    return kept if isinstance(kept, Fetched) else None


def _steps() -> None:
    st.markdown("Tandem is not connected to Google Sheets yet. Five steps connect it:")
    lines = [f"{number}. {plain(step)}" for number, step in enumerate(STEPS, start=1)]
    st.markdown("\n".join(lines))


def _ask(address: str, turn: int) -> None:
    st.markdown("Share the spreadsheet with this address. Viewer is enough to bring rows in.")
    st.code(address, language=None, wrap_lines=True)
    with st.form(f"spreadsheet-{turn}", border=False):
        left, right = st.columns([3, 1])
        where = left.text_input(
            "Address of the spreadsheet", key=f"spreadsheet-address-{turn}",
            placeholder="https://docs.google.com/spreadsheets/d/…",
        )  # fmt: skip
        tab = right.text_input("Tab", key=f"spreadsheet-tab-{turn}", placeholder="The first")
        asked = st.form_submit_button("Fetch", key=f"fetch-{turn}", icon=":material/download:")
    if asked:
        st.session_state.pop(f"{_FETCHED}-{turn}", None)
        st.session_state[f"{_FETCHED}-{turn}"] = _fetch(where, tab.strip() or None)


def _fetch(where: str, tab: str | None) -> Fetched:
    with st.spinner("Fetching the tab…", show_time=True):
        label, content = session.workspace().spreadsheets.fetched(where, tab=tab)
    if len(content) > _LARGEST:
        raise UsageError(
            f"{label} is larger than 20 MB.", "Bring it in on the terminal with tandem import."
        )
    return Fetched(label, sha256(label.encode() + content).hexdigest(), content)
