"""The matrix of accounts: segment, region or tier × who works them, with counts and money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

import numpy as np
import pandas as pd

from planning.actuals.book import AccountBook
from planning.model.tables import Ints
from planning.review.accounts.works import WORKS, Codes

By = Literal["segment", "region", "tier"]
BY: Final[tuple[By, ...]] = ("segment", "region", "tier")

NOT_KNOWN: Final = "not known"
MEASURES: Final = ("accounts", "open_cents", "won_year_cents")
YEAR_DAYS: Final = 365


@dataclass(frozen=True, eq=False)
class Matrix:
    """Accounts by one of their attributes and by who works them.

    Attributes:
        by: What the rows are.
        cells: One row per label and each of WORKS: label, works, accounts, open_cents (of
            open deals), won_year_cents (won in the last 365 days); zeros are kept. The
            labels with most accounts first, tiers in order, `not known` last.
    """

    by: By
    cells: pd.DataFrame

    @property
    def labels(self) -> tuple[str, ...]:
        """The rows' labels in their order."""
        return tuple(dict.fromkeys(self.cells["label"]))

    def total(self, measure: str = "accounts", works: str | None = None) -> int:
        """Return a measure over all rows, of one column or of all."""
        kept = self.cells if works is None else self.cells[self.cells["works"] == works]
        return int(kept[measure].sum())

    def wide(self, measure: str = "accounts") -> pd.DataFrame:
        """Return a row per label and a last one, `All`, with a column per WORKS and `All`."""
        wide = self.cells.pivot(index="label", columns="works", values=measure)
        wide = wide.reindex(index=list(self.labels), columns=list(WORKS)).astype(np.int64)
        wide = wide.rename_axis(columns=None).reset_index(names=self.by)
        total = pd.DataFrame([{self.by: "All", **wide[list(WORKS)].sum()}])
        wide = pd.concat([wide, total], ignore_index=True)
        return wide.assign(All=wide[list(WORKS)].sum(axis=1))


def matrix(
    book: AccountBook,
    works: Codes,
    by: By,
    *,
    tiers: pd.Series[str] | None = None,
    motion: str | None = None,
) -> Matrix:
    """Count accounts and their money by an attribute and by who works them.

    Every account stands in exactly one cell, so all cells add to the company.

    Args:
        book: The accounts.
        works: Who works each of them, by plan or by facts.
        by: What the rows are.
        tiers: The tier of each account, in the order of the book; needed for `tier`.
        motion: Only money of deals with this motion; None for all.

    Returns:
        The matrix; without accounts it has no rows.

    Raises:
        ValueError: Rows are tiers and none were given.
    """
    if by == "tier" and tiers is None:
        raise ValueError("A matrix by tier needs the tiers.")
    column = tiers if by == "tier" and tiers is not None else book.accounts[by]
    opened, won = money(book, motion)
    frame = pd.DataFrame(
        {
            "label": [NOT_KNOWN if pd.isna(it) else str(it) for it in column],
            "works": pd.Categorical(np.array(WORKS, dtype=object)[works], categories=list(WORKS)),
            "accounts": 1,
            "open_cents": opened,
            "won_year_cents": won,
        }
    )
    sums = frame.groupby(["label", "works"], observed=False)[list(MEASURES)].sum().reset_index()
    sums["works"] = sums["works"].astype(object)
    order = _order(frame["label"], by)
    sums["place"] = sums["label"].map(order) * len(WORKS) + sums["works"].map(WORKS.index)
    cells = sums.sort_values("place").drop(columns="place").reset_index(drop=True)
    return Matrix(by, cells.astype(dict.fromkeys(MEASURES, np.int64)))


def money(book: AccountBook, motion: str | None = None) -> tuple[Ints, Ints]:
    """Return what each account has in open deals and what it brought in the last 365 days.

    Args:
        book: The accounts.
        motion: Only deals with this motion; None for all.

    Returns:
        Whole cents of open and of won deals, one of each per account.
    """
    if motion is None:
        accounts = book.accounts
        return accounts["open_cents"].to_numpy(), accounts["won_year_cents"].to_numpy()
    deals = book.deals[book.deals["motion"] == motion]
    since = pd.Timestamp(book.as_of - timedelta(days=YEAR_DAYS))
    closed = deals["closed_on"]
    last_year = (closed > since) & (closed <= pd.Timestamp(book.as_of))
    return (
        _by_account(deals[deals["outcome"] == "open"], len(book)),
        _by_account(deals[(deals["outcome"] == "won") & last_year], len(book)),
    )


def _by_account(deals: pd.DataFrame, accounts: int) -> Ints:
    # Whole cents: floats of bincount would round beyond 2^53.
    found = np.zeros(accounts, dtype=np.int64)
    np.add.at(found, deals["account"].to_numpy(), deals["cents"].to_numpy())
    return found


def _order(labels: pd.Series[str], by: By) -> dict[str, int]:
    counts = labels.value_counts()
    names = [str(name) for name in counts.index]
    sizes = dict(zip(names, counts.tolist(), strict=True))
    ranked = sorted(
        names, key=lambda name: (name == NOT_KNOWN, 0 if by == "tier" else -sizes[name], name)
    )
    return {name: at for at, name in enumerate(ranked)}
