"""Suggested programmes: what worked for accounts alike, with small numbers steadied."""

from __future__ import annotations

import pytest

from planning.errors import NotPossible, UsageError
from planning.model.covering.programmes import (
    Outcome,
    UnmarketedAccount,
    channel_outcomes,
    suggest_programmes,
)
from tests.actuals.small_counts import JAN, small_counts

LARGE = UnmarketedAccount("A1", segment="Large", region="North")
SMALL = UnmarketedAccount("A2", segment="Small", region="North")


def test_each_kind_of_account_gets_what_worked_for_it() -> None:
    outcomes = [
        Outcome("Fairs", 400, 80, "Large", "North"),
        Outcome("Fairs", 400, 4, "Small", "North"),
        Outcome("Webinars", 400, 12, "Large", "North"),
        Outcome("Webinars", 400, 60, "Small", "North"),
    ]
    found = suggest_programmes([LARGE, SMALL], outcomes)
    assert [(it.account, it.programme) for it in found] == [("A1", "Fairs"), ("A2", "Webinars")]
    assert (found[0].leads, found[0].won) == (400, 80)
    assert "80 of 400 leads of accounts alike (Large, North) became customers" in found[0].reason


def test_the_rate_by_hand() -> None:
    outcomes = [
        Outcome("Fairs", 60, 12, "Large", "North"),
        Outcome("Fairs", 40, 0, "Small", "North"),
        Outcome("Webinars", 100, 4, "Small", "North"),
    ]
    wide = (0 + 50 * 16 / 200) / (40 + 50)
    segment = (0 + 50 * wide) / (0 + 50)
    region = (12 + 50 * segment) / (60 + 50)
    assert suggest_programmes([LARGE], outcomes)[0].rate == pytest.approx(region)


def test_two_of_two_do_not_outrank_eighty_of_four_hundred() -> None:
    outcomes = [
        Outcome("Fairs", 400, 80, "Large", "North"),
        Outcome("Podcast", 2, 2, "Large", "North"),
        Outcome("Podcast", 60, 0, "Small", "South"),
        Outcome("Search", 500, 10, "Small", "North"),
    ]
    assert suggest_programmes([LARGE], outcomes)[0].programme == "Fairs"


def test_an_account_of_an_unknown_kind_gets_what_worked_over_all() -> None:
    outcomes = [Outcome("Fairs", 50, 10, "Large"), Outcome("Search", 50, 2, "Large")]
    found = suggest_programmes([UnmarketedAccount("A9", segment="Public")], outcomes)[0]
    assert found.programme == "Fairs"
    assert "10 of 50 leads of all accounts" in found.reason


def test_only_candidates_are_suggested_and_few_leads_are_not() -> None:
    outcomes = [Outcome("Fairs", 50, 25), Outcome("Search", 50, 2), Outcome("Tiny", 4, 4)]
    assert suggest_programmes([LARGE], outcomes, {"Search", "Tiny"})[0].programme == "Search"
    with pytest.raises(NotPossible, match="No programme has 5 leads"):
        suggest_programmes([LARGE], outcomes, {"Tiny"})


def test_questions_without_an_answer_are_refused() -> None:
    with pytest.raises(NotPossible, match="no account"):
        suggest_programmes([], [Outcome("Fairs", 50, 25)])
    with pytest.raises(UsageError, match="more customers than leads"):
        suggest_programmes([LARGE], [Outcome("Fairs", 5, 6)])


def test_outcomes_add_the_months_of_the_counts() -> None:
    cell = {"channel": "Fairs", "segment": "Large", "region": "North"}
    counts = small_counts(
        base=[
            {"month": JAN, **cell, "leads": 10, "leads_won": 1},
            {"month": JAN + 1, **cell, "leads": 20, "leads_won": 2},
            {"month": JAN, "channel": "Search", "leads": 5},
            {"month": JAN, "channel": "Search", "won": 5},
        ]
    )
    assert set(channel_outcomes(counts)) == {
        Outcome("Fairs", 30, 3, "Large", "North"),
        Outcome("Search", 5, 0),
    }
