"""Bring in a file: upload, mapping to correct, check, import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from data_sources.import_report import ImportReport
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import FileShape
from pages.shared import mapping, outcome, session
from pages.shared.messages import told
from planning.actuals.tables import TABLES
from views.formats import counted, plain, visible

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

KINDS: Final = ("csv", "tsv", "txt", "xlsx", "parquet")
_ROUND: Final = "upload-round"


def section() -> None:
    """Draw the upload and everything that follows from it."""
    with st.container(border=True):
        st.subheader("Bring in a file")
        outcome.show_last()
        # A new key is the only way to empty an uploader after its file was imported.
        turn = st.session_state.setdefault(_ROUND, 0)
        file = st.file_uploader(
            "CSV, TSV, XLSX or Parquet; larger files by the terminal",
            type=list(KINDS),
            key=f"upload-{turn}",
            max_upload_size=20,
        )
        if file is not None:
            with told():
                _read(file)


def _read(file: UploadedFile) -> None:
    shape = _shape(file.file_id, file)
    st.caption(_found(shape))
    table = st.selectbox(
        "What is in it?",
        list(TABLES),
        index=list(TABLES).index(mapping.likely_table(shape)),
        key=f"table-{file.file_id}",
        format_func=mapping.table_words,
    )
    request = mapping.ask(shape, str(table), file.file_id)
    with st.container(horizontal=True):
        check = st.button("Check only", key="check", icon=":material/fact_check:")
        bring = st.button("Import", key="import", icon=":material/upload:")
    if not check and not bring:
        return
    report = _import(file, request, dry_run=check and not bring)
    if report.dry_run or report.accepted == 0:
        outcome.show(report)
        return
    outcome.keep(report)
    st.session_state[_ROUND] += 1
    st.rerun()


def _found(shape: FileShape) -> str:
    """Say what was found out about the file by itself."""
    parts = [counted(len(shape.columns), "column")]
    if shape.encoding:
        parts.append(shape.encoding.upper())
    if shape.separator:
        parts.append(f"separated by {_SEPARATORS.get(shape.separator, plain(shape.separator))}")
    if shape.sheet:
        parts.append(f"sheet {plain(shape.sheet)}")
    if shape.header_row:
        parts.append(f"column names in row {shape.header_row}")
    return f"Found in {plain(visible(shape.label))}: {', '.join(parts)}."


_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@st.cache_data(show_spinner="Looking at the file…", max_entries=8)
def _shape(file_id: str, _file: UploadedFile) -> FileShape:  # noqa: ARG001 - the key of the cache
    from data_sources.imports.read import inspect_file

    with _staged(_file) as path:
        return inspect_file(path, label=_file.name)


@contextmanager
def _staged(file: UploadedFile) -> Iterator[Path]:
    """Lay an upload into the home for as long as it is read; its name is a label only."""
    ending = Path(file.name).suffix.lower().lstrip(".")
    with session.workspace().home.workbench() as folder:
        path = folder / f"upload.{ending if ending in KINDS else 'csv'}"
        path.write_bytes(file.getbuffer())
        yield path


def _import(file: UploadedFile, request: ImportRequest, *, dry_run: bool) -> ImportReport:
    bar = st.progress(0.0, "Reading the file…")

    def progress(what: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), plain(what))

    with _staged(file) as path:
        report = session.workspace().import_file(
            request.model_copy(update={"path": path}),
            as_of=mapping.as_of(),
            dry_run=dry_run,
            progress=progress,
        )
    bar.empty()
    return report
