"""Counts kept as Parquet beside the facts, so that a page start reads instead of counting."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from data_sources import scratch
from data_sources.facts.fingerprint import settings_of_counts
from data_sources.facts.frames import WHOLE_KEYS
from planning.actuals.counts import COUNTS_VERSION, Codes, Counts, Cube
from planning.actuals.cubes import KEYS, MEASURES
from planning.company import Company
from planning.errors import Finding

if TYPE_CHECKING:
    from data_sources.facts.built import Built

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
    said = json.dumps([snapshot_id, str(as_of), settings_of_counts(company)])
    return f"v{COUNTS_VERSION}-{sha256(said.encode()).hexdigest()[:_FINGERPRINT_LENGTH]}"


def save_counts(built: Built, folder: Path) -> None:
    """Keep counts in a folder that appears complete or not at all.

    Args:
        built: The counts.
        folder: Where they shall lie; if another process was faster, its counts stay.
    """
    with scratch.lent(folder.parent / scratch.INSIDE) as partial:
        for name, frame in built.frames.items():
            pq.write_table(_table(frame), partial / _file_name(name))
        notes = {
            "snapshot_id": built.snapshot_id,
            "as_of": built.as_of.isoformat(),
            "history_start": {kind: day.isoformat() for kind, day in built.history_start.items()},
            "findings": [finding.model_dump() for finding in built.findings],
        }
        (partial / _NOTES).write_text(json.dumps(notes, indent=1), encoding="utf-8")
        try:
            partial.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def load_counts(folder: Path) -> Counts | None:
    """Return the counts kept in a folder, or None if it holds none that are whole."""
    try:
        notes = json.loads((folder / _NOTES).read_text(encoding="utf-8"))
        cubes = {name: _cube(_read(folder / _file_name(name)), name) for name in KEYS}
    except (OSError, ValueError):  # absent, or cut off by a crash: Arrow's errors are values'
        return None
    return Counts(
        snapshot_id=notes["snapshot_id"],
        as_of=date.fromisoformat(notes["as_of"]),
        cubes=cubes,
        history_start={
            kind: date.fromisoformat(day) for kind, day in notes["history_start"].items()
        },
        findings=tuple(Finding(**finding) for finding in notes["findings"]),
    )


def _table(frame: pd.DataFrame) -> pa.Table:
    columns = {}
    for name in frame.columns:
        values = frame[name]
        if isinstance(values.dtype, pd.CategoricalDtype):
            codes = values.cat.codes.to_numpy().astype(np.int32)
            columns[name] = pa.DictionaryArray.from_arrays(
                pa.array(codes, mask=codes < 0),
                # Typed, because a key without any value would have no type of its own.
                pa.array(values.cat.categories, type=pa.string()),
            )
        else:
            columns[name] = pa.array(values.to_numpy())
    return pa.table(columns)


def _read(path: Path) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read(use_threads=False)


def _cube(table: pa.Table, name: str) -> Cube:
    """Return a kept cube without the detour through a frame, which takes longer than reading."""
    keys: dict[str, npt.NDArray[np.int64] | Codes] = {}
    labels: dict[str, tuple[str | None, ...]] = {}
    columns = {column: table[column].combine_chunks() for column in table.column_names}
    for key in KEYS[name]:
        column = columns[key]
        if key in WHOLE_KEYS:
            keys[key] = column.to_numpy()
            continue
        found = column.dictionary.to_pylist()
        # Missing is a label like any other, one past the last.
        keys[key] = column.indices.fill_null(len(found)).to_numpy()
        labels[key] = (*found, None) if column.null_count else tuple(found)
    measures = {measure: columns[measure].to_numpy() for measure in MEASURES[name]}
    return Cube(keys=keys, labels=labels, measures=measures, size=len(table))


def _file_name(cube: str) -> str:
    # A colon is no letter of a file name everywhere.
    return f"{cube.replace(':', '-by-')}.parquet"
