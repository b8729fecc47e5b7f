"""Tables computed from one snapshot and kept as Parquet, so that a page start reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from data_sources import scratch
from data_sources.facts.fingerprint import settings_of_counts
from planning.company import Company

_NOTES: Final = "notes.json"
_FINGERPRINT_LENGTH: Final = 16
_NONE: Final = pa.array([], pa.string()).dictionary_encode()


def folder_name(kind: str, version: int, snapshot_id: str, as_of: date, company: Company) -> str:
    """Return the name under which tables are kept: it stands for all they depend on.

    Args:
        kind: What they hold, in one word.
        version: Of the code that computes them.
        snapshot_id: The snapshot.
        as_of: The date treated as today.
        company: Of its settings only those that change a count.

    Example:
        >>> folder_name("book", 1, "s", date(2025, 6, 30), Company()).split("-")[0]
        'book'
    """
    said = json.dumps([snapshot_id, str(as_of), settings_of_counts(company)])
    print_ = sha256(said.encode()).hexdigest()[:_FINGERPRINT_LENGTH]
    return f"{kind}-v{version}-{print_}"


def save_tables(tables: Mapping[str, pa.Table], folder: Path, snapshot_id: str) -> None:
    """Keep tables in a folder that appears complete or not at all.

    Args:
        tables: By name, which is a plain word.
        folder: Where they shall lie; if another process was faster, its tables stay.
        snapshot_id: The snapshot they are of, without which they are let go.
    """
    with scratch.lent(folder.parent / scratch.INSIDE) as partial:
        for name, table in tables.items():
            pq.write_table(table, partial / f"{name}.parquet")
        notes = json.dumps({"snapshot_id": snapshot_id})
        (partial / _NOTES).write_text(notes, encoding="utf-8")
        try:
            partial.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def load_tables(folder: Path, names: Iterable[str]) -> dict[str, pa.Table] | None:
    """Return the tables kept in a folder, or None if they are not there and whole."""
    try:
        json.loads((folder / _NOTES).read_text(encoding="utf-8"))
        return {name: _read(folder / f"{name}.parquet") for name in names}
    except (OSError, ValueError):  # absent, or cut off by a crash: Arrow's errors are values'
        return None


def plain_frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as a frame: texts as objects with None, days as moments with NaT.

    Args:
        table: Texts, days, flags and numbers; of these only floats may be missing (NaN).
    """
    columns = {name: _column(table[name]) for name in table.column_names}
    return pd.DataFrame(columns, copy=False)


def _column(values: pa.ChunkedArray) -> Any:  # noqa: ANN401 - an array of the column's own kind
    if pa.types.is_string(values.type):
        # Each spelling once in memory, however many rows have it.
        packed = pa.concat_arrays(values.dictionary_encode().unify_dictionaries().chunks or [_NONE])
        known = np.array([*packed.dictionary.to_pylist(), None], dtype=object)
        places = packed.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)
        return pd.Series(known[places], dtype=object)
    if pa.types.is_date(values.type):
        return values.cast(pa.timestamp("s")).to_numpy()
    return values.to_numpy()


def _read(path: Path) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read(use_threads=False)
