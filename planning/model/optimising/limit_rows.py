"""Limits as rows of a programme: each limit is one or more linear inequalities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planning.errors import UsageError
from planning.model.limits import (
    CacCeiling,
    Cap,
    Committed,
    CommittedHires,
    Envelope,
    Floor,
    LargestChange,
    LeastCustomers,
    LeastLeads,
    LeastRevenue,
    Limit,
    MostHires,
    TeamMaximum,
    TeamMinimum,
)
from planning.model.optimising.measures import Linear, Measures
from planning.periods import parse_month

INFINITE = np.inf


@dataclass(frozen=True, eq=False)
class Row:
    """One inequality of a limit: low ≤ expression ≤ high.

    Attributes:
        per: What one unit of the limit's own amount moves the bound by.
    """

    limit: Limit
    expression: Linear
    low: float = -INFINITE
    high: float = INFINITE
    per: float = 1.0


def rows_of(limit: Limit, measures: Measures) -> list[Row]:
    """Return the inequalities of a limit.

    Raises:
        UsageError: It names a channel, pool or month the problem does not have.
    """
    unit = measures.programme.unit
    per = 1 / unit
    match limit:
        case Envelope():
            return [Row(limit, measures.spend(), high=limit.total / unit, per=per)]
        case TeamMinimum():
            spent = measures.spend(limit.team, _month(limit.month, measures))
            return [Row(limit, spent, low=limit.amount / unit, per=per)]
        case TeamMaximum():
            spent = measures.spend(limit.team, _month(limit.month, measures))
            return [Row(limit, spent, high=limit.amount / unit, per=per)]
        case Floor() | Committed():
            spent = _channel_spend(limit.channel, limit.month, measures)
            return [Row(limit, spent, low=limit.amount / unit, per=per)]
        case Cap():
            spent = _channel_spend(limit.channel, limit.month, measures)
            return [Row(limit, spent, high=limit.amount / unit, per=per)]
        case LargestChange():
            return list(_changes(limit, measures))
        case _:
            return _results(limit, measures)


def _results(limit: Limit, measures: Measures) -> list[Row]:
    unit = measures.programme.unit
    match limit:
        case CacCeiling():
            over = measures.acquisition() - measures.customers() * (limit.ceiling / unit)
            return [Row(limit, over, high=0.0)]
        case LeastLeads():
            if limit.channel is not None:
                _found(measures.problem.channels.name, limit.channel, "channel")
            return [Row(limit, measures.leads(limit.channel), low=limit.leads)]
        case LeastCustomers():
            return [Row(limit, measures.customers(), low=limit.customers)]
        case LeastRevenue():
            return [Row(limit, measures.revenue(), low=limit.revenue / unit, per=1 / unit)]
        case MostHires():
            return [Row(limit, _hires(limit.pool, None, measures), high=limit.heads)]
        case CommittedHires():
            return [Row(limit, _hires(limit.pool, limit.month, measures), low=limit.heads)]
    raise UsageError(f"“{limit.kind}” is no limit.", "See the file's documentation.")


def _changes(limit: LargestChange, measures: Measures) -> Iterator[Row]:
    channels, unit = measures.problem.channels, measures.programme.unit
    names = channels.name
    chosen = range(len(names)) if limit.channel is None else [_found(names, limit.channel)]
    per = 1 / unit if limit.amount else 0.0
    for at in chosen:
        columns = measures.programme.columns.spend[at]
        for month, column in enumerate(columns):
            for sign in (1.0, -1.0):
                # sign · (now − before) ≤ share · before + amount
                weights, constant = measures.nothing(), 0.0
                weights[column] = sign
                before = -(sign + limit.share)
                if month:
                    weights[columns[month - 1]] = before
                else:
                    constant = before * channels.spent_before[at] / unit
                high = limit.amount / unit
                yield Row(limit, Linear(weights, constant), high=high, per=per)


def _channel_spend(channel: str, month: str | None, measures: Measures) -> Linear:
    columns = measures.programme.columns.spend[_found(measures.problem.channels.name, channel)]
    at = _month(month, measures)
    weights = measures.nothing()
    weights[columns if at is None else columns[at]] = 1.0
    return Linear(weights)


def _hires(pool: str | None, month: str | None, measures: Measures) -> Linear:
    columns, at = measures.programme.columns.hires, _month(month, measures)
    if pool is not None:
        columns = columns[[_found(measures.problem.pools.name, pool, "pool")]]
    weights = measures.nothing()
    weights[columns if at is None else columns[:, at]] = 1.0
    return Linear(weights)


def _month(month: str | None, measures: Measures) -> int | None:
    if month is None:
        return None
    problem = measures.problem
    at = parse_month(month) - problem.first_month
    if not 0 <= at < problem.open_months:
        raise UsageError(f"{month} is no open month of the plan.", "Name an open month.")
    return at


def _found(names: tuple[str, ...], name: str, what: str = "channel") -> int:
    if name not in names:
        remedy = f"Use one of {', '.join(names)}." if names else f"The plan has no {what}."
        raise UsageError(f"A limit names the {what} “{name}”, which is not there.", remedy)
    return names.index(name)
