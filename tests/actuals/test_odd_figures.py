"""Odd counts never break a figure: far dates, credits, gaps, nothing at all."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.change import changes
from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import KEYS, MEASURES
from planning.actuals.figures import Figure
from planning.actuals.scorecard import Context, Slice, grouped, scorecard, trend
from planning.kpis import KPIS
from planning.periods import UNDATED, Period
from tests.actuals.small_counts import JAN, Row, small_counts

CHOICES: dict[str, list[Any]] = {
    "month": [UNDATED, JAN, JAN + 1, JAN + 600],
    "end": [JAN + 1, JAN + 13],
    "days": [-1, 0, 5, 40_000],
    "hours": [-1, 0, 30, 900],
    "cents": [0, 100, 10**12],
    "outcome": ["won", "lost", "open"],
    "state": ["touched", "touched_untimed", "untouched", "untold"],
    "basis": ["mql", "created"],
    "step": ["lead-won", "created-mql"],
    "motion": ["acquire", "retain", None],
    "team": ["marketing", "sales"],
    "person": ["yes", "no"],
    "measure": ["won_amount", "leads"],
}
NAMES = ("base", "deal_days", "deal_ages", "won_amounts", "follow_up", "stage_lags", "quotas")


def odd_rows(name: str) -> st.SearchStrategy[list[Row]]:
    keys = {key: st.sampled_from(CHOICES.get(key, ["A", "B", None])) for key in KEYS[name]}
    measures = {
        measure: st.integers(-(10**9), 10**9) if measure.endswith("cents") else st.integers(0, 20)
        for measure in MEASURES[name]
    }
    return st.lists(st.fixed_dictionaries({**keys, **measures}), max_size=4)


odd_counts = st.builds(
    small_counts,
    history_start=st.just({"won": date(2025, 1, 3)}),
    **{name: odd_rows(name) for name in NAMES},
)
scopes = st.builds(
    Scope,
    period=st.sampled_from([None, Period(start=JAN, end=JAN + 1), Period(start=3, end=50_000)]),
    channel=st.sampled_from([None, ("A",), ("A", None), ("Gone",), ()]),
    motion=st.sampled_from([None, ("acquire",)]),
)


def is_sound(figure: Figure) -> bool:
    """Whether every number is finite and the interval holds the value."""
    told = [it for it in (figure.value, figure.low, figure.high) if it is not None]
    if not all(math.isfinite(float(it)) for it in told):
        return False
    if figure.value is None:
        return bool(figure.note) and figure.low is None and figure.high is None
    low = float(figure.value if figure.low is None else figure.low)
    high = float(figure.value if figure.high is None else figure.high)
    slack = 1e-9 * max(1.0, abs(float(figure.value)))
    return low - slack <= float(figure.value) <= high + slack


@given(odd_counts, scopes)
@settings(deadline=None, max_examples=30)
def test_odd_counts_give_sound_figures_everywhere(counts: Counts, scope: Scope) -> None:
    part = Slice(counts, scope, Context())
    card = scorecard(part)
    for figure in card.figures.values():
        assert is_sound(figure), figure
        json.dumps(figure.as_json(), allow_nan=False)
    for by in ("channel", "motion"):
        for group in grouped(part, by=by):
            assert all(is_sound(figure) for figure in group.figures.values())
    for found in changes(part, KPIS).values():
        assert found.verdict in ("better", "worse", "same", "unclear", "none")
    assert len(trend(part, None, "cac", None, range(JAN, JAN + 3))) == 3


@given(odd_counts)
@settings(deadline=None, max_examples=20)
def test_rates_are_fractions_unless_they_say_that_dates_are_missing(counts: Counts) -> None:
    for figure in scorecard(counts, rivals=False).figures.values():
        if KPIS[figure.key].interval.startswith("Wilson") and figure.number is not None:
            assert 0 <= figure.number <= 1 or "some dates are missing" in figure.note


@pytest.mark.parametrize("as_of", [date(1, 1, 1), date(9999, 12, 31)])
def test_any_as_of_date_can_be_read(as_of: date) -> None:
    counts = small_counts(
        as_of=as_of,
        base=[{"leads": 5, "leads_won": 1, "won": 1}],
        stage_lags=[{"step": "lead-won", "days": 3, "leads": 1}],
    )
    scope = Scope(period=Period(start=JAN, end=JAN + 1))
    card = scorecard(counts, scope)
    assert card.figures["leads"].value == 5
    assert changes(Slice(counts, scope, Context()), KPIS)
