"""Where targets stand: their rows at a revision, each beside what the facts say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st
from pydantic import ValidationError

from pages.shared import session
from pages.shared.editor.sheet import place, rows
from planning.actuals.counts import Counts, Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS, Scenario
from planning.agreed.targets import Target, suggested_counter
from planning.kpis import KPIS
from planning.periods import month_key
from planning.review.pace import first_month, pace, year_before
from planning.review.target_actuals import TargetActual, actuals_of
from views.targets import Read

Identity = tuple[str, str | None, str | None, str | None, str | None, str, int]


@dataclass(frozen=True)
class Known:
    """What the facts say about a KPI of one part and period, whatever was agreed of it."""

    actual: TargetActual
    before: tuple[float | None, ...]


@dataclass(frozen=True)
class Standing:
    """The targets of a plan at a revision.

    Attributes:
        row: The scenario's row.
        scenario: The scenario.
        targets: Its targets, by position.
        goals: The plan's goals, in their order.
        pairs: Those that can be read beside the facts, with what these say.
        now: The facts.
        known: What the facts say, by what a target speaks of; filled as it is asked.
    """

    row: PlanRow
    scenario: Scenario
    targets: tuple[PlanRow, ...]
    goals: tuple[PlanRow, ...]
    pairs: tuple[tuple[PlanRow, Read], ...]
    now: session.Now
    known: dict[Identity, Known]

    @property
    def currency(self) -> str:
        """The plan currency."""
        return self.now.company.currency

    @cached_property
    def _reads(self) -> dict[str, tuple[PlanRow, Read]]:
        return {row.id: (row, read) for row, read in self.pairs}

    def read(self, row: PlanRow) -> Read | None:
        """Return a row beside the facts, None where there are none or it cannot be read."""
        held = self._reads.get(row.id)
        if held is not None and held[0] is row:
            return held[1]
        # What somebody types over it is read too, so that it shows before it is saved.
        return _read(row, self.now, self.known)

    def before(self, row: PlanRow) -> tuple[float | None, ...]:
        """Return a target's KPI in the same months a year before; empty where not known."""
        target, counts = target_of(row), self.now.counts
        if target is None or counts is None:
            return ()
        _fill(self.known, [target], counts, self.now.context)
        return self.known[_identity(target)].before

    def last_year(self, row: PlanRow) -> float | None:
        """Return what the same part and period brought a year before, None where unknown."""
        target, counts = target_of(row), self.now.counts
        if target is None or counts is None or not counts.is_dated:
            return None
        first = target.period.start - MONTHS
        if first < first_month(counts):
            return None
        earlier = target.model_copy(update={"start": month_key(first)})
        _fill(self.known, [earlier], counts, self.now.context)
        found = self.known[_identity(earlier)].actual
        return found.value if found.over else None


def standing(now: session.Now, row: PlanRow, revision: int) -> Standing:
    """Return where the targets of a plan stand.

    Args:
        now: The facts, as the store has them now.
        row: The scenario's row.
        revision: As of which change of the plan.
    """
    facts = now.facts
    return _standing(place(session.workspace()), row.id, revision, facts, now, row)


@st.cache_resource(show_spinner=False, max_entries=8)
def _standing(
    place: tuple[str, str],
    scenario: str,
    revision: int,
    facts: tuple[str, str],
    _now: session.Now,
    _row: PlanRow,
) -> Standing:
    targets = rows("target", scenario, revision).listed
    known = _known(place, facts)
    if _now.counts is not None:
        found = [target for target in map(target_of, targets) if target is not None]
        beside = [counter for counter in map(_beside, found) if counter is not None]
        _fill(known, [*found, *beside], _now.counts, _now.context)
    pairs = [(row, _read(row, _now, known)) for row in targets]
    told = tuple((row, read) for row, read in pairs if read is not None)
    goals = rows("goal", scenario, revision).listed
    return Standing(_row, Scenario.of(_row.cells), targets, goals, told, _now, known)


@st.cache_resource(show_spinner=False, max_entries=4)
def _known(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
) -> dict[Identity, Known]:
    """Return what is known of the facts already; it outlives every change of the plan."""
    return {}


def target_of(row: PlanRow) -> Target | None:
    """Return a row as a target; None where what was typed makes none yet."""
    try:
        target = Target.of({**row.cells, "team": row.team})
        return target if target.kpi in KPIS and len(target.period) else None
    except (ValidationError, ValueError):
        return None


def _beside(target: Target) -> Target | None:
    """Return the counter-KPI of a target in the same part and period: the registry's for none."""
    key = target.counter_kpi if target.counter_kpi in KPIS else suggested_counter(target.kpi)
    if key is None:
        return None
    return target.model_copy(update={"kpi": key, "value": None, "low": None, "high": None})


def _identity(target: Target) -> Identity:
    parts = target.scope_team, target.channel, target.segment, target.region
    return (target.kpi, *parts, target.start, target.months)


def _fill(
    known: dict[Identity, Known], wanted: Sequence[Target], counts: Counts, context: Context
) -> None:
    """Count what is not known yet; targets of one part share their counting."""
    missing = {_identity(one): one for one in wanted if _identity(one) not in known}
    slices: dict[Scope, Slice] = {}
    for one, actual in zip(missing, actuals_of(missing.values(), counts, context), strict=True):
        before = year_before(missing[one], counts, context, slices)
        known[one] = Known(actual, before)


def _read(row: PlanRow, now: session.Now, known: dict[Identity, Known]) -> Read | None:
    target, counts = target_of(row), now.counts
    if target is None or counts is None:
        return None
    counter = _beside(target)
    _fill(known, [target] if counter is None else [target, counter], counts, now.context)
    found = known[_identity(target)]
    stands = pace(target, found.actual, counts.as_of, found.before)
    if counter is None:
        return Read(target, found.actual, stands, None)
    beside = known[_identity(counter)].actual
    return Read(target, found.actual, stands, beside.figure, beside.moved)
