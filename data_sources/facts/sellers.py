"""Who works in sales on a day, by id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = ("person_id", "name", "job", "region", "segment", "start_on", "end_on")


def sellers_on(paths: Mapping[str, Path], on: date) -> pd.DataFrame:
    """Return the people of sales who are present on a day, by id.

    Args:
        paths: The Parquet file of each table that has rows.
        on: The day.

    Returns:
        COLUMNS, one row per person, texts None and days NaT where unknown; whoever has no
        first or last day is there.
    """
    from data_sources.facts.engine import open_engine
    from data_sources.facts.kept_frames import plain_frame

    only = {name: path for name, path in paths.items() if name == "people"}
    with open_engine(only) as engine:
        people = engine.tables["people"]
        there = people.filter(
            (people.team == "sales")
            & (people.start_on.isnull() | (people.start_on <= on))
            & (people.end_on.isnull() | (people.end_on >= on))
        )
        found = there.order_by("person_id").select(*COLUMNS).to_pyarrow()
    return plain_frame(found)
