"""Suggested owners: as good as trying everything, even, in the territory, and explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.errors import NotPossible, TandemError, UsageError
from planning.model.covering.bands import bands_of
from planning.model.covering.programme import CoverProgramme
from planning.model.covering.question import CoverQuestion, OpenAccount
from planning.model.covering.rounding import penalised, rounded, standing
from planning.model.covering.suggesting import suggest_owners
from planning.model.covering.telling import sentences
from planning.model.covering.terms import Terms, terms_of
from planning.model.tables import NONE
from tests.model.covering.questions import account, drawn, every_way, holding, owner


@given(
    seed=st.integers(0, 10**6),
    accounts=st.integers(1, 5),
    owners=st.integers(1, 3),
    own_region_only=st.booleans(),
    capacity=st.sampled_from([None, 4.0, 9.0, 20.0]),
    balance=st.sampled_from([0.05, 0.15, 0.5, 1.0]),
)
@settings(max_examples=60, deadline=None)
def test_small_questions_are_answered_as_well_as_by_trying_everything(
    seed: int,
    accounts: int,
    owners: int,
    own_region_only: bool,
    capacity: float | None,
    balance: float,
) -> None:
    question = drawn(
        seed,
        accounts,
        owners,
        balance=balance,
        own_region_only=own_region_only,
        capacity=capacity,
        most_load=12,
    )
    terms = terms_of(question)
    bands = bands_of(terms, balance)
    bound, parts = CoverProgramme(terms, bands).solve()
    ways = every_way(terms)
    best = max(penalised(terms, bands, way) for way in ways)
    found = penalised(terms, bands, rounded(terms, bands, parts))
    assert found == pytest.approx(best, rel=1e-5, abs=1e-5 * bound)
    assert all(worth <= bound * (1 + 1e-6) for worth in holding(terms, bands, ways))


@pytest.mark.parametrize("seed", range(4))
def test_a_programme_out_of_time_takes_no_account_from_its_owner(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = drawn(seed, 60, 8, balance=0.05, most_load=60)
    terms = terms_of(question)
    bands = bands_of(terms, question.balance)
    _, parts = CoverProgramme(terms, bands).solve()
    monkeypatch.setattr("planning.model.covering.rounding._SECONDS", 0.0)
    owner_of = rounded(terms, bands, parts)
    whole = parts.max(axis=1) > 1 - 1e-6
    assert whole.any()
    assert (owner_of[whole] != NONE).all()


def oracle(terms: Terms, low: float, high: float, *, whole: bool) -> float:
    """The best worth with all accounts given out and loads in a band, by SciPy."""
    from scipy import optimize, sparse  # type: ignore[import-untyped]

    number, people = terms.fit.shape
    once = sparse.kron(sparse.eye(number), np.ones((1, people)))
    loads = sparse.kron(terms.effort[None, :], sparse.eye(people))
    found = optimize.milp(
        -terms.gains.ravel(),
        integrality=np.full(number * people, int(whole)),
        bounds=optimize.Bounds(0, 1),
        constraints=[
            optimize.LinearConstraint(once, 1, 1),
            optimize.LinearConstraint(loads, low - terms.load, high - terms.load),
        ],
        options={"mip_rel_gap": 1e-6, "time_limit": 20},
    )
    assert found.status == 0
    return -float(found.fun)


@pytest.mark.parametrize("seed", range(4))
def test_questions_of_middle_size_agree_with_another_solver(seed: int) -> None:
    question = drawn(seed, 120, 6, most_load=40)
    found, terms = suggest_owners(question), terms_of(question)
    assert found.balanced
    # Loads are whole numbers here, so the ends of the band are too.
    ends = float(np.ceil(found.low)), float(np.floor(found.high))
    assert found.bound == pytest.approx(oracle(terms, *ends, whole=False), rel=1e-6)
    best = oracle(terms, found.low, found.high, whole=True)
    assert best * (1 - 0.01) <= found.kept <= best * (1 + 1e-6)
    assert best <= found.bound * (1 + 1e-6)
    assert found.gap == pytest.approx((found.bound - found.kept) / found.bound)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("balance", [0.03, 0.15])
def test_every_load_lies_in_the_band_and_every_account_has_an_owner(
    seed: int, balance: float
) -> None:
    question = drawn(seed, 600, 12, balance=balance, most_load=60)
    found = suggest_owners(question)
    even = sum(it.load for it in question.owners) + sum(it.effort for it in question.accounts)
    even /= len(question.owners)
    given_to: dict[str, float] = {it.id: it.load for it in question.owners}
    for it in found.suggested:
        given_to[it.owner.id] += it.account.effort
    assert len(found.suggested) == 600
    assert not found.left_out
    assert all(abs(load / even - 1) <= balance + 1e-9 for load in given_to.values())
    assert given_to == pytest.approx({it.owner.id: it.after for it in found.loads})
    assert 0 <= found.gap < 0.002


def test_a_worked_example() -> None:
    """Two of four accounts go to each; each to its own region but the one that has nobody."""
    accounts = (
        account(1, 100, region="North"),
        account(2, 80, region="North"),
        account(3, 60, region="South"),
        account(4, 40, region="Isles"),
    )
    found = suggest_owners(
        CoverQuestion(accounts, (owner("Nora", region="North"), owner("Sam", region="South")))
    )
    assert [(it.account.id, it.owner.id) for it in found.suggested] == [
        ("A1", "Nora"),
        ("A2", "Nora"),
        ("A3", "Sam"),
        ("A4", "Sam"),
    ]
    # No segment is known: a twentieth off; A4 also loses half with another region.
    assert found.kept == pytest.approx(0.95 * (100 + 80 + 60) + 0.45 * 40)
    assert found.suggested[0].reason == "Nora: same region, today 100 % below the even load"
    assert found.suggested[3].reason.startswith("Sam: from South, as Isles has nobody")


def test_who_has_too_much_already_gets_nothing_and_it_is_said() -> None:
    found = suggest_owners(
        CoverQuestion(
            tuple(account(at) for at in range(6)), (owner("Nora", 20), owner("Sam"), owner("Tom"))
        )
    )
    nora, *others = found.loads
    assert nora.accounts == 0
    assert not nora.within
    assert [it.after for it in others] == [3, 3]
    assert not found.balanced
    # Even is 26 / 3; the band ends 15 % above and below it.
    assert found.beyond == pytest.approx((20 - 26 / 3 * 1.15) + 2 * (26 / 3 * 0.85 - 3))
    assert (
        "3 of 3 loads lie more than 15 % from the even 9 touches a month"
        in sentences(found, 0.15)[0]
    )


def test_only_the_own_region_is_taken_where_that_is_asked() -> None:
    accounts = (account(1, region="North"), account(2, region="Isles"))
    question = CoverQuestion(accounts, (owner("Nora", region="North"),), own_region_only=True)
    found = suggest_owners(question)
    assert [it.account.id for it in found.suggested] == ["A1"]
    assert found.left_out[0].reason == "Nobody owns accounts in the region Isles."
    assert not suggest_owners(replace(question, own_region_only=False)).left_out


def test_capacity_is_never_passed_and_the_most_valuable_are_kept() -> None:
    accounts = tuple(account(at, value=100 * (at + 1)) for at in range(10))
    people = (owner("Nora", 2, capacity=5), owner("Sam", 0, capacity=3))
    found = suggest_owners(CoverQuestion(accounts, people, balance=1.0))
    assert {it.account.id for it in found.suggested} == {f"A{at}" for at in range(4, 10)}
    assert [it.after for it in found.loads] == [5, 3]
    assert {it.reason for it in found.left_out} == {"All room is taken by accounts worth more."}
    assert "4 accounts stay without an owner" in " ".join(sentences(found, 1.0))


def test_who_knows_the_account_is_first_among_equals() -> None:
    accounts = (account(1, known_to="Sam"), account(2, known_to="Nora"))
    found = suggest_owners(CoverQuestion(accounts, (owner("Nora"), owner("Sam"))))
    assert [it.owner.id for it in found.suggested] == ["Sam", "Nora"]
    assert "knows it already" in found.suggested[0].reason


def test_the_same_question_gets_the_same_answer() -> None:
    question = drawn(5, 300, 10)
    assert suggest_owners(question) == suggest_owners(question)


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"accounts": ()}, NotPossible, "no account to cover"),
        ({"owners": ()}, NotPossible, "Nobody in sales can own"),
        ({"jobs": frozenset({"closing"})}, NotPossible, "has the job closing"),
        ({"balance": 0.0}, UsageError, "balance"),
        ({"balance": float("nan")}, UsageError, "balance"),
        ({"accounts": (account(1), account(1))}, UsageError, "stands twice"),
        ({"accounts": (account(1, value=float("nan")),)}, UsageError, "value of account A1"),
        ({"accounts": (account(1, effort=0),)}, UsageError, "takes no touches"),
        ({"accounts": (replace(account(1), tier=cast(Any, "C")),)}, UsageError, "of tier C"),
        ({"owners": (owner("Nora", -1),)}, UsageError, "load of Nora"),
        ({"owners": (owner("Nora", capacity=-1),)}, UsageError, "capacity of Nora"),
    ],
)
def test_questions_without_an_answer_are_refused_with_a_remedy(
    change: dict[str, Any], kind: type[TandemError], words: str
) -> None:
    question = CoverQuestion((account(1),), (owner("Nora"),))
    with pytest.raises(kind, match=words) as refused:
        suggest_owners(replace(question, **change))
    assert refused.value.remedy


def test_accounts_of_unknown_value_count_as_typical_ones() -> None:
    accounts = (account(1, 50), account(2, 0), account(3, 150))
    terms = terms_of(CoverQuestion(accounts, (owner("Nora"),)))
    assert terms.worth.tolist() == [50, 100, 150]


def test_tier_b_counts_half() -> None:
    second = OpenAccount("B", "B", "B", 100.0, 1.0)
    terms = terms_of(CoverQuestion((account(1), second), (owner("Nora"),)))
    assert terms.worth.tolist() == [100, 50]
    gained, _, left_out = standing(terms, bands_of(terms, 1.0), np.array([0, NONE]))
    assert gained == pytest.approx(100 * 0.85)
    assert left_out == 1


@pytest.mark.parametrize("capacity", [0.0, 2.5])
def test_where_nobody_has_room_nothing_is_said_of_what_was_kept(capacity: float) -> None:
    question = drawn(3, 60, 30)
    full = tuple(replace(it, load=9.0, capacity=capacity) for it in question.owners)
    found = suggest_owners(replace(question, owners=full))
    assert not found.suggested
    told = sentences(found, question.balance)
    assert not any("best that is possible" in it for it in told)
    assert told[-1].startswith("60 accounts stay without an owner.")
