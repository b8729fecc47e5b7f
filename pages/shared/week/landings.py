"""Where the year and the lines of its plan will end, and what is in the pipeline."""

from __future__ import annotations

import streamlit as st

from pages.shared.pictures import show
from pages.shared.week.standing import Week
from views.downloads import csv_bytes
from views.formats import plain
from views.week_lines import LARGEST, finding, lines_frame, year_words
from views.week_pictures import landing_frame, landing_picture, pipeline_picture


def pictures(week: Week) -> None:
    """Draw the year's landing beside the pipeline, the numbers behind them below."""
    currency, year = week.part.context.company.currency, year_words(week.year)
    landing = landing_picture(week.ahead.outlooks, year, currency)
    if landing is None:
        st.info(f"Once the year {year} has targets, this shows where each will land.")
        st.page_link("plan/targets.py", label="Agree targets", icon=":material/flag:")
    show([landing, pipeline_picture(week.pipeline, currency)])
    if week.ahead.basis:
        st.caption(plain(week.ahead.basis))
    with st.expander(f"Landing of {year} in numbers"):
        frame = landing_frame(week.ahead.outlooks, currency)
        st.dataframe(
            frame,
            hide_index=True,
            column_config={"KPI": st.column_config.TextColumn(pinned=True, width=180)},
            alt=f"Where each KPI will end in {year}: low, middle and high, beside its target.",
        )
        for note in sorted({one.landing.note for one in week.ahead.outlooks if one.landing.note}):
            st.caption(plain(note))
        _download(frame, f"Landing {year}.csv", "landing-csv")


def lines(week: Week) -> None:
    """Draw the lines that land furthest off plan, and lead to the budget."""
    if week.plan is None or not week.lines:
        return
    currency = week.part.context.company.currency
    with st.container(gap="xsmall"):
        st.markdown(f"**{plain(finding(week.lines, currency))}**")
        st.caption(
            plain(
                f"The {LARGEST} lines of {week.plan['name']} furthest off plan, {currency}; "
                "P10 and P90 as lines of their team came out so far"
            )
        )
        frame = lines_frame(week.lines[:LARGEST])
        heads = [head for head in frame.columns if head not in ("Line", "Team")]
        st.dataframe(
            frame,
            hide_index=True,
            column_config={
                "Line": st.column_config.TextColumn(pinned=True, width=200),
                **{head: st.column_config.NumberColumn(format="%,.0f") for head in heads},
            },
            alt=f"{finding(week.lines, currency)}.",
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.page_link(
                "plan/budget.py",
                label="All lines on Budget",
                icon=":material/payments:",
                query_params={"plan": str(week.plan["name"])},
            )
            _download(lines_frame(week.lines), "Lines off plan.csv", "lines-csv")


def _download(frame: object, name: str, key: str) -> None:
    st.download_button(
        "Table as CSV",
        lambda: csv_bytes(frame),  # type: ignore[arg-type]
        name,
        "text/csv",
        key=key,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
