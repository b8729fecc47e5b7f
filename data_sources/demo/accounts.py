"""Accounts: who they are, since when they buy, and which deal or lead is whose."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data_sources.demo.catalogue import REGIONS, RETAIN, SEGMENTS
from data_sources.demo.deals import Deals
from data_sources.demo.draws import NEVER, Bools, Ints, day_number, month_index, workday
from data_sources.demo.staff import draw_owner
from data_sources.demo.truth import Truth

ACCOUNTS = 600
"""Accounts at size 1."""

_INSTALLED = 0.2
"""Share of accounts that buy before the data begin."""

_LATELY = day_number(-24)
"""From here on customers are new enough for their first contract to run still."""

_FORMER = 0.09
"""Share of those that had left by then."""

_CELLS = len(REGIONS) * len(SEGMENTS)


@dataclass(frozen=True)
class Book:
    """All accounts; each array has one element per account.

    Attributes:
        since: Day of the first purchase, `NEVER` for prospects.
        left: Day the main contract was lost, `NEVER` for everybody else.
        ignored: Prospects sales never works.
    """

    region: Ints
    segment: Ints
    since: Ints
    left: Ints
    ignored: Bools

    def __len__(self) -> int:
        return len(self.region)

    @property
    def cell(self) -> Ints:
        """Region and segment as one number."""
        return self.region * len(SEGMENTS) + self.segment


def open_book(rng: np.random.Generator, truth: Truth) -> Book:
    """Draw the accounts as they stand before the first month."""
    n = max(_CELLS * 12, round(ACCOUNTS * truth.size))
    shares = np.outer(list(truth.region_share.values()), list(truth.segment_share.values()))
    floor = 12
    spare = n - floor * _CELLS
    sizes = floor + np.diff(np.rint(np.cumsum(shares.ravel()) * spare).astype(int), prepend=0)
    cell = rng.permutation(np.repeat(np.arange(_CELLS), sizes))
    region, segment = cell // len(SEGMENTS), cell % len(SEGMENTS)
    # Every cell has customers from the start, so that each can grow and renew.
    rank = np.zeros(n, dtype=np.int64)
    for one in range(_CELLS):
        inside = np.flatnonzero(cell == one)
        rank[inside] = rng.permutation(len(inside))
    installed = rank < np.maximum(4, np.rint(sizes * _INSTALLED))[cell]
    since = workday(rng.integers(day_number(-90), _LATELY - 2, n))
    recent = rng.random(n) < 0.2
    late = workday(rng.integers(_LATELY, day_number(0) - 2, n))
    place = truth.places.get("ignored-accounts")
    ignored = np.zeros(n, dtype=np.bool_)
    if place is not None and place.region is not None and place.segment is not None:
        here = (region == REGIONS.index(place.region)) & (segment == SEGMENTS.index(place.segment))
        ignored = here & ~installed & (rng.random(n) < truth.ignored_share)
    return Book(
        region=region,
        segment=segment,
        since=np.where(installed, np.where(recent, late, since), NEVER),
        left=np.full(n, NEVER),
        ignored=ignored,
    )


def opening_contracts(rng: np.random.Generator, truth: Truth, book: Book) -> Deals:
    """Draw the last yearly renewal before the data of customers who bought before it.

    Customers of the last two years before the data still have their first contract, which
    is older than any deal here, so no first purchase lies before the first month.
    """
    account = np.flatnonzero(book.since < _LATELY)
    n = len(account)
    closed = workday(day_number(-12) + 1 + rng.integers(0, 362, n))
    segment = book.segment[account]
    median = np.array([truth.annual_size[name] for name in SEGMENTS])[segment]
    yearly = np.rint(median * rng.lognormal(0, truth.size_sigma, n) / 10).astype(np.int64) * 1_000
    won = rng.random(n) >= _FORMER
    return Deals(
        lead=np.full(n, -1),
        channel=np.full(n, -1),
        account=account,
        owner=draw_owner(rng, truth, "closing", book.region[account], month_index(closed)),
        region=book.region[account],
        segment=segment,
        motion=np.full(n, RETAIN),
        product=rng.integers(0, 2, n),
        created=closed - rng.integers(50, 85, n),
        closed=closed,
        won=won,
        amount=yearly,
        recurring=yearly,
        term=np.full(n, 12),
        due=np.where(won, np.maximum(closed + rng.integers(360, 371, n), day_number(0)), NEVER),
    )


def welcome(book: Book, wins: Deals) -> Book:
    """Return the book with the accounts that were won, since the day of their win."""
    since = book.since.copy()
    since[wins.account] = wins.closed
    return replace(book, since=since)


def place_winners(rng: np.random.Generator, book: Book, wins: Deals) -> Ints:
    """Give every won first deal a prospect of its own, in its region and segment.

    A full cell borrows prospects from the region's other segments, then from anywhere.

    Raises:
        ValueError: There are more wins than prospects.
    """
    prospects = rng.permutation(np.flatnonzero((book.since == NEVER) & ~book.ignored))
    if len(prospects) < len(wins):
        raise ValueError(f"{len(wins)} first deals need more than {len(prospects)} prospects")
    account = np.full(len(wins), -1)
    free = np.ones(len(book), dtype=np.bool_)
    cell = wins.region * len(SEGMENTS) + wins.segment
    groups = ((cell, book.cell), (wins.region, book.region), (cell * 0, book.cell * 0))
    for wanted, offered in groups:
        for one in np.unique(wanted):
            open_wins = np.flatnonzero((wanted == one) & (account < 0))
            there = prospects[(offered[prospects] == one) & free[prospects]][: len(open_wins)]
            account[open_wins[: len(there)]] = there
            free[there] = False
    return account


def draw_prospect(
    rng: np.random.Generator, book: Book, cell: Ints, until: Ints, *, ignored: bool = False
) -> Ints:
    """Draw for each case an account of its cell that has not bought by a day.

    Args:
        rng: Where draws come from.
        book: All accounts with their first purchases.
        cell: Region and segment of each case.
        until: The day.
        ignored: Whether accounts sales never works may be drawn.

    Returns:
        Positions in the book; where the cell is sold out, from another cell; -1 where
        everything is.
    """
    allowed = np.ones(len(book), dtype=np.bool_) if ignored else ~book.ignored
    found = _draw_by_day(rng, book, allowed, cell, until, after=True)
    for step in range(1, _CELLS):
        missing = np.flatnonzero(found < 0)
        other = (cell[missing] + step) % _CELLS
        found[missing] = _draw_by_day(rng, book, allowed, other, until[missing], after=True)
    return found


def draw_customer(rng: np.random.Generator, book: Book, cell: Ints, day: Ints) -> Ints:
    """Draw for each case a customer of its cell who bought before a day and stays.

    Returns:
        Positions in the book; -1 where the cell has no such account.
    """
    return _draw_by_day(rng, book, book.left == NEVER, cell, day, after=False)


def _draw_by_day(
    rng: np.random.Generator, book: Book, allowed: Bools, cell: Ints, day: Ints, *, after: bool
) -> Ints:
    found = np.full(len(cell), -1)
    for one in range(_CELLS):
        cases = np.flatnonzero(cell == one)
        there = np.flatnonzero(allowed & (book.cell == one))
        there = there[np.argsort(book.since[there], kind="stable")]
        # Sorted by first purchase, those before and after a day are one stretch each.
        bought = np.searchsorted(book.since[there], day[cases], side="right" if after else "left")
        low = bought if after else np.zeros_like(bought)
        width = len(there) - bought if after else bought
        at = low + (rng.random(len(cases)) * width).astype(np.int64)
        some = width > 0
        found[cases[some]] = there[at[some]]
    return found
