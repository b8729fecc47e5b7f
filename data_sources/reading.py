"""Reading one snapshot: its counts, and the rows behind a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.facts.snapshots import Snapshot
from data_sources.home import Home
from data_sources.store import channels
from data_sources.store.channels import Channel
from planning.company import Company

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from data_sources.facts.rows import Where
    from planning.actuals.book import AccountBook
    from planning.actuals.counts import Counts


def counts_of(home: Home, snapshot: Snapshot, company: Company, known: Sequence[Channel]) -> Counts:
    """Return the cubes of a snapshot, each channel under one name.

    Args:
        home: Where facts and kept counts lie.
        snapshot: The snapshot.
        company: Plan currency, rates, fiscal year and credit window.
        known: Channels with their aliases.
    """
    from data_sources.facts.channel_names import under_one_name
    from data_sources.facts.counting import counts_for
    from data_sources.importing import paths
    from planning.actuals.counts import NO_DATE

    as_of, files = snapshot.as_of or NO_DATE, paths(home, snapshot)
    return under_one_name(counts_for(files, as_of, company, snapshot.id, home.counts), known)


def book_of(
    home: Home, snapshot: Snapshot, company: Company, known: Sequence[Channel]
) -> AccountBook:
    """Return the book of accounts of a snapshot with every owner, channels under one name.

    Args:
        home: Where facts and kept counts lie.
        snapshot: The snapshot.
        company: Plan currency, rates and credit window.
        known: Channels with their aliases.
    """
    from data_sources.facts.account_frames import book_for, under_one_name
    from data_sources.importing import paths
    from planning.actuals.counts import NO_DATE

    as_of, files = snapshot.as_of or NO_DATE, paths(home, snapshot)
    book = book_for(files, as_of, company, snapshot.id, home.counts)
    return under_one_name(book, {alias: one.name for one in known for alias in one.aliases})


def rows_of(
    home: Home,
    snapshot: Snapshot | None,
    table: str,
    where: Where,
    limit: int,
    company: Company,
    known: Sequence[Channel],
) -> pd.DataFrame:
    """Return the rows behind a figure: ids and dates, never names.

    Args:
        home: Where the facts lie.
        snapshot: The snapshot; None is an empty company.
        table: The fact table.
        where: What to keep, per column; a channel stands for its aliases too.
        limit: Largest number of rows.
        company: Plan currency, rates and fiscal year.
        known: Channels with their aliases.
    """
    from data_sources.facts.rows import row_ids
    from data_sources.importing import paths
    from planning.actuals.counts import NO_DATE

    as_of = (snapshot.as_of if snapshot else None) or NO_DATE
    wanted = channels.with_aliases(where, known)
    return row_ids(paths(home, snapshot), table, wanted, limit, as_of=as_of, company=company)
