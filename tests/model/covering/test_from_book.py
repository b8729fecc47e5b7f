"""Questions put from the facts: who has no owner, who has how much, whom nobody markets to."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planning.agreed.accounts.coverage import Half
from planning.model.covering.from_book import open_accounts, owners, unmarketed_accounts
from planning.model.covering.programmes import UnmarketedAccount
from planning.model.covering.question import CoverQuestion, OpenAccount, Owner
from planning.model.covering.suggesting import suggest_owners
from tests.books import book

DAY = date(2026, 4, 1)
COMPANY = book(
    [
        {"account_id": "A", "name": "Acme", "region": "North", "segment": "Large"},
        {"account_id": "B", "parent_id": "D", "open_cents": 900_00, "won_year_cents": 100_00},
        {"account_id": "C"},
        {"account_id": "D", "owner": "P2", "industry": "Food"},
    ]
)
TIERS = pd.Series(["A", "B", "C", "A"])
HALVES = [
    Half(team="sales", account="D", motion="acquire", owner="P1", touches=3),
    Half(team="sales", account="A", motion="acquire", owner="P1", touches=2, end=date(2026, 3, 31)),
    Half(team="sales", account="B", motion="acquire", touches=9),
    Half(team="marketing", account="A", motion="acquire", programme="Fairs", touches=9),
]
SELLERS = pd.DataFrame(
    {
        "person_id": ["P1", "P2"],
        "name": ["Nora", None],
        "job": ["closing", None],
        "region": ["North", None],
        "segment": [None, None],
    }
)


def test_accounts_of_tier_a_and_b_without_an_owner_are_asked_for() -> None:
    assert open_accounts(COMPANY, TIERS, HALVES, DAY) == (
        OpenAccount("A", "Acme", "A", 0.0, 4.0, "North", "Large", None),
        OpenAccount("B", "B", "B", 1000.0, 2.0, None, None, known_to="P2"),
    )
    all_owned = open_accounts(COMPANY, TIERS, HALVES, date(2026, 3, 31))
    assert [it.id for it in all_owned] == ["B"]


def test_owners_have_what_is_planned_for_them_on_the_day() -> None:
    assert owners(SELLERS, HALVES, DAY, capacity=40) == (
        Owner("P1", "Nora", 3.0, "North", None, "closing", 40),
        Owner("P2", "P2", 0.0, None, None, None, 40),
    )
    assert owners(SELLERS, HALVES, date(2026, 3, 1))[0].load == 5


def test_accounts_without_a_programme_are_asked_for() -> None:
    assert unmarketed_accounts(COMPANY, HALVES, DAY) == (
        UnmarketedAccount("B"),
        UnmarketedAccount("C"),
        UnmarketedAccount("D", industry="Food"),
    )


def test_the_question_can_be_answered() -> None:
    accounts, people = open_accounts(COMPANY, TIERS, HALVES, DAY), owners(SELLERS, HALVES, DAY)
    loose = suggest_owners(CoverQuestion(accounts, people, balance=1.0))
    assert {it.account.id: it.owner.id for it in loose.suggested} == {"A": "P1", "B": "P2"}
    even = suggest_owners(CoverQuestion(accounts, people, balance=0.15))
    assert [it.after for it in even.loads] == [5, 4], "Nora has three touches already"
