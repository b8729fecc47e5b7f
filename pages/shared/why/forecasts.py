"""How near the plans came: forecast accuracy by KPI and month."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.why.plans import year_plans
from pages.shared.why.taking import csv_button
from planning.actuals.slices import Slice
from planning.review.accuracy import accuracies
from views.accuracy import HOW, accuracy_frame, finding
from views.formats import plain


def section(part: Slice, now: session.Now) -> None:
    """Draw the table; nothing where no plan covers the months.

    Args:
        part: The part of the company and the months the page was asked for.
        now: The store's revision, for the plans.
    """
    period = part.scope.period
    plans = year_plans(now, part.counts, period) if period is not None else ()
    if not plans:
        return
    st.subheader("How near the plans came")
    found = accuracies(part, plans)
    st.markdown(f"**{plain(finding(found))}**")
    st.caption(plain(HOW))
    if not found:
        return
    frame = accuracy_frame(found)
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        placeholder="—",
        column_config={
            "KPI": st.column_config.TextColumn(pinned=True, width=150),
            **{it: st.column_config.NumberColumn(format="%.0f") for it in frame.columns[1:]},
        },
        alt=f"{finding(found)}.",
    )
    csv_button(frame, "Accuracy as CSV", "forecast accuracy", "accuracy-csv")
