"""Changes: better, worse, or nothing anybody can tell."""

from __future__ import annotations

from datetime import date

import pytest

from planning.actuals.change import Change, change, changes
from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import Context, Slice
from tests.actuals.small_counts import JAN, Row, months, small_counts

FEBRUARY = months("2025-02", "2025-03")


def of(key: str, before: Row, now: Row, **more: date) -> Change:
    rows = [{**before, "month": JAN}, {**now, "month": JAN + 1}]
    return change(part(small_counts(base=rows, **more)), key, FEBRUARY)  # type: ignore[arg-type]


def part(counts: Counts) -> Slice:
    return Slice(counts, Scope(period=FEBRUARY), Context())


def test_a_clear_rise_of_a_ratio_is_better() -> None:
    found = of("close_ratio", {"won": 200, "lost": 800}, {"won": 400, "lost": 600})
    assert found.difference == pytest.approx(0.2)
    assert found.verdict == "better"
    assert found.note == ""


def test_the_interval_of_a_difference_agrees_with_newcombes_example() -> None:
    # Newcombe (1998), Interval Estimation for the Difference, method 10: 56/70 − 48/80
    found = of("close_ratio", {"won": 48, "lost": 32}, {"won": 56, "lost": 14})
    assert found.low == pytest.approx(0.0524, abs=5e-5)
    assert found.high == pytest.approx(0.3339, abs=5e-5)


def test_the_same_rise_of_few_cases_may_be_chance_and_says_so() -> None:
    found = of("close_ratio", {"won": 2, "lost": 8}, {"won": 4, "lost": 6})
    assert found.verdict == "unclear"
    assert found.note == "The change may be chance."


def test_more_is_worse_where_less_is_better() -> None:
    before = {"leads": 1000, "marketing_programme_cents": 100_000}
    found = of("cost_per_lead", before, {"leads": 1000, "marketing_programme_cents": 150_000})
    assert found.verdict == "worse"
    assert found.relative == pytest.approx(0.5)


def test_counts_vary_by_chance_too() -> None:
    assert of("leads", {"leads": 20}, {"leads": 25}).verdict == "unclear"
    assert of("leads", {"leads": 2000}, {"leads": 2500}).verdict == "better"


def test_one_large_deal_does_not_make_revenue_better() -> None:
    before = {"won": 10, "won_cents": 100_000, "won_cents_squared": 10 * 10_000**2}
    now = {"won": 10, "won_cents": 200_000, "won_cents_squared": 9 * 10_000**2 + 110_000**2}
    assert of("revenue", before, now).verdict == "unclear"


def test_spending_more_is_neither_better_nor_worse() -> None:
    found = of("spend_sales", {"sales_cents": 100}, {"sales_cents": 900})
    assert (found.verdict, found.relative) == ("none", 8.0)


def test_nothing_changed_is_the_same() -> None:
    assert of("won", {"won": 5}, {"won": 5}).verdict == "same"


def test_a_fraction_changes_by_points_not_by_percent() -> None:
    found = of("close_ratio", {"won": 200, "lost": 800}, {"won": 400, "lost": 600})
    assert found.relative is None


def test_before_history_there_is_nothing_to_compare_with() -> None:
    counts = small_counts(base=[{"leads": 10}])
    january = months("2025-01", "2025-02")
    found = change(part(counts), "leads", january)
    assert (found.difference, found.verdict) == (None, "none")
    assert found.note == "Nothing is known before Jan 2025."


def test_an_unfinished_period_is_not_held_against_a_count_but_a_ratio_can_be_read() -> None:
    rows = [
        {"month": JAN, "leads": 1000, "won": 200, "lost": 800},
        {"month": JAN + 1, "leads": 300, "won": 100, "lost": 100},
    ]
    counts = small_counts(base=rows, as_of=date(2025, 2, 10))
    leads = change(part(counts), "leads", FEBRUARY)
    assert (leads.verdict, leads.note) == ("none", "The period is not over yet.")
    assert change(part(counts), "close_ratio", FEBRUARY).verdict == "better"


def test_on_its_last_day_a_period_is_over() -> None:
    rows = [{"month": JAN, "leads": 1000}, {"month": JAN + 1, "leads": 300}]
    counts = small_counts(base=rows, as_of=date(2025, 2, 28))
    assert change(part(counts), "leads", FEBRUARY).verdict == "worse"


def test_young_leads_had_less_time_to_be_won() -> None:
    rows = [
        {"month": JAN, "leads": 1000, "leads_won": 200},
        {"month": JAN + 1, "leads": 1000, "leads_won": 20},
    ]
    young = small_counts(base=rows, as_of=date(2025, 2, 28))
    settled = small_counts(base=rows, as_of=date(2025, 12, 31))
    found = change(part(young), "lead_to_customer", FEBRUARY)
    assert (found.verdict, found.note) == ("unclear", "Leads of this period had less time so far.")
    assert change(part(settled), "lead_to_customer", FEBRUARY).verdict == "worse"


def test_what_is_undefined_has_no_change() -> None:
    found = of("close_ratio", {"leads": 1}, {"won": 1, "lost": 1})
    assert (found.difference, found.verdict) == (None, "none")


def test_without_a_period_nothing_is_compared() -> None:
    everything = Slice(small_counts(base=[{"leads": 1}]), Scope(), Context())
    assert changes(everything, ["leads"]) == {}
    assert set(changes(part(small_counts(base=[{"leads": 1}])), ["leads", "won"])) == {
        "leads",
        "won",
    }
