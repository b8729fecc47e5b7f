"""What an import did, in numbers and findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

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
    message="The demo company was closed: your own company starts empty with this file.",
)


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
        dry_run: Whether this only tells what an import would do.
        snapshot: The new snapshot, or None if nothing changed.
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
    as_of: date | None = None
    dry_run: bool = False
    snapshot: str | None = None


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
        dry_run=dry_run,
    )
