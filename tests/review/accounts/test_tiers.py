"""Tiers are what the criteria say of every single account."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.agreed.accounts.criteria import Criterion
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import PlanRow
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import Profile, Tiers, moves, tiered
from tests.review.accounts.books import book_of
from tests.review.accounts.plain_tiers import tier_of

WORDS: Final = ("Food", "food ", "ENERGY", "Straße", "steel", None)
OWN: Final = ({"ISO 9001": "yes"}, {"iso 9001": "No", "size": "12"}, {"size": "many"}, None)
PRODUCTS: Final = ("Core", "core; Shield", "Shield;", " ; ", None)

accounts: Final = st.lists(
    st.fixed_dictionaries(
        {
            "industry": st.sampled_from(WORDS),
            "region": st.sampled_from(WORDS),
            "employees": st.sampled_from([None, 0, 12, 50, 51.0]),
            "products_owned": st.sampled_from(PRODUCTS),
            "attributes": st.sampled_from(OWN).map(lambda it: it and json.dumps(it)),
            "is_customer": st.booleans(),
        }
    ),
    max_size=12,
)
_ABOUT: Final = ("industry", "region", "products_owned", "attributes.ISO 9001", "is_customer")
_words: Final = st.fixed_dictionaries(
    {
        "attribute": st.sampled_from(_ABOUT),
        "test": st.sampled_from(["is one of", "is none of"]),
        "values": st.sampled_from(["Food; energy", "STRASSE", "core", "yes", "shield; no"]),
    }
)
_numbers: Final = st.fixed_dictionaries(
    {
        "attribute": st.sampled_from(["employees", "attributes.size", "industry"]),
        "test": st.sampled_from(["is at least", "is at most"]),
        "values": st.sampled_from(["12", "50", "0"]),
    }
)
_known: Final = st.fixed_dictionaries(
    {
        "attribute": st.sampled_from([*_ABOUT, "employees", "attributes.size", "attributes.no"]),
        "test": st.just("is known"),
    }
)
_equal: Final = st.fixed_dictionaries(
    {
        "attribute": st.just("employees"),
        "test": st.sampled_from(["is one of", "is none of"]),
        "values": st.sampled_from(["12; 51", "50"]),
    }
)


def _ruled(condition: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    points = st.integers(-30, 30).map(lambda n: {**condition, "rule": "points", "points": n})
    alone = st.sampled_from(["must", "never"]).map(lambda rule: {**condition, "rule": rule})
    return st.one_of(points, points, alone)


criteria: Final = st.lists(
    st.one_of(
        st.one_of(_words, _numbers, _known, _equal).flatmap(_ruled),
        st.fixed_dictionaries(
            {
                "rule": st.sampled_from(["tier A from", "tier B from"]),
                "points": st.integers(-20, 40),
            }
        ),
    ),
    max_size=7,
)


def rows_of(*cells: dict[str, Any]) -> list[PlanRow]:
    """Return criteria as rows of a plan, which nothing refuses."""
    for one in cells:
        assert not refusals("criterion", cleaned("criterion", one), whole=True)
    return [
        PlanRow(f"r{n}", "criterion", "plan", "joint", cells=cleaned("criterion", one))
        for n, one in enumerate(cells)
    ]


def tiers_of(listed: list[dict[str, Any]], *cells: dict[str, Any]) -> Tiers:
    """Return the tiers of some accounts under some criteria."""
    return tiered(Profile.of(rows_of(*cells)), Attributes(book_of(listed)))


@settings(deadline=None)
@given(listed=accounts, cells=criteria)
def test_tiers_are_those_of_every_account_by_itself(
    listed: list[dict[str, Any]], cells: list[dict[str, Any]]
) -> None:
    found = tiers_of(listed, *cells)
    read = [Criterion.of(row.cells) for row in rows_of(*cells)]
    plain = book_of(listed).accounts.to_dict("records")
    expected = [tier_of(row, read) for row in plain]  # type: ignore[arg-type]
    assert [*zip(found.names, found.points.tolist(), strict=True)] == expected


@settings(deadline=None)
@given(listed=accounts, cells=criteria)
def test_reasons_add_up_to_the_points_and_name_what_excludes(
    listed: list[dict[str, Any]], cells: list[dict[str, Any]]
) -> None:
    found = tiers_of(listed, *cells)
    for account, name in enumerate(found.names):
        reasons = found.reasons(account)
        assert sum(one.points for one in reasons) == found.points[account]
        assert any(one.excludes for one in reasons) == (name == "no target")


FOOD: Final = {"rule": "points", "attribute": "industry", "test": "is one of", "values": "food"}


def test_what_is_unknown_wins_no_points_and_excludes_nobody_by_a_never() -> None:
    listed: list[dict[str, Any]] = [{"industry": "Steel"}, {"industry": None}]
    none_of = {"rule": "points", "attribute": "industry", "test": "is none of", "values": "Food"}
    assert tiers_of(listed, {**none_of, "points": 9}).points.tolist() == [9, 0]
    never = {"rule": "never", "attribute": "industry", "test": "is none of", "values": "Food"}
    assert tiers_of(listed, never).names.tolist() == ["no target", "A"]


def test_a_must_keeps_out_whom_nothing_is_known_of() -> None:
    must = {"rule": "must", "attribute": "employees", "test": "is at least", "values": "50"}
    found = tiers_of([{"employees": 50}, {"employees": 49}, {}], must)
    assert found.names.tolist() == ["A", "no target", "no target"]
    assert found.reasons(2)[0].words == "not met or not known: employees at least 50"


@pytest.mark.parametrize(
    ("thresholds", "a_from", "b_from"),
    [
        ({}, 20, 10),
        ({"tier A from": 25}, 25, 13),
        ({"tier B from": 5}, 20, 5),
        ({"tier A from": 12, "tier B from": 4}, 12, 4),
    ],
)
def test_thresholds_nobody_agreed_are_two_thirds_and_half_of_it(
    thresholds: dict[str, int], a_from: int, b_from: int
) -> None:
    cells = [{"rule": rule, "points": points} for rule, points in thresholds.items()]
    against = {"rule": "points", "attribute": "region", "test": "is known", "points": -40}
    profile = Profile.of(rows_of({**FOOD, "points": 30}, against, *cells))
    assert (profile.a_from, profile.b_from) == (a_from, b_from)
    assert profile.a_agreed == ("tier A from" in thresholds)


def test_moves_count_who_changed_from_where_to_where() -> None:
    listed = [{"industry": "Food"}] * 3 + [{"industry": "Steel"}] * 2
    before = tiers_of(listed, {**FOOD, "points": 10})
    after = tiers_of(listed, {**FOOD, "points": 10}, {"rule": "tier A from", "points": 11})
    assert moves(before, after) == {("A", "B"): 3}
    assert moves(before, before) == {}


def test_half_a_criterion_asks_nothing() -> None:
    row = PlanRow("r", "criterion", "plan", "joint", cells={"rule": "must"})
    assert Profile.of([row]).is_empty
