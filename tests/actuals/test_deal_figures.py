"""Figures of deals, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planning.actuals.counts import Counts, Scope
from planning.actuals.figures import Figure
from planning.actuals.scorecard import grouped, scorecard
from tests.actuals.small_counts import JAN, months, small_counts


def figure(key: str, counts: Counts, scope: Scope | None = None) -> Figure:
    return scorecard(counts, scope, keys=[key]).figures[key]


def rivals(found: Figure) -> dict[str, Figure]:
    return {rival.key: rival for rival in found.rivals}


def test_close_ratio_divides_won_by_decided_deals() -> None:
    counts = small_counts(
        base=[{"won": 27, "lost": 73, "created": 150, "created_won": 30, "created_open": 40}]
    )
    found = figure("close_ratio", counts)
    assert (found.value, found.numerator, found.denominator) == (0.27, 27, 100)
    of_created = rivals(found)["of_created"]
    assert of_created.value == 0.2
    assert of_created.note == "40 of them are still open."


def test_close_ratio_by_value_weighs_each_deal_by_its_amount() -> None:
    counts = small_counts(
        base=[
            {"won": 2, "won_cents": 30_000, "won_cents_squared": 5 * 10**8},
            {"lost": 1, "lost_cents": 10_000, "lost_cents_squared": 10**8},
        ]
    )
    found = figure("close_ratio_by_value", counts)
    assert (found.value, found.numerator, found.denominator) == (
        0.75,
        Decimal("300.00"),
        Decimal("400.00"),
    )
    assert rivals(figure("close_ratio", counts))["by_value"].value == 0.75
    assert rivals(found)["by_count"].value == 2 / 3


def test_lost_deals_without_amounts_leave_the_ratio_by_value_undefined() -> None:
    counts = small_counts(base=[{"won": 2, "lost": 3, "won_cents": 500}])
    found = figure("close_ratio_by_value", counts)
    assert found.value is None
    assert found.note == "Lost deals carry no amount, so it would always be 100%."


def test_negative_amounts_leave_the_ratio_by_value_undefined() -> None:
    counts = small_counts(base=[{"won": 2, "lost": 3, "won_cents": -500, "lost_cents": 900}])
    assert figure("close_ratio_by_value", counts).value is None


def test_average_deal_times_won_is_the_revenue() -> None:
    # 100, 200, 600: mean 300, s² = 70,000, t(2) = 4.302653
    counts = small_counts(
        base=[
            {
                "won": 3,
                "won_amount_known": 3,
                "won_cents": 90_000,
                "won_cents_squared": 10**8 + 4 * 10**8 + 36 * 10**8,
            }
        ],
        won_amounts=[{"cents": cents, "deals": 1} for cents in (10_000, 20_000, 60_000)],
    )
    found = figure("average_deal", counts)
    assert found.value == 300.0
    assert found.low == pytest.approx(300 - 4.302653 * (70_000 / 3) ** 0.5, rel=1e-6)
    assert rivals(found)["median"].value == 200.0


def test_deals_of_unknown_amount_are_named_and_left_to_a_rival() -> None:
    counts = small_counts(base=[{"won": 4, "won_amount_known": 2, "won_cents": 20_000}])
    found = figure("average_deal", counts)
    assert found.value == 50.0
    assert "2 won deals have no amount." in found.note
    assert rivals(found)["known"].value == 100.0


def test_revenue_is_always_split_by_kind_and_by_recurrence() -> None:
    counts = small_counts(
        base=[
            {
                "won": 3,
                "won_amount_known": 3,
                "won_cents": 600,
                "won_new_cents": 100,
                "won_expansion_cents": 200,
                "won_renewal_cents": 300,
                "won_recurring_cents": 450,
                "won_one_off_cents": 150,
                "created_won_cents": 250,
            }
        ]
    )
    found = figure("revenue", counts)
    parts = {part.key: part.value for part in found.parts}
    assert found.value == Decimal("6.00")
    assert sum(parts[f"revenue_{kind}"] or 0 for kind in ("new", "expansion", "renewal")) == 6
    assert parts["revenue_recurring"] == Decimal("4.50")
    assert parts["revenue_one_off"] == Decimal("1.50")
    assert rivals(found)["cohort"].value == Decimal("2.50")


def test_customers_are_first_wins_wins_without_account_and_wins_told_by_leads() -> None:
    counts = small_counts(
        base=[{"won": 9, "customers_with_account": 5, "wins_without_account": 2, "unlinked_won": 1}]
    )
    found = figure("customers", counts)
    assert found.value == 8
    assert "2 wins without account count as one customer each." in found.note
    assert rivals(found)["wins"].value == 10


def test_the_cycle_is_the_median_of_won_deals_by_closing_month() -> None:
    counts = small_counts(
        base=[{"month": JAN + at, "won": 1} for at in range(3)],
        deal_days=[
            {"outcome": "won", "days": 10, "deals": 2},
            {"outcome": "won", "days": 30, "deals": 1},
            {"outcome": "won", "days": 31, "deals": 1},
            {"outcome": "lost", "days": 1, "deals": 50},
            {"month": JAN + 2, "outcome": "won", "days": 900, "deals": 9},
        ],
    )
    found = figure("sales_cycle_days", counts, Scope(period=months("2025-01", "2025-03")))
    assert (found.value, found.n) == (20.0, 4)
    assert rivals(found)["mean"].value == 20.25


def test_open_deals_lengthen_the_cycle_in_the_survival_rival_only() -> None:
    counts = small_counts(
        base=[{"won": 3, "created": 6}],
        deal_days=[{"outcome": "won", "days": days, "deals": 1} for days in (10, 20, 30)],
        deal_ages=[
            *({"outcome": "won", "days": days, "deals": 1} for days in (10, 20, 30)),
            *({"outcome": "open", "days": days, "deals": 1} for days in (15, 25, 40)),
            {"outcome": "lost", "days": 5, "deals": 7},
            {"month": -1, "outcome": "open", "days": -1, "deals": 99},
        ],
        stage_lags=[{"step": "lead-won", "days": 44, "leads": 1}],
    )
    found = figure("sales_cycle_days", counts)
    assert found.value == 20.0
    assert rivals(found)["kaplan_meier"].value == 30.0
    assert rivals(found)["from_lead"].value == 44.0


def test_velocity_multiplies_deals_ratio_and_size_and_divides_by_days() -> None:
    counts = small_counts(
        base=[{"created": 40, "won": 10, "lost": 30, "won_cents": 100_000, "won_amount_known": 10}],
        deal_days=[{"outcome": "won", "days": 50, "deals": 10}],
    )
    found = figure("pipeline_velocity", counts)
    assert found.value == pytest.approx(40 * 0.25 * 100 / 50)
    assert (found.low, found.high) == (None, None)


def test_velocity_of_deals_won_at_once_is_undefined() -> None:
    counts = small_counts(
        base=[{"created": 4, "won": 1, "won_cents": 100}],
        deal_days=[{"outcome": "won", "days": 0, "deals": 1}],
    )
    assert figure("pipeline_velocity", counts).value is None


def test_renewals_not_yet_due_on_the_as_of_date_are_not_held_against_sales() -> None:
    counts = small_counts(
        base=[
            {"due_recurring_cents": 1_000, "renewed_recurring_cents": 800},
            {"month": JAN + 24, "due_recurring_cents": 50_000},
        ]
    )
    assert figure("renewal_rate", counts).value == 0.8


def test_open_pipeline_adds_open_amounts_up() -> None:
    found = figure("open_pipeline", small_counts(base=[{"created_open_cents": 12_345}]))
    assert found.value == Decimal("123.45")


def test_what_a_cut_does_not_carry_is_undefined_with_the_reason() -> None:
    counts = small_counts(
        product=[{"product": "Loom", "won": 1, "won_cents": 100, "leads": 0}, {"leads": 5}],
        deal_days__product=[{"product": "Loom", "outcome": "won", "days": 7, "deals": 1}],
        won_amounts=[{"cents": 100, "deals": 1}],
    )
    loom = {group.name: group.figures for group in grouped(counts, by="product")}["Loom"]
    assert loom["sales_cycle_days"].value == 7.0
    assert rivals(loom["average_deal"])["median"].note == "Amounts are not counted by product."
    assert loom["leads"].note == "Leads are not split by product."
    assert loom["not_followed_up"].note == "Follow-up is not counted by product."
