"""White space: products that alike customers own and this one does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from planning.actuals.book import AccountBook
from planning.actuals.intervals import PRIOR_CAP, beta_prior
from planning.model.tables import Floats, Ints
from planning.review.accounts.matrix import NOT_KNOWN

AT_MOST: Final = 200
_FEWEST: Final = 5
"""Alike accounts below which nothing is said of them."""

_MISSING: Final = [
    "account_id",
    "name",
    "segment",
    "industry",
    "product",
    "share",
    "alike",
    "owners",
    "deal_cents",
    "expected_cents",
]


@dataclass(frozen=True, eq=False)
class WhiteSpace:
    """What could be sold to customers whose products are known.

    Attributes:
        missing: Account and product it does not own, most expected money first: ids and
            names, share (of alike accounts that own it, steadied; a fraction), alike (how
            many), owners (of them), deal_cents (median won deal of the product, NaN
            unknown), expected_cents (share × deal).
        products: What is missing in all by product, most expected money first: product,
            accounts (that do not own it), expected_cents.
        owned: Segment × product: segment, product, accounts, owners, share.
        known: Accounts whose products are known.
        of_accounts: All accounts.
    """

    missing: pd.DataFrame
    products: pd.DataFrame
    owned: pd.DataFrame
    known: int
    of_accounts: int


def white_space(book: AccountBook, at_most: int = AT_MOST) -> WhiteSpace:
    """Return which products alike customers own that a customer does not.

    An account's products are those the facts name and those of its won deals. Alike are
    the others of its segment and industry. Formula: share = (owners + a) / (alike + a + b),
    with (a, b) the beta prior of the product over all groups; expected = share × median
    won deal of the product. Groups of fewer than 5 alike accounts say nothing.

    Args:
        book: The accounts.
        at_most: Most rows of `missing`.
    """
    products, owned = _owned(book)
    known = np.flatnonzero(owned.any(axis=1)) if len(products) else np.zeros(0, dtype=np.int64)
    held = owned[known]
    accounts = book.accounts.iloc[known]
    missing, by_product = _missing(book, accounts, held, products, at_most)
    return WhiteSpace(
        missing,
        by_product,
        _by_segment(accounts, held, products),
        len(known),
        len(book),
    )


def _owned(book: AccountBook) -> tuple[list[str], npt.NDArray[np.bool_]]:
    """Return the products by their first spelling, and which account owns which."""
    pairs: list[tuple[int, str]] = []
    for at, text in enumerate(book.accounts["products_owned"].tolist()):
        if text:
            pairs += [(at, part.strip()) for part in str(text).split(";") if part.strip()]
    won = book.deals[(book.deals["outcome"] == "won") & book.deals["product"].notna()]
    pairs += zip(won["account"].tolist(), won["product"].tolist(), strict=True)
    spelled: dict[str, str] = {}
    for _, name in pairs:
        spelled.setdefault(name.casefold(), name)
    place = {key: at for at, key in enumerate(spelled)}
    owned = np.zeros((len(book), len(place)), dtype=np.bool_)
    if pairs:
        owned[[at for at, _ in pairs], [place[name.casefold()] for _, name in pairs]] = True
    return list(spelled.values()), owned


def _missing(
    book: AccountBook,
    accounts: pd.DataFrame,
    held: npt.NDArray[np.bool_],
    products: list[str],
    at_most: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the most worth of what is missing, and all of it by product."""
    if not len(accounts):
        nothing = np.zeros(0, dtype=np.int64)
        return pd.DataFrame(columns=_MISSING), _by_product(products, nothing, np.zeros(0))
    group = accounts.groupby(["segment", "industry"], dropna=False, sort=False).ngroup()
    of = group.to_numpy(dtype=np.int64)
    size = np.bincount(of)
    owners = np.zeros((len(size), len(products)), dtype=np.int64)
    np.add.at(owners, of, held.astype(np.int64))
    deal = _median_deals(book, products)
    account, product = np.nonzero(~held & (size[of] > _FEWEST)[:, None])
    # The account itself does not own it: it is no owner, and it is not alike itself.
    alike, have = size[of[account]] - 1, owners[of[account], product]
    above, below = _priors(owners, size)
    share = (have + above[product]) / (alike + above[product] + below[product])
    expected = share * deal[product]
    order = np.lexsort((-share, -np.nan_to_num(expected, nan=-1.0)))[:at_most]
    by_product = _by_product(products, product, expected)
    account, product = account[order], product[order]
    told = accounts.iloc[account][["account_id", "name", "segment", "industry"]]
    missing = told.reset_index(drop=True).assign(
        product=np.array(products, dtype=object)[product],
        share=share[order],
        alike=alike[order],
        owners=have[order],
        deal_cents=deal[product],
        expected_cents=expected[order],
    )
    return missing, by_product


def _by_product(products: list[str], product: Ints, expected: Floats) -> pd.DataFrame:
    number = np.bincount(product, minlength=len(products))
    money = np.bincount(product, np.nan_to_num(expected), len(products))
    found = pd.DataFrame({"product": products, "accounts": number, "expected_cents": money})
    found = found[found["accounts"] > 0]
    ordered = found.sort_values(["expected_cents", "accounts"], ascending=False, kind="stable")
    return ordered.reset_index(drop=True)


def _priors(owners: Ints, size: Ints) -> tuple[Floats, Floats]:
    """Return the beta prior of each product over the groups."""
    found = []
    for at in range(owners.shape[1]):
        prior = beta_prior(owners[:, at].tolist(), size.tolist())
        if prior is None:
            # One group alone, or all own it: its own share, weighed like a capped prior.
            share = owners[:, at].sum() / max(int(size.sum()), 1)
            prior = (PRIOR_CAP * share, PRIOR_CAP * (1 - share))
        found.append(prior)
    above, below = zip(*found, strict=True)
    return np.array(above), np.array(below)


def _median_deals(book: AccountBook, products: list[str]) -> Floats:
    """Return the median amount of won deals by product, cents; NaN without any of known amount."""
    place = {name.casefold(): at for at, name in enumerate(products)}
    deals = book.deals
    won = deals[(deals["outcome"] == "won") & deals["product"].notna() & (deals["cents"] > 0)]
    # A row of several deals shares its amount evenly.
    number = won["n"].clip(lower=1).to_numpy(dtype=np.int64)
    each = pd.Series(np.repeat(won["cents"].to_numpy() / number, number))
    at = np.repeat([place[str(it).casefold()] for it in won["product"]], number)
    medians = each.groupby(at.astype(np.int64)).median()
    return medians.reindex(range(len(products))).to_numpy(dtype=np.float64)


def _by_segment(
    accounts: pd.DataFrame, held: npt.NDArray[np.bool_], products: list[str]
) -> pd.DataFrame:
    segments = [NOT_KNOWN if pd.isna(it) else str(it) for it in accounts["segment"]]
    frame = pd.DataFrame(held.astype(np.int64), columns=pd.RangeIndex(len(products)))
    grouped = frame.groupby(np.array(segments, dtype=object)) if len(frame) else None
    columns = ["segment", "product", "accounts", "owners", "share"]
    if grouped is None:
        return pd.DataFrame(columns=columns)
    size, sums = grouped.size(), grouped.sum()
    rows = [
        (segment, product, int(size[segment]), int(sums.loc[segment, at]))
        for segment in size.sort_values(ascending=False, kind="stable").index
        for at, product in enumerate(products)
    ]
    found = pd.DataFrame(rows, columns=columns[:-1])
    return found.assign(share=found["owners"] / found["accounts"])
