"""Any state a store can be in, drawn table by table from the tables themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa
from hypothesis import strategies as st

from data_sources.store.database import Store
from data_sources.store.tables import Moment, metadata
from tests.sources.backup.homes import Rows

_TEXT: Final = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_WHOLE: Final = {sa.BigInteger: 2**63 - 1, sa.Integer: 2**31 - 1}
_MOST_ROWS: Final = 4
_LETTERS: Final = 20

_ANYTHING: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=_LETTERS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(_TEXT, max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def states() -> st.SearchStrategy[Rows]:
    """Return rows for every table that keep to keys and references."""
    return st.composite(_state)()


def _state(draw: st.DrawFn) -> Rows:
    found: Rows = {}
    for table in metadata.sorted_tables:
        if table.name == "chores":
            continue
        row = _row(table, found)
        rows = [] if row.is_empty else draw(st.lists(row, max_size=_MOST_ROWS))
        found[table.name] = _unlike(table, rows)
    return found


def _row(table: sa.Table, before: Rows) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({column.name: _value(column, before) for column in table.columns})


def _value(column: sa.Column[Any], before: Rows) -> st.SearchStrategy[Any]:
    for key in column.foreign_keys:
        known = [row[key.column.name] for row in before[key.column.table.name]]
        some = st.sampled_from(known) if known else st.nothing()
        return (st.none() | some) if column.nullable else some
    plain = _plain(column)
    if isinstance(column.type, sa.JSON):
        return plain
    return (st.none() | plain) if column.nullable else plain


def _plain(column: sa.Column[Any]) -> st.SearchStrategy[Any]:
    kind = column.type
    if isinstance(kind, sa.JSON):
        return _ANYTHING
    if isinstance(kind, Moment):
        lowest, highest = datetime(1970, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - zone below
        return st.datetimes(lowest, highest, timezones=st.just(UTC))
    if isinstance(kind, sa.Date):
        return st.dates(date(1, 1, 1), date(9999, 12, 31))
    if isinstance(kind, sa.Boolean):
        return st.booleans()
    if isinstance(kind, sa.Integer):
        most = _WHOLE[sa.BigInteger if isinstance(kind, sa.BigInteger) else sa.Integer]
        lowest_number = 1 if column.name == "revision" else -most - 1
        return st.integers(lowest_number, most - 1)
    length = min(getattr(kind, "length", None) or _LETTERS, _LETTERS)
    return st.text(_TEXT, max_size=length)


def _unlike(table: sa.Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out rows whose key, or what else must be unique, another has already."""
    uniques = [[column.name for column in table.primary_key.columns]]
    uniques += [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint)
    ]
    kept: list[dict[str, Any]] = []
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        keys = {(tuple(names), *(row[name] for name in names)) for names in uniques}
        if not keys & seen:
            seen |= keys
            kept.append(row)
    return kept


def put(store: Store, rows: Rows) -> None:
    """Write a state into a fresh store."""
    with store.write() as connection:
        connection.execute(sa.delete(metadata.tables["pointers"]))
        for table in metadata.sorted_tables:
            if rows.get(table.name):
                connection.execute(sa.insert(table), rows[table.name])
