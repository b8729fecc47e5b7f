"""Single amounts that outweigh all others: often a slipped decimal point or a currency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.money import in_plan_cents
from data_sources.facts.suspicions_check import ROW_ID, Facts, Odd, Suspicion, counted, named
from planning.actuals.tables import TABLES
from planning.errors import Finding
from planning.shares import percent

OUTSIZED: Final = "outsized-amount"
SHARE: Final = 5
"""A suspicious row is more than one part in this many of the total …"""
TIMES: Final = 100
"""… and more than this many times the middle amount."""


def amounts(facts: Facts) -> Iterator[Suspicion]:
    """Yield deals and spend rows whose amount outweighs all others."""
    for table in ("opportunities", "spend"):
        if table in facts.present:
            yield from _outsized(facts, table)


def _outsized(facts: Facts, table: str) -> Iterator[Suspicion]:
    rows = facts.rows(table)
    day = rows[str(TABLES[table].main_date)]
    cents = in_plan_cents(rows.amount_cents, rows.currency, day, facts.company)
    valued = rows.select(**{ROW_ID: named(rows, table)}, cents=cents)
    valued = facts.keep(f"valued_{table}", valued.filter(valued.cents > 0))
    whole = facts.ask(
        valued.aggregate(total=valued.cents.cast("decimal(38, 0)").sum(), rows=valued.count())
    ).to_pylist()[0]
    if not whole["rows"]:
        return
    total = int(whole["total"])
    largest = valued.filter(valued.cents > total // SHARE).select("cents")
    # At most four rows can be a fifth of the total.
    sizes = sorted(set(facts.ask(largest).column(0).to_pylist()))
    odd_sizes = [size for size in sizes if _beyond_the_middle(facts, valued, size, whole["rows"])]
    if odd_sizes:
        odd = valued.filter(valued.cents >= odd_sizes[0])
        found = facts.ask(odd.aggregate(rows=odd.count(), top=odd.cents.max())).to_pylist()[0]
        yield _suspicion(table, odd, found["rows"], found["top"], total)


def _beyond_the_middle(facts: Facts, valued: ir.Table, size: int, rows: int) -> bool:
    """Whether most amounts are below a hundredth of a size, so the middle one is too."""
    below = valued.aggregate(below=valued.count(where=valued.cents < -(-size // TIMES)))
    return bool(facts.ask(below).column(0)[0].as_py() * 2 > rows)


def _suspicion(table: str, odd: ir.Table, rows: int, top: int, total: int) -> Suspicion:
    what = f"of an amount more than {TIMES} times the middle one"
    return Suspicion(
        finding=Finding(
            code=OUTSIZED,
            message=f"{counted(rows, table)} {what}; the largest, {top / 100:,.2f}, is "
            f"{percent(top / total)} of the total.",
            remedy="Check the decimal point and the currency in the source.",
            table=table,
            column="amount",
            count=rows,
        ),
        weight=top / total,
        odd=(Odd(table, odd.select(ROW_ID), what),),
    )
