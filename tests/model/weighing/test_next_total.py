"""More and less money with everything split anew: by hand, and both sides bracket each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.model.limits import Envelope, TeamMaximum, TeamMinimum
from planning.model.optimising.optimise import optimise
from planning.model.weighing.next_total import Moved, next_of_teams, next_total
from planning.model.weighing.study import Study
from tests.model.problems import current_money, one_capacity, random_problem
from tests.model.weighing.companies import WORTH_OF_A_LEAD, company, leads, study_of

LONGEST_SENTENCE = 20


def gained(change: Moved) -> float:
    """Contribution a step brings; the step must be possible."""
    assert change.brings is not None
    return change.brings.contribution


def test_a_step_of_the_total_is_worked_by_hand(tiny_study: Study) -> None:
    # Of 29,000 rent and wages take 25,000, so 4,000 are A's.
    study = study_of(company(envelope=29_000), tiny_study)
    more, less = next_total(study, 1_000)
    up = WORTH_OF_A_LEAD * (leads(5_000) - leads(4_000)) - 1_000
    down = WORTH_OF_A_LEAD * (leads(3_000) - leads(4_000)) + 1_000
    assert gained(more) == pytest.approx(up, abs=0.1)
    assert gained(less) == pytest.approx(down, abs=0.1)
    assert more.sentence == (
        "1,000 more: it brings 190 of contribution, with 1,190 more revenue this year. "
        "Most goes to A: 1,000."
    )
    assert less.sentence == (
        "1,000 less: it costs 374 of contribution, with 1,374 less revenue this year. "
        "First it is taken from A: 1,000."
    )


def test_money_that_is_left_is_told_with_what_limits_instead(tiny_study: Study) -> None:
    more, _ = next_total(study_of(company(envelope=100_000), tiny_study), 1_000)
    assert gained(more) == 0.0
    # A takes 5,811 and no more, beside 25,000 that stand.
    assert more.sentence.startswith("1,000 more would change nothing. 69,189 already stays unspent")
    assert "Demand" in more.sentence


def test_less_than_is_paid_cannot_be_taken_out(tiny_study: Study) -> None:
    _, less = next_total(study_of(company(envelope=29_000), tiny_study), 5_000)
    assert less.brings is None
    assert less.sentence == (
        "5,000 less cannot be taken out: the rest is spent, promised or paid to people."
    )


def test_no_more_is_taken_out_than_is_there(tiny_study: Study) -> None:
    problem = company(envelope=29_000)
    free = replace(problem, fixed=replace(problem.fixed, amount=0 * problem.fixed.amount))
    found = next_of_teams(study_of(free, tiny_study), 10_000)
    # Without rent A takes what pays: 250 · 100 · 10,000 / (10,000 + x)² = 1.
    spent = 2.5e8**0.5 - 10_000
    _, less = found["marketing"]
    assert less.amount == pytest.approx(-spent, abs=1)
    assert gained(less) == pytest.approx(spent - WORTH_OF_A_LEAD * leads(spent), abs=1)
    assert less.sentence.startswith("All 5,811 less for marketing: it costs")
    _, whole = next_total(study_of(problem, tiny_study), 100_000)
    assert (whole.brings, round(whole.amount)) == (None, -29_000)
    assert whole.sentence.startswith("All 29,000 less cannot be taken out")


def test_a_team_whose_lines_cannot_move_says_so(tiny_study: Study) -> None:
    # Sales has its two people and nobody can be hired.
    found = next_of_teams(study_of(company(envelope=29_000), tiny_study), 1_000)
    assert set(found) == {"marketing", "sales"}
    more, less = found["sales"]
    assert more.brings is None
    assert less.brings is None
    assert "cannot be placed" in more.sentence
    assert gained(found["marketing"][0]) == pytest.approx(190.5, abs=0.1)


@given(seed=st.integers(0, 11), share=st.floats(0.1, 1.2), closing=st.booleans())
@settings(max_examples=8, deadline=None)
def test_a_step_more_never_brings_more_than_a_step_less_costs(
    seed: int, share: float, tiny_study: Study, *, closing: bool
) -> None:
    problem = one_capacity(seed, closing=closing, channels=3)
    programme = float(problem.channels.current.sum())
    total = current_money(problem) - (1 - share) * programme
    study = study_of(problem.under(Envelope(total=total)), tiny_study)
    step = programme / 50
    # The simulation and the programme agree to so much where one capacity is short.
    near = 1e-5 * abs(study.optimum.value)
    sides = [next_total(study, step), *next_of_teams(study, step).values()]
    for more, less in sides:
        if more.brings is not None and less.brings is not None:
            assert gained(more) <= -gained(less) + near


def test_a_teams_step_is_worth_what_it_is_worth_solved_anew(tiny_study: Study) -> None:
    problem = random_problem(4, channels=4, months=4, ahead=4)
    study, step = study_of(problem, tiny_study), 20_000.0
    outcome = study.optimum.outcome
    spent = float(outcome.year("money")[0])
    own = float(outcome.money["marketing"][:4].sum())
    for change, side in zip((step, -step), next_of_teams(study, step)["marketing"], strict=True):
        anew = optimise(
            problem.under(
                Envelope(total=spent + change),
                TeamMinimum(team="marketing", amount=own + change),
                TeamMaximum(team="marketing", amount=own + change),
            )
        )
        assert gained(side) == pytest.approx(
            anew.value - study.optimum.value, abs=1e-5 * abs(study.optimum.value)
        )
        assert sum(it.change for it in side.shifts if it.team == "marketing") == pytest.approx(
            change, abs=5
        )


def test_the_demo_company_is_told_in_short_sentences(demo_study: Study) -> None:
    told = [*next_total(demo_study), *sum(next_of_teams(demo_study).values(), ())]
    assert len(told) >= 6
    for side in told:
        for sentence in side.sentence.split(". "):
            assert len(sentence.split()) < LONGEST_SENTENCE, sentence
