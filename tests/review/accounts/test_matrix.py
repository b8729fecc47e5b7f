"""Who works whom: every account in one cell, money where the deals are, nothing lost."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.actuals.book import AccountBook
from planning.agreed.accounts.coverage import Half
from planning.review.accounts.contacts import contacts
from planning.review.accounts.loads import own_only, owner_loads, spread
from planning.review.accounts.matrix import MEASURES, NOT_KNOWN, matrix
from planning.review.accounts.one_sided import one_sided
from planning.review.accounts.works import WORKS, counted_works, not_in_facts, planned_works
from tests.books import AS_OF, book

DAY = date(2026, 4, 1)


def half(account: str, team: str = "sales", **more: object) -> Half:
    """One half that names somebody."""
    who = {"owner": "P1"} if team == "sales" else {"programme": "Webinars"}
    return Half.model_validate(
        {"account": account, "team": team, "motion": "acquire", **who, **more}
    )


def company() -> AccountBook:
    """Five accounts; A and B hold money, C is touched by sales, D by marketing, E by nobody."""
    return book(
        [
            {"account_id": "A", "segment": "Large", "region": "North", "leads": 2},
            {"account_id": "B", "segment": "Large", "region": None},
            {"account_id": "C", "segment": "Small", "region": "North", "contacts_known": 0},
            {"account_id": "D", "segment": "Small", "region": "South", "contacts_known": 4},
            {"account_id": "E", "segment": None, "region": "South", "open_cents": 700},
        ],
        [
            {"account": "A", "outcome": "open", "cents": 1000, "motion": "acquire"},
            {"account": "A", "outcome": "won", "cents": 300, "motion": "up-sell"},
            {"account": "B", "cents": 50, "closed_on": date(2024, 1, 1), "motion": "acquire"},
            {"account": "B", "outcome": "lost", "cents": 9, "motion": "acquire"},
        ],
        [
            {"account": "C", "team": "sales", "touches": 6},
            {"account": "A", "team": "sales", "touches": 2},
            {"account": "D", "team": "marketing", "touches": 3},
            {"account": "C", "team": "sales", "week": 40, "touches": 100},
        ],
    )


def test_a_plan_holds_on_its_days_and_needs_somebody_named() -> None:
    halves = [
        half("A"),
        half("A", "marketing"),
        half("B", end=date(2026, 3, 31)),
        half("C", start=DAY),
        half("D", "marketing", programme=None),
        half("X"),
    ]
    works = planned_works(company(), halves, DAY)
    assert [WORKS[it] for it in works] == ["both", "nobody", "sales only", "nobody", "nobody"]
    assert not_in_facts(company(), halves) == ("X",)


def test_only_halves_of_the_motion_count_where_one_is_named() -> None:
    halves = [half("A"), half("A", "marketing", motion="retain")]
    by_motion = [planned_works(company(), halves, DAY, it)[0] for it in ("acquire", "retain")]
    assert [WORKS[it] for it in by_motion] == ["sales only", "marketing only"]


def test_the_facts_say_who_works_whom() -> None:
    told = [WORKS[it] for it in counted_works(company())]
    assert told == ["both", "sales only", "sales only", "marketing only", "nobody"]


def test_a_matrix_by_hand() -> None:
    found = matrix(company(), counted_works(company()), "segment")
    assert found.labels == ("Large", "Small", NOT_KNOWN)
    assert found.wide().to_numpy().tolist() == [
        ["Large", 1, 1, 0, 0, 2],
        ["Small", 0, 1, 1, 0, 2],
        [NOT_KNOWN, 0, 0, 0, 1, 1],
        ["All", 1, 2, 1, 1, 5],
    ]
    assert found.wide("open_cents")["All"].tolist() == [1000, 0, 700, 1700]
    assert found.total("won_year_cents") == 300, "B was won before the last year"
    assert found.total("open_cents", "nobody") == 700


def test_money_of_one_motion_is_that_of_its_deals() -> None:
    found = matrix(company(), counted_works(company()), "region", motion="acquire")
    assert (found.total("open_cents"), found.total("won_year_cents")) == (1000, 0)
    other = matrix(company(), counted_works(company()), "region", motion="up-sell")
    assert (other.total("open_cents"), other.total("won_year_cents")) == (0, 300)


def test_tiers_stand_in_their_order_and_must_be_given() -> None:
    tiers = pd.Series(["C", "A", "B", "C", "C"])
    found = matrix(company(), counted_works(company()), "tier", tiers=tiers)
    assert found.labels == ("A", "B", "C")
    with pytest.raises(ValueError, match="needs the tiers"):
        matrix(company(), counted_works(company()), "tier")


@given(
    accounts=st.lists(
        st.tuples(
            st.sampled_from([None, "Large", "Small", "All", "not known"]),
            st.sampled_from(["both", "sales", "marketing", "neither"]),
            st.integers(0, 10**15),
        ),
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_all_cells_add_to_the_company(accounts: list[tuple[str | None, str, int]]) -> None:
    rows = [
        {"account_id": f"A{at}", "segment": segment, "worked_by": worked, "open_cents": cents}
        for at, (segment, worked, cents) in enumerate(accounts)
    ]
    whole = book(rows)
    for by in ("segment", "region"):
        found = matrix(whole, counted_works(whole), by)
        assert found.total() == len(rows)
        assert found.total("open_cents") == sum(it[2] for it in accounts)
        assert len(found.cells) == len(found.labels) * len(WORKS)
        for measure in MEASURES:
            assert found.wide(measure)["All"].iloc[-1] == found.total(measure)


def test_what_falls_between_the_teams_by_hand() -> None:
    works = planned_works(company(), [half("A"), half("B"), half("D", "marketing")], DAY)
    found = one_sided(company(), works)
    assert found["one team"].accounts["account_id"].tolist() == ["A", "B", "D"]
    assert found["one team"].by_works("sales only") == 2
    nobody = found["nobody"]
    assert (nobody.accounts["account_id"].tolist(), nobody.open_cents) == (["E"], 700)
    sales = found["sales alone"]
    assert sales.accounts["account_id"].tolist() == ["C", "A"], "most touches first"
    assert (sales.touches, sales.of_touches, sales.share) == (8, 8, 1.0)
    marketing = found["marketing alone"]
    assert marketing.accounts["account_id"].tolist() == ["D"]
    assert marketing.touches == 3


def test_an_owner_has_the_touches_of_all_motions_and_an_account_once() -> None:
    halves = [
        half("A", touches=2),
        half("A", motion="up-sell", touches=3),
        half("B", owner="P2", touches=1),
        half("B", owner="P1"),
        half("X", owner="P2", touches=4),
        half("A", "marketing", touches=50),
        half("C", touches=9, end=AS_OF),
    ]
    found = owner_loads(company(), halves, DAY, {"P1": "Nora", "P3": "Tom"})
    assert found.to_numpy().tolist() == [
        ["P1", "Nora", 2, 5, 1, 1000, 1300],
        ["P2", "P2", 2, 5, 0, 0, 0],
        ["P3", "Tom", 0, 0, 0, 0, 0],
    ]
    told = spread(found)
    assert told is not None
    assert (told.owners, told.least, told.middle, told.most) == (3, 0, 5, 5)
    assert told.even == pytest.approx(10 / 3)
    assert own_only(found, ["NORA"])["owner"].tolist() == ["P1"]
    assert own_only(found, ["someone"]).empty


def test_without_halves_every_owner_has_nothing() -> None:
    found = owner_loads(company(), [], DAY, {"P1": "Nora"})
    assert found["touches"].tolist() == [0]
    assert spread(owner_loads(company(), [], DAY, {})) is None


def test_contacts_told_as_none_differ_from_contacts_not_told() -> None:
    found = contacts(company(), company().accounts["segment"])
    assert found["label"].tolist() == ["Large", "Small", NOT_KNOWN]
    assert found["without"].tolist() == [0, 1, 0]
    assert found["untold"].tolist() == [2, 0, 1]
    assert found["each"].iloc[1] == 2
    assert np.isnan(found["each"].iloc[0])
