"""The questions of the suggestions, put from the facts and from what is planned already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import Half, Side
from planning.model.covering.programmes import UnmarketedAccount
from planning.model.covering.question import OpenAccount, Owner

Mask = npt.NDArray[np.bool_]

EFFORT: Final[Mapping[str, float]] = {"A": 4.0, "B": 2.0}
"""Touches a month an account of a tier takes until something else is said."""


def open_accounts(
    book: AccountBook,
    tiers: pd.Series[str],
    halves: Sequence[Half],
    when: date,
    effort: Mapping[str, float] = EFFORT,
    *,
    among: Mask | None = None,
    values: pd.Series[float] | None = None,
) -> tuple[OpenAccount, ...]:
    """Return the accounts of tier A and B that no sales owner is planned for on a day.

    Who owns an account in the facts, else who owns its parent there, knows it already.

    Args:
        book: The accounts, with the owners the reader may see.
        tiers: The tier of each account, in the order of the book.
        halves: Of both teams.
        when: The day.
        effort: Touches a month by tier.
        among: Which accounts are asked about instead, in the order of the book.
        values: What each may bring in a year, plan currency; None takes what it has in open
            deals and brought in the last year.
    """
    accounts = book.accounts.assign(tier=tiers.to_numpy(), value=_values(book, values))
    if among is None:
        among = ~accounts["account_id"].isin(_covered("sales", halves, when)).to_numpy()
    owner = dict(zip(accounts["account_id"], accounts["owner"], strict=True))
    chosen = accounts[accounts["tier"].isin(["A", "B"]) & among]
    return tuple(
        OpenAccount(
            id=str(row["account_id"]),
            name=_text(row["name"]) or str(row["account_id"]),
            tier=_tier(row["tier"]),
            value=float(row["value"]),
            effort=effort[str(row["tier"])],
            region=_text(row["region"]),
            segment=_text(row["segment"]),
            known_to=_text(row["owner"]) or _text(owner.get(row["parent_id"])),
        )
        for row in chosen.to_dict("records")
    )


def owners(
    sellers: pd.DataFrame,
    halves: Sequence[Half],
    when: date,
    capacity: float | None = None,
) -> tuple[Owner, ...]:
    """Return who can own accounts, with the touches a month planned for them on a day.

    Args:
        sellers: People of sales: person_id, name, job, region and segment.
        halves: Of both teams.
        when: The day.
        capacity: Most touches a month of each; None where none is agreed.
    """
    loads: dict[str, float] = {}
    for half in halves:
        if half.team == "sales" and half.owner and half.holds_on(when):
            loads[half.owner] = loads.get(half.owner, 0.0) + (half.touches or 0)
    return tuple(
        Owner(
            id=str(row["person_id"]),
            name=_text(row["name"]) or str(row["person_id"]),
            load=loads.get(str(row["person_id"]), 0.0),
            region=_text(row["region"]),
            segment=_text(row["segment"]),
            job=_text(row["job"]),
            capacity=capacity,
        )
        for row in sellers.to_dict("records")
    )


def unmarketed_accounts(
    book: AccountBook, halves: Sequence[Half], when: date, *, among: Mask | None = None
) -> tuple[UnmarketedAccount, ...]:
    """Return the accounts that no programme is planned for on a day.

    Args:
        book: The accounts.
        halves: Of both teams.
        when: The day.
        among: Which accounts are asked about instead, in the order of the book.
    """
    if among is None:
        reached = _covered("marketing", halves, when)
        among = ~book.accounts["account_id"].isin(reached).to_numpy()
    chosen = book.accounts[among]
    return tuple(
        UnmarketedAccount(
            str(row["account_id"]),
            _text(row["segment"]),
            _text(row["region"]),
            _text(row["industry"]),
        )
        for row in chosen.to_dict("records")
    )


def _values(book: AccountBook, values: pd.Series[float] | None) -> npt.NDArray[np.float64]:
    if values is None:
        values = (book.accounts["open_cents"] + book.accounts["won_year_cents"]) / 100
    found: npt.NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    return found


def _covered(team: Side, halves: Sequence[Half], when: date) -> set[str]:
    return {it.account for it in halves if it.team == team and it.who and it.holds_on(when)}


def _tier(value: object) -> Literal["A", "B"]:
    return "A" if value == "A" else "B"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
