"""Wishes that collide are named, and each change offered is the smallest that would do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.errors import Infeasible, UsageError
from planning.model.limits import Committed, CommittedHires
from planning.model.optimising.optimise import optimise
from planning.model.weighing.collisions import STANDING, Collision, collision
from planning.model.weighing.repairs import Repair, changed_wish
from planning.model.weighing.study import Study
from planning.model.weighing.wishes import Wish, answer_wish, parts_of
from tests.model.problems import random_problem
from tests.model.weighing.companies import company, leads, study_of

A_HUNDREDTH = 0.01
LONGEST_SENTENCE = 20
SEEDS = 8
_STUDIES: dict[int, Study] = {}


def holds(study: Study, wish: Wish) -> bool:
    """Whether a plan holds a wish."""
    try:
        answer_wish(study, wish)
    except Infeasible:
        return False
    return True


def drawn_study(seed: int, like: Study) -> Study:
    """The study of a company drawn at random; drawn once."""
    if seed not in _STUDIES:
        problem = random_problem(seed, channels=3, months=3, ahead=3)
        _STUDIES[seed] = study_of(problem, like)
    return _STUDIES[seed]


def with_a_hundredth_less(study: Study, wish: Wish, repair: Repair) -> Wish:
    """Return the wish with all but a hundredth of a change."""
    parts = parts_of(study.question.problem, wish)
    part = next(it for it in parts if (it.what, it.channel) == (repair.what, repair.channel))
    assert repair.before is not None
    assert repair.after is not None
    short = repair.after - A_HUNDREDTH * (repair.after - repair.before)
    return changed_wish(wish, [(part, short)])


def test_floors_above_the_envelope_offer_total_and_floors(tiny_study: Study) -> None:
    # Rent and wages are 25,000: of 40,000 are 15,000 free where 17,000 are asked for.
    problem = company(current={"A": 4_000, "B": 4_000}, envelope=40_000)
    wish = Wish(floors={"A": 8_000, "B": 9_000})
    found = collision(study_of(problem, tiny_study), wish)
    assert found.limits == (
        "the envelope of 40,000",
        "the floor of 8,000 for A over the open months",
        "the floor of 9,000 for B over the open months",
        STANDING,
    )
    assert [it.sentence for it in found.repairs] == [
        "Raise the total by 2,000 to 42,000.",
        "Lower the floor of B by 2,000 to 7,000.",
        "Lower the floor of A by 2,000 to 6,000.",
    ]
    assert [it.share for it in found.repairs] == pytest.approx([2 / 42, 2 / 9, 2 / 8])
    assert found.repairs[0].wish == Wish(total=42_000, floors=wish.floors)
    assert found.repairs[1].wish == Wish(floors={"A": 8_000, "B": 7_000})


def test_a_change_that_would_not_do_alone_is_told_as_that(tiny_study: Study) -> None:
    # Marketing's 26,000 and the floors both need more than the 40,000 there are.
    problem = company(current={"A": 4_000, "B": 4_000}, envelope=40_000)
    study = study_of(problem, tiny_study)
    found = collision(study, Wish(floors={"A": 8_000, "B": 9_000}, marketing=26_000))
    first, *others = found.repairs
    assert first.sentence == "Raise the total by 6,000 to 46,000."
    assert others
    assert all(it.wish is None for it in others)
    assert all(it.sentence.endswith("alone would not do, whatever it were.") for it in others)


def test_wishes_that_are_not_needed_for_the_collision_are_not_named(tiny_study: Study) -> None:
    committed = Committed(channel="A", month="2026-01", amount=7_000)
    problem = company(committed, current={"A": 7_000, "B": 4_000}, envelope=40_000)
    found = collision(study_of(problem, tiny_study), Wish(floors={"A": 8_000, "B": 9_000}))
    # The 7,000 committed to A are enough to leave too little for B.
    assert not any("for A" in words for words in found.limits)


def test_a_total_below_what_is_paid_collides_with_nothing_else(tiny_study: Study) -> None:
    found = collision(study_of(company(envelope=30_000), tiny_study), Wish(total=20_000))
    assert found.limits == ("the envelope of 20,000", STANDING)
    assert [it.sentence for it in found.repairs] == ["Raise the total by 5,000 to 25,000."]
    assert found.sentence == "No plan holds this wish. Raise the total by 5,000 to 25,000."


def test_a_floor_above_all_money_does_not_rest_on_what_is_paid(tiny_study: Study) -> None:
    study = study_of(company(envelope=30_000), tiny_study)
    found = collision(study, Wish(floors={"A": 31_000}))
    assert STANDING not in found.limits
    assert len(found.limits) == 2


def test_the_least_cost_of_a_customer_is_found_by_hand(tiny_study: Study) -> None:
    # (2x + 25,000) / (2 · 25 · x / (10,000 + x)) is least at x = √125,000,000: 1,794.43.
    problem = company(current={"A": 4_000, "B": 4_000}, envelope=90_000)
    (repair,) = collision(study_of(problem, tiny_study), Wish(cac=1_000)).repairs
    x = np.sqrt(125e6)
    assert repair.after == np.ceil((2 * x + 25_000) / (2 * leads(x) / 4))
    assert repair.sentence == "Accept 1,795 per new customer instead of 1,000."


def test_the_most_revenue_is_found_by_hand(tiny_study: Study) -> None:
    # 15,000 in one channel bring 60 leads, so 15 wins of 1,000.
    study = study_of(company(envelope=40_000), tiny_study)
    found = collision(study, Wish(revenue=16_000))
    assert found.limits == ("the envelope of 40,000", "revenue of at least 16,000", STANDING)
    assert found.repairs[0].sentence == "Ask for 1,000 less revenue: 15,000."
    # 64 leads need 100 · x / (10,000 + x) = 64, so x = 17,778.
    assert found.repairs[1].sentence == "Raise the total by 2,778 to 42,778."


def test_a_channel_kept_as_planned_may_be_let_go(tiny_study: Study) -> None:
    problem = company(current={"A": 9_000, "B": 4_000}, envelope=45_000)
    wish = Wish(total=36_000, locks=frozenset({"A"}), floors={"B": 5_000})
    found = collision(study_of(problem, tiny_study), wish)
    by_what = {it.what: it for it in found.repairs}
    assert by_what["lock"].sentence == "Let go of A: at least 3,000 of it must move."
    assert by_what["lock"].share == pytest.approx(3 / 9)
    assert by_what["lock"].wish == wish.model_copy(update={"locks": frozenset()})
    assert found.limits[1] == "A kept as planned"


def test_hires_promised_cannot_be_wished_away(tiny_study: Study) -> None:
    promised = CommittedHires(pool="North · closing", month="2026-01", heads=1.5)
    study = study_of(company(promised, most_hires=2.0, envelope=90_000), tiny_study)
    found = collision(study, Wish(most_hires=0))
    assert found.limits == ("no hires", STANDING)
    assert found.repairs[0].sentence == "Allow 1.5 hires instead of 0."


def test_money_for_marketing_is_raised_or_lowered_to_what_can_be(tiny_study: Study) -> None:
    study = study_of(company(envelope=40_000), tiny_study)
    less = collision(study, Wish(marketing=1_000)).repairs
    assert [it.sentence for it in less] == ["Raise marketing's money by 4,000 to 5,000."]
    more = collision(study, Wish(marketing=30_000)).repairs
    assert [it.sentence for it in more] == [
        "Raise the total by 10,000 to 50,000.",
        "Lower marketing's money by 10,000 to 20,000.",
    ]


def test_two_collisions_at_once_offer_changes_that_do_together(tiny_study: Study) -> None:
    committed = Committed(channel="A", month="2026-01", amount=3_000)
    problem = company(committed, current={"A": 3_000, "B": 4_000}, envelope=60_000)
    study = study_of(problem, tiny_study)
    wish = Wish(caps={"A": 1_000}, floors={"B": 90_000})
    found = collision(study, wish)
    first = found.repairs[0]
    assert first.what == "several"
    assert first.wish is not None
    assert holds(study, first.wish)
    assert "Raise the cap of A by 2,000 to 3,000." in first.sentence
    assert all(it.wish is None for it in found.repairs[1:])


def test_wishes_that_hold_have_no_collision(tiny_study: Study) -> None:
    with pytest.raises(UsageError, match="holds all of these wishes"):
        collision(study_of(company(envelope=40_000), tiny_study), Wish())


def wishes(study: Study) -> st.SearchStrategy[Wish]:
    """Draw wishes around what the best plan is, so that about half of them collide."""
    outcome, spent = study.optimum.outcome, study.optimum.plan.spend.sum(axis=1)
    total, cac = float(outcome.year("money")[0]), float(outcome.cac[0])
    names = study.question.problem.channels.name

    def about(amount: float, low: float, high: float) -> st.SearchStrategy[float]:
        return st.floats(low, high).map(lambda share: share * amount)

    return st.builds(
        Wish,
        total=about(total, 0.7, 1.1),
        locks=st.frozensets(st.sampled_from(names), max_size=1),
        floors=st.dictionaries(
            st.sampled_from(names), about(float(spent.max()), 0.2, 4), max_size=2
        ),
        most_hires=st.none() | st.sampled_from([0.0, 1.0]),
        cac=st.none() | about(cac, 0.6, 1.2),
        revenue=st.none() | about(float(outcome.year("revenue")[0]), 0.95, 1.3),
    )


@given(data=st.data(), seed=st.integers(0, SEEDS - 1))
@settings(max_examples=20, deadline=None)
def test_changes_offered_do_and_a_hundredth_less_would_not(
    data: st.DataObject, seed: int, tiny_study: Study
) -> None:
    study = drawn_study(seed, tiny_study)
    wish = data.draw(wishes(study))
    if holds(study, wish):
        return
    found = collision(study, wish)
    shares = [it.share for it in found.repairs if it.share is not None]
    assert shares == sorted(shares)
    assert any(it.wish is not None for it in found.repairs)
    for repair in found.repairs:
        assert_smallest(study, wish, repair)


def assert_smallest(study: Study, wish: Wish, repair: Repair) -> None:
    """Hold that a repair can be held, and that nearly all of its change could not."""
    if repair.wish is None:
        assert repair.after is None
        return
    assert holds(study, repair.wish), repair
    if repair.before is None or repair.after is None or repair.what == "lock":
        return
    whole_units = 1e-3 if repair.what == "hires" else 1.0
    if abs(repair.after - repair.before) * A_HUNDREDTH > 2 * whole_units:
        assert not holds(study, with_a_hundredth_less(study, wish, repair)), repair


@given(data=st.data(), seed=st.integers(0, SEEDS - 1))
@settings(max_examples=8, deadline=None)
def test_any_named_wish_taken_away_the_other_named_ones_hold(
    data: st.DataObject, seed: int, tiny_study: Study
) -> None:
    study = drawn_study(seed, tiny_study)
    wish = data.draw(wishes(study))
    if holds(study, wish):
        return
    named = named_parts(study, wish, collision(study, wish))
    assert not holds(study, only(named))
    for left_out in named:
        assert holds(study, only(named - {left_out})), left_out


def named_parts(study: Study, wish: Wish, found: Collision) -> frozenset[tuple[str, str, float]]:
    """Return the parts of a wish that a collision names."""
    parts = parts_of(study.question.problem, wish)
    return frozenset((it.what, it.channel, it.amount) for it in parts if it.words in found.limits)


def only(parts: frozenset[tuple[str, str, float]]) -> Wish:
    """Return the wish of some parts alone; without a total there is money for all."""
    fields = {"hires": "most_hires"}
    single = {fields.get(what, what): amount for what, channel, amount in parts if not channel}
    return Wish.model_validate(
        {
            "total": 1e12,
            "locks": frozenset(channel for what, channel, _ in parts if what == "lock"),
            "floors": {channel: amount for what, channel, amount in parts if what == "floor"},
            **single,
        }
    )


def test_solving_anew_agrees_that_named_wishes_collide(tiny_study: Study) -> None:
    study = drawn_study(1, tiny_study)
    best = study.optimum.outcome
    wish = Wish(cac=float(best.cac[0]) * 0.5)
    (repair,) = (it for it in collision(study, wish).repairs if it.what == "cac")
    assert repair.wish is not None
    problem, limits = study.question.problem, parts_of(study.question.problem, repair.wish)
    held = optimise(problem.under(*(limit for part in limits for limit in part.limits)))
    assert float(held.outcome.cac[0]) == pytest.approx(repair.after, rel=0.01)


def test_sentences_are_short(demo_study: Study) -> None:
    names = frozenset(demo_study.question.problem.channels.name)
    for wish in (
        Wish(total=4.9e6, cac=20_000, locks=names),
        Wish(total=5.3e6, revenue=1.35e7, cac=26_500, most_hires=0),
    ):
        found = collision(demo_study, wish)
        for said in [found.sentence, *(it.sentence for it in found.repairs)]:
            for sentence in said.split(". "):
                assert len(sentence.split()) < LONGEST_SENTENCE, sentence
        for repair in found.repairs:
            assert_smallest(demo_study, wish, repair)
