"""Plans read part by part: targets of labels, what is left, and the money of budget lines."""

from __future__ import annotations

from fractions import Fraction

from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.review.shortfall.planned import REST
from planning.review.shortfall.shortfall import against_plan
from tests.agreed.small_plan import line
from tests.review.shortfall.small_company import (
    company,
    plan,
    said,
    target,
)

# ---- plan by part ----


def test_parts_are_held_against_their_own_targets_and_the_rest_against_what_is_left() -> None:
    asked = plan(
        target("revenue", 36_000, "2025-01", 12), target("revenue", 9_000),
        target("revenue", 20_000, "2025-01", 12, region="dach"),
    )  # fmt: skip
    found = against_plan(company(), [asked], "revenue", "region")
    assert found.parts is not None
    # A year's target goes like the company's own year: a quarter of it is due.
    came = {name: float(found.parts.effect_of(name)) for name in found.parts.parts}
    assert came == {"dach": 12_000 - 5_000, REST: 3_000 - 4_000}
    assert sum(came.values()) == found.parts.difference == 6_000


def test_a_filtered_company_is_held_against_the_targets_of_that_part() -> None:
    asked = plan(target("revenue", 9_000), target("revenue", 4_000, region="Nordics"))
    nordics = against_plan(company(region=("Nordics",)), [asked], "revenue")
    assert nordics.whole is not None
    assert [nordics.whole.before, nordics.whole.after] == [4_000, 3_000]
    assert "has no target for revenue here." in said(
        against_plan(company(region=("DACH",)), [asked], "revenue")
    )
    both = against_plan(company(region=("DACH", "Nordics")), [asked], "revenue")
    assert both.whole is None
    assert "Show all motions." in said(
        against_plan(company(motion=("acquire",)), [asked], "revenue")
    )


def test_parts_without_any_target_leave_the_whole_as_it_is() -> None:
    found = against_plan(company(), [plan(target("revenue", 9_000))], "revenue", "region")
    assert found.whole is not None
    assert found.shown is found.whole
    assert "No target for revenue by region in Plan 2025." in said(found)


# ---- planned money ----


def spent(*lines: PlanRow, **released: bool) -> tuple[Fraction, str]:
    """What was planned to be spent on each lead of Web, and what is said about it."""
    asked = plan(
        target("leads", 150), target("leads", 30, channel="Outbound"), lines=lines, **released
    )
    found = against_plan(company(), [asked], "cost_per_lead")
    return (found.whole.before * 120 if found.whole else Fraction(0)), said(found)


def test_money_counts_as_the_registry_counts_it() -> None:
    each = (0, 0, 0, 100, 100, 100)
    web, tools = line(channel="Web", plan=each), line(category="tools", plan=each)
    assert spent(web)[0] == 300
    assert spent(web, tools, line(channel="Outbound", plan=each))[0] == 300
    assert spent(web, line(plan=each, status="placeholder"))[0] == 600
    assert "No budget line of Plan 2025 counts into cost per lead." in spent(tools)[1]


def test_a_reserve_counts_once_it_is_released() -> None:
    each = (0, 0, 0, 100, 100, 100)
    web = line(channel="Web", plan=each)
    kept = line("kept", plan=each, status="reserve", reserve_month="2025-05")
    assert spent(web, kept, kept=False)[0] == 300
    assert spent(web, kept, kept=True)[0] == 500


def test_leads_of_marketing_are_its_own_target_else_the_company_without_the_others() -> None:
    lines = [line(channel="Web", plan=(0, 0, 0, 100, 100, 100))]

    def planned(*targets: Target) -> tuple[float | None, str]:
        found = against_plan(company(), [plan(*targets, lines=lines)], "cost_per_lead")
        before = None if found.whole is None else float(found.whole.before)
        return before, said(found)

    assert planned(target("leads", 150, scope_team="marketing"))[0] == 2
    assert planned(target("leads", 150), target("leads", 50, channel="outbound"))[0] == 3
    assert planned(target("cost_per_lead", 5))[0] == 5
    value, words = planned(target("leads", 150))
    assert value is None
    assert "no target for leads" in words


def test_cac_counts_both_teams_and_leaves_other_motions_out() -> None:
    each = (0, 0, 0, 100, 100, 100)
    lines = [
        line(plan=each), line(team="sales", category="people", plan=each),
        line(team="sales", plan=each, motion="retain"), line(team="joint", plan=each),
    ]  # fmt: skip
    found = against_plan(company(), [plan(target("customers", 6), lines=lines)], "cac")
    assert found.whole is not None
    assert found.whole.before == 100
    teams = {term.team: term.before for term in found.whole.terms if term.drivers == ("spend",)}
    assert teams == {"marketing": 300, "sales": 300}


def test_money_that_says_nothing_about_its_part_is_not_divided() -> None:
    lines = [line(plan=(0, 0, 0, 100)), line(channel="Web", plan=(0, 0, 0, 90))]
    asked = plan(target("leads", 100, channel="Web"), target("leads", 150), lines=lines)
    found = against_plan(company(channel=("Web",)), [asked], "cost_per_lead")
    assert "53\u00a0% of the planned money has no channel." in said(found)
