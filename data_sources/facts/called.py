"""What the facts call accounts and people whose ids a plan holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_IDS: Final = {"accounts": "account_id", "people": "person_id"}


@dataclass(frozen=True)
class Called:
    """Names by id; an id the facts do not know, or know no name of, is left out.

    Attributes:
        accounts: Of accounts.
        people: Of people.
    """

    accounts: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def called(paths: Mapping[str, Path], accounts: Collection[str], people: Collection[str]) -> Called:
    """Return the names of some accounts and people; those that share one also by their id.

    Args:
        paths: The Parquet file of each table that has rows.
        accounts: Ids of accounts.
        people: Ids of people.
    """
    return Called(_names(paths, "accounts", accounts), _names(paths, "people", people))


def _names(paths: Mapping[str, Path], table: str, ids: Collection[str]) -> dict[str, str]:
    if not ids or table not in paths:
        return {}
    from data_sources.facts.engine import open_engine

    column = _IDS[table]
    with open_engine({table: paths[table]}) as engine:
        rows = engine.tables[table]
        kept = rows.filter(rows[column].isin(sorted(ids)) & rows.name.notnull())
        found = kept.select(column, "name").to_pyarrow()
    names = dict(zip(found[column].to_pylist(), found["name"].to_pylist(), strict=True))
    often = Counter(names.values())
    return {one: name if often[name] == 1 else f"{name} ({one})" for one, name in names.items()}
