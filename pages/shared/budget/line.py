"""One line in its dialog: months beside what was spent, why, how to split, who said what."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import session, tables
from pages.shared.budget import reserve, saying, splitting, why
from pages.shared.budget.standing import Standing
from pages.shared.tables import Sheet
from planning.agreed.rows import PlanRow
from views.budget import about_words, months
from views.formats import plain
from views.line_details import months_frame

TABS = ("Months", "Why", "Split a total", "Reserve", "Comments", "History")


def body(sheet: Sheet, stands: Standing, row_id: str) -> None:
    """Draw all about one line.

    Args:
        sheet: The sheet it stands on.
        stands: The plan at the revision the page was drawn with.
        row_id: The line.
    """
    row = next((one for one in tables.shown_rows(sheet) if one.id == row_id), None)
    if row is None:
        st.info("This line is no longer in the plan.")
        return
    st.caption(plain(about_words(row)))
    if row.cells.get("category") == "programme" and session.now().counts is not None:
        st.page_link(
            "know/evidence.py", label="Do the facts support it?", icon=":material/fact_check:",
            query_params={"line": row.id},
        )  # fmt: skip
    tabs = st.tabs(TABS, key=f"line-{row_id}", on_change="rerun")
    parts: tuple[Callable[[], None], ...] = (
        lambda: _months(stands, row),
        lambda: why.section(sheet, stands, row),
        lambda: splitting.section(sheet, stands, row),
        lambda: reserve.section(sheet, stands, row),
        lambda: saying.comments(sheet, row),
        lambda: saying.history(row),
    )
    for tab, draw in zip(tabs, parts, strict=True):
        if tab.open:
            with tab:
                draw()


def _months(stands: Standing, row: PlanRow) -> None:
    beside = stands.beside
    if beside is None or row.id not in beside.place:
        st.caption("Once facts are in and the line is saved, what was spent stands beside it here.")
        return
    frame = months_frame(beside.line(row.id), months(stands.scenario))
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        column_config={
            "Amount": st.column_config.TextColumn("", pinned=True, width=136),
            **{
                name: st.column_config.NumberColumn(format="%,.0f", width=76)
                for name in frame.columns[1:]
            },
        },
        alt="Planned, committed, spent and forecast by month.",
    )
    st.caption(
        f"{stands.currency}. Forecast: what was spent in months that are over, else the largest "
        "of planned, committed and spent. Unsaved changes are not in it."
    )
