"""What the facts hold: rows per table, and the latest changes."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from data_sources.store.history import Entry
from pages.shared import session
from planning.actuals.cubes import ROWS
from planning.actuals.tables import TABLES
from views.formats import plain, visible

_DONE: Final = {
    "import": "Imported into",
    "demo": "Loaded the demo company:",
    "back": "Went back to an earlier state of the",
    "mapping": "Remembered how to read",
    "schedule": "Changed the saved import",
    "setting": "Set",
    "tidy": "Let go of old",
    "channel": "Changed channel",
    "person": "Changed who may come in:",
    "plan": "Changed in the plan:",
}


def section() -> None:
    """Draw the tables with their sources, and the latest changes."""
    counts = session.now().counts
    if counts is None or not counts.cubes[ROWS].size:
        st.write("Here every table will stand with its rows and sources.")
        return
    cube = counts.cubes[ROWS]
    frame = pd.DataFrame(
        {
            "Table": [cube.labels["table"][code] for code in cube.keys["table"]],
            "Source": [visible(cube.labels["source"][code] or "") for code in cube.keys["source"]],
            "Rows": cube.measures["rows"],
            "Without a date": cube.measures["undated"],
        }
    ).sort_values(["Table", "Source"])
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        frame,
        hide_index=True,
        column_config={"Rows": number, "Without a date": number},
        alt="Rows per table and source.",
    )
    missing = [name for name in TABLES if name not in set(frame["Table"])]
    if missing:
        st.caption(f"Nothing yet in: {plain(', '.join(missing))}.")
    _latest()


def _latest() -> None:
    entries = session.workspace().history(10)
    if not entries:
        return
    st.markdown("**Latest changes**")
    st.dataframe(
        pd.DataFrame(
            {
                "When, UTC": [entry.at for entry in entries],
                "Who": [visible(entry.actor) for entry in entries],
                "What": [_what(entry) for entry in entries],
            }
        ),
        hide_index=True,
        column_config={"When, UTC": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")},
        alt="Latest changes, newest first.",
    )


def _what(entry: Entry) -> str:
    file = entry.after.get("file") if isinstance(entry.after, dict) else None
    done = f"{_DONE.get(entry.act, entry.act)} {entry.thing}"
    return visible(f"{done} from {file}" if file else done)
