"""What looks wrong about spend, events, accounts and people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from typing import Final

import ibis.expr.types as ir  # type: ignore[import-untyped]

from data_sources.facts.asof import EVENTS, event_days
from data_sources.facts.suspicions_check import (
    ROW_ID,
    Check,
    Facts,
    Odd,
    Suspicion,
    counted,
    looked_through,
    named,
)
from data_sources.facts.suspicions_deals import known, owner_unknown
from planning.errors import Finding

STARTING: Final = timedelta(days=90)
"""A newcomer may work this long without owning a deal."""


def spend(facts: Facts) -> Iterator[Suspicion]:
    """Yield what looks wrong about spend rows."""
    if "spend" not in facts.present:
        return
    checks = (
        Check(
            "spend-after-as-of",
            f"in months after {facts.as_of}",
            "Leave plans out of the facts, or give a later as-of date.",
            lambda it: it.month > facts.as_of,
            so="the money counts as spent already",
            column="month",
        ),
        Check(
            "negative-spend",
            "with a negative amount",
            "Credits are right so; otherwise correct the sign in the source.",
            lambda it: it.amount_cents < 0,
            so="they lower the spend of their month",
            column="amount",
            level="info",
        ),
    )
    yield from looked_through(facts, "spend", facts.rows("spend"), checks)


def accounts(facts: Facts) -> Iterator[Suspicion]:
    """Yield what looks wrong about accounts."""
    if {"accounts", "people"} <= facts.present:
        rows, people = facts.rows("accounts"), known(facts, "people", "person_id", "known_owner")
        rows = rows.left_join(people, rows.owner == people.known_owner)
        yield from looked_through(facts, "accounts", rows, [owner_unknown()])


def people(facts: Facts) -> Iterator[Suspicion]:
    """Yield sales people in work who own no deal, nor, unless they close, any lead."""
    if not {"people", "opportunities"} <= facts.present:
        return
    if not facts.holds("opportunities", "owner"):
        return
    rows = facts.rows("people")
    sellers = known(facts, "opportunities", "owner", "sells")
    openers = known(facts, "leads", "owner", "opens")
    rows = rows.left_join(sellers, rows.person_id == sellers.sells)
    rows = rows.left_join(openers, rows.person_id == openers.opens)
    check = Check(
        "person-without-deal",
        "in sales without a single deal",
        "Check that owners of deals go by the ids of people.",
        lambda it: (
            (it.team == "sales")
            & (it.job == "closing").fill_null(it.opens.isnull())
            & it.sells.isnull()
            & (it.start_on.isnull() | (it.start_on < facts.as_of - STARTING))
        ),
        so="they count as heads and win nothing",
        column="person_id",
        level="info",
    )
    yield from looked_through(facts, "people", rows, [check])


def after_as_of(facts: Facts) -> Iterator[Suspicion]:
    """Yield rows with an event after the as-of date."""
    for table, columns in EVENTS.items():
        if table in facts.present:
            yield from _late(facts, table, columns)


def _late(facts: Facts, table: str, columns: tuple[str, ...]) -> Iterator[Suspicion]:
    rows = facts.rows(table)
    late = [(event_days(rows, column) > facts.as_of).fill_null(False) for column in columns]
    odd = rows.filter(reduce(lambda one, other: one | other, late))
    count = facts.number(odd)
    if not count:
        return
    what = f"with an event after {facts.as_of}"
    yield Suspicion(
        finding=Finding(
            code="after-as-of",
            message=f"{counted(count, table)} {what}: they are counted.",
            remedy="Give a later as-of date if the facts reach further, or correct the dates.",
            table=table,
            count=count,
        ),
        weight=count / facts.size(table),
        odd=(Odd(table, odd.select(**{ROW_ID: named(odd, table)}), what),),
    )


def stages(facts: Facts) -> Iterator[Suspicion]:
    """Yield stage words that stand for won deals and for lost ones."""
    if "opportunities" not in facts.present:
        return
    rows = facts.rows("opportunities")
    rows = rows.filter(rows.stage.notnull())
    words = rows.group_by("stage").aggregate(
        total=rows.count(), won=rows.count(where=rows.is_won), lost=rows.count(where=~rows.is_won)
    )
    both = words.filter((words.won > 0) & (words.lost > 0)).order_by("stage")
    found = facts.ask(both).to_pylist()
    if found:
        yield _ambiguous(rows, found)


def _ambiguous(rows: ir.Table, found: list[dict[str, object]]) -> Suspicion:
    words = [str(it["stage"]) for it in found]
    count = sum(int(str(it["won"])) + int(str(it["lost"])) for it in found)
    what = "in a stage that stands for won and lost alike"
    odd = rows.filter(rows.stage.isin(words) & rows.is_won.notnull())
    listed = ", ".join(f"“{word[:40]}”" for word in words[:5])
    return Suspicion(
        finding=Finding(
            level="info",
            code="stage-of-both",
            message=f"{counted(count, 'opportunities')} {what}: {listed}.",
            remedy="Map the column that tells won from lost, or name the stages with --won and "
            "--lost.",
            table="opportunities",
            column="stage",
            count=count,
        ),
        weight=0.0,
        odd=(Odd("opportunities", odd.select(**{ROW_ID: "opportunity_id"}), what),),
    )
