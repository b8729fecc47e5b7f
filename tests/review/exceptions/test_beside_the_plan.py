"""What is off beside the plan: targets, lines, reserves, pairs, landings, contradictions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.stretches import Contradiction
from planning.agreed.targets import Target
from planning.periods import Period
from planning.review.counter_pairs import counter_pairs
from planning.review.exceptions.accounts_left import (
    Uncovered,
    Woken,
    uncovered_items,
    woken_items,
)
from planning.review.exceptions.beaten import channel_items
from planning.review.exceptions.collisions import contradiction_items
from planning.review.exceptions.item import Item, Part
from planning.review.exceptions.money_lines import (
    line_items,
    placeholder_items,
    reserve_items,
)
from planning.review.exceptions.moved import landing_items, pair_items
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.targets import TargetState, target_items
from planning.review.landing import Landing
from planning.review.line_landing import line_landings
from planning.review.pace import Pace
from planning.review.shortfall.decompose import Decomposition, Term
from tests.actuals.small_counts import JAN, small_counts
from tests.agreed.small_plan import line
from tests.review.test_variance import beside, spend

NOBODY = Owners()
YEAR = Period(start=JAN, end=JAN + 12)


def only(found: tuple[Item, ...]) -> Item:
    """The one item there is."""
    (item,) = found
    return item


def target(kpi: str = "revenue", **said: object) -> Target:
    """A target of 2025."""
    cells = {"team": "sales", "kpi": kpi, "start": "2025-01", "months": 12, **said}
    return Target.model_validate(cells)


def off(
    kpi: str,
    low: float,
    value: float,
    row: str = "t",
    *,
    revenue: float | None = None,
    reason: Decomposition | None = None,
    **said: object,
) -> TargetState:
    """A target off course: at least `low` was due by now."""
    pace = Pace("off course", low=low, off=(low - value) / low)
    agreed = target(kpi, **said)
    return TargetState(row, agreed, pace, value, revenue=revenue, reason=reason)


# ---- targets ----


def test_missing_revenue_is_told_in_money_with_the_step_that_moved() -> None:
    fall = Term(("conversion",), "joint", {"Ads": Fraction(-70), "Web": Fraction(-10)})
    rise = Term(("deal_size",), "sales", {"Ads": Fraction(30), "Web": Fraction(0)})
    apart = Decomposition("revenue", Fraction(500), Fraction(450), ("Ads", "Web"), (fall, rise))
    item = only(target_items([off("revenue", 500_000, 450_000, reason=apart)], NOBODY))
    assert item.money == Decimal(50_000)
    assert item.step == "opportunities"
    assert item.finding == (
        "Revenue is 10\u00a0% behind its target of 2025, mostly through opportunities: "
        "work the qualified leads that wait."
    )


def test_missing_leads_cost_what_the_revenue_target_of_their_part_lacks() -> None:
    leads = off("leads", 100, 80, row="l", revenue=400_000, channel="Ads")
    alone = only(target_items([leads], NOBODY))
    # A fifth is missing: 400,000 were four fifths of what could have come.
    assert alone.money == Decimal(100_000)
    lacks = off("revenue", 430_000, 400_000, row="r", channel="Ads")
    both = {item.key: item for item in target_items([leads, lacks], NOBODY)}
    assert both[alone.key].money == Decimal(30_000)


def test_where_revenue_holds_missing_leads_have_cost_nothing_yet() -> None:
    holds = TargetState("r", target(), Pace("on course", low=300_000.0), 310_000.0)
    leads = off("leads", 100, 80, row="l", revenue=310_000)
    assert only(target_items([leads, holds], NOBODY)).money is None


def test_a_cost_above_its_target_is_told_in_the_money_spent_too_much() -> None:
    pace = Pace("off course", high=100.0, off=0.25)
    state = TargetState("c", target("cost_per_lead"), pace, 125.0, spend=50_000)
    item = only(target_items([state], NOBODY))
    # 400 leads at 125; at 100 they would have cost 40,000.
    assert item.money == Decimal(10_000)
    assert item.finding.startswith("Cost per lead is 25\u00a0% above its target of 2025")


def test_of_one_kpi_and_part_the_longest_period_speaks() -> None:
    month = off("leads", 10, 5, row="m", start="2025-03", months=1)
    year = off("leads", 100, 80, row="y")
    assert "20\u00a0%" in only(target_items([month, year], NOBODY)).finding


def test_a_target_hardly_off_is_no_matter_for_a_meeting() -> None:
    assert target_items([off("leads", 100, 99)], NOBODY) == ()


def test_a_target_well_ahead_is_good_news() -> None:
    state = TargetState("r", target(), Pace("on course", low=400_000.0), 480_000.0)
    item = only(target_items([state], NOBODY))
    assert (item.mood, item.money) == ("good", Decimal(80_000))
    assert item.finding.startswith("Revenue is 20\u00a0% ahead of its target of 2025")
    few = TargetState("r", target(), Pace("on course", low=400_000.0), 420_000.0)
    assert target_items([few], NOBODY) == ()


def test_passing_the_upper_end_of_a_range_is_no_trouble() -> None:
    pace = Pace("off course", low=0.9, high=1.0, off=0.2)
    state = TargetState("q", target("quota_attainment", low=1, high=1), pace, 1.2)
    assert only(target_items([state], NOBODY)).mood == "good"


def test_the_owners_of_a_target_stand_beside_it() -> None:
    state = off("leads", 100, 80, marketing_owner="Ada", sales_owner="Bo")
    item = only(target_items([state], NOBODY))
    assert (item.marketing_owner, item.sales_owner) == ("Ada", "Bo")
    assert "Ada" not in item.finding


# ---- lines, reserves, placeholders ----


def test_a_line_that_spent_far_more_than_planned_costs_the_difference() -> None:
    rows = [line("a", plan=[10_000] * 12, channel="Ads", owner="Ada", line_code="a")]
    found = line_landings(beside(rows, [spend(m, 14_000, line_code="a") for m in (1, 2, 3)]))
    item = only(line_items(found, "EUR", "Plan"))
    assert (item.mood, item.money, item.marketing_owner) == ("problem", Decimal(12_000), "Ada")
    assert "12\u00a0k\u00a0EUR above plan so far" in item.finding
    assert item.where is not None
    assert item.where.query == {"view": "Lines", "plan": "Plan"}


def test_a_line_that_spent_less_is_to_be_watched_with_the_money_it_left() -> None:
    rows = [line("a", plan=[10_000] * 12, channel="Ads", line_code="a")]
    found = line_landings(beside(rows, [spend(m, 6_000, line_code="a") for m in (1, 2, 3)]))
    item = only(line_items(found, "EUR"))
    assert (item.mood, item.money) == ("watch", Decimal(12_000))
    assert "12\u00a0k\u00a0EUR below plan" in item.finding
    assert "less what was spent" in item.estimate


def test_lines_nearly_on_plan_or_of_little_money_are_left_alone() -> None:
    rows = [
        line("a", plan=[10_000] * 12, channel="Ads", line_code="a"),
        line("b", plan=[100] * 12, channel="Web", line_code="b"),
    ]
    booked = [spend(m, 11_000, line_code="a") for m in (1, 2, 3)]
    booked += [spend(m, 300, line_code="b") for m in (1, 2, 3)]
    assert line_items(line_landings(beside(rows, booked)), "EUR") == ()


def test_a_reserve_is_named_once_its_trigger_came() -> None:
    row = line(
        "r",
        plan=[0] * 6 + [5_000] * 6,
        status="reserve",
        reserve_kpi="leads",
        reserve_when="above",
        reserve_threshold="100",
        reserve_month="2025-06",
    )
    assert reserve_items([row], {"r": False}, "EUR") == ()
    item = only(reserve_items([row], {"r": True}, "EUR"))
    assert item.finding.startswith(
        "A reserve of 30\u00a0k\u00a0EUR waits for spend: Leads of Jun 2025"
    )
    assert item.money == Decimal(30_000)


def test_placeholders_stand_together_as_one_matter() -> None:
    rows = [
        line("a", plan=[1_000] * 12, status="placeholder"),
        line("b", plan=[500] * 12, status="placeholder"),
        line("c", plan=[900] * 12),
    ]
    item = only(placeholder_items(rows, NOBODY, "EUR"))
    assert item.finding.startswith("2 placeholders hold 18\u00a0k\u00a0EUR of spend")
    assert item.money == Decimal(18_000)
    assert placeholder_items(rows[2:], NOBODY, "EUR") == ()


# ---- what moved ----


def test_only_likely_pairs_are_named_with_the_step_that_lost() -> None:
    rows = [
        {"month": JAN, "leads": 1000, "marketing_programme_cents": 10**7, "leads_won": 60},
        {"month": JAN + 1, "leads": 1500, "marketing_programme_cents": 10**7, "leads_won": 45},
    ]
    part = Slice(small_counts(base=rows), Scope(), Context())
    pairs = counter_pairs(part, ["cost_per_lead"], Period(start=JAN + 1, end=JAN + 2))
    item = only(pair_items(pairs, NOBODY))
    assert item.step == "close ratio"
    assert item.finding == (
        "Cost per lead fell 33\u00a0% while lead to customer fell 3.0 points: "
        "work deals like those won."
    )


def landing(key: str, middle: float) -> dict[str, Landing]:
    """Where a KPI lands in 2025."""
    return {key: Landing(key, YEAR, middle * 0.9, middle, middle * 1.1)}


@pytest.mark.parametrize(
    ("key", "was", "now", "mood"),
    [
        ("revenue", 1_000_000, 900_000, "problem"),
        ("revenue", 1_000_000, 1_100_000, "good"),
        ("cac", 1_000, 1_100, "problem"),
    ],
)
def test_a_landing_that_moved_is_told_with_its_direction(
    key: str, was: float, now: float, mood: str
) -> None:
    item = only(landing_items(landing(key, now), landing(key, was), "EUR", NOBODY))
    assert item.mood == mood
    assert item.money == (Decimal(100_000) if key == "revenue" else None)


def test_a_landing_that_hardly_moved_or_was_unknown_is_no_news() -> None:
    now = landing("revenue", 1_000_000)
    assert landing_items(now, landing("revenue", 1_020_000), "EUR", NOBODY) == ()
    assert landing_items(now, {}, "EUR", NOBODY) == ()
    other = {"revenue": Landing("revenue", Period(start=JAN - 12, end=JAN), 1, 2, 3)}
    assert landing_items(now, other, "EUR", NOBODY) == ()


def test_contradictions_count_the_targets_that_collide() -> None:
    members = frozenset({f"{'a' * 32} low 5", f"{'b' * 32} high 4", "history leads high"})
    one = Contradiction("Leads of at least 5 and of at most 4.", members)
    item = only(contradiction_items([one], NOBODY, "Plan"))
    assert item.finding.startswith("2 targets of the plan cannot all hold")
    assert item.about == "Leads of at least 5 and of at most 4."
    assert item.money is None
    assert only(contradiction_items([replace(one, money=Decimal(900))], NOBODY)).money == 900
    assert contradiction_items(None, NOBODY) == ()


# ---- accounts, channels ahead ----


def test_best_accounts_nobody_covers_are_one_matter_a_region() -> None:
    found = uncovered_items(
        [Uncovered("DACH", 4, 90_000, ("Bramwick", "Pellmoor")), Uncovered("Iberia", 0)], NOBODY
    )
    item = only(found)
    assert (item.part, item.money, item.about) == (
        Part(region="DACH"),
        Decimal(90_000),
        "Bramwick, Pellmoor",
    )
    assert item.finding.startswith("4 A accounts in DACH have no account coverage")
    assert only(uncovered_items([Uncovered("DACH", 1)], NOBODY)).finding.startswith("One A account")


def test_accounts_that_woke_up_are_named_the_dearest_first() -> None:
    found = woken_items(
        [Woken("a", "Bramwick", "DACH", touches=4), Woken("b", "Pell", "DACH", touches=1, money=9)],
        NOBODY,
    )
    assert [item.about for item in found] == ["Pell", "Bramwick"]
    assert "woke up, with 1 touch in 30 days" in found[0].finding
    assert "Pell" not in found[0].finding


def test_channels_that_brought_clearly_more_than_planned_are_good_news() -> None:
    effects: dict[str | None, Fraction] = {
        "Ads": Fraction(60_000),
        "Web": Fraction(4_000),
        "Mail": Fraction(-9_000),
    }
    term = Term(("volume",), "marketing", effects)
    apart = Decomposition("revenue", Fraction(500_000), Fraction(555_000), tuple(effects), (term,))
    item = only(channel_items(apart, NOBODY, "EUR"))
    assert (item.part, item.money, item.mood) == (Part(channel="Ads"), Decimal(60_000), "good")
    assert channel_items(None, NOBODY, "EUR") == ()
