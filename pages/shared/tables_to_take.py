"""A table to look at with the way to take it away, the same wherever figures stand in columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from views.downloads import csv_bytes

_TALL: Final = 24
"""Rows shown before a table scrolls inside itself."""


def show(
    frame: pd.DataFrame,
    name: str,
    alt: str,
    *,
    decimals: Mapping[str, int] | None = None,
    link: str | None = None,
    top: int | None = None,
) -> None:
    """Draw a table, its first column kept in sight, and offer it in full as CSV.

    Args:
        frame: The table; numbers are shown whole and taken away as they are.
        name: Of the file without its ending; stable on the page.
        alt: What it holds, for those who do not see it.
        decimals: Columns whose numbers are shown with decimals.
        link: The column that holds https addresses, None for none.
        top: How many rows are drawn at most; the file has all.
    """
    places = decimals or {}
    shown = frame if top is None else frame.head(top)
    if len(shown) < len(frame):
        st.caption(f"The first {len(shown):,} of {len(frame):,} are shown; the file has all.")
    numbers = {
        head: st.column_config.NumberColumn(format=f"%,.{places.get(str(head), 0)}f")
        for head in frame.columns
        if pd.api.types.is_numeric_dtype(frame[head])
    }
    first = {str(head): st.column_config.TextColumn(pinned=True) for head in frame.columns[:1]}
    links = {link: st.column_config.LinkColumn(display_text="Open")} if link else {}
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="—",
        height="content" if len(shown) <= _TALL else "auto",
        column_config={**first, **numbers, **links},
        key=f"table-{name}",
        alt=alt,
    )
    st.download_button(
        "Download",
        # Written when somebody asks for it.
        partial(csv_bytes, frame),
        f"{name}.csv",
        "text/csv",
        key=f"csv-{name}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
