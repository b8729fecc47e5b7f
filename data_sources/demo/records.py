"""The tables of things: accounts, leads and deals as a CRM would export them."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.catalogue import (
    ASSETS,
    CHANNEL_NAMES,
    COMPETITORS,
    COUNTRIES,
    DISQUALIFY_REASONS,
    INDUSTRIES,
    LOSS_REASONS,
    PRODUCTS,
    RECYCLE_REASONS,
    REGIONS,
    SEGMENTS,
    account_names,
)
from data_sources.demo.draws import AS_OF_DAY, NEVER, Ints, lag, not_after, pick, pick_by_row
from data_sources.demo.frames import (
    Column,
    Columns,
    days,
    flags,
    labels,
    numbered,
    numbers,
    whole,
    words,
)
from data_sources.demo.history import History
from data_sources.demo.lead_attributes import lead_attributes
from data_sources.demo.staff import JOBS, MARKETING_HEADS
from planning.actuals.rows import MOTIONS, STATUSES

_FORMS: Final = ("newsletter", "guide", "trial", "demo request")
_PAGES: Final = 12
_FRESH_DAYS: Final = 7
_COMPETITOR: Final = LOSS_REASONS.index("Competitor")


def account_ids(history: History) -> Column:
    """Return every account's id, in the order of the book."""
    return numbered("A-", len(history.book))


def lead_ids(history: History) -> Column:
    """Return every lead's id, in order of creation."""
    return numbered("L-", len(history.leads))


def deal_ids(history: History) -> Column:
    """Return every deal's id, in order of creation."""
    return numbered("D-", len(history.deals))


def account_columns(rng: np.random.Generator, history: History, ids: Column) -> Columns:
    """Return the columns of the table `accounts`."""
    book, n = history.book, len(history.book)
    names = account_names(n)
    employees = np.rint(
        np.array([35.0, 260.0, 2_400.0])[book.segment] * rng.lognormal(0, 0.5, n)
    ).astype(np.int64)
    earned = employees * np.rint(rng.lognormal(12.0, 0.3, n)).astype(np.int64) * 100
    has_parent = rng.random(n) < 0.05
    country = pick(rng, (0.65, 0.22, 0.13), n)
    places = [name for region in COUNTRIES for name in region]
    # Ids are in the order of names, so a parent is always an account of its own.
    parent = np.where(has_parent & (np.arange(n) > 0), np.arange(n) // 2, -1)
    return {
        "account_id": ids,
        "name": words(names),
        "domain": words([name.lower().replace(" ", "-") + ".example" for name in names]),
        "industry": labels(INDUSTRIES, rng.integers(0, len(INDUSTRIES), n)),
        "region": labels(REGIONS, book.region),
        "country": labels(places, book.region * 3 + country),
        "segment": labels(SEGMENTS, book.segment),
        "employees": whole(employees),
        "annual_revenue_cents": whole(earned),
        "owner": _account_owner(rng, history),
        "is_customer": flags((book.since < NEVER) & (book.left == NEVER)),
        "customer_since": days(book.since),
        "parent_id": labels(ids, parent),
        "contacts_known": whole(rng.poisson(2 + 3 * book.segment, n)),
        "products_owned": _products_owned(history),
    }


def _account_owner(rng: np.random.Generator, history: History) -> Column:
    """Return a closing person of the region who is present on the as-of; none if ignored."""
    members, book = history.truth.members, history.book
    weights = np.array(
        [
            [m.job == JOBS[1] and m.region == region and m.end is None for m in members]
            for region in REGIONS
        ],
        dtype=np.float64,
    )
    owner = np.where(book.ignored, -1, pick_by_row(rng, weights, book.region))
    return labels([m.person_id for m in members], owner)


def _products_owned(history: History) -> Column:
    """Return what each present customer has bought, separated by semicolons."""
    deals, book = history.deals, history.book
    owned = np.zeros((len(book), len(PRODUCTS)), dtype=np.bool_)
    bought = deals.is_won
    owned[deals.account[bought], deals.product[bought]] = True
    # Customers whose contract is older than the data use the main product.
    owned[:, 0] |= (book.since < NEVER) & ~owned.any(axis=1)
    owned &= ((book.since < NEVER) & (book.left == NEVER))[:, None]
    sets = owned @ (1 << np.arange(len(PRODUCTS)))
    texts = [
        "; ".join(name for bit, name in enumerate(PRODUCTS) if number >> bit & 1) or None
        for number in range(1 << len(PRODUCTS))
    ]
    return labels(texts, sets)


def lead_columns(
    rng: np.random.Generator, history: History, ids: Column, accounts: Column, deals: Column
) -> Columns:
    """Return the columns of the table `leads`."""
    leads, journey, n = history.leads, history.journey, len(history.leads)
    people = [member.person_id for member in history.truth.members]
    marketers = [f"M-{number + 1:02d}" for number in range(MARKETING_HEADS)]
    out, back = journey.disqualified < NEVER, journey.recycled < NEVER
    mql = journey.mql < NEVER
    score = np.where(mql, rng.normal(66, 11, n), rng.normal(36, 13, n))
    score += np.where(journey.sql < NEVER, 5, 0)
    return {
        "lead_id": ids,
        "quantity": whole(np.ones(n, dtype=np.int64)),
        "account_id": labels(accounts, history.lead_account),
        "channel": labels(CHANNEL_NAMES, leads.channel),
        "campaign": labels([c.name for c in history.campaigns], leads.campaign),
        "asset": labels(ASSETS, leads.asset),
        "segment": labels(SEGMENTS, leads.segment),
        "region": labels(REGIONS, leads.region),
        "created_on": days(leads.created),
        "assigned_on": days(journey.assigned),
        "mql_on": days(journey.mql),
        "sal_on": days(journey.sal),
        "sql_on": days(journey.sql),
        "disqualified_on": days(journey.disqualified),
        "disqualify_reason": labels(DISQUALIFY_REASONS, np.where(out, journey.reason, -1)),
        "recycled_on": days(journey.recycled),
        "recycle_reason": labels(RECYCLE_REASONS, np.where(back, journey.reason, -1)),
        "first_touch_on": days(journey.touch),
        "first_touch_hours": numbers(journey.hours, journey.touch < NEVER),
        "status": labels(STATUSES, _status(history)),
        "marketing_owner": labels(marketers, leads.channel % MARKETING_HEADS),
        "owner": labels(people, journey.owner),
        "score_points": numbers(np.round(np.clip(score, 0, 100), 1)),
        "opportunity_id": labels(deals, history.lead_deal),
        "attributes": _attributes(rng, history),
    }


def _status(history: History) -> Ints:
    """Return each lead's position in STATUSES as of the last day."""
    leads, journey, deals = history.leads, history.journey, history.deals
    new, working, qualified, disqualified, won = range(len(STATUSES))
    linked = history.lead_deal >= 0
    bought = linked & deals.is_won[history.lead_deal]
    waits = (journey.mql < NEVER) & (journey.touch == NEVER)
    fresh = (journey.mql == NEVER) & (AS_OF_DAY - leads.created < _FRESH_DAYS)
    status: Ints = np.select(
        [
            bought,
            journey.disqualified < NEVER,
            waits | fresh,
            (journey.sql < NEVER) & (journey.recycled == NEVER),
        ],
        [won, disqualified, new, qualified],
        working,
    )
    return status


def _attributes(rng: np.random.Generator, history: History) -> Column:
    """Return own properties, most of which tell something before anybody touched a lead."""
    n = len(history.leads)
    promising = (history.journey.sql < NEVER).astype(np.int64)
    weights = np.array([[0.38, 0.36, 0.16, 0.10], [0.16, 0.30, 0.24, 0.30]])
    form = pick_by_row(rng, weights, promising)
    pages = np.clip(1 + rng.poisson(2.5 + 2.0 * promising + 0.5 * form, n), 1, _PAGES)
    told = [
        {"form": name, "pages_viewed": str(count)}
        for name in _FORMS
        for count in range(1, _PAGES + 1)
    ]
    return lead_attributes(history, told, form * _PAGES + pages - 1)


def deal_columns(
    rng: np.random.Generator,
    history: History,
    ids: Column,
    accounts: Column,
    leads: Column,
    stage: Column,
) -> Columns:
    """Return the columns of the table `opportunities`.

    Args:
        rng: Where draws come from.
        history: What happened.
        ids: The deals' ids.
        accounts: The accounts' ids.
        leads: The leads' ids.
        stage: The stage each deal is in.
    """
    deals, n = history.deals, len(history.deals)
    closed = deals.closed < NEVER
    lost = closed & ~deals.won
    recurs = deals.recurring > 0
    why = np.where(lost, pick(rng, (0.26, 0.24, 0.22, 0.1, 0.12, 0.06), n), -1)
    rival = np.where(why == _COMPETITOR, pick(rng, (0.4, 0.3, 0.18, 0.12), n), -1)
    end = np.minimum(deals.closed, AS_OF_DAY)
    accepted = np.minimum(deals.created + lag(rng, 1.0, n), end)
    return {
        "opportunity_id": ids,
        "quantity": whole(np.ones(n, dtype=np.int64)),
        "account_id": labels(accounts, deals.account),
        "lead_id": labels(leads, deals.lead),
        "channel": labels(CHANNEL_NAMES, deals.channel),
        "owner": labels([m.person_id for m in history.truth.members], deals.owner),
        "region": labels(REGIONS, deals.region),
        "segment": labels(SEGMENTS, deals.segment),
        "product": labels(PRODUCTS, deals.product),
        "motion": labels(MOTIONS, deals.motion),
        "created_on": days(deals.created),
        "accepted_on": days(not_after(accepted)),
        "closed_on": days(deals.closed),
        "stage": stage,
        "is_won": flags(deals.won, closed),
        "amount_cents": whole(deals.amount),
        "recurring_amount_cents": whole(deals.recurring, recurs),
        "term_months": whole(deals.term, recurs),
        "renewal_due_on": days(deals.due),
        "currency": words(["EUR"] * n),
        "loss_reason": labels(LOSS_REASONS, why),
        "competitor": labels(COMPETITORS, rival),
        "sales_sourced": flags((deals.lead < 0) & (deals.channel < 0)),
    }
