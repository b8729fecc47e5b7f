"""A difference taken apart: to the last digit, by driver and by part, whatever is zero."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planning.errors import NotPossible
from planning.review.shortfall.decompose import Decomposition, decompose
from planning.review.shortfall.drivers import LADDERS, Quantities
from planning.review.shortfall.factors import Parts
from tests.review.shortfall.states import mean_steps, one, state, witness

KPIS = tuple(LADDERS)
LABELS = ("DACH", "Nordics", "Iberia", None)
ANY = st.integers(-300, 300)
COUNT = st.integers(0, 40)


def effects(found: Decomposition) -> dict[str, Fraction]:
    """Effects by driver, of spend all teams together."""
    sums: dict[str, Fraction] = {}
    for term in found.terms:
        sums[term.drivers[0]] = sums.get(term.drivers[0], Fraction(0)) + term.effect
    return sums


@st.composite
def anything(draw: st.DrawFn, kpi: str) -> Quantities:
    """A part of a company in which any level may be zero, and money of either sign."""
    levels = [draw(ANY if level == "revenue" else COUNT) for level, _ in LADDERS[kpi]]
    spent = {"marketing": draw(ANY), "sales": draw(ANY)}
    return state(*levels, kpi=kpi, **(spent if kpi != "revenue" else {}))


@st.composite
def funnel(draw: st.DrawFn, kpi: str) -> Quantities:
    """A part of a company in which nothing comes from nothing."""
    levels, most = [], 40
    for level, _ in LADDERS[kpi]:
        most = draw(st.integers(0, most))
        levels.append(draw(ANY) if level == "revenue" and most else most)
    return state(*levels, kpi=kpi, **({} if kpi == "revenue" else {"marketing": draw(COUNT)}))


@st.composite
def two_states(draw: st.DrawFn, whole: bool = False) -> tuple[str, Parts, Parts]:
    """A KPI and two states of one to four parts between which it is defined."""
    kpi = draw(st.sampled_from(KPIS))
    labels = LABELS[: draw(st.integers(1, 4))]
    part = funnel(kpi) if whole else anything(kpi)
    before, after = ({label: draw(part) for label in labels} for _ in range(2))
    if kpi != "revenue":
        top = LADDERS[kpi][-1][0]
        for side in (before, after):
            assume(sum(it.levels[top] or 0 for it in side.values()) != 0)
    return kpi, before, after


def value(kpi: str, parts: Parts) -> Fraction:
    """The KPI of all parts together."""
    top = LADDERS[kpi][-1][0]
    cases = sum(((it.levels[top] or Fraction(0)) for it in parts.values()), Fraction(0))
    if kpi == "revenue":
        return cases
    return sum((it.money for it in parts.values()), Fraction(0)) / cases


# ---- by hand ----


def test_revenue_by_hand() -> None:
    # 100 leads, 10 decided, 5 won, 500: then twice the leads, half the close ratio.
    # Volume and close ratio are the two that move: 500 · (2, ½). Volume first +500, else
    # +250; close ratio first −250, else −500.
    found = decompose("revenue", one(100, 10, 5, 500), one(200, 20, 5, 500))
    assert effects(found) == {"volume": 375, "conversion": 0, "close_ratio": -375, "deal_size": 0}
    assert {term.drivers[0]: term.team for term in found.terms} == {
        "volume": "marketing",
        "conversion": "joint",
        "close_ratio": "sales",
        "deal_size": "sales",
    }
    measured = {term.drivers[0]: (term.before, term.after) for term in found.terms}
    assert measured["close_ratio"] == (Fraction(1, 2), Fraction(1, 4))
    assert measured["volume"] == (Fraction(100), Fraction(200))


def test_cost_per_lead_by_hand() -> None:
    # 1,000 for 10 leads, then 1,200 for 8: 100 to 150. Money first: 120, then 150; leads
    # first: 125, then 150. Money (20 + 25) / 2, leads (30 + 25) / 2.
    kpi = "cost_per_lead"
    found = decompose(kpi, one(10, kpi=kpi, marketing=1000), one(8, kpi=kpi, marketing=1200))
    assert effects(found) == {"volume": Fraction(55, 2), "spend": Fraction(45, 2)}


def test_cac_by_hand() -> None:
    # 10 customers for 1,000 become 8 for 1,000; only the close ratio fell, by a fifth.
    before = one(100, 40, 10, 10, kpi="cac", marketing=600, sales=400)
    after = one(100, 40, 8, 8, kpi="cac", marketing=500, sales=500)
    found = decompose("cac", before, after)
    assert effects(found) == {
        "volume": 0, "conversion": 0, "mix": 0, "close_ratio": 25, "spend": 0,
    }  # fmt: skip
    # 100 money is worth (100/10 + 100/8) / 2 in either team's hands.
    spent = {term.team: term.effect for term in found.terms if term.drivers == ("spend",)}
    assert spent == {"marketing": Fraction(-45, 4), "sales": Fraction(45, 4)}


def test_a_shift_to_the_poorer_part_is_mix() -> None:
    # Web turns every lead into 10, fairs into 2; 10 leads move from one to the other.
    before: Parts = {"Web": state(20, 20, 20, 200), "Fairs": state(20, 20, 20, 40)}
    after: Parts = {"Web": state(10, 10, 10, 100), "Fairs": state(30, 30, 30, 60)}
    found = decompose("revenue", before, after)
    assert effects(found)["mix"] == found.difference == -80
    assert found.effect_of("Web") == -100
    assert found.effect_of("Fairs") == 20


def test_each_part_of_revenue_explains_its_own_difference() -> None:
    before: Parts = {"Web": state(20, 10, 5, 200), "Fairs": state(7, 3, 3, 40)}
    after: Parts = {"Web": state(30, 5, 5, 300), "Fairs": state(30, 1, 0, 0)}
    found = decompose("revenue", before, after)
    assert [int(found.effect_of(it)) for it in ("Web", "Fairs")] == [100, -40]


# ---- what is zero, missing or odd ----


def test_a_close_ratio_that_was_zero_gets_what_it_brought() -> None:
    found = decompose("revenue", one(100, 10, 0, 0), one(100, 10, 4, 800))
    assert effects(found)["close_ratio"] == 800


def test_deals_without_a_lead_count_as_volume_of_their_own() -> None:
    found = decompose("revenue", one(0, 10, 5, 100), one(0, 20, 10, 200))
    assert effects(found) == {"volume": 100, "close_ratio": 0, "deal_size": 0}
    volume = found.terms[0]
    assert volume.level == "decided"
    assert [volume.before, volume.after] == [10, 20]


def test_customers_that_were_none_in_a_part_divide_nothing_by_zero() -> None:
    before: Parts = {
        "A": state(10, 5, 5, 5, kpi="cac", sales=100),
        "B": state(10, 5, 0, 0, kpi="cac", sales=100),
    }
    after: Parts = {
        "A": state(10, 5, 0, 0, kpi="cac", sales=100),
        "B": state(10, 5, 5, 5, kpi="cac", sales=100),
    }
    found = decompose("cac", before, after)
    assert found.difference == 0
    # Nothing was spent more: what closes better in one part closes worse in the other.
    assert effects(found)["spend"] == 0
    assert found.effect_of("A") == -found.effect_of("B") == 40


def test_steps_that_are_not_known_are_told_together() -> None:
    def drivers(*levels: int | None) -> list[tuple[str, ...]]:
        found = decompose("revenue", one(*levels), one(200, 30, 9, 900))
        return [term.drivers for term in found.terms]

    assert drivers(100, None, 5, 500) == [
        ("volume",), ("conversion", "close_ratio"), ("deal_size",),
    ]  # fmt: skip
    assert drivers(None, 10, 5, 500) == [
        ("volume", "conversion"), ("close_ratio",), ("deal_size",),
    ]  # fmt: skip
    assert drivers(None, None, None, 500) == [
        ("volume", "conversion", "close_ratio", "deal_size"),
    ]  # fmt: skip


def test_without_the_kpi_itself_nothing_is_told() -> None:
    with pytest.raises(NotPossible, match="Revenue"):
        decompose("revenue", one(100, 10, 5, None), one(100, 10, 5, 500))
    with pytest.raises(NotPossible, match="customers"):
        decompose(
            "cac",
            one(100, 10, 5, 0, kpi="cac", sales=1),
            one(100, 10, 5, 5, kpi="cac", sales=1),
        )


# ---- for any two states ----


@settings(max_examples=60, deadline=None)
@given(two_states())
def test_terms_add_up_exactly_over_drivers_and_parts(two: tuple[str, Parts, Parts]) -> None:
    kpi, before, after = two
    found = decompose(kpi, before, after)
    assert (found.before, found.after) == (value(kpi, before), value(kpi, after))
    assert sum(term.effect for term in found.terms) == found.difference
    assert sum(found.effect_of(part) for part in found.parts) == found.difference
    if kpi == "revenue":
        for part in found.parts:
            own = value(kpi, {part: after[part]}) - value(kpi, {part: before[part]})
            assert found.effect_of(part) == own


@settings(max_examples=50, deadline=None)
@given(two_states(whole=True))
def test_every_order_of_the_drivers_listed_gives_the_same(two: tuple[str, Parts, Parts]) -> None:
    kpi, before, after = two
    players = dict.fromkeys([*(driver for _, driver in LADDERS[kpi]), "mix"])
    if kpi != "revenue":
        players["spend"] = None
    listed = mean_steps(players, witness(kpi, before, after))
    found = effects(decompose(kpi, before, after))
    assert {name: it for name, it in listed.items() if it} == {
        name: it for name, it in found.items() if it
    }


@settings(max_examples=60, deadline=None)
@given(two_states())
def test_nothing_moved_means_no_effect(two: tuple[str, Parts, Parts]) -> None:
    kpi, before, _ = two
    assert not any(effects(decompose(kpi, before, before)).values())


@settings(max_examples=60, deadline=None)
@given(two_states())
def test_the_way_back_undoes_every_term(two: tuple[str, Parts, Parts]) -> None:
    kpi, before, after = two
    there, back = decompose(kpi, before, after), decompose(kpi, after, before)
    assert effects(back) == {name: -it for name, it in effects(there).items()}


@settings(max_examples=60, deadline=None)
@given(two_states(), st.permutations(LABELS))
def test_the_order_of_the_parts_is_of_no_matter(
    two: tuple[str, Parts, Parts], order: list[str | None]
) -> None:
    kpi, before, after = two
    shuffled = [{label: side[label] for label in order if label in side} for side in two[1:]]
    first, second = decompose(kpi, before, after), decompose(kpi, *shuffled)
    assert effects(first) == effects(second)
    assert all(first.effect_of(part) == second.effect_of(part) for part in first.parts)


@settings(max_examples=60, deadline=None)
@given(two_states(), st.integers(2, 9))
def test_twice_the_company_has_twice_the_revenue_terms_and_the_same_costs(
    two: tuple[str, Parts, Parts], times: int
) -> None:
    kpi, before, after = two
    larger = [
        {
            label: Quantities(
                {level: None if it is None else it * times for level, it in part.levels.items()},
                {team: it * times for team, it in part.spend.items()},
            )
            for label, part in side.items()
        }
        for side in (before, after)
    ]
    by = times if kpi == "revenue" else 1
    assert effects(decompose(kpi, *larger)) == {
        name: it * by for name, it in effects(decompose(kpi, before, after)).items()
    }


@settings(max_examples=60, deadline=None)
@given(two_states(whole=True))
def test_money_alone_moves_spend_alone(two: tuple[str, Parts, Parts]) -> None:
    kpi, before, _ = two
    assume(kpi != "revenue")
    dearer = {
        label: Quantities(part.levels, {"marketing": part.money + 100})
        for label, part in before.items()
    }
    found = effects(decompose(kpi, before, dearer))
    assert {name for name, it in found.items() if it} == {"spend"}
