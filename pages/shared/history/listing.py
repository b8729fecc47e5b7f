"""The list of changes, by day, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

import streamlit as st

from data_sources.chronicle import Chronicle, Happened, Wanted
from pages.shared.history import change
from pages.shared.history.asking import PAGE
from views.downloads import csv_bytes
from views.formats import day, plain
from views.history import Recorded, sentence, taken_away

SIZE = 25
_ASKED = "history-look"
_MOST = 10_000


def told(one: Happened) -> str:
    """Return a change in one sentence."""
    if one.plan is not None:
        return one.plan.sentence
    return sentence(Recorded(one.name, one.act, one.thing, one.before, one.after))


def section(chronicle: Chronicle, wanted: Wanted, number: int) -> None:
    """Draw a page of the list, and what leads to the others.

    Args:
        chronicle: The history.
        wanted: What was asked for.
        number: How many changes there are.
    """
    above = st.container()
    pages = -(-number // SIZE)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        page = st.pagination(pages, key=PAGE, bind="query-params") if pages > 1 else 1
        _download(chronicle, wanted, number)
    listed = chronicle.page(wanted, page, SIZE)
    with above:
        for date_of, changes in groupby(listed, key=lambda one: one.at.date()):
            st.markdown(f"**{day(date_of)}**")
            with st.container(gap="xxsmall"):
                for one in changes:
                    _draw(one)
    looked_at = st.session_state.pop(_ASKED, None)
    found = next((one for one in listed if one.revision == looked_at), None)
    if found is not None and found.plan is not None:
        change.dialog(chronicle, found, told(found))


def _draw(one: Happened) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{one.at:%H:%M}]  {plain(told(one))}", width="stretch")
        if one.plan is not None:
            st.button(
                "Look",
                key=f"look-{one.revision}",
                type="tertiary",
                on_click=st.session_state.__setitem__,
                args=(_ASKED, one.revision),
            )


def _download(chronicle: Chronicle, wanted: Wanted, number: int) -> None:
    def file() -> bytes:
        return csv_bytes(taken_away(lines_of(chronicle.page(wanted, size=_MOST))))

    label = "Table as CSV" if number <= _MOST else f"The latest {_MOST:,} as CSV"
    st.download_button(
        label,
        file,
        "history.csv",
        "text/csv",
        key="history-csv",
        on_click="ignore",
        icon=":material/download:",
    )


def lines_of(changes: Sequence[Happened]) -> Iterator[tuple[int, datetime, str, str]]:
    """Yield number, time, author and sentence of each row that was changed."""
    for one in changes:
        told_rows = [row.sentence for row in one.plan.rows] if one.plan else [told(one)]
        for text in told_rows:
            yield one.revision, one.at, one.who, text
