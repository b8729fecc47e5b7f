"""Campaigns are many or few, good or poor, only where the numbers carry the word."""

from __future__ import annotations

import pytest

from planning.actuals.counts import Scope
from planning.actuals.scoring.campaigns import campaign_quality
from planning.periods import Period
from tests.actuals.small_counts import JAN, Row, small_counts


def brought(campaign: str | None, leads: int, won: int, month: int = JAN) -> Row:
    return {"campaign": campaign, "leads": leads, "leads_won": won, "month": month}


ROWS = [
    brought("Guide", 2_000, 4),
    brought("Fair", 1_000, 90),
    brought("Dinner", 60, 20),
    brought("List", 200, 0),
    brought("New", 8, 1),
    brought(None, 500, 400),
]
SPEND: list[Row] = [
    {"campaign": "Guide", "cents": 100_000},
    {"campaign": "Dinner", "cents": 90_000},
    {"campaign": None, "cents": 5},
]


def test_each_campaign_gets_the_word_its_numbers_carry() -> None:
    found = campaign_quality(small_counts(campaign=ROWS, spend=SPEND), Scope())
    words = {it.name: it.verdict for it in found.campaigns}
    assert words == {
        "Guide": "many poor leads",
        "Fair": "many good",
        "Dinner": "few good ones",
        "List": "few poor",
        "New": "too few to say",
    }
    assert found.share == pytest.approx(115 / 3_268)
    assert found.usual == 200


def test_what_a_lead_cost_is_told_only_where_spend_names_the_campaign() -> None:
    found = campaign_quality(small_counts(campaign=ROWS, spend=SPEND), Scope())
    costs = {it.name: it.cost_per_lead_cents for it in found.campaigns}
    assert costs == {"Guide": 50, "Dinner": 1_500, "Fair": None, "List": None, "New": None}


def test_only_months_of_the_scope_count() -> None:
    rows = [*ROWS, brought("Fair", 9, 9, JAN + 1)]
    scope = Scope(period=Period(start=JAN + 1, end=JAN + 2))
    found = campaign_quality(small_counts(campaign=rows, spend=SPEND), scope)
    assert [(it.name, it.leads, it.won) for it in found.campaigns] == [("Fair", 9, 9)]


def test_without_a_win_nothing_is_said() -> None:
    found = campaign_quality(small_counts(campaign=[brought("A", 9, 0)], spend=[]), Scope())
    assert found.campaigns == ()
    assert found.share is None
