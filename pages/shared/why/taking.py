"""Tables of this section to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from views.downloads import csv_bytes

if TYPE_CHECKING:
    import pandas as pd


def csv_button(frame: pd.DataFrame, label: str, name: str, key: str) -> None:
    """Offer a table as CSV, written when it is asked for.

    Args:
        frame: The table.
        label: What stands on the button.
        name: Of the file, without its ending.
        key: Of the button.
    """
    st.download_button(
        label,
        lambda: csv_bytes(frame),
        f"{name}.csv",
        "text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )
