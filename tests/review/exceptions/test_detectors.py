"""Detectors: what they name, what they leave alone, and the money they put to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planning.actuals.slices import Context
from planning.company import Company
from planning.review.exceptions.found import in_the_facts
from planning.review.exceptions.hidden_gem import hidden_gems
from planning.review.exceptions.ignored_accounts import ignored_accounts
from planning.review.exceptions.item import Item, Part
from planning.review.exceptions.poor_leads import poor_leads
from planning.review.exceptions.saturated import saturated_channels
from planning.review.exceptions.sentences import Matter, Words, compose
from planning.review.exceptions.unfollowed import short_regions, unfollowed_leads
from planning.review.exceptions.waiting import waiting_leads
from tests.actuals.small_counts import Row, small_counts
from tests.review.exceptions.even_company import (
    CHANNELS,
    REGIONS,
    Cell,
    Change,
    even_counts,
    even_ground,
)


def only(found: tuple[Item, ...]) -> Item:
    """The one item there is."""
    (item,) = found
    return item


def at(channel: str | None = None, region: str | None = None, **change: float) -> Change:
    """Change cells of a channel, of a region, or of one in the other."""

    def changed(cell: Cell) -> None:
        if channel in (None, cell.channel) and region in (None, cell.region):
            for name, value in change.items():
                setattr(cell, name, value)

    return changed


def swinging(cell: Cell) -> None:
    """Money moves from month to month, and leads with it."""
    # Each channel in its own rhythm: else nothing tells money from season.
    turn = (cell.month + CHANNELS.index(cell.channel)) % 4
    cell.money *= (0.5, 1.0, 2.0, 1.0)[turn]
    cell.leads = round(cell.leads * (0.7, 1.0, 1.4, 1.0)[turn])


# ---- nothing is wrong ----


def test_an_even_company_has_no_trouble() -> None:
    assert in_the_facts(even_counts(), Context()) == ()


def test_facts_without_dates_or_with_few_months_name_nothing() -> None:
    assert in_the_facts(small_counts(base=[{"leads": 5}]), Context()) == ()
    early = small_counts(as_of=date(2025, 3, 31), base=[{"leads": 5_000}])
    assert in_the_facts(early, Context()) == ()


# ---- poor leads ----


def test_a_large_channel_whose_leads_sales_turns_down_floods_it() -> None:
    item = only(poor_leads(even_ground(at("Ads", accept=0.2))))
    assert (item.kind, item.part, item.step) == ("poor-leads", Part(channel="Ads"), "acceptance")
    # Twelve months, four regions, 1,000 each: 48,000; a quarter of what others' leads are worth.
    assert item.money == Decimal(36_000)
    assert item.finding.startswith("Sales accepts 20\u00a0% of the leads from Ads, elsewhere 80")


def test_a_small_channel_of_poor_leads_is_no_flood() -> None:
    assert poor_leads(even_ground(at("Ads", accept=0.2, mqls=4, late=0))) == ()


def test_leads_nobody_called_do_not_make_a_channel_poor() -> None:
    assert poor_leads(even_ground(at("Ads", never=18, late=0))) == ()


def test_a_channel_somewhat_below_the_others_is_left_alone() -> None:
    assert poor_leads(even_ground(at("Ads", accept=0.6))) == ()


# ---- saturated channels ----


def flat(name: str, money: float) -> Change:
    """A channel of steady money and steady leads, while the others swing."""

    def change(cell: Cell) -> None:
        if cell.channel == name:
            cell.money = money * (1.1 if cell.month % 2 else 0.9)
        else:
            swinging(cell)

    return change


def test_a_dear_channel_whose_leads_do_not_follow_its_money_is_saturated() -> None:
    item = only(saturated_channels(even_ground(flat("Ads", 2_500))))
    assert (item.kind, item.part, item.step) == ("saturated-channel", Part(channel="Ads"), "spend")
    # Twelve months of 10,000: a third of them.
    assert item.money == Decimal(40_000)
    assert "cost 62\u00a0EUR each, elsewhere" in item.finding


def test_a_dear_channel_whose_leads_follow_its_money_is_not() -> None:
    def dear(cell: Cell) -> None:
        cell.money = 2_500 if cell.channel == "Ads" else 1_000
        swinging(cell)

    assert saturated_channels(even_ground(dear)) == ()


def test_a_cheap_channel_whose_leads_do_not_follow_its_money_is_no_trouble() -> None:
    assert saturated_channels(even_ground(flat("Ads", 500))) == ()


def test_a_dear_channel_whose_money_never_moved_may_just_be_dear() -> None:
    def still(cell: Cell) -> None:
        swinging(cell)
        if cell.channel == "Ads":
            cell.money, cell.leads = 2_500, 40

    assert saturated_channels(even_ground(still)) == ()


# ---- regions short of people, desks nobody sits at ----


def test_a_region_with_few_people_that_leaves_leads_of_every_channel_is_short() -> None:
    ground = even_ground(at(region="North", never=8, late=6), heads={"North": 2})
    item = only(short_regions(ground))
    assert (item.kind, item.part, item.step) == ("short-region", Part(region="North"), "capacity")
    # 12 × 5 × 8 leads nobody called; elsewhere 20 leads followed up on brought 20,000.
    assert item.money == Decimal(12 * 5 * 8 * 1_000)
    assert "70\u00a0% of leads wait too long, elsewhere 10\u00a0%" in item.finding
    assert unfollowed_leads(ground) == ()


def test_a_slow_region_with_as_many_people_as_others_is_not_short() -> None:
    assert short_regions(even_ground(at(region="North", never=8, late=6))) == ()


def test_without_people_in_the_facts_the_queue_alone_tells() -> None:
    nobody = dict.fromkeys(REGIONS, 0)
    found = short_regions(even_ground(at(region="North", never=8, late=6), heads=nobody))
    assert only(found).part == Part(region="North")


def test_a_desk_nobody_sits_at_is_named_and_its_region_is_not_short() -> None:
    ground = even_ground(at("Mail", "South", never=17, late=0), heads={"South": 2})
    item = only(unfollowed_leads(ground))
    assert (item.kind, item.step) == ("no-follow-up", "follow-up")
    assert item.part == Part(channel="Mail", region="South")
    assert "85\u00a0% of the leads from Mail in South" in item.finding
    assert item.money == Decimal(12 * 17 * 1_000)
    assert short_regions(ground) == ()


def test_a_channel_nobody_follows_up_anywhere_is_no_missing_desk_of_one_region() -> None:
    assert unfollowed_leads(even_ground(at("Mail", never=17, late=0))) == ()


def test_where_no_lead_has_a_region_channels_are_held_against_one_another() -> None:
    def nowhere(cell: Cell) -> None:
        cell.region = None  # type: ignore[assignment]
        cell.never = 17 if cell.channel == "Mail" else 0
        cell.late = 0

    item = only(unfollowed_leads(even_ground(nowhere)))
    assert item.part == Part(channel="Mail")
    assert item.finding.startswith("85\u00a0% of the leads from Mail get no follow-up")


# ---- leads that wait everywhere ----


def test_leads_left_lying_everywhere_are_one_matter() -> None:
    item = only(waiting_leads(even_ground(at(never=5))))
    assert (item.kind, item.step) == ("leads-waiting", "follow-up")
    # 12 months × 20 places × 5; 15 leads followed up on brought 20,000.
    assert item.finding.startswith("1,200 leads of a year got no follow-up, 25\u00a0% of all")
    assert item.money == Decimal(round(1_200 * 20_000 / 15))


def test_one_lead_in_ten_left_lying_is_ordinary() -> None:
    assert waiting_leads(even_ground(at(never=2))) == ()


def test_what_a_region_or_desk_explains_is_not_told_twice() -> None:
    ground = even_ground(at("Mail", "South", never=17, late=0))
    desks = unfollowed_leads(ground)
    assert waiting_leads(ground, desks) == ()
    flood = even_ground(at(region="North", never=18, late=0))
    assert only(waiting_leads(flood)).money
    named = (compose("short-region", Words(region="North"), Matter(Part(region="North"))),)
    assert waiting_leads(flood, named) == ()


# ---- hidden gems ----


def gem(cell: Cell) -> None:
    """A small channel whose leads qualify twice as often."""
    if cell.channel == "Mail":
        cell.leads, cell.mqls, cell.late, cell.qualify = 10, 8, 0, 0.75
        cell.won, cell.money = 2, 250


def test_a_small_channel_whose_leads_come_much_further_is_a_gem() -> None:
    item = only(hidden_gems(even_ground(gem)))
    assert (item.kind, item.mood, item.part) == ("hidden-gem", "watch", Part(channel="Mail"))
    assert "60\u00a0% of them qualify, elsewhere 20" in item.finding
    # Half of 480 leads again, each worth what 480 leads and 30 of the company brought.
    each = (480 * 2_000 + 30 * (48 * 5 * 20_000 / (480 + 4 * 1_920))) / 510
    assert item.money == Decimal(round(240 * each - 12_000))


def test_a_good_channel_of_ordinary_size_is_no_secret() -> None:
    assert hidden_gems(even_ground(at("Mail", qualify=0.8))) == ()


def test_leads_that_qualify_but_never_buy_are_no_gem() -> None:
    def change(cell: Cell) -> None:
        gem(cell)
        cell.won = 0 if cell.channel == "Mail" else cell.won

    assert hidden_gems(even_ground(change)) == ()


# ---- ignored accounts ----


def accounts(**ignored: int) -> list[Row]:
    """Twenty prospects a region, some of them worked by marketing alone, and a customer."""
    rows: list[Row] = []
    for region in REGIONS:
        left = ignored.get(region, 1)
        place = {"region": region, "segment": "Large"}
        rows += [
            {**place, "customer": "no", "worked_by": "both", "accounts": 20 - left},
            {**place, "customer": "no", "worked_by": "marketing", "accounts": left},
            {**place, "customer": "yes", "worked_by": "both", "accounts": 5},
        ]
    return rows


def test_accounts_of_a_place_that_sales_never_works_are_named() -> None:
    item = only(ignored_accounts(even_ground(accounts=accounts(West=18))))
    assert (item.kind, item.step) == ("ignored-accounts", "account coverage")
    assert item.part == Part(region="West", segment="Large")
    assert item.finding.startswith("18 of 20 Large accounts in West lack account coverage")
    # First purchases of three regions in a year over the 3 × 24 accounts worked there.
    assert item.money == Decimal(18 * (3 * 5 * 12 * 20_000) // (3 * 24))


def test_a_few_accounts_more_than_elsewhere_may_be_chance() -> None:
    assert ignored_accounts(even_ground(accounts=accounts(West=5))) == ()


def test_accounts_nobody_reaches_are_not_called_ignored_by_sales() -> None:
    rows = [row for row in accounts(West=18) if row["worked_by"] != "marketing"]
    rows += [
        {"region": "West", "segment": "Large", "customer": "no", "worked_by": "neither",
         "accounts": 18}
    ]  # fmt: skip
    assert ignored_accounts(even_ground(accounts=rows)) == ()


# ---- settings ----


@pytest.mark.parametrize("days", [30, 120])
def test_the_agreed_days_decide_what_was_never_followed_up(days: int) -> None:
    counts = even_counts(at("Mail", "South", never=17, late=0))
    context = Context(company=Company(never_after_days=days))
    # The untouched leads are 2,000 hours old, which is less than 120 days.
    kinds = [item.kind for item in in_the_facts(counts, context)]
    assert kinds == (["no-follow-up"] if days == 30 else [])
