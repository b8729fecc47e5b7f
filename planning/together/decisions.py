"""Decisions looked back on: what they were expected to bring, and what the facts say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import read
from planning.actuals.slices import Context, Slice
from planning.agreed.decisions import Decision
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.model.target_scopes import scope_of
from planning.periods import Period, month_of, parse_month

Standing = Literal["waiting", "came", "did not come", "unknown"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision was to bring, beside what came.

    Attributes:
        kpi: Key of the KPI.
        month: Number of the month the effect is expected in.
        before: The KPI in the last whole month before the decision; None if undefined.
        expected: What it should be in that month; None where a change of nothing is hoped.
        actual: What it is in that month, so far while the month runs; None before it
            begins, or if undefined.
        over: Whether the month is over.
        standing: `came` or `did not come` once the month is over.
    """

    kpi: str
    month: int
    before: float | None
    expected: float | None
    actual: float | None
    over: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Question:
    """A question or a decision as a meeting sees it.

    Attributes:
        row: Its row.
        decision: What it says.
        effect: What it is to bring; None where nothing is expected or no facts have dates.
    """

    row: PlanRow
    decision: Decision
    effect: Effect | None

    @property
    def is_open(self) -> bool:
        """Whether nothing was chosen yet."""
        return self.decision.chosen is None


def questions(
    rows: Iterable[PlanRow], counts: Counts | None, context: Context
) -> tuple[Question, ...]:
    """Return questions with what came of them: open ones first, then the latest decisions.

    Args:
        rows: The decisions.
        counts: The facts; None where there are none.
        context: Settings and channel owners.
    """
    found = []
    for row in rows:
        decision = Decision.of(row.cells)
        effect = None if counts is None else effect_of(decision, counts, context)
        found.append(Question(row, decision, effect))
    return tuple(sorted(found, key=_order))


def effect_of(decision: Decision, counts: Counts, context: Context) -> Effect | None:
    """Return what a decision was to bring, and the registry's figure beside it.

    A relative change counts from the last whole month before the decision. Whether the
    effect came is judged in the direction hoped for: from that month's figure towards the
    expected one, else in the direction that is better for the KPI.

    Args:
        decision: What was decided.
        counts: The facts.
        context: Settings and channel owners.
    """
    if decision.kpi is None or decision.by_month is None or not counts.is_dated:
        return None
    month = parse_month(decision.by_month)
    part = _part(decision, counts, context)
    before = None
    if part is not None and decision.decided_on is not None:
        before = _figure(part, decision.kpi, month_of(decision.decided_on + timedelta(1)) - 1)
    expected = _expected(decision, before)
    over = month < month_of(counts.as_of + timedelta(days=1))
    begun = month <= month_of(counts.as_of)
    actual = _figure(part, decision.kpi, month) if part is not None and begun else None
    standing: Standing = "waiting"
    if over:
        known = actual is not None and expected is not None
        standing = "unknown"
        if known and actual is not None and expected is not None:
            up = _upwards(decision.kpi, before, expected)
            came = actual >= expected if up else actual <= expected
            standing = "came" if came else "did not come"
    return Effect(decision.kpi, month, before, expected, actual, over, standing)


def _expected(decision: Decision, before: float | None) -> float | None:
    if decision.expected is not None:
        return float(decision.expected)
    if decision.change is None or before is None:
        return None
    return before * (1 + float(decision.change))


def _upwards(kpi: str, before: float | None, expected: float) -> bool:
    if before is not None and before != expected:
        return expected > before
    return KPIS[kpi].better == "up"


def _part(decision: Decision, counts: Counts, context: Context) -> Slice | None:
    scope: Scope | None = scope_of(_as_target(decision), counts, context)
    return None if scope is None else Slice(counts, scope, context)


def _as_target(decision: Decision) -> Target:
    """Return the expectation as a target of its month, which names the same part."""
    kpi = decision.kpi or ""
    return Target(
        team=KPIS[kpi].owner,
        kpi=kpi,
        channel=decision.channel,
        segment=decision.segment,
        region=decision.region,
        start=decision.by_month or "",
        months=1,
    )


def _figure(part: Slice, kpi: str, month: int) -> float | None:
    return read(part, kpi, Period(start=month, end=month + 1)).number


def _order(one: Question) -> tuple[bool, int, int]:
    decided = one.decision.decided_on
    return not one.is_open, 0 if decided is None else -decided.toordinal(), one.row.position
