"""What the facts hold: rows per table, and the latest changes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared import session
from planning.actuals.cubes import ROWS
from planning.actuals.tables import TABLES
from views.formats import plain, visible


def section() -> None:
    """Draw the tables, their sources and the latest imports."""
    snapshot = session.workspace().snapshot()
    rows = {} if snapshot is None else snapshot.rows
    if not rows:
        st.write("Here every table will stand with its rows and sources.")
        return
    st.dataframe(
        pd.DataFrame({"Table": list(rows), "Rows": list(rows.values())}).sort_values("Table"),
        hide_index=True,
        column_config={"Rows": st.column_config.NumberColumn(format="localized")},
        alt="Rows per table.",
    )
    missing = [name for name in TABLES if name not in rows]
    if missing:
        st.caption(f"Nothing yet in: {plain(', '.join(missing))}.")
    _sources()
    _latest()


def _sources() -> None:
    counts = session.now().counts
    if counts is None or ROWS not in counts.cubes:
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
    st.markdown("**Sources**")
    st.dataframe(frame, hide_index=True, alt="Rows per table and source.")


def _latest() -> None:
    entries = session.workspace().history(10)
    if not entries:
        return
    st.markdown("**Latest changes**")
    st.dataframe(
        pd.DataFrame(
            {
                "When": [entry.at for entry in entries],
                "Who": [visible(entry.actor) for entry in entries],
                "What": [f"{entry.act}: {visible(entry.thing)}" for entry in entries],
            }
        ),
        hide_index=True,
        column_config={"When": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")},
        alt="Latest changes, newest first.",
    )
