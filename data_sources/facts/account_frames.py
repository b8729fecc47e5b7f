"""The book of accounts of a snapshot as frames, asked for once and kept as Parquet."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from data_sources.facts.kept_frames import (
    folder_name,
    load_tables,
    plain_frame,
    save_tables,
)
from planning.actuals.book import (
    ACCOUNT_COLUMNS,
    DEAL_COLUMNS,
    DISQUALIFIED_COLUMNS,
    TOUCH_COLUMNS,
    WEEKS,
    AccountBook,
)
from planning.company import Company

BOOK_VERSION: Final = 2
"""Rises whenever the same facts give another book."""

_PARTS: Final = {
    "accounts": ACCOUNT_COLUMNS,
    "deals": DEAL_COLUMNS,
    "touches": TOUCH_COLUMNS,
    "disqualified": DISQUALIFIED_COLUMNS,
}
_FLOATS: Final = ("employees", "contacts_known")
"""Whole numbers that may be missing, which a frame holds as floats."""

_TEAMS: Final = ("marketing", "sales")


def book_for(
    paths: Mapping[str, Path], as_of: date, company: Company, snapshot_id: str, cache: Path
) -> AccountBook:
    """Return a snapshot's book of accounts, asked for only if nobody has before.

    Args:
        paths: The Parquet file of each table that has rows.
        as_of: The date treated as today.
        company: Plan currency, rates and credit window.
        snapshot_id: The snapshot.
        cache: Folder of kept counts; may be emptied at any time.
    """
    folder = cache / folder_name("book", BOOK_VERSION, snapshot_id, as_of, company)
    tables = load_tables(folder, _PARTS)
    if tables is None:
        from data_sources.facts.account_book import ask_book

        shutil.rmtree(folder, ignore_errors=True)
        tables = in_order(ask_book(paths, as_of, company))
        save_tables(tables, folder, snapshot_id)
    frames = {name: plain_frame(table) for name, table in tables.items()}
    return AccountBook(snapshot_id=snapshot_id, as_of=as_of, **frames)


def in_order(asked: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the parts of a book in their order, accounts as positions, touches by week."""
    accounts = asked["accounts"].sort_by("account_id").combine_chunks()
    ids = accounts["account_id"]
    # Units of money by pandas: an engine divides whole numbers in its own way.
    revenue = pc.divide(pc.cast(accounts["annual_revenue_cents"], pa.float64()), 100.0)
    accounts = _as_floats(accounts.append_column("annual_revenue", revenue), *_FLOATS)
    deals = _placed(asked["deals"], ids).sort_by(
        [("account", "ascending"), ("opportunity_id", "ascending")]
    )
    deals = _as_floats(deals, "days")
    touches = _by_week(_placed(asked["touches"], ids))
    out = _placed(asked["disqualified"], ids).sort_by(
        [("account", "ascending"), ("reason", "ascending")]
    )
    found = {"accounts": accounts, "deals": deals, "touches": touches, "disqualified": out}
    return {name: found[name].select(list(columns)) for name, columns in _PARTS.items()}


def _by_week(touches: pa.Table) -> pa.Table:
    """Return touches by account, week and team, in this order."""
    teams = pa.array(sorted(_TEAMS))
    week = touches["days"].to_numpy() // 7
    team = pc.index_in(touches["team"], value_set=teams).to_numpy()
    # One number for all three: to group millions of rows by text takes seconds.
    place = (touches["account"].to_numpy() * WEEKS + week) * len(teams) + team
    cells, row = np.unique(place, return_inverse=True)
    numbers = np.bincount(row, weights=touches["touches"].to_numpy(), minlength=len(cells))
    weeks, codes = np.divmod(cells, len(teams))
    return pa.table(
        {
            "account": weeks // WEEKS,
            "week": weeks % WEEKS,
            "team": teams.take(pa.array(codes)),
            "touches": numbers.astype(np.int64),
        }
    )


def _as_floats(table: pa.Table, *names: str) -> pa.Table:
    for name in names:
        values = pc.cast(table[name], pa.float64())
        table = table.set_column(table.column_names.index(name), name, values)
    return table


def _placed(rows: pa.Table, ids: pa.ChunkedArray) -> pa.Table:
    """Return the rows whose account is known, with its position."""
    place = pc.index_in(rows["account_id"], value_set=ids)
    placed = rows.append_column("account", pc.cast(place, pa.int64()))
    return placed.filter(pc.is_valid(place))


def under_one_name(book: AccountBook, meant: Mapping[str, str]) -> AccountBook:
    """Return a book whose deals stand under the channel that their alias means.

    Args:
        book: With channels as the facts spell them.
        meant: The channel that each alias means.
    """
    if not meant:
        return book
    channel = [meant.get(name, name) for name in book.deals["channel"]]
    return replace(book, deals=book.deals.assign(channel=pd.Series(channel, dtype=object)))


def with_owners_of(book: AccountBook, own: Iterable[str]) -> AccountBook:
    """Return a book that tells the owners of one person's accounts alone.

    Args:
        book: With every owner.
        own: Names and addresses the person goes by, in any case.
    """
    mine = {name.casefold() for name in own}
    owner = [
        name if name is not None and name.casefold() in mine else None
        for name in book.accounts["owner"]
    ]
    return replace(book, accounts=book.accounts.assign(owner=pd.Series(owner, dtype=object)))
