"""From the engine to small frames of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planning.actuals.cubes import KEYS, MEASURES, SQUARE_MEASURES

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]


def frame_of(name: str, query: ir.Table) -> pd.DataFrame:
    """Ask the engine for a cube.

    Args:
        name: The cube.
        query: Its expression, with the cube's keys and measures.

    Returns:
        One row per combination of keys, in the order of the keys, so that equal facts
        give equal files; text keys None where missing.
    """
    squares = [column for column in query.columns if column in SQUARE_MEASURES]
    query = query.mutate(**{column: query[column].cast("float64") for column in squares})
    keys = KEYS[name]
    ordered = query.select(*keys, *MEASURES[name]).order_by(list(keys))
    frame: pd.DataFrame = ordered.to_pyarrow().to_pandas()
    return frame
