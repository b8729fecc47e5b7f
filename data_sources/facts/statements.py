"""The whole count as statements of one engine, written once per process.

Ibis takes longer to write a statement than a small company's facts take to answer it, so
what depends on neither date nor settings is not written again for another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

import ibis.expr.types as ir  # type: ignore[import-untyped]
from ibis.expr.operations import UnboundTable  # type: ignore[import-untyped]

from data_sources.facts import accounts, durations, flows, ledgers, notes, recycling, sides
from data_sources.facts.engine import written
from data_sources.facts.resolved import Resolved, resolving
from planning.actuals import cubes
from planning.company import Company


@dataclass(frozen=True)
class Part:
    """One of the results that make up a cube.

    Attributes:
        statement: What to ask.
        source: The one table it reads, or None if it reads several.
    """

    statement: str
    source: str | None


@dataclass(frozen=True)
class Statements:
    """What to run once the facts are resolved.

    Attributes:
        first_days: The first day of each kind of event.
        oddities: How many rows are odd, by kind of oddity and table.
        named: How often each resolved table names each side key.
        parts: The results that make up every cube.
    """

    first_days: Mapping[str, str]
    oddities: Mapping[tuple[str, str], str]
    named: Mapping[str, str]
    parts: Mapping[str, tuple[Part, ...]]


def statements_for(as_of: date, dialect: str) -> Statements:
    """Return the statements that count facts.

    Args:
        as_of: The date open deals and untouched leads are aged at.
        dialect: The engine's name, for example `duckdb` or `postgres`.
    """
    return Statements(
        first_days=_first_days(dialect),
        oddities=_oddities(as_of, dialect),
        named=_named_sides(dialect),
        parts=_parts(dialect),
    )


@lru_cache(maxsize=4)
def _oddities(as_of: date, dialect: str) -> Mapping[tuple[str, str], str]:
    facts = replace(_resolved(), as_of=as_of)
    return {kind: written(count, dialect) for kind, count in notes.oddities(facts).items()}


@cache
def _first_days(dialect: str) -> Mapping[str, str]:
    return {kind: written(day, dialect) for kind, day in notes.first_days(_resolved()).items()}


@cache
def _named_sides(dialect: str) -> Mapping[str, str]:
    return {name: written(times, dialect) for name, times in sides.named(_resolved()).items()}


@cache
def _parts(dialect: str) -> Mapping[str, tuple[Part, ...]]:
    return {
        name: tuple(Part(written(part, dialect), _source(part)) for part in parts)
        for name, parts in cube_parts(_resolved()).items()
    }


def _source(part: ir.Table) -> str | None:
    tables = {table.name for table in part.op().find(UnboundTable)}
    return tables.pop() if len(tables) == 1 else None


@cache
def _resolved() -> Resolved:
    """Return the resolved facts by name and column, which no date and no setting changes."""
    facts, _ = resolving(date.min, Company())
    return facts


def cube_parts(facts: Resolved) -> dict[str, tuple[ir.Table, ...]]:
    """Return the expressions whose results make up every cube, by name."""
    parts: dict[str, tuple[ir.Table, ...]] = {
        cubes.BASE: flows.flow_parts(facts),
        cubes.SPEND: (ledgers.spend(facts),),
        cubes.DEAL_DAYS: (durations.deal_days(facts),),
        cubes.DEAL_AGES: (durations.deal_ages(facts),),
        cubes.WON_AMOUNTS: (durations.won_amounts(facts),),
        cubes.FOLLOW_UP: (durations.follow_up(facts),),
        cubes.STAGE_LAGS: (durations.stage_lags(facts),),
        cubes.WON_LAGS: (durations.won_lags(facts),),
        cubes.RECYCLED: (recycling.recycled(facts),),
        cubes.STAGE_FLOWS: (ledgers.stage_flows(facts),),
        cubes.TOUCHES: (ledgers.touches(facts),),
        cubes.ACCOUNTS: (accounts.account_coverage(facts),),
        cubes.QUOTAS: (ledgers.quotas(facts),),
        cubes.PEOPLE: (ledgers.heads(facts),),
        cubes.ROWS: ledgers.stored_rows(facts.tables),
        **{side: flows.flow_parts(facts, side) for side in cubes.SIDE_CUBES},
    }
    by_side = {
        cubes.DEAL_DAYS: durations.deal_days,
        cubes.FOLLOW_UP: durations.follow_up,
        cubes.WON_LAGS: durations.won_lags,
    }
    for name in cubes.SIDE_VERSIONS:
        cube, side = name.split(":")
        parts[name] = (by_side[cube](facts, side),)
    return parts
