"""Quality: how complete, fresh and plausible the facts are, and what gaps hide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.messages import tell_findings, told
from planning.actuals.quality import Hidden, QualityReport, TableQuality
from planning.errors import Finding
from views import quality_tables
from views.downloads import csv_bytes, xlsx_bytes
from views.formats import UNDEFINED, counted, plain, visible, whole

FIRST: Final = 6
_PREVIEW: Final = 100
_PERCENT: Final = "%.0f %%"


def section() -> None:
    """Draw what a person should know before trusting a figure."""
    snapshot = session.workspace().snapshot()
    if snapshot is None or not snapshot.tables:
        st.write("Here will stand how complete and fresh your facts are, and what looks wrong.")
        return
    rows = counted(sum(snapshot.rows.values()), "row")
    with told():
        # The first look at a snapshot goes through every row; later ones read the report.
        with st.spinner(f"Looking through {rows} for gaps and odd things…", show_time=True):
            report = session.workspace().quality()
        if report is not None:
            _draw(report)


def _draw(report: QualityReport) -> None:
    st.markdown(quality_tables.verdict(report))
    _suspicious(report)
    _hidden(report.hidden)
    _complete(report.tables)


def _suspicious(report: QualityReport) -> None:
    st.markdown("**What looks wrong**")
    if not report.findings:
        st.write("Nothing: no duplicates, impossible dates or odd amounts were found.")
        return
    tell_findings(report.findings[:FIRST])
    if len(report.findings) > FIRST:
        with st.expander(f"{len(report.findings) - FIRST} more"):
            tell_findings(report.findings[FIRST:])
    st.caption("These rows stay in the facts and count; correct them where they come from.")
    _take_away(report)


def _take_away(report: QualityReport) -> None:
    """Let people take the rows behind one kind of finding, or the whole list."""
    codes = list(dict.fromkeys(one.code for one in report.findings if one.count))
    name = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if codes:
            name = st.selectbox(
                "Rows behind",
                codes,
                index=None,
                key="finding",
                placeholder="Choose what looks wrong",
                format_func=lambda code: _kind(code, report.findings),
                width=420,
            )
        table = quality_tables.findings(report)
        _downloads(table, "findings", "Findings")
    if name is None:
        return
    with st.spinner("Finding the rows…"):
        rows = session.workspace().suspicious_rows(name)
    st.dataframe(
        rows.head(_PREVIEW).map(visible),
        hide_index=True,
        height=260,
        alt=f"Rows behind {name}.",
    )
    if len(rows) > _PREVIEW:
        st.caption(f"The first {_PREVIEW} of {whole(len(rows))} rows; the files hold all.")
    with st.container(horizontal=True):
        _downloads(rows, name, "Rows")


def _kind(code: str, findings: Sequence[Finding]) -> str:
    rows = sum(one.count for one in findings if one.code == code)
    return f"{code.replace('-', ' ')}: {whole(rows)}".capitalize()


def _downloads(frame: pd.DataFrame, name: str, label: str) -> None:
    st.download_button(
        f"{label} as CSV",
        lambda: csv_bytes(frame),
        f"{name}.csv",
        "text/csv",
        key=f"csv-{label}",
        on_click="ignore",
        icon=":material/download:",
    )
    st.download_button(
        f"{label} as XLSX",
        lambda: xlsx_bytes({label: frame}),
        f"{name}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"xlsx-{label}",
        on_click="ignore",
        icon=":material/download:",
    )


def _hidden(hidden: Sequence[Hidden]) -> None:
    st.markdown("**What gaps hide**")
    if not hidden:
        st.write("Nothing: every figure has the facts it needs.")
        return
    st.markdown("\n".join(f"- {plain(one.message)}" for one in hidden[:FIRST]))
    if len(hidden) > FIRST:
        with st.expander(f"{len(hidden) - FIRST} more"):
            st.markdown("\n".join(f"- {plain(one.message)}" for one in hidden[FIRST:]))


def _complete(tables: Sequence[TableQuality]) -> None:
    st.markdown("**How complete and fresh**")
    st.dataframe(
        quality_tables.completeness(tables),
        hide_index=True,
        column_config={
            "Table": st.column_config.TextColumn(pinned=True),
            "Rows": st.column_config.NumberColumn(format="localized"),
            "Without a date": st.column_config.NumberColumn(format=_PERCENT),
            "Filled": st.column_config.NumberColumn(
                format=_PERCENT, help="Cells with a value, of the fields that are used at all."
            ),
        },
        placeholder=UNDEFINED,
        alt="Completeness and freshness per table and source.",
    )
    with st.expander("Field by field", key="fields", on_change="rerun") as drawer:
        if drawer.open:
            _field_by_field(tables)


def _field_by_field(tables: Sequence[TableQuality]) -> None:
    place = st.selectbox(
        "Table and source",
        range(len(tables)),
        key="quality-of",
        format_func=lambda at: visible(f"{tables[at].table}, {tables[at].source or 'no source'}"),
    )
    st.dataframe(
        quality_tables.fields(tables[place or 0]),
        hide_index=True,
        column_config={
            "Field": st.column_config.TextColumn(pinned=True),
            "Filled": st.column_config.ProgressColumn(format=_PERCENT, min_value=0, max_value=100),
            "Rows with a value": st.column_config.NumberColumn(format="localized"),
        },
        alt="Share of rows that hold a value, field by field.",
    )
