"""Parquet files: typed columns, read as the text a CSV would hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_sources.imports.file_kinds import check_unpacked
from planning.errors import NotPossible

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

_BATCH: Final = 50_000
ROW_LIMIT: Final = 20_000_000


def _open(path: Path, label: str) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as problem:
        raise NotPossible(
            f"{label} is damaged: it cannot be read as Parquet.", "Write it again, or as CSV."
        ) from problem
    facts = file.metadata
    groups = (facts.row_group(place) for place in range(facts.num_row_groups))
    check_unpacked(label, sum(group.total_byte_size for group in groups), path.stat().st_size)
    if facts.num_rows > ROW_LIMIT:
        raise NotPossible(
            f"{label} has {facts.num_rows:,} rows, more than {ROW_LIMIT:,}.", "Split it."
        )
    return file


def names_of_parquet(path: Path, label: str) -> list[str]:
    """Return the column names of a Parquet file.

    Raises:
        NotPossible: The file is damaged, or larger than is safe.
    """
    with _open(path, label) as file:
        return list(file.schema_arrow.names)


def rows_of_parquet(
    path: Path,
    label: str,
    wanted: Collection[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Iterator[list[str]]:
    """Yield the rows of a Parquet file, cells as text.

    Args:
        path: The file.
        label: Its name as the person knows it.
        wanted: Places of the columns to read; the others come out empty. None reads all.
        progress: Told the share of the file that has been read.

    Raises:
        NotPossible: The file is damaged.
    """
    import pyarrow as pa

    with _open(path, label) as file:
        width = len(file.schema_arrow.names)
        done, total = 0, max(file.metadata.num_rows, 1)
        try:
            for batch in file.iter_batches(batch_size=_BATCH):
                columns = [
                    _texts(batch.column(place))
                    if wanted is None or place in wanted
                    else [""] * batch.num_rows
                    for place in range(width)
                ]
                yield from (list(row) for row in zip(*columns, strict=True))
                done += batch.num_rows
                if progress:
                    progress(done / total)
        except (pa.ArrowException, OSError) as problem:
            raise NotPossible(
                f"{label} is damaged after row {done}.", "Write it again, or as CSV."
            ) from problem


def _texts(column: pa.Array) -> list[str]:
    import pyarrow as pa

    if pa.types.is_nested(column.type):
        return [""] * len(column)
    try:
        texts = column.cast(pa.string())
    except pa.ArrowException:
        return [""] * len(column)
    return ["" if text is None else text for text in texts.to_pylist()]
