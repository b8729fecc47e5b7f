"""Renewals: every recurring contract comes due, and is renewed or lost."""

from __future__ import annotations

import numpy as np

from data_sources.demo.catalogue import RETAIN
from data_sources.demo.deals import Deals
from data_sources.demo.draws import AS_OF_DAY, NEVER, Ints, lag, month_index, workday
from data_sources.demo.staff import draw_owner
from data_sources.demo.truth import Truth

TALK_DAYS = 75
"""Days before the end of a contract at which its renewal becomes a deal."""

YEAR = 365


def renew(rng: np.random.Generator, truth: Truth, contracts: Deals) -> list[Deals]:
    """Follow contracts through all renewals that begin by the as-of.

    Args:
        rng: Where draws come from.
        truth: The true parameters.
        contracts: Won recurring deals with accounts.

    Returns:
        The renewal deals, one lot per round; lost and open ones included.
    """
    lots: list[Deals] = []
    while True:
        contracts = contracts.only(contracts.is_won & (contracts.due - TALK_DAYS <= AS_OF_DAY))
        if not len(contracts):
            return lots
        lots.append(_next_term(rng, truth, contracts))
        contracts = lots[-1]


def _next_term(rng: np.random.Generator, truth: Truth, ending: Deals) -> Deals:
    """Return one renewal deal for each ending contract, for another year."""
    n = len(ending)
    created = np.minimum(AS_OF_DAY, workday(ending.due - TALK_DAYS))
    signed = np.maximum(created + 5, ending.due - lag(rng, 12, n))
    closed = workday(signed)
    closed = np.where(closed > AS_OF_DAY, NEVER, closed)
    won = rng.random(n) < truth.renewal_rate
    change = 1 + rng.normal(0.03, 0.05, n)
    yearly = np.rint(ending.recurring * change / 1_000).astype(np.int64) * 1_000
    return Deals(
        lead=np.full(n, -1),
        channel=np.full(n, -1),
        account=ending.account,
        owner=draw_owner(rng, truth, "closing", ending.region, month_index(created)),
        region=ending.region,
        segment=ending.segment,
        motion=np.full(n, RETAIN),
        product=ending.product,
        created=created,
        closed=closed,
        won=won,
        amount=yearly,
        recurring=yearly,
        term=np.full(n, 12),
        due=np.where(won & (closed < NEVER), ending.due + YEAR, NEVER),
    )


def left_on(main: Deals, accounts: int) -> Ints:
    """Return the day each account's main contract was lost, `NEVER` for those who stay.

    Args:
        main: Main contracts and their renewals.
        accounts: How many accounts there are.
    """
    day = np.full(accounts, NEVER)
    lost = (main.motion == RETAIN) & (main.closed < NEVER) & ~main.won
    np.minimum.at(day, main.account[lost], main.closed[lost])
    return day
