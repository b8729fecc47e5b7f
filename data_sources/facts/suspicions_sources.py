"""The same record from two sources.

Tables with an id keep one row per id, whichever source delivers it, so what a second
source said is no longer told there; what can be seen are ids that differ in case only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.suspicions_check import ROW_ID, Facts, Odd, Suspicion, counted, named
from planning.actuals.tables import TABLES
from planning.errors import Finding

SAME_ID: Final = "id-in-two-sources"
SAME_ROW: Final = "row-in-two-sources"


def sources(facts: Facts) -> Iterator[Suspicion]:
    """Yield records that two sources seem to have delivered both."""
    for table in sorted(facts.present):
        rows = facts.rows(table)
        ends = rows.aggregate(first=rows.source.min(), last=rows.source.max())
        found = facts.ask(ends).to_pylist()[0]
        if found["first"] == found["last"]:
            continue
        key = TABLES[table].id_column
        if key is None:
            yield from _same_rows(facts, table, rows)
        else:
            yield from _same_ids(facts, table, rows, key)


def _same_ids(facts: Facts, table: str, rows: ir.Table, key: str) -> Iterator[Suspicion]:
    folded = rows.select(key, "source", bare=rows[key].upper())
    twice = folded.group_by("bare").aggregate(one=folded.source.min(), other=folded.source.max())
    twice = twice.filter(twice.one != twice.other).select(twice_bare="bare")
    odd = folded.semi_join(twice, folded.bare == twice.twice_bare).select(**{ROW_ID: key})
    yield from _found(
        facts, Odd(table, odd, "with an id that another source writes in other case"),
        SAME_ID,
        "each counts twice",
        "Give both sources the same spelling of ids, and import again.",
        key,
    )  # fmt: skip


def _same_rows(facts: Facts, table: str, rows: ir.Table) -> Iterator[Suspicion]:
    columns = [field.column for field in TABLES[table].fields]
    twice = rows.group_by(columns).aggregate(one=rows.source.min(), other=rows.source.max())
    twice = twice.filter(twice.one != twice.other)
    odd = twice.select(**{ROW_ID: named(twice, table)})
    yield from _found(
        facts, Odd(table, odd, "delivered by two sources alike"),
        SAME_ROW,
        "each counts twice",
        "Import them under one source name: the later file then takes the place of the first.",
        None,
    )  # fmt: skip


def _found(
    facts: Facts, odd: Odd, code: str, so: str, remedy: str, column: str | None
) -> Iterator[Suspicion]:
    count = facts.number(odd.rows)
    if count:
        yield Suspicion(
            finding=Finding(
                code=code,
                message=f"{counted(count, odd.table)} {odd.what}: {so}.",
                remedy=remedy,
                table=odd.table,
                column=column,
                count=count,
            ),
            weight=count / facts.size(odd.table),
            odd=(odd,),
            examples=odd.table != "people",
        )
