"""An uploaded file: laid into the home while it is read, and what it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import streamlit as st

from data_sources.imports.shape import FileShape
from pages.shared import session
from views.formats import counted, plain, visible

KINDS: Final = ("csv", "tsv", "txt", "psv", "ssv", "xlsx", "parquet")
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


class GivenFile(Protocol):
    """A file as a person gave it: an upload, or a tab that was fetched."""

    @property
    def name(self) -> str:
        """What people know it as; never a path."""
        ...

    @property
    def file_id(self) -> str:
        """Another for every other content."""
        ...

    def getbuffer(self) -> memoryview:
        """Return its bytes."""
        ...


@contextmanager
def staged(file: GivenFile) -> Iterator[Path]:
    """Lay an upload into the home for as long as it is read; its name is a label only."""
    ending = Path(file.name).suffix.lower().lstrip(".")
    with session.workspace().home.workbench() as folder:
        path = folder / f"upload.{ending if ending in KINDS else 'csv'}"
        path.write_bytes(file.getbuffer())
        yield path


def shape_of(file: GivenFile) -> FileShape:
    """Return what a file looks like; of a workbook with several sheets a person chooses one."""
    sheets = _sheets(file.file_id, file) if Path(file.name).suffix.lower() == ".xlsx" else ()
    sheet = None
    if len(sheets) > 1:
        sheet = st.selectbox(
            "Which sheet?",
            sheets,
            index=None,
            key=f"sheet-{file.file_id}",
            format_func=visible,
            placeholder="The first with a table",
        )
    return _looked_at(file.file_id, sheet, file)


@st.cache_data(show_spinner="Looking at the file…", max_entries=8)
def _looked_at(
    file_id: str,  # noqa: ARG001 - part of the cache's key
    sheet: str | None,
    _file: GivenFile,
) -> FileShape:
    from data_sources.imports.read import inspect_file

    with staged(_file) as path:
        return inspect_file(path, label=_file.name, sheet=sheet)


@st.cache_data(show_spinner="Looking at the file…", max_entries=8)
def _sheets(file_id: str, _file: GivenFile) -> tuple[str, ...]:  # noqa: ARG001 - the cache's key
    from data_sources.imports.file_kinds import kind_of
    from data_sources.imports.workbooks import sheets_of

    with staged(_file) as path:
        if kind_of(path, _file.name) != "workbook":
            return ()
        return tuple(name for name, rows in sheets_of(path, _file.name) if rows)


def found(shape: FileShape) -> str:
    """Say what was found out about a file by itself."""
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
