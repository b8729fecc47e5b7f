"""Why actual differs: from facts and plan to drivers, and what is said where one is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from planning.actuals.counts import Scope
from planning.actuals.slices import Slice
from planning.agreed.scenarios import Scenario
from planning.review.shortfall.planned_months import YearPlan
from planning.review.shortfall.shortfall import against_before, against_plan
from tests.actuals.small_counts import JAN, months, small_counts
from tests.review.shortfall.small_company import (
    CONTEXT,
    HALF_YEAR,
    QUARTER,
    company,
    effects,
    plan,
    said,
    target,
)

# ---- against the period before ----


def test_twice_the_leads_of_one_channel_are_volume_and_mix() -> None:
    found = against_before(company(), "revenue", "channel")
    # 90 leads, 9 won, 9,000 became 150, 15, 15,000, every rate unchanged.
    assert effects(found) == {"volume": 6000, "conversion": 0, "close_ratio": 0, "deal_size": 0}
    assert found.earlier == months("2025-01", "2025-04")
    assert found.parts is not None
    by_channel = {name: int(found.parts.effect_of(name)) for name in found.parts.parts}
    assert by_channel == {"Outbound": 0, "Web": 6000}
    mix = next(term for term in found.parts.terms if term.drivers == ("mix",))
    assert mix.effect == 0
    assert mix.effects["Web"] == -mix.effects["Outbound"] > 0


def test_the_two_ends_are_the_figures_of_the_registry() -> None:
    found = against_before(company(), "cac")
    assert found.whole is not None
    # 750 per customer in both quarters: marketing's 500 of everything a deal needs.
    assert [found.whole.before, found.whole.after] == [500, 500]
    assert effects(found)["spend"] == -effects(found)["volume"] != 0


def test_cost_per_lead_leaves_out_leads_of_channels_that_are_not_marketings() -> None:
    found = against_before(company(), "cost_per_lead", "channel")
    assert found.parts is not None
    assert found.parts.parts == ("Web",)
    assert [found.parts.before, found.parts.after] == [20, 20]


def test_months_that_are_not_over_are_left_out() -> None:
    found = against_before(company(as_of=date(2025, 6, 29)), "revenue")
    assert found.period == months("2025-04", "2025-06")
    assert found.earlier == months("2025-02", "2025-04")
    early = against_before(company(months("2025-07", "2025-10")), "revenue")
    assert "No month of this period is over yet." in said(early)


def test_without_a_period_or_anything_before_it_says_so() -> None:
    assert "Choose a period" in said(against_before(company(None), "revenue"))
    first = against_before(company(months("2025-01", "2025-04")), "revenue")
    assert "Nothing is known before Jan 2025." in said(first)
    assert first.whole is None


def test_a_cut_the_spend_does_not_carry_is_told_as_such_and_the_whole_stays() -> None:
    rows = [{**row, "channel": "Web", "region": None} for row in HALF_YEAR]
    rows += [{"month": JAN + at, "region": "DACH", "leads": 5} for at in range(6)]
    part = Slice(small_counts(base=rows, as_of=date(2025, 6, 30)), Scope(period=QUARTER), CONTEXT)
    found = against_before(part, "cost_per_lead", "region")
    assert found.whole is not None
    assert found.parts is None
    assert "Spend is not split by region" in said(found)


# ---- against the plan ----


def test_each_driver_is_held_against_its_target() -> None:
    # Planned: 100 leads, 40 decided, 10 won at 1,000. Came: 150 leads, 60 decided, 15 won.
    asked = plan(
        target("leads", 100), target("won", 10), target("revenue", 10_000),
        target("close_ratio", 0.25, "2025-01", 12),
    )  # fmt: skip
    found = against_plan(company(), [asked], "revenue")
    assert effects(found) == {"volume": 5000, "conversion": 0, "close_ratio": 0, "deal_size": 0}
    assert not found.findings


def test_won_deals_follow_from_revenue_and_average_deal() -> None:
    asked = plan(
        target("leads", 150), target("revenue", 15_000), target("average_deal", None, low=1250),
        target("close_ratio", 0.2),
    )  # fmt: skip
    found = against_plan(company(), [asked], "revenue")
    # 12 won of 60 decided: the close ratio brought three more deals, each 250 smaller.
    assert effects(found) == {
        "volume": 0, "conversion": 0, "close_ratio": 3375, "deal_size": -3375,
    }  # fmt: skip
    assert said(found).startswith("Won deals of Plan 2025 follow from revenue and average deal.")


@pytest.mark.parametrize(
    ("without", "drivers", "missing"),
    [
        ("leads", ["volume conversion", "close_ratio", "deal_size"], "no target for leads"),
        ("close_ratio", ["volume", "conversion close_ratio", "deal_size"], "close ratio"),
        ("won", ["volume", "conversion close_ratio deal_size"], "won deals or average deal"),
    ],
)
def test_a_driver_without_a_target_is_told_with_its_neighbour_and_named(
    without: str, drivers: list[str], missing: str
) -> None:
    asked = [target("leads", 100), target("won", 10), target("revenue", 10_000),
             target("close_ratio", 0.25)]  # fmt: skip
    found = against_plan(company(), [plan(*(it for it in asked if it.kpi != without))], "revenue")
    assert list(effects(found)) == drivers
    assert missing in said(found)
    assert "Add one on page Targets." in said(found)
    assert sum(effects(found).values()) == 5000


def test_without_a_target_for_the_kpi_nothing_is_invented() -> None:
    found = against_plan(company(), [plan(target("leads", 100))], "revenue")
    assert found.whole is None
    assert said(found) == "Plan 2025 has no target for revenue. Add one on page Targets."


def test_every_month_needs_a_plan() -> None:
    part = company(months("2024-12", "2025-03"), as_of=date(2025, 6, 30))
    found = against_plan(part, [plan(target("revenue", 1, "2025-01", 12))], "revenue")
    assert "There is no plan for Dec 2024." in said(found)


def test_two_fiscal_years_are_read_each_from_its_own_plan() -> None:
    def of_year(year: int, value: int) -> YearPlan:
        scenario = Scenario(name=f"Plan {year}", fiscal_year=year, start=f"{year}-01")
        return YearPlan(scenario, (target("revenue", value, f"{year}-01", 12),))

    plans = [of_year(2025, 12_000), of_year(2024, 2_400)]
    part = company(months("2024-11", "2025-03"))
    found = against_plan(part, plans, "revenue")
    assert found.whole is not None
    assert found.whole.before == 2 * 200 + 2 * 1000
    assert found.whole.after == 6000


def test_the_longest_target_inside_the_period_speaks_and_shorter_ones_shape_it() -> None:
    asked = [
        target("revenue", 900, "2025-01", 3), target("revenue", 500, "2025-02", 1),
        target("revenue", 200, "2025-03", 1), target("revenue", 100, "2025-01", 1),
    ]  # fmt: skip

    def planned(start: str, end: str) -> Fraction | None:
        found = against_plan(company(months(start, end)), [plan(*asked)], "revenue")
        return None if found.whole is None else found.whole.before

    assert planned("2025-01", "2025-04") == 900
    assert planned("2025-02", "2025-03") == 500
    assert planned("2025-02", "2025-04") == 700


def test_limits_and_ranges_count_as_what_they_say() -> None:
    asked = plan(target("revenue", None, low=9000), target("won", 10), target("leads", 100),
                 target("close_ratio", None, low="0.2", high="0.3"))  # fmt: skip
    found = against_plan(company(), [asked], "revenue")
    assert found.whole is not None
    assert found.whole.before == 9000
    close = next(it for it in found.whole.terms if it.drivers == ("close_ratio",))
    assert close.before == Fraction(1, 4)


def test_a_target_the_plans_own_numbers_break_is_told() -> None:
    asked = plan(
        target("revenue", 10_000), target("won", 10), target("average_deal", None, low=1100)
    )
    assert "comes to 1,000 for average deal" in said(against_plan(company(), [asked], "revenue"))
