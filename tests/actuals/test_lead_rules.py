"""Rules of the funnel, of what works and of what a lead is worth, on a few leads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.actuals.counts import Counts, Scope
from planning.actuals.lead_funnel import funnel
from planning.actuals.lead_paths import paths
from planning.actuals.lead_reasons import reasons
from planning.actuals.lead_value import lead_values
from planning.actuals.ripeness import expected_won, ripeness
from planning.actuals.shares import Share, moved
from planning.actuals.slices import Context, Slice
from planning.periods import Period
from tests.actuals.small_counts import JAN, small_counts


def part(counts: Counts, **labels: str) -> Slice:
    scope = Scope(**{name: (label,) for name, label in labels.items()})
    return Slice(counts, scope, Context())


def base(month: int = JAN, leads: int = 100, won: int = 10, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - keys and measures
    return {
        "month": month, "leads": leads, "leads_won": won, "leads_won_cents": won * 100_000, **more
    }  # fmt: skip


def test_a_step_no_lead_of_the_facts_reached_is_left_out() -> None:
    counts = small_counts(base=[base(sqls=40)])
    found = funnel(part(counts), None)
    assert [(it.stage.key, it.leads) for it in found.steps] == [
        ("leads", 100),
        ("sqls", 40),
        ("leads_won", 10),
    ]
    assert found.steps[2].on == Share(10, 40)


def test_a_cut_by_motion_has_no_funnel() -> None:
    counts = small_counts(base=[base(motion="acquire")])
    found = funnel(part(counts, motion="acquire"), None)
    assert not found.steps
    assert "motion" in found.why


def test_without_a_won_lead_no_month_is_ripe() -> None:
    age = ripeness(part(small_counts(base=[base(won=0)])))
    assert (age.days, age.ripe_before, age.is_ripe(JAN)) == (None, None, False)


def test_a_young_month_is_expected_to_end_like_the_ripe_ones() -> None:
    # Half of the wins come within 60 days, all within 200: January to May are ripe.
    lags = [{"month": JAN, "days": 60, "leads": 5}, {"month": JAN, "days": 200, "leads": 5}]
    rows = [base(JAN), base(JAN + 9, won=3)]
    counts = small_counts(as_of=date(2025, 12, 31), base=rows, won_lags=lags)
    age = ripeness(part(counts))
    assert age.days == 200
    assert (age.is_ripe(JAN + 4), age.is_ripe(JAN + 6)) == (True, False)
    # October is 76 days old in its middle: half of ten in a hundred are still to come.
    assert expected_won(part(counts), JAN + 9) == pytest.approx(3 + 100 * 0.1 * 0.5)


def test_small_groups_are_named_and_not_ranked() -> None:
    rows = [
        base(channel="Web", leads=400, won=40),
        base(channel="Fairs", leads=400, won=8),
        base(channel="Radio", leads=3, won=3),
    ]
    found = paths(part(small_counts(base=rows)), "channel", None)
    assert [(it.name, it.is_small) for it in found.groups] == [
        ("Web", False),
        ("Fairs", False),
        ("Radio", True),
    ]
    web, _, radio = found.groups
    assert (web.chance or 0) > 0.95
    assert radio.chance is None
    # Three of three are pulled far towards what all channels show.
    assert (radio.steadied or 1) < 0.8


def test_a_cut_the_leads_do_not_carry_says_so() -> None:
    found = paths(part(small_counts(base=[base()], campaign=[base()])), "campaign", None)
    assert (found.groups, found.why) == ((), "The leads name no campaign.")


def test_a_lead_of_an_unseen_region_is_worth_what_its_channel_and_segment_are() -> None:
    rows = [
        base(channel="Web", segment="Small", region="North", leads=1000, won=100),
        base(channel="Web", segment="Small", region="South", leads=1000, won=100),
        base(channel="Web", segment="Small", region="East", leads=1, won=0),
        base(channel="Fairs", segment="Small", region="North", leads=1000, won=10),
    ]
    found = lead_values(part(small_counts(base=rows))).by_kind
    north, east = found["Web", "Small", "North"], found["Web", "Small", "East"]
    assert north.chance == pytest.approx(0.1, abs=0.005)
    assert east.chance == pytest.approx(0.1, abs=0.02)
    assert found["Fairs", "Small", "North"].chance < 0.02
    assert north.amount == pytest.approx(1000)
    assert north.value == pytest.approx(100, abs=5)


def test_without_won_money_nothing_is_known_of_a_lead() -> None:
    assert not lead_values(part(small_counts(base=[base(won=0)]))).is_known


def test_a_reason_is_compared_with_the_months_before() -> None:
    def given_(month: int, reason: str, number: int) -> dict[str, Any]:
        return {"month": month, "reason": reason, "disqualified": number, "leads": number}

    rows = [given_(JAN, "No budget", 90), given_(JAN, "No need", 10),
            given_(JAN + 1, "No budget", 50), given_(JAN + 1, "No need", 50)]  # fmt: skip
    february = Period(start=JAN + 1, end=JAN + 2)
    counts = small_counts(base=rows_without_reason(rows), reason=rows)
    found = reasons(part(counts), "disqualified", february, february.before())
    by_name = {it.name: it for it in found}
    assert by_name["No need"].share == Share(50, 100)
    change = by_name["No need"].moved
    assert change is not None
    assert change.points == pytest.approx(0.4)
    assert change.is_sure


def rows_without_reason(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "reason"} for row in rows]


@given(st.integers(0, 200), st.integers(1, 200), st.integers(0, 200), st.integers(1, 200))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_difference_lies_within_its_interval_and_turns_with_its_sides(
    first: int, more: int, second: int, others: int
) -> None:
    one, two = Share(first, first + more), Share(second, second + others)
    found, turned = moved(one, two), moved(two, one)
    assert found is not None
    assert turned is not None
    assert found.low <= found.points <= found.high
    assert found.low >= -1
    assert found.high <= 1
    assert (turned.points, turned.low, turned.high) == pytest.approx(
        (-found.points, -found.high, -found.low)
    )
