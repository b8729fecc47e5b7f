"""Follow-up, its cost and reasons of the demo agree with its fact files counted by hand."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from planning.actuals.follow_up_groups import followed_by, whole
from planning.actuals.intervals import beta_prior
from planning.actuals.lead_reasons import later_conversion, reasons
from planning.actuals.lead_value import DEALS_LEANT_ON, lead_values
from planning.actuals.ripeness import ripeness
from planning.periods import Period, first_day
from tests.actuals.conftest import DemoLeads
from tests.actuals.leads_by_hand import during

YEAR = ("2025-07", "2026-07")
LAST_YEAR = Period.parse(*YEAR)
UNTOUCHED = """first_touch_on IS NULL AND sal_on IS NULL AND sql_on IS NULL AND deals = 0
    AND coalesce(status, 'new') = 'new' AND lead_id NOT IN (
        SELECT lead_id FROM touches WHERE team = 'sales' AND lead_id IS NOT NULL)"""


def states(as_of: object) -> str:
    """Leads considered by what became of them, clock from MQL, 24 hours and 30 days agreed."""
    return f"""SELECT *, CASE
        WHEN NOT ({UNTOUCHED}) THEN if(first_touch_hours < 25, 'within', 'late')
        WHEN (DATE '{as_of}' - mql_on) * 24 <= 24 THEN 'waiting'
        WHEN DATE '{as_of}' - mql_on > 30 THEN 'never' ELSE 'overdue' END AS followed
        FROM lead WHERE mql_on IS NOT NULL AND {during(*YEAR)}"""


@pytest.mark.parametrize("by", ["channel", "region", "segment", "owner", "campaign"])
def test_what_became_of_leads_agrees_with_the_fact_files(demo_leads: DemoLeads, by: str) -> None:
    expected: dict[str | None, dict[str, int]] = defaultdict(dict)
    query = f"SELECT {by}, followed, count(*) FROM ({states(demo_leads.hand.as_of)}) GROUP BY ALL"
    for name, state, number in demo_leads.hand.ask(query):
        expected[name][state] = number
    found = followed_by(demo_leads.part(LAST_YEAR), by, None)
    assert {
        one.name: {state: number for state, number in one.outcomes.items() if number}
        for one in found
    } == expected
    untouched = [one.untouched for one in found]
    assert untouched == sorted(untouched, reverse=True)


def test_teams_add_up_the_channels_they_own(demo_leads: DemoLeads) -> None:
    part = demo_leads.part(LAST_YEAR)
    teams, channels = followed_by(part, "team", None), followed_by(part, "channel", None)
    for team in teams:
        own = [it for it in channels if it.team == team.name]
        assert team.outcomes == {
            state: sum(it.outcomes[state] for it in own) for state in team.outcomes
        }
    assert sum(it.considered for it in teams) == whole(part, None).considered


def test_silence_costs_what_was_spent_for_leads_never_followed_up(demo_leads: DemoLeads) -> None:
    never = demo_leads.hand.ask(
        f"""SELECT channel, count(*) FROM ({states(demo_leads.hand.as_of)})
            WHERE followed = 'never' GROUP BY ALL"""
    )
    cost = Decimal(0)
    for channel, number in never:
        leads = demo_leads.hand.one(
            f"SELECT count(*) FROM lead WHERE channel = '{channel}' AND {during(*YEAR)}"
        )
        month = during(*YEAR).replace("created_on", "month")
        spent = demo_leads.hand.one(
            f"""SELECT sum(amount_cents) FROM spend WHERE team = 'marketing'
                AND category = 'programme' AND channel = '{channel}' AND {month}"""
        )
        cost += Decimal(number * int(spent or 0)) / leads / 100
    found = whole(demo_leads.part(LAST_YEAR), None).cost
    assert found.value == pytest.approx(cost, abs=Decimal("0.01"))


def test_expected_revenue_is_chance_times_amount_of_each_lead(demo_leads: DemoLeads) -> None:
    values = lead_values(demo_leads.part())
    leads = demo_leads.hand.ask(
        f"SELECT channel, segment, region, followed FROM ({states(demo_leads.hand.as_of)})"
    )
    sums: dict[str, float] = defaultdict(float)
    for channel, segment, region, state in leads:
        sums[state] += values.by_kind[channel, segment, region].value
    stake = whole(demo_leads.part(LAST_YEAR), values).stake
    assert stake is not None
    assert stake.never == pytest.approx(sums["never"])
    assert stake.overdue == pytest.approx(sums["overdue"])
    assert stake.waiting == pytest.approx(sums["waiting"])
    assert stake.never > stake.waiting > 0


def test_a_lead_is_worth_what_ripe_leads_of_its_kind_brought(demo_leads: DemoLeads) -> None:
    age = ripeness(demo_leads.part())
    assert age.ripe_before is not None
    rows = demo_leads.hand.ask(
        f"""SELECT channel, segment, region, count(*) AS leads, count(*) FILTER (won) AS won,
            sum(paid)::DOUBLE / 100 AS money FROM lead
            WHERE created_on < DATE '{first_day(age.ripe_before)}' GROUP BY ALL"""
    )
    rate = sum(row[4] for row in rows) / sum(row[3] for row in rows)
    average = sum(row[5] for row in rows) / sum(row[4] for row in rows)
    groups = {row[:2]: [sum(it[at] for it in rows if it[:2] == row[:2]) for at in (3, 4, 5)]
              for row in rows}  # fmt: skip
    outer = sum(
        beta_prior([it[1] for it in groups.values()], [it[0] for it in groups.values()]) or ()
    )
    inner = sum(beta_prior([row[4] for row in rows], [row[3] for row in rows]) or ())
    assert outer > 0 < inner
    found = lead_values(demo_leads.part()).by_kind
    for channel, segment, region, leads, won, _ in rows:
        n, sold, money = groups[channel, segment]
        lean = (sold + outer * rate) / (n + outer)
        chance = (won + inner * lean) / (leads + inner)
        of_channel = [(row[4], row[5]) for row in rows if row[0] == channel]
        own = (sum(it[1] for it in of_channel) + DEALS_LEANT_ON * average) / (
            sum(it[0] for it in of_channel) + DEALS_LEANT_ON
        )
        amount = (money + DEALS_LEANT_ON * own) / (sold + DEALS_LEANT_ON)
        worth = found[channel, segment, region]
        assert (worth.chance, worth.amount) == pytest.approx((chance, amount))


@pytest.mark.parametrize(
    ("what", "reached", "why"),
    [
        ("disqualified", "disqualified_on IS NOT NULL OR status = 'disqualified'",
         "coalesce(disqualify_reason, recycle_reason)"),
        ("recycled", "recycled_on IS NOT NULL", "recycle_reason"),
    ],
)  # fmt: skip
def test_reasons_agree_with_the_fact_files(
    demo_leads: DemoLeads, what: str, reached: str, why: str
) -> None:
    earlier = LAST_YEAR.before()
    found = reasons(demo_leads.part(LAST_YEAR), what, LAST_YEAR, earlier)
    expected = {
        (reason, channel): number
        for reason, channel, number in demo_leads.hand.ask(
            f"""SELECT {why}, channel, count(*) FROM lead
                WHERE ({reached}) AND {during(*YEAR)} GROUP BY ALL"""
        )
    }
    total = sum(expected.values())
    assert total > 1000
    for one in found:
        own = {channel: n for (reason, channel), n in expected.items() if reason == one.name}
        assert (one.share.part, one.share.whole) == (sum(own.values()), total)
        assert {it: share.part for it, share in one.by_channel.items() if share.part} == own
        assert one.moved is not None
    before = dict(
        demo_leads.hand.ask(
            f"""SELECT {why}, count(*) FROM lead
                WHERE ({reached}) AND {during("2024-07", "2025-07")} GROUP BY ALL"""
        )
    )
    first = found[0]
    was = before[first.name] / sum(before.values())
    assert first.moved is not None
    assert first.moved.points == pytest.approx((first.share.value or 0) - was)


def test_later_conversion_agrees_with_the_fact_files(demo_leads: DemoLeads) -> None:
    rows = demo_leads.hand.ask(
        f"""SELECT channel, recycled_on IS NOT NULL AS back, count(*) AS leads,
            count(*) FILTER (CASE WHEN recycled_on IS NULL
                THEN sql_on IS NOT NULL OR deals > 0 OR won
                ELSE sql_on > recycled_on OR last_deal > recycled_on
                    OR (won AND (deals = 0 OR last_won > recycled_on)) END) AS far,
            count(*) FILTER (won AND (recycled_on IS NULL OR deals = 0
                OR last_won > recycled_on)) AS won
            FROM lead WHERE {during(*YEAR)} GROUP BY ALL"""
    )
    handed = {channel: rest for channel, back, *rest in rows if back}
    never = {channel: rest for channel, back, *rest in rows if not back}
    found = later_conversion(demo_leads.part(), LAST_YEAR, "channel")
    assert {one.name for one in found} == set(handed)
    for one in found:
        assert [one.back.whole, one.back.part, one.won.part] == handed[one.name]
        others = [one.other_far.whole, one.other_far.part, one.other_won.part]
        assert others == never[one.name]
    (together,) = later_conversion(demo_leads.part(), LAST_YEAR)
    assert together.back.whole == sum(it[0] for it in handed.values()) > 1000
