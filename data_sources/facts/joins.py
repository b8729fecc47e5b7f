"""How many rows of one table find what they name in another, by id or else by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from data_sources.imports.findings import shown

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

    from data_sources.facts.engine import Engine

EXAMPLES: Final = 5
By = Literal["id", "name"]


@dataclass(frozen=True)
class Link:
    """A column of one table that names rows of another.

    Attributes:
        table, column: Where the name stands.
        to: The other table.
        key: The other table's id.
        name: The other table's name, by which rows are found that give no id, or None.
        which: The value of `object` a row must have, or None for every row.
    """

    table: str
    column: str
    to: str
    key: str
    name: str | None = None
    which: str | None = None


LINKS: Final = (
    Link("leads", "opportunity_id", "opportunities", "opportunity_id"),
    Link("opportunities", "lead_id", "leads", "lead_id"),
    Link("opportunities", "account_id", "accounts", "account_id", "name"),
    Link("leads", "account_id", "accounts", "account_id", "name"),
    Link("opportunities", "owner", "people", "person_id", "name"),
    Link("leads", "owner", "people", "person_id", "name"),
    Link("touches", "lead_id", "leads", "lead_id"),
    Link("touches", "opportunity_id", "opportunities", "opportunity_id"),
    Link("touches", "account_id", "accounts", "account_id", "name"),
    Link("stage_events", "id", "opportunities", "opportunity_id", which="opportunity"),
    Link("stage_events", "id", "leads", "lead_id", which="lead"),
    Link("quotas", "person_id", "people", "person_id", "name"),
)
"""Every link between fact tables."""

FOLLOWED_BY_NAME: Final = tuple(link for link in LINKS if link.to == "accounts")
"""Links that are followed by name where the id is not there; see `engine.open_engine`."""


class Join(BaseModel):
    """How well one table's rows find what they name in another.

    Attributes:
        table, column: Where the id stands.
        to_table: The table it names rows of.
        by: Whether more rows are found by the other table's id or by its name.
        rows: Rows that name something.
        matched: Rows that find it by id, or by a name that only one row has.
        matched_by_id, matched_by_name: Rows that find it in either way alone.
        examples: Some ids that find nothing, nobody's address among them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    column: str
    to_table: str
    by: By
    rows: int
    matched: int
    matched_by_id: int
    matched_by_name: int
    examples: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The share of rows that find what they name, None where none names anything.

        Example:
            >>> Join(table="leads", column="owner", to_table="people", by="id", rows=4,
            ...      matched=3, matched_by_id=3, matched_by_name=0).share
            0.75
        """
        return self.matched / self.rows if self.rows else None


def joins(paths: Mapping[str, Path]) -> tuple[Join, ...]:
    """Return how well the tables of a snapshot find each other.

    Only links between tables that both have rows, and that any row uses.

    Args:
        paths: The Parquet file of each table that has rows.
    """
    from data_sources.facts.engine import open_engine

    with open_engine(paths, follow_names=False) as engine:
        return tuple(_joins(engine, paths))


def _joins(engine: Engine, paths: Mapping[str, Path]) -> Iterator[Join]:
    for link in LINKS:
        if link.table not in paths or link.to not in paths:
            continue
        marked = _marked(link, engine.tables[link.table], engine.tables[link.to])
        numbers = marked.aggregate(
            rows=marked.count(),
            by_id=marked.count(where=marked.is_id == 1),
            by_name=marked.count(where=marked.is_name == 1),
            either=marked.count(where=_found(marked)),
        )
        found = numbers.to_pyarrow().to_pylist()[0]
        if not found["rows"]:
            continue
        lost = marked.filter(~_found(marked)).select("value").distinct()
        examples = lost.order_by("value").limit(EXAMPLES).to_pyarrow().column("value")
        yield Join(
            table=link.table,
            column=link.column,
            to_table=link.to,
            by="name" if found["by_name"] > found["by_id"] else "id",
            rows=found["rows"],
            matched=found["either"],
            matched_by_id=found["by_id"],
            matched_by_name=found["by_name"],
            examples=tuple(dict.fromkeys(map(shown, examples.to_pylist()))),
        )


def _found(marked: ir.Table) -> Any:  # noqa: ANN401 - Ibis is untyped
    return (marked.is_id == 1) | (marked.is_name == 1)


def _marked(link: Link, rows: ir.Table, target: ir.Table) -> ir.Table:
    """Return the values a link names with, and whether they are an id or a name there."""
    import ibis

    if link.which is not None:
        rows = rows.filter(rows.object == link.which)
    values = rows.filter(rows[link.column].notnull()).select(value=link.column)
    ids = target.select(known=link.key).distinct().mutate(is_id=ibis.literal(1))
    values = values.left_join(ids, values.value == ids.known)
    values = values.select("value", is_id=values.is_id.fill_null(0))
    if link.name is None:
        return values.mutate(is_name=ibis.literal(0))
    names = ids_by_name(target, link.key, link.name).select("known_name", is_name=ibis.literal(1))
    joined = values.left_join(names, values.value == names.known_name)
    return joined.select("value", "is_id", is_name=joined.is_name.fill_null(0))


def ids_by_name(target: ir.Table, key: str, name: str) -> ir.Table:
    """Return the id of every name that exactly one row has.

    Columns: `known_name`, `meant_id`.
    """
    named = target.filter(target[name].notnull())
    once = named.group_by(known_name=name).aggregate(meant_id=named[key].min(), times=named.count())
    return once.filter(once.times == 1).select("known_name", "meant_id")


def with_ids(rows: ir.Table, column: str, target: ir.Table, key: str, name: str) -> ir.Table:
    """Return rows in which a name that is no id is replaced by the id it means.

    Only where exactly one row of the other table has the name; else the row stays as it
    is. No row is lost or doubled.

    Args:
        rows: Rows that name something in `column`.
        column: The column.
        target: The table of what is named.
        key: Its id.
        name: Its name.
    """
    import ibis

    meant, ids = ids_by_name(target, key, name), target.select(own_id=key)
    meant = meant.anti_join(ids, meant.known_name == ids.own_id)
    joined = rows.left_join(meant, rows[column] == meant.known_name)
    joined = joined.mutate(**{column: ibis.coalesce(joined.meant_id, joined[column])})
    return joined.select(*rows.columns)


def needs_names(rows: ir.Table, column: str, target: ir.Table, key: str, name: str) -> ir.Table:
    """Return the rows whose value is no id there but the name of exactly one row."""
    meant = ids_by_name(target, key, name)
    ids = target.select(own_id=key)
    named = rows.semi_join(meant, rows[column] == meant.known_name)
    return named.anti_join(ids, named[column] == ids.own_id)
