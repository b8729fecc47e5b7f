"""The scorecard: every KPI of a part of the company, for a period, by group or by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.metrics import METRICS, Reading
from planning.actuals.slices import Context, Slice
from planning.actuals.steadied import steadied
from planning.actuals.warnings import undated_rows, warnings_for
from planning.errors import UsageError
from planning.periods import Period

__all__ = ["Context", "Group", "Scorecard", "Slice", "grouped", "read", "scorecard", "trend"]


@dataclass(frozen=True)
class Scorecard:
    """Figures of one scope with what a reader must know beside them.

    Attributes:
        scope: What the figures speak of.
        as_of: The date treated as today for facts.
        undated: Leads and deals without their main date that the period leaves out;
            without a period how many are included.
        warnings: Plain sentences.
        figures: By KPI key, in registry order.
    """

    scope: Scope
    as_of: date
    undated: int
    warnings: tuple[str, ...]
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Group:
    """The figures of one channel, region, campaign, …; `name` None has no value there."""

    name: str | None
    figures: dict[str, Figure]


def scorecard(
    counts: Counts | Slice,
    scope: Scope | None = None,
    context: Context | None = None,
    keys: Iterable[str] | None = None,
    *,
    rivals: bool = True,
) -> Scorecard:
    """Return every KPI (or those named) of a scope.

    Args:
        counts: Counts of one snapshot, or a slice of them to be read again.
        scope: Months and parts of the company; a slice brings its own.
        context: Settings and channel owners; a slice brings its own.
        keys: KPI keys; None for all.
        rivals: Whether other definitions are computed too; a page of tiles needs none.

    Raises:
        UsageError: A key is not in the registry.
    """
    part = _slice(counts, scope, context)
    reading = Reading(part, part.scope.period)
    return Scorecard(
        scope=part.scope,
        as_of=part.counts.as_of,
        undated=undated_rows(part),
        warnings=warnings_for(reading),
        figures=_figures(reading, keys, rivals=rivals),
    )


def grouped(
    counts: Counts | Slice,
    scope: Scope | None = None,
    by: str = "channel",
    context: Context | None = None,
    keys: Iterable[str] | None = None,
    *,
    rivals: bool = True,
) -> tuple[Group, ...]:
    """Return the same figures for each label of a dimension or side key.

    Args:
        counts: Counts of one snapshot, or a slice of them.
        scope: Months and parts of the company; a slice brings its own.
        by: `channel`, `segment`, `region`, `motion`, `campaign`, `owner` or `product`.
        context: Settings and channel owners; a slice brings its own.
        keys: KPI keys; None for all.
        rivals: Whether other definitions are computed too; a page of tiles needs none.

    Raises:
        UsageError: Nothing is counted by that name, or a key is unknown.
    """
    part = _slice(counts, scope, context)
    wanted = None if keys is None else tuple(keys)
    slices = tuple(part.split(by))
    figures = [_figures(Reading(it, it.scope.period), wanted, rivals=rivals) for it in slices]
    if rivals:
        figures = steadied(figures)
    return tuple(Group(it.label, found) for it, found in zip(slices, figures, strict=True))


def trend(
    counts: Counts | Slice,
    scope: Scope | None,
    key: str,
    context: Context | None,
    months: Sequence[int],
) -> tuple[float | None, ...]:
    """Return a KPI's value for each month.

    Args:
        counts: Counts of one snapshot, or a slice of them (then `scope` and `context`
            are the slice's own).
        scope: Parts of the company; its period is not used.
        key: KPI key.
        context: Settings and channel owners.
        months: Month numbers.

    Raises:
        UsageError: The key is not in the registry.
    """
    part = _slice(counts, scope, context)
    metric = METRICS[_known(key)]
    return tuple(metric.value(Reading(part, _one(month))).number for month in months)


def read(part: Slice, key: str, period: Period | None) -> Figure:
    """Return one KPI of a slice in a period, with its rivals."""
    return METRICS[_known(key)].figure(Reading(part, period))


@lru_cache(maxsize=512)
def _one(month: int) -> Period:
    return Period(start=month, end=month + 1)


def _slice(counts: Counts | Slice, scope: Scope | None, context: Context | None) -> Slice:
    if isinstance(counts, Slice):
        return counts
    return Slice(counts, scope or Scope(), context or Context())


def _figures(reading: Reading, keys: Iterable[str] | None, *, rivals: bool) -> dict[str, Figure]:
    wanted = tuple(METRICS) if keys is None else tuple(_known(key) for key in keys)
    return {
        key: METRICS[key].figure(reading) if rivals else METRICS[key].value(reading)
        for key in wanted
    }


def _known(key: str) -> str:
    if key not in METRICS:
        raise UsageError(f"“{key}” is not a KPI.", f"Use one of {', '.join(METRICS)}.")
    return key
