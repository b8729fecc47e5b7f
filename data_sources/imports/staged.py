"""A file that has been read and checked, not yet part of the facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from data_sources.imports.request import Mapping
from data_sources.imports.shape import ColumnGuess, FileShape
from planning.errors import Finding


@dataclass(frozen=True)
class Staged:
    """The outcome of reading one file, ready to be merged into the facts.

    Attributes:
        table: Name of the fact table.
        source: Name of the source the rows belong to.
        read: Rows of the file that are neither blank nor left out.
        accepted: Rows in `rows`.
        rejected: Rows that cannot be used; `read = accepted + rejected`.
        undated: Accepted rows without the table's main date.
        repeated: Accepted rows that repeat an id of the file, in tables with ids.
        findings: What is odd but usable.
        rows: Parquet file with exactly the columns of the table and `source`, in the
            file's order; money in integer cents of the row's own currency.
        provided: Columns of `rows` that the file or a constant speaks about.
        rejects: CSV file that tells each rejected row's reason, or None.
        shape: What the file looks like.
        columns: Which column was read into which field.
        preset: Name of the preset the file was read by, or None.
        mapping: How the file was read, guesses and preset written out.
        left_out: Rows that a rule kept out, by the column that told it; not in `read`.
        dates: The format each date column was read in, by field.
    """

    table: str
    source: str
    read: int
    accepted: int
    rejected: int
    undated: int
    repeated: int
    findings: tuple[Finding, ...]
    rows: Path
    provided: tuple[str, ...]
    rejects: Path | None
    shape: FileShape
    mapping: Mapping
    columns: tuple[ColumnGuess, ...] = ()
    preset: str | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
