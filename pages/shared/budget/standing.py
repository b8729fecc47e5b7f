"""Where a plan stands at a revision: its rows, totals and what was spent, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import place as place_of
from pages.shared.editor.sheet import rows_at
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.totals import QUARTERS, Totals, as_money, totals
from planning.review.releases import released
from planning.review.variance import Variance, variance

_MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True)
class Standing:
    """A plan at a revision.

    Attributes:
        row: The scenario's row.
        scenario: The scenario.
        revision: As of which change.
        lines: Its lines, by position.
        envelopes: Its envelopes.
        goals: Its goals, in their order.
        totals: What the lines come to.
        beside: The plan beside what was spent, None while there are no facts.
        spent: What was spent so far, by group, then label.
        currency: The plan currency.
    """

    row: PlanRow
    scenario: Scenario
    revision: int
    lines: tuple[PlanRow, ...]
    envelopes: tuple[PlanRow, ...]
    goals: tuple[PlanRow, ...]
    totals: Totals
    beside: Variance | None
    spent: Mapping[str, Mapping[str | None, Decimal]]
    currency: str


def standing(now: session.Now, row: PlanRow, revision: int) -> Standing:
    """Return where a plan stands.

    Args:
        now: The facts, as the store has them now.
        row: The scenario's row.
        revision: As of which change of the plan.
    """
    return _standing(place_of(session.workspace()), row.id, revision, now.revision, now, row)


@st.cache_resource(show_spinner=False, max_entries=8)
def _standing(
    place: tuple[str, str],
    scenario_id: str,
    revision: int,
    facts: int,  # noqa: ARG001 - part of the cache's key
    _now: session.Now,
    _row: PlanRow,
) -> Standing:
    scenario = Scenario.of(_row.cells)
    lines = rows_at(place, "line", scenario_id, revision).listed
    envelopes = rows_at(place, "envelope", scenario_id, revision).listed
    beside = None
    if _now.counts is not None:
        free = released(lines, _now.counts, _now.context)
        beside = variance(lines, scenario, _now.counts, free)
    return Standing(
        row=_row,
        scenario=scenario,
        revision=revision,
        lines=lines,
        envelopes=envelopes,
        goals=rows_at(place, "goal", scenario_id, revision).listed,
        totals=totals(lines, envelopes),
        beside=beside,
        spent=_spent(beside),
        currency=_now.company.currency,
    )


def _spent(beside: Variance | None) -> dict[str, dict[str | None, Decimal]]:
    """Return what was spent so far by each group; nothing while no month is known."""
    if beside is None or not beside.known:
        return {}
    found: dict[str, dict[str | None, Decimal]] = {
        by: {year.label: year.actual for year in beside.years(by)}
        for by in ("team", "category", "channel")
    }
    months = beside.actual.sum(axis=0).reshape(QUARTERS, _MONTHS_OF_A_QUARTER).sum(axis=1)
    found["quarter"] = {f"Q{at + 1}": as_money(cents) for at, cents in enumerate(months.tolist())}
    return found
