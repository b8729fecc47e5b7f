"""Cubes by one more key, where the facts say nothing of it: the plain cube once more.

Most companies name no product or asset, and no spend has an owner or a reason. Such parts
are known without asking the engine for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis.expr.types as ir  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]

from data_sources.facts.engine import Engine
from data_sources.facts.resolved import DEALS, LEADS, SPEND, Resolved
from planning.actuals.cubes import BASE, SIDE_CUBES, SIDE_VERSIONS

_VERSIONS: Final[Mapping[str, tuple[str, str]]] = {
    **{side: (BASE, side) for side in SIDE_CUBES},
    **{name: (name.split(":")[0], name.split(":")[1]) for name in SIDE_VERSIONS},
}

PLAIN: Final = frozenset(plain for plain, _ in _VERSIONS.values())
"""The cubes that others are versions of."""


def plain_and_side(name: str) -> tuple[str, str] | None:
    """Return the plain cube and the key a cube has beside it, or None if it is no version.

    Example:
        >>> plain_and_side("campaign"), plain_and_side("deal_days:owner")
        (('base', 'campaign'), ('deal_days', 'owner'))
        >>> plain_and_side("spend") is None
        True
    """
    return _VERSIONS.get(name)


def named(facts: Resolved) -> dict[str, ir.Table]:
    """Return, by resolved table, the expression of how often it names each side key."""
    return {
        name: table.aggregate(**{side: table[side].count() for side in SIDE_CUBES})
        for name, table in ((LEADS, facts.leads), (DEALS, facts.deals), (SPEND, facts.spend))
    }


def silent(engine: Engine, statements: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return the side keys each resolved table never names.

    Args:
        engine: Holds the resolved facts.
        statements: The expressions of `named` as the engine takes them.
    """
    found = {}
    for source, statement in statements.items():
        times = engine.ask(statement).to_pylist()[0]
        found[source] = frozenset(side for side, number in times.items() if not number)
    return found


def without(plain: pa.Table, side: str) -> pa.Table:
    """Return a part of a plain cube as the same part of a version whose key is missing."""
    return plain.append_column(side, pa.nulls(len(plain), pa.string()))
