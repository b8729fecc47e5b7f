"""Touches: every contact of either team that leaves a trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.demo.campaigns import live_weights
from data_sources.demo.catalogue import ASSETS, CHANNEL_NAMES
from data_sources.demo.draws import (
    AS_OF_DAY,
    MONTH_STARTS,
    NEVER,
    Ints,
    month_index,
    pick,
    pick_by_row,
    workday,
)
from data_sources.demo.frames import Column, Columns, days, labels
from data_sources.demo.history import History
from data_sources.demo.truth import MONTHS
from planning.teams import TEAMS

KINDS: Final = ("call", "e-mail", "meeting", "demo", "visit", "click", "download", "webinar")
_SALES_KINDS: Final = (0.42, 0.33, 0.13, 0.06, 0.06, 0.0, 0.0, 0.0)
_MARKETING_KINDS: Final = (0.0, 0.4, 0.0, 0.0, 0.02, 0.34, 0.14, 0.10)
_MARKETING, _SALES = TEAMS.index("marketing"), TEAMS.index("sales")
_BROAD: Final = ("Website", "Paid social", "Webinars", "Trade shows", "E-mail")
"""Channels that reach known accounts."""


@dataclass(frozen=True)
class Lot:
    """Touches of one sort; positions are -1 where a touch has none."""

    on: Ints
    team: int
    account: Ints
    lead: Ints
    deal: Ints
    channel: Ints
    campaign: Ints
    asset: Ints


def _lot(on: Ints, team: int, **known: Ints) -> Lot:
    none = np.full(len(on), -1)
    names = ("account", "lead", "deal", "channel", "campaign", "asset")
    return Lot(on=on, team=team, **{name: known.get(name, none) for name in names})


def touch_columns(
    rng: np.random.Generator, history: History, accounts: Column, leads: Column, deals: Column
) -> Columns:
    """Return the columns of the table `touches`, in order of day.

    Touches of marketing name accounts, never leads: a lead counts as followed up when
    sales has touched it.
    """
    lots = [
        *_of_leads(rng, history),
        _of_deals(rng, history),
        _visits(rng, history),
        _answers(history),
        _reach(rng, history),
    ]
    team = np.concatenate([np.full(len(lot.on), lot.team) for lot in lots])
    on = np.concatenate([lot.on for lot in lots])
    order = np.argsort(on, kind="stable")
    kinds = np.array([_SALES_KINDS, _MARKETING_KINDS])
    kind = pick_by_row(rng, kinds, (team == _MARKETING).astype(np.int64))

    def column(names: Column | tuple[str, ...], field: str) -> Column:
        return labels(names, np.concatenate([getattr(lot, field) for lot in lots])[order])

    return {
        "on": days(on[order]),
        "team": labels(TEAMS, team[order]),
        "kind": labels(KINDS, kind[order]),
        "account_id": column(accounts, "account"),
        "lead_id": column(leads, "lead"),
        "opportunity_id": column(deals, "deal"),
        "asset_id": column(ASSETS, "asset"),
        "channel": column(CHANNEL_NAMES, "channel"),
        "campaign": column(tuple(c.name for c in history.campaigns), "campaign"),
    }


def _of_leads(rng: np.random.Generator, history: History) -> list[Lot]:
    """First touches of leads, and what follows while sales works them."""
    journey = history.journey
    first = np.flatnonzero(journey.touch < NEVER)
    worked = np.flatnonzero(journey.sal < NEVER)
    again = np.repeat(worked, rng.poisson(1.6, len(worked)))
    later = workday(journey.touch[again] + 1 + rng.integers(0, 21, len(again)))
    keep = later <= AS_OF_DAY
    return [
        _lot(journey.touch[first], _SALES, lead=first, account=history.lead_account[first]),
        _lot(later[keep], _SALES, lead=again[keep], account=history.lead_account[again[keep]]),
    ]


def _of_deals(rng: np.random.Generator, history: History) -> Lot:
    """Touches of sales between a deal's creation and its end."""
    deals = history.deals
    deal = np.repeat(np.arange(len(deals)), 2 + rng.poisson(3.5, len(deals)))
    end = np.minimum(deals.closed, AS_OF_DAY)[deal]
    on = deals.created[deal] + (rng.random(len(deal)) * (end - deals.created[deal] + 1)).astype(int)
    inside = on >= MONTH_STARTS[0]
    deal, on = deal[inside], on[inside]
    return _lot(on, _SALES, deal=deal, account=deals.account[deal])


def _visits(rng: np.random.Generator, history: History) -> Lot:
    """Touches of accounts by sales without lead or deal: not of those it ignores."""
    book = history.book
    rate = np.where(book.ignored, 0.0, np.where(book.since < NEVER, 4.0, 2.0))
    account = np.repeat(np.arange(len(book)), rng.poisson(rate))
    on = workday(rng.integers(MONTH_STARTS[0], AS_OF_DAY - 1, len(account)))
    return _lot(on, _SALES, account=account)


def _answers(history: History) -> Lot:
    """The contact with marketing that a lead of a known account began with."""
    leads = history.leads
    known = np.flatnonzero(history.lead_account >= 0)
    return _lot(
        leads.created[known],
        _MARKETING,
        account=history.lead_account[known],
        channel=leads.channel[known],
        campaign=leads.campaign[known],
        asset=leads.asset[known],
    )


def _reach(rng: np.random.Generator, history: History) -> Lot:
    """Touches of known accounts by marketing's campaigns."""
    account = np.repeat(np.arange(len(history.book)), rng.poisson(18.0, len(history.book)))
    n = len(account)
    on = rng.integers(MONTH_STARTS[0], AS_OF_DAY + 1, n)
    broad = np.array([CHANNEL_NAMES.index(name) for name in _BROAD])
    channel = broad[pick(rng, (0.2, 0.15, 0.15, 0.1, 0.4), n)]
    weights = live_weights(history.campaigns).reshape(-1, len(history.campaigns))
    return _lot(
        on,
        _MARKETING,
        account=account,
        channel=channel,
        campaign=pick_by_row(rng, weights, channel * MONTHS + month_index(on)),
        asset=np.where(rng.random(n) < 0.5, rng.integers(0, len(ASSETS), n), -1),
    )
