"""Small files to import, and what came out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from data_sources.imports.request import ImportRequest
from data_sources.imports.stage import stage
from data_sources.imports.staged import Staged
from planning.company import Company

REAL = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"


def csv_file(folder: Path, rows: Sequence[Sequence[str]], *, separator: str = ",") -> Path:
    """Write rows, the first of them the column names, as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    path = folder / "file.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def file_of(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    """Write a file byte by byte."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def staged(
    path: Path,
    table: str,
    folder: Path,
    company: Company | None = None,
    **asked: Any,  # noqa: ANN401
) -> Staged:
    """Stage a file."""
    request = ImportRequest(path=path, label=path.name, table=table, **asked)
    return stage(request, company or Company(), folder / "out")


def rows_of(outcome: Staged) -> list[dict[str, Any]]:
    """Return the accepted rows by column."""
    found: list[dict[str, Any]] = pq.read_table(outcome.rows).to_pylist()
    return found


def column_of(outcome: Staged, column: str) -> list[Any]:
    """Return one column of the accepted rows."""
    return [row[column] for row in rows_of(outcome)]


def rejects_of(outcome: Staged) -> list[dict[str, str]]:
    """Return the lines of the rejects file."""
    assert outcome.rejects is not None
    with outcome.rejects.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(outcome: Staged) -> list[str]:
    """Return the short names of the findings."""
    return [finding.code for finding in outcome.findings]
