"""All other numbers the model takes as given, by part of the model, judged one at a time."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.assumptions import answering
from pages.shared.assumptions.standing import Standing
from planning.model.assumptions import Assumption
from views.assumptions import (
    OVERALL,
    PARTS,
    answers_table,
    called,
    chosen,
    file_table,
    places,
    table,
)
from views.downloads import about_frame, csv_bytes, xlsx_bytes
from views.formats import day, visible

_TALL = 14


def section(stands: Standing) -> None:
    """Draw the table of a part of the model, what can be judged, and the files."""
    st.subheader("All other numbers")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        part = st.segmented_control(
            "Part of the model",
            tuple(PARTS),
            default=next(iter(PARTS)),
            required=True,
            key="part",
            bind="query-params",
        )
        place = st.selectbox(
            "Where",
            places(stands.assumptions),
            format_func=visible,
            key="where",
            bind="query-params",
            width=232,
        )
    entries = chosen(stands.assumptions, part or next(iter(PARTS)), place or OVERALL)
    if entries:
        _table(stands, entries)
        _judge(stands, entries)
    else:
        st.write("No number of its own is known there: those of the company hold.")
    _files(stands)


def _table(stands: Standing, entries: tuple[Assumption, ...]) -> None:
    frame = table(entries, stands.currency)
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(frame) <= _TALL else 36 * _TALL,
        placeholder="—",
        key="numbers",
        column_config={
            "Number": st.column_config.TextColumn(pinned=True, width=232),
            "Value": st.column_config.TextColumn(width="medium"),
            "Note": st.column_config.TextColumn(width="large"),
        },
        alt="Each number with its interval, unit, source and why it was not measured.",
    )
    st.caption("● measured from the facts, ◌ judged by people, ○ a default until then.")


def _judge(stands: Standing, entries: tuple[Assumption, ...]) -> None:
    """Offer to answer about one of the numbers shown."""
    by_key = {it.key: it for it in entries}
    own = stands.is_open and session.may("assumptions")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = st.selectbox(
            "Number to judge" if own else "Number to look at",
            list(by_key),
            format_func=lambda key: called(by_key[key]),
            key="number",
            width=344,
        )
        st.button(
            "Judge this number" if own else "Look at this number",
            key="answer-value",
            icon=":material/psychology:",
            on_click=answering.ask_for,
            args=(picked,),
        )


def _files(stands: Standing) -> None:
    """Offer every number, response too, as CSV and XLSX, built when clicked."""
    name = "assumptions" if stands.plan is None else f"assumptions-{stands.plan['name']}"

    def workbook() -> bytes:
        return xlsx_bytes(
            {
                "Assumptions": file_table(stands.assumptions.entries, stands.currency),
                "Answers": answers_table(stands.rows.values(), _names(stands)),
                "About": about_frame(
                    {
                        "Plan": "none" if stands.plan is None else str(stands.plan["name"]),
                        "Facts up to": day(stands.assumptions.as_of),
                        "Currency": stands.currency,
                    }
                ),
            }
        )

    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Table as CSV",
            lambda: csv_bytes(file_table(stands.assumptions.entries, stands.currency)),
            f"{name}.csv",
            "text/csv",
            key="csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Everything as XLSX",
            workbook,
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


def _names(stands: Standing) -> dict[str, str]:
    return {row.id: stands.by(key, team) for (key, team), row in stands.rows.items()}
