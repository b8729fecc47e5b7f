"""Bring in rows: a file or a tab, mapping to correct, check, import."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data_sources.import_report import ImportReport
from data_sources.imports.request import ImportRequest
from pages.shared import session
from pages.shared.data import mapping, outcome, spreadsheets, start
from pages.shared.data.file import KINDS, GivenFile, found, shape_of, staged
from pages.shared.messages import told
from planning.actuals.tables import TABLES
from views.formats import plain

_ROUND: Final = "upload-round"
_FILE: Final = "In a file"
_SPREADSHEET: Final = "In a Google spreadsheet"
_ORIGINS: Final = (_FILE, _SPREADSHEET)


def section() -> None:
    """Draw the upload and everything that follows from it."""
    with st.container(border=True):
        st.subheader("Bring in rows")
        outcome.show_last()
        # A new key is the only way to empty an uploader after its file was imported.
        turn = st.session_state.setdefault(_ROUND, 0)
        origin = st.segmented_control(
            "Where do the rows stand?", _ORIGINS, default=_FILE, key="origin", required=True
        )
        file: GivenFile | None = (
            spreadsheets.fetched(turn)
            if origin == _SPREADSHEET
            else st.file_uploader(
                "CSV, TSV, XLSX or Parquet; larger files by the terminal",
                type=list(KINDS),
                key=f"upload-{turn}",
                max_upload_size=20,
            )
        )
        if file is not None:
            with told():
                _read(file)


def _read(file: GivenFile) -> None:
    shape = shape_of(file)
    is_tab = isinstance(file, spreadsheets.Fetched)
    # Nobody chose how a tab travels here.
    told_of = {"encoding": None, "separator": None} if is_tab else {}
    st.caption(found(shape.model_copy(update=told_of)))
    key = f"table-{file.file_id}"
    if key not in st.session_state:
        st.session_state[key] = start.likely_table(shape, file.file_id)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(
            "What is in it?", list(TABLES), key=key, format_func=mapping.table_words
        )
        mapping.mapping_file(file.file_id)
    request = mapping.ask(shape, str(table), file)
    if is_tab:
        # Its numbers are numbers and were written out with a point.
        request = request.model_copy(update={"decimal": "."})
    with st.container(horizontal=True):
        bring = st.button("Import", key="import", icon=":material/upload:", type="primary")
        check = st.button("Check only", key="check", icon=":material/fact_check:")
        mapping.offer(request)
    if not check and not bring:
        return
    report = _import(file, request, dry_run=check and not bring)
    if report.dry_run or report.accepted == 0:
        outcome.show(report)
        return
    outcome.keep(report)
    st.session_state[_ROUND] += 1
    st.rerun()


def _import(file: GivenFile, request: ImportRequest, *, dry_run: bool) -> ImportReport:
    bar = st.progress(0.0, "Reading the file…")

    def progress(what: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), plain(what))

    with staged(file) as path:
        report = session.workspace().import_file(
            request.model_copy(update={"path": path}),
            as_of=mapping.as_of(),
            replace=mapping.replaces(file.file_id),
            dry_run=dry_run,
            progress=progress,
        )
    bar.empty()
    return report
