"""Counts kept as Parquet beside the facts, so that a page start reads instead of counting."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from planning.actuals.counts import COUNTS_VERSION, Counts, Cube
from planning.actuals.cubes import KEYS, MEASURES
from planning.company import Company
from planning.errors import Finding

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

    from data_sources.facts.counting import Built

_NOTES: Final = "notes.json"
_FINGERPRINT_LENGTH: Final = 16


def folder_name(snapshot_id: str, as_of: date, company: Company) -> str:
    """Return the name under which counts are kept: it stands for all they depend on.

    Args:
        snapshot_id: The snapshot counted.
        as_of: The date open deals and untouched leads are aged at.
        company: Of its settings only plan currency, rates, fiscal year and credit window
            change a count.
    """
    mattering = company.model_dump(
        mode="json", include={"currency", "rates", "fiscal_year_start", "credit_window_days"}
    )
    said = json.dumps([snapshot_id, str(as_of), mattering], sort_keys=True)
    return f"v{COUNTS_VERSION}-{sha256(said.encode()).hexdigest()[:_FINGERPRINT_LENGTH]}"


def save_counts(built: Built, folder: Path) -> None:
    """Keep counts in a folder that appears complete or not at all.

    Args:
        built: The counts.
        folder: Where they shall lie; if another process was faster, its counts stay.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".", suffix=".partial"))
    try:
        for name, frame in built.frames.items():
            table = pa.Table.from_pandas(frame, preserve_index=False)
            pq.write_table(table, partial / _file_name(name), compression="zstd")
        notes = {
            "snapshot_id": built.snapshot_id,
            "as_of": built.as_of.isoformat(),
            "history_start": {kind: day.isoformat() for kind, day in built.history_start.items()},
            "findings": [finding.model_dump() for finding in built.findings],
        }
        (partial / _NOTES).write_text(json.dumps(notes, indent=1), encoding="utf-8")
        if not folder.exists():
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def load_counts(folder: Path) -> Counts:
    """Return the counts kept in a folder.

    Raises:
        FileNotFoundError: The folder holds no complete counts.
    """
    import pyarrow.parquet as pq

    notes = json.loads((folder / _NOTES).read_text(encoding="utf-8"))
    return Counts(
        snapshot_id=notes["snapshot_id"],
        as_of=date.fromisoformat(notes["as_of"]),
        cubes={
            name: _cube(pq.read_table(folder / _file_name(name), use_threads=False), name)
            for name in KEYS
        },
        history_start={
            kind: date.fromisoformat(day) for kind, day in notes["history_start"].items()
        },
        findings=tuple(Finding(**finding) for finding in notes["findings"]),
    )


def _cube(table: pa.Table, name: str) -> Cube:
    return Cube.from_frame(table.to_pandas(), measures=MEASURES[name])


def _file_name(cube: str) -> str:
    # A colon is no letter of a file name everywhere.
    return f"{cube.replace(':', '-by-')}.parquet"
