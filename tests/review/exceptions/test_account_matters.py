"""Account matters: best accounts nobody covers, and accounts that woke up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from planning.actuals.book import TOUCH_COLUMNS, AccountBook
from planning.agreed.accounts.coverage import Half
from planning.agreed.rows import PlanRow
from planning.review.exceptions.account_matters import uncovered, woken
from planning.review.exceptions.accounts_left import Uncovered
from tests.review.accounts.books import book_of

TODAY = date(2025, 6, 30)

FOOD = PlanRow(
    "c",
    "criterion",
    "p",
    "joint",
    cells={
        "rule": "points",
        "attribute": "industry",
        "test": "is one of",
        "values": "Food",
        "points": 10,
    },
)


def half(account: str, **said: object) -> Half:
    """Sales works an account."""
    cells = {"team": "sales", "account": account, "motion": "acquire", "owner": "S-1", **said}
    return Half.model_validate(cells)


def foods(*regions: str | None) -> AccountBook:
    """Accounts of the ideal industry, each worth as many cents as its open deal holds."""
    rows = [
        {"name": f"Mill {at}", "industry": "Food", "region": region, "open_cents": 100 * at}
        for at, region in enumerate(regions)
    ]
    return book_of([*rows, {"name": "Bank", "industry": "Money", "region": "North"}])


def test_a_accounts_without_either_half_are_told_by_region() -> None:
    book = foods("North", "North", "South", None)
    found = uncovered(book, [FOOD], [half("A00000")], TODAY)
    assert [(one.region, one.accounts, one.names) for one in found] == [
        (None, 1, ("Mill 3",)),
        ("North", 1, ("Mill 1",)),
        ("South", 1, ("Mill 2",)),
    ]


def test_a_half_without_a_name_or_over_by_now_covers_nothing() -> None:
    book = foods("North", "North", "North")
    halves = [half("A00000", owner=None), half("A00001", end="2025-06-29"), half("A00002")]
    (north,) = uncovered(book, [FOOD], halves, TODAY)
    assert north.accounts == 2


def test_where_nobody_agreed_who_is_ideal_or_who_works_whom_nothing_is_missing() -> None:
    book = foods("North")
    assert uncovered(book, [], [half("A00000")], TODAY) == ()
    assert uncovered(book, [FOOD], [], TODAY) == ()
    assert uncovered(book_of([]), [FOOD], [half("A00000")], TODAY) == ()
    assert uncovered(book, [FOOD], [half("A00000")], TODAY) == ()


def test_the_most_promising_names_come_first_and_three_are_enough() -> None:
    deals = [{"account": 0, "outcome": "won"}]
    book = replace(foods(*["North"] * 5), deals=book_of([], deals).deals)
    (north,) = uncovered(book, [FOOD], [half("elsewhere")], TODAY)
    assert isinstance(north, Uncovered)
    assert north.names == ("Mill 4", "Mill 3", "Mill 2")


def test_an_account_touched_far_more_than_before_woke_up() -> None:
    book = book_of(
        {"name": f"Mill {at}", "region": "North", "deals_open": int(at == 1)} for at in range(40)
    )
    quiet = [
        {"account": at, "week": week, "team": "marketing", "touches": 1}
        for at in range(40)
        for week in range(0, 60, 10)
    ]
    burst = [{"account": 1, "week": week, "team": "sales", "touches": 9} for week in range(3)]
    touches = pd.DataFrame([*quiet, *burst], columns=list(TOUCH_COLUMNS))
    (one,) = woken(replace(book, touches=touches))
    assert (one.name, one.region, one.days, one.has_deal) == ("Mill 1", "North", 28, True)
    assert one.touches == 28
    assert one.weeks[-3:] == (9, 9, 10)
    assert len(one.weeks) == 13
