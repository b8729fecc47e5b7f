"""The lines against what was spent, with the spend no line planned as a row of its own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.budget.standing import Standing
from pages.shared.messages import tell_findings
from planning.agreed.rows import PlanRow
from views.budget_actuals import AMOUNTS, actuals_frame, known_words
from views.downloads import csv_bytes
from views.formats import plain

_ROW = 35
_TALL = 14


def table(stands: Standing, keep: Sequence[PlanRow]) -> None:
    """Draw plan, committed, spent, forecast and variance of each line.

    Args:
        stands: Where the plan stands.
        keep: The lines looked for.
    """
    beside = stands.beside
    if beside is None:
        st.info("Once spend is imported, it stands beside each line here.")
        st.page_link("setup/data.py", label="Import spend", icon=":material/upload_file:")
        return
    frame = actuals_frame(beside, keep)
    st.dataframe(
        frame,
        hide_index=True,
        height=_ROW * (min(len(frame), _TALL) + 1) + 3,
        column_config={
            "Line": st.column_config.TextColumn(pinned=True, width=216),
            **{
                head: st.column_config.NumberColumn(format="%,.0f", width=120)
                for head in AMOUNTS.values()
            },
        },
        alt="Each line beside what was spent; unplanned spend and the sum of all stand last.",
    )
    st.caption(plain(f"{stands.currency}. {known_words(beside, stands.scenario.first_month)}"))
    tell_findings(beside.findings)
    st.download_button(
        "Table as CSV",
        lambda: csv_bytes(frame),
        f"{stands.scenario.name} against spend.csv",
        "text/csv",
        key="actuals-csv",
        on_click="ignore",
        icon=":material/download:",
    )
