"""What happened to the firm: leads, deals and accounts brought together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data_sources.demo.accounts import (
    Book,
    draw_customer,
    draw_prospect,
    open_book,
    opening_contracts,
    place_winners,
    welcome,
)
from data_sources.demo.campaigns import Campaign, draw_campaigns
from data_sources.demo.catalogue import ACQUIRE, SEGMENTS
from data_sources.demo.deals import Deals, draw_deals, joined
from data_sources.demo.demand import Arrivals, draw_arrivals
from data_sources.demo.draws import AS_OF_DAY, NEVER, Ints, day_number, stream
from data_sources.demo.following import NO_CAPACITY, Journey, follow
from data_sources.demo.renewals import left_on, renew
from data_sources.demo.staff import draw_owner
from data_sources.demo.truth import Truth

_BACK = 364
"""Days between the two lives of `_begun_before`: whole weeks, so weekdays stay."""

_QUIET_DAYS = 90
"""Days before an account's first purchase without leads other than the winning one."""


@dataclass(frozen=True)
class History:
    """Everything that happened by the as-of.

    Attributes:
        lead_account: Position of each lead's account in the book, -1 where unknown.
        lead_deal: Position of each lead's deal, -1 where it has none.
    """

    truth: Truth
    campaigns: tuple[Campaign, ...]
    leads: Arrivals
    journey: Journey
    deals: Deals
    book: Book
    lead_account: Ints
    lead_deal: Ints


def play(truth: Truth) -> History:
    """Let the firm live through its months."""
    campaigns = draw_campaigns(stream(truth.seed, "naming"))
    leads = draw_arrivals(stream(truth.seed, "demand"), truth, campaigns)
    journey = follow(stream(truth.seed, "following"), truth, leads)
    found, back = draw_deals(stream(truth.seed, "deals"), truth, leads, journey)
    found = joined([_begun_before(truth, campaigns), found])
    journey = _handed_back(journey, back)
    rng = stream(truth.seed, "accounts")
    book, deals = _settle(rng, truth, open_book(rng, truth), found)
    lead_deal = np.full(len(leads), -1)
    linked = np.flatnonzero(deals.lead >= 0)
    lead_deal[deals.lead[linked]] = linked
    return History(
        truth=truth,
        campaigns=campaigns,
        leads=leads,
        journey=journey,
        deals=deals,
        book=book,
        lead_account=_lead_accounts(rng, book, leads, journey, deals, lead_deal),
        lead_deal=lead_deal,
    )


def _begun_before(truth: Truth, campaigns: tuple[Campaign, ...]) -> Deals:
    """Draw the deals that were already open when the data begin.

    Another life of the same firm, moved back by 52 weeks; its leads are older than the
    data, so these deals name their channel but no lead.
    """
    rng = stream(truth.seed, "before")
    leads = draw_arrivals(rng, truth, campaigns)
    deals, _ = draw_deals(rng, truth, leads, follow(rng, truth, leads))
    begins = day_number(0)
    open_then = (deals.created < begins + _BACK) & (deals.closed >= begins + _BACK)
    deals = deals.only(open_then & (deals.closed < NEVER))
    return replace(
        deals,
        lead=np.full(len(deals), -1),
        owner=draw_owner(rng, truth, "closing", deals.region, np.zeros_like(deals.region)),
        created=deals.created - _BACK,
        closed=deals.closed - _BACK,
        due=np.where(deals.due < NEVER, deals.due - _BACK, NEVER),
    )


def _handed_back(journey: Journey, back: Ints) -> Journey:
    """Return the journey with leads recycled that no closing person had time for."""
    late = back < NEVER
    return replace(
        journey,
        recycled=np.where(late, back, journey.recycled),
        reason=np.where(late, NO_CAPACITY, journey.reason),
    )


def _cell(things: Deals | Arrivals) -> Ints:
    return things.region * len(SEGMENTS) + things.segment


def _settle(rng: np.random.Generator, truth: Truth, book: Book, found: Deals) -> tuple[Book, Deals]:
    """Give every deal its account, and every contract its renewals."""
    first = found.motion == ACQUIRE
    wins = found.only(first & found.is_won)
    wins = wins.at_accounts(place_winners(rng, book, wins))
    book = welcome(book, wins)
    opening = opening_contracts(rng, truth, book)
    main = [opening, wins]
    main += renew(rng, truth, joined(main))
    book = replace(book, left=left_on(joined(main), len(book)))
    tries = found.only(first & ~found.is_won)
    until = np.minimum(tries.closed, AS_OF_DAY)
    tries = tries.at_accounts(draw_prospect(rng, book, _cell(tries), until))
    more = found.only(~first)
    more = more.at_accounts(draw_customer(rng, book, _cell(more), more.created))
    return book, joined([*main, tries, more, *renew(rng, truth, more)])


def _lead_accounts(
    rng: np.random.Generator,
    book: Book,
    leads: Arrivals,
    journey: Journey,
    deals: Deals,
    lead_deal: Ints,
) -> Ints:
    """Match leads to accounts: the further a lead came, the surer its account is known."""
    customer = leads.motion != ACQUIRE
    untouched = journey.touch == NEVER
    known = np.select(
        [journey.sql < NEVER, journey.sal < NEVER, ~untouched], [1.0, 0.5, 0.25], 0.08
    )
    matched = rng.random(len(leads)) < known
    account = np.full(len(leads), -1)
    cell = _cell(leads)
    # An account about to buy is known by the lead it buys through.
    until = leads.created + _QUIET_DAYS
    for where, ignored in ((matched & ~untouched, False), (matched & untouched, True)):
        new = where & ~customer
        account[new] = draw_prospect(rng, book, cell[new], until[new], ignored=ignored)
    more = matched & customer
    account[more] = draw_customer(rng, book, cell[more], leads.created[more])
    linked = lead_deal >= 0
    account[linked] = deals.account[lead_deal[linked]]
    return account
