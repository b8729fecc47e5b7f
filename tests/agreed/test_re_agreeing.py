"""Agreeing again replaces future months only, whatever the new draft says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.agreed.closing import closed, first_open, hold_closable, latest_per_month, restated
from planning.agreed.lines import COMMITTED, PLAN
from planning.agreed.re_agreeing import (
    KEPT_TOGETHER,
    Restored,
    past_lines,
    past_months,
    past_targets,
)
from planning.agreed.rows import PlanRow
from planning.errors import NotPossible
from planning.periods import parse_month
from tests.agreed.small_plan import YEAR, line

MONTHS = PLAN[:4]


def applied(restored: Restored, draft: Sequence[PlanRow]) -> list[PlanRow]:
    """The draft's rows after past months were put back."""
    kept = [row for row in draft if row.id not in restored.removed]
    changed = [
        PlanRow(row.id, row.kind, row.scenario, row.team, cells=restored.changed[row.id])
        if row.id in restored.changed
        else row
        for row in kept
    ]
    return [*changed, *restored.added]


def totals(rows: Iterable[PlanRow], months: Sequence[str]) -> Counter[tuple[object, ...]]:
    """Money by month, team and all it is told apart by; nothing where it is zero."""
    found: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        for month in months:
            cents = int(Decimal(str(row[month] or 0)) * 100)
            if cents:
                found[(month, row.team, *(row[cell] for cell in KEPT_TOGETHER))] += cents
    return found


amounts = st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=4, max_size=4)
channels = st.sampled_from([None, "Events", "Search"])
agreed_lines = st.lists(st.tuples(amounts, channels), max_size=4).map(
    lambda rows: [line(f"a{at}", plan=plan, channel=c) for at, (plan, c) in enumerate(rows)]
)
draft_lines = st.lists(
    st.tuples(amounts, channels, st.sampled_from([None, "a0", "a1", "a2", "a3"])), max_size=5
).map(
    lambda rows: [
        line(f"d{at}", plan=plan, channel=c, copied_from=of)
        for at, (plan, c, of) in enumerate(rows)
    ]
)


@given(agreed_lines, draft_lines, st.integers(0, 4))
@settings(deadline=None)
def test_past_money_is_as_agreed_and_future_money_as_drafted(
    agreed: list[PlanRow], draft: list[PlanRow], past: int
) -> None:
    found = applied(past_lines(agreed, draft, past), draft)
    assert totals(found, MONTHS[:past]) == totals(agreed, MONTHS[:past])
    assert totals(found, MONTHS[past:]) == totals(draft, MONTHS[past:])


@given(agreed_lines, draft_lines, st.integers(0, 4))
@settings(deadline=None)
def test_putting_past_months_back_twice_changes_nothing_more(
    agreed: list[PlanRow], draft: list[PlanRow], past: int
) -> None:
    once = applied(past_lines(agreed, draft, past), draft)
    again = applied(past_lines(agreed, once, past), once)
    assert totals(again, MONTHS) == totals(once, MONTHS)
    assert len(again) == len(once)


def test_before_the_year_begins_nothing_is_put_back() -> None:
    assert past_lines([line("a", plan=[1])], [line("b", plan=[9])], 0).is_nothing


def test_committed_months_of_the_past_stay_too() -> None:
    draft = line("b", committed=[9, 9], copied_from="a")
    found = past_lines([line("a", committed=[1, 1])], [draft], 1).changed["b"]
    assert [found[cell] for cell in COMMITTED[:2]] == ["1.00", "9.00"]


def test_a_line_that_moved_to_another_channel_leaves_its_past_behind() -> None:
    agreed = line("a", plan=[1, 1], channel="Events")
    moved = line("b", plan=[1, 1], channel="Search", copied_from="a")
    found = past_lines([agreed], [moved], 1)
    assert found.changed["b"].get("plan_01") is None
    assert "copied_from" not in found.changed["b"]
    (back,) = found.added
    assert (back["channel"], back["plan_01"], back["plan_02"]) == ("Events", "1.00", None)
    assert back["copied_from"] == "a"


def test_a_line_left_out_keeps_its_past_and_one_without_a_past_stays_out() -> None:
    agreed = [line("a", plan=[1, 1]), line("b", plan=[None, 1])]
    assert [row.id for row in past_lines(agreed, [], 1).added] == ["a"]


def target(row: str, start: str, months: int, value: str, **cells: str) -> PlanRow:
    kept = {"team": "marketing", "kpi": "leads", "start": start, "value": value, **cells}
    return PlanRow(row, "target", "plan", "marketing", cells={**kept, "months": months})


def test_targets_of_past_periods_stay_and_those_that_run_are_the_drafts() -> None:
    agreed = [target("m", "2025-01", 1, "10"), target("y", "2025-01", 12, "120")]
    draft = [
        target("m2", "2025-01", 1, "99", copied_from="m"),
        target("y2", "2025-01", 12, "150", copied_from="y"),
        target("n", "2025-02", 1, "5"),
    ]
    found = applied(past_targets(agreed, draft, parse_month("2025-03")), draft)
    assert {row.id: row["value"] for row in found} == {"m2": "10", "y2": "150"}


def test_a_target_of_the_past_that_was_left_out_comes_back() -> None:
    found = past_targets([target("m", "2025-01", 1, "10")], [], parse_month("2025-03"))
    assert [(row["value"], row["copied_from"]) for row in found.added] == [("10", "m")]


def closing(month: str, team: str, revision: int = 1) -> PlanRow:
    cells = {"month": month, "team": team, "by": "x@example.com"}
    return PlanRow(f"{month} {team}", "closing", "plan", "joint", revision=revision, cells=cells)


def test_a_month_is_closed_once_a_leader_of_each_team_closed_it() -> None:
    rows = [closing("2025-01", "sales"), closing("2025-01", "marketing", 5)]
    assert closed([*rows, closing("2025-02", "sales")]) == ("2025-01",)
    assert latest_per_month(rows)["2025-01"].revision == 5


def test_a_month_that_is_not_over_or_closed_before_is_not_closed() -> None:
    today = parse_month("2025-03")
    hold_closable("2025-02", "sales", [], today)
    with pytest.raises(NotPossible, match="not over"):
        hold_closable("2025-03", "sales", [], today)
    with pytest.raises(NotPossible, match="closed for sales already"):
        hold_closable("2025-02", "sales", [closing("2025-02", "sales")], today)


@given(st.integers(-30, 30))
def test_what_may_change_begins_within_the_year_and_after_today(offset: int) -> None:
    today = YEAR.first_month + offset
    found = first_open(YEAR, [], today)
    assert YEAR.first_month <= found <= YEAR.period.end
    assert found > today or found == YEAR.period.end
    assert 0 <= past_months(YEAR, found) <= 12


def test_a_closed_month_does_not_open_again() -> None:
    rows = [closing("2025-06", "sales"), closing("2025-06", "marketing")]
    assert first_open(YEAR, rows, parse_month("2025-03")) == parse_month("2025-07")


def test_figures_of_a_closed_month_that_change_are_told() -> None:
    was = {"leads": Decimal(900), "close_ratio": None, "won": Decimal(4)}
    now = {"leads": Decimal(912), "close_ratio": Decimal("0.25"), "won": Decimal(4)}
    assert [it.sentence for it in restated("2025-01", was, now)] == [
        "Leads of Jan 2025 was 900 when the month was closed and is 912 now.",
        "Close ratio of Jan 2025 was undefined when the month was closed and is 25 % now.",
    ]
