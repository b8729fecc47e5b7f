"""What an import did, in numbers and findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from data_sources.imports.request import Mapping
from data_sources.imports.staged import Staged
from planning.errors import Finding

NOTHING_ACCEPTED: Final = Finding(
    code="nothing-accepted",
    message="No row was accepted; the facts stay as they were.",
    remedy="Read the rejects file, correct the mapping and import again.",
)
NOTHING_CHANGED: Final = Finding(
    level="info",
    code="nothing-changed",
    message="The facts hold these rows already; nothing changed.",
)
DEMO_LEFT: Final = Finding(
    level="info",
    code="demo-left",
    message="The demo company closes with this import; your own company starts empty.",
)


def rows_gone(count: int, source: str, *, dry_run: bool) -> Finding:
    """Tell of rows that went because a file replaces all of its source."""
    went = "would be" if dry_run else "are"
    return Finding(
        level="info",
        code="rows-gone",
        message=f"{count:,} rows of the source “{source}” are not in the file and {went} gone.",
        remedy="Go back to the snapshot before if that was a mistake.",
        count=count,
    )


class HowRead(BaseModel):
    """What was found out about the file, so that a person can correct it.

    Attributes:
        kind: Text with separators, workbook or Parquet.
        encoding, separator: Of a text file, else None.
        sheet: Of a workbook, else None.
        header_row: Row of the column names, counted from 1.
        columns: The file's column by field.
        unused: Columns of the file that no field took; they are not stored.
        dates: The format each date column was read in, by field.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    header_row: int
    columns: dict[str, str]
    unused: tuple[str, ...]
    dates: dict[str, str]


class ImportReport(BaseModel):
    """What an import did.

    Attributes:
        table: The fact table.
        source: The source the rows belong to.
        read, accepted, rejected, undated: Rows of the file; `read = accepted + rejected`,
            undated ones are accepted without a main date.
        added, changed, removed: Rows of the facts, against the snapshot before.
        findings: What a person should know.
        rejects_file: CSV that tells each rejected row's reason, or None.
        as_of: The date the facts are now read at; None while no fact has a date.
        how_read: What was found out about the file.
        dry_run: Whether this only tells what an import would do.
        snapshot: The new snapshot, or None if nothing changed.
        preset: The preset the file was read by, or None.
        left_out: Rows that were not read because of what a column says; not in `read`.
        mapping: How the file was read, to be kept; not part of what is printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    source: str
    read: int
    accepted: int
    rejected: int
    undated: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    findings: tuple[Finding, ...] = ()
    rejects_file: Path | None = None
    how_read: HowRead | None = None
    as_of: date | None = None
    dry_run: bool = False
    snapshot: str | None = None
    preset: str | None = None
    left_out: int = 0
    mapping: Mapping | None = Field(default=None, exclude=True)


def report(staged: Staged, rejects: Path | None, *, dry_run: bool) -> ImportReport:
    """Report what is known of a file before its rows meet the facts."""
    found = staged.findings if staged.accepted else (*staged.findings, NOTHING_ACCEPTED)
    return ImportReport(
        table=staged.table,
        source=staged.source,
        read=staged.read,
        accepted=staged.accepted,
        rejected=staged.rejected,
        undated=staged.undated,
        findings=found,
        rejects_file=rejects,
        how_read=_how_read(staged),
        dry_run=dry_run,
        preset=staged.preset,
        left_out=sum(staged.left_out.values()),
        mapping=staged.mapping,
    )


def _how_read(staged: Staged) -> HowRead:
    shape, used = staged.shape, {guess.column for guess in staged.columns}
    return HowRead(
        kind=shape.kind,
        encoding=shape.encoding,
        separator=shape.separator,
        sheet=shape.sheet,
        header_row=shape.header_row,
        columns={guess.field: guess.column for guess in staged.columns},
        unused=tuple(name for name in shape.names if name not in used),
        dates=staged.dates,
    )
