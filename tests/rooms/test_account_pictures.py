"""The pictures and sentences of accounts say what the numbers are, and name no colour."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planning.review.accounts.loads import spread
from planning.review.accounts.matrix import matrix
from planning.review.accounts.one_sided import one_sided
from planning.review.accounts.waking import Waking
from planning.review.accounts.white_space import white_space
from planning.review.accounts.works import counted_works
from tests.books import book
from views.accounts_openings import waking_bars, white_matrix
from views.accounts_pictures import load_bars, works_finding, works_matrix
from views.accounts_sentences import between_frame, between_the_teams, white_frame
from views.charts import Chart

COMPANY = book(
    [
        {"account_id": "A", "segment": "Large", "worked_by": "both", "open_cents": 300_00},
        {"account_id": "B", "segment": "Large", "worked_by": "sales", "sales_touches": 3},
        {"account_id": "C", "segment": "Small", "worked_by": "marketing", "marketing_touches": 1},
        {"account_id": "D", "segment": None, "worked_by": "neither", "open_cents": 1_500_000_00},
    ]
)
MATRIX = matrix(COMPANY, counted_works(COMPANY), "segment")
LOADS = pd.DataFrame(
    {
        "owner": ["P1", "P2", "P3"],
        "name": ["Nora", "Sam", "Tom"],
        "accounts": [5, 4, 1],
        "touches": [20, 10, 0],
        "unplanned": [0, 0, 1],
        "open_cents": 0,
        "value_cents": 0,
    }
)
WAKING = Waking(
    pd.DataFrame(
        {
            "account_id": ["A"],
            "name": [None],
            "recent": [12],
            "usual": [2.04],
            "times": [6.0],
            "p": [0.001],
            "q": [0.01],
            "sentence": ["A: 12 touches in 4 weeks, where 2.0 are usual"],
        }
    ),
    looked_at=50,
    recent_weeks=4,
    earlier_weeks=52,
    bursts=1.0,
)
PRODUCTS = white_space(
    book(
        [
            {"account_id": f"A{at}", "segment": "Large", "products_owned": "P;Q" if at else "Q"}
            for at in range(8)
        ],
        [{"account": "A1", "product": "P", "cents": 100_00}],
    )
)
DRAWN: dict[str, Callable[[], Chart | None]] = {
    "works": lambda: works_matrix(MATRIX, "accounts", "EUR", "as the facts say"),
    "loads": lambda: load_bars(LOADS, spread(LOADS), 0.15),
    "waking": lambda: waking_bars(WAKING),
    "white": lambda: white_matrix(PRODUCTS),
}


def drawn(name: str) -> Chart:
    """A picture that has something to show."""
    found = DRAWN[name]()
    assert found is not None
    return found


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_names_no_colour_and_keeps_its_data_apart(name: str) -> None:
    chart = drawn(name)
    template = {key: it for key, it in chart.spec.items() if key != "data"}
    assert "#" not in json.dumps(template)
    assert not any("data" in layer for layer in template["layer"])
    assert json.loads(json.dumps(chart.spec, allow_nan=False)) == chart.spec
    assert chart.alt.startswith(chart.finding)


@pytest.mark.parametrize("name", DRAWN)
def test_every_field_a_picture_draws_is_in_its_rows(name: str) -> None:
    chart = drawn(name)

    def fields(part: Any) -> set[str]:  # noqa: ANN401 - a tree of anything
        if isinstance(part, dict):
            own = {part["field"]} if isinstance(part.get("field"), str) else set()
            return own.union(*(fields(it) for key, it in part.items() if key != "data"))
        return set().union(*map(fields, part)) if isinstance(part, list) else set()

    assert fields(chart.spec) <= set(chart.rows[0])


def test_who_works_whom_is_told_by_count_and_by_money() -> None:
    assert works_finding(MATRIX) == (
        "Nobody works 25\u00a0% of the accounts; one team alone 50\u00a0%"
    )
    assert works_finding(MATRIX, "open_cents").startswith("Nobody works accounts that hold 100")
    cells = {(it["name"], it["works"]): it for it in drawn("works").rows}
    assert len(cells) == 3 * 4
    assert cells["Large", "Sales only"]["label"] == "1"
    assert cells["Large", "Sales only"]["share"] == 0.5
    assert cells["not known", "Nobody"]["open"] == "1,500,000.00\u00a0EUR"


def test_loads_are_held_against_the_even_share() -> None:
    assert drawn("loads").finding == "2 of 3 loads lie more than 15\u00a0% from the even share"
    assert {it["even"] for it in drawn("loads").rows} == {10}
    own = load_bars(LOADS.head(1), spread(LOADS), 0.15)
    assert own is not None
    assert own.finding == "Loads lie between 0 and 20 touches a month", "of others no name is said"
    assert load_bars(LOADS.head(0), None, 0.15) is None


def test_openings_are_told() -> None:
    assert drawn("waking").finding == "1 of 50 accounts stirs well above what is usual"
    assert drawn("waking").rows[0]["name"] == "A", "without a name its id"
    assert drawn("white").finding.startswith("P is missing most: 1 account without it")
    empty = Waking(WAKING.accounts.head(0), 50, 4, 52, 1.0)
    assert waking_bars(empty) is None
    assert white_matrix(white_space(book([{"account_id": "A"}]))) is None


def test_what_falls_between_the_teams_is_said_by_plan_or_by_facts() -> None:
    found = one_sided(COMPANY, counted_works(COMPANY))
    assert between_the_teams(found, "EUR", planned=False) == (
        "1 account nobody works holds 1.5\u00a0M EUR in open deals.",
        (
            "Sales spent 100\u00a0% of its touches of the last 90 days on 1 account "
            "that marketing does not work."
        ),
        (
            "Marketing spent 100\u00a0% of its touches of the last 90 days on 1 account "
            "that sales does not work."
        ),
        "2 of 4 accounts are worked by one team only: 1 by sales, 1 by marketing.",
    )
    planned = between_the_teams(found, "EUR", planned=True)
    assert planned[0] == "1 account nobody plans to work holds 1.5\u00a0M EUR in open deals."
    assert "that marketing does not plan to work" in planned[1]
    nothing = one_sided(book([]), np.zeros(0, dtype=np.int64))
    assert between_the_teams(nothing, "EUR", planned=True) == ()


def test_tables_to_take_hold_plain_columns() -> None:
    table = between_frame(one_sided(COMPANY, counted_works(COMPANY))["nobody"], "EUR")
    assert table["In open deals, EUR"].tolist() == [1_500_000]
    missing = white_frame(PRODUCTS, "EUR")
    assert missing["Product"].tolist() == ["P"]
    assert missing["Median deal, EUR"].tolist() == [100]
    assert white_frame(white_space(book([])), "EUR").empty
