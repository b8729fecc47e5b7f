"""What people judge: three answers make a curve, and disagreement stays visible."""

from __future__ import annotations

from datetime import date

import pytest

from planning.errors import UsageError
from planning.model.assuming.judged import (
    Answers,
    Judgement,
    curves_apart,
    disagreement,
    judged,
    prior_from,
)
from planning.model.assumptions import Assumption
from planning.model.responding.curve_fit import Belief, before_months

DAY = date(2026, 7, 1)


def answers(by: str = "Ada", *, none: float = 0, now: float = 60, more: float = 70) -> Answers:
    team = "marketing" if by == "Ada" else "sales"
    return Answers(
        channel="Web", by=by, team=team, on=DAY, spend=16_000, none=none, now=now, more=more
    )


def test_the_belief_lies_around_the_answers() -> None:
    belief = before_months(prior_from([answers(none=10, now=60, more=70)]))
    for money, leads in ((16_000, 60), (24_000, 70)):
        low, high = belief.interval(money)
        assert low < leads < high
        assert belief.mean(money) == pytest.approx(leads, rel=0.1)


def test_leaders_who_disagree_leave_a_wider_belief_than_either() -> None:
    ada, bo = answers("Ada", now=60, more=88), answers("Bo", now=40, more=41)
    both = times(before_months(prior_from([ada, bo])))
    for each in (ada, bo):
        assert both > 1.3 * times(before_months(prior_from([each])))


def times(belief: Belief) -> float:
    """How many times its lower end the upper end of leads at half as much again is."""
    low, high = belief.interval(24_000)
    return high / low


def test_answers_about_other_money_are_read_off_their_own_curve() -> None:
    ada = answers("Ada", now=60, more=75)
    bo = ada.model_copy(
        update={"by": "Bo", "spend": 8000.0, "now": ada.curve.leads(8000)}
        | {"more": ada.curve.leads(12_000)}
    )
    voices = prior_from([ada, bo]).voices
    assert voices[0].level == pytest.approx(voices[1].level)
    assert voices[0].half == pytest.approx(voices[1].half)


def test_answers_through_which_no_curve_passes_are_refused() -> None:
    with pytest.raises(UsageError, match="would not bring more leads"):
        prior_from([answers(now=60, more=50)])
    with pytest.raises(UsageError, match="Nobody answered"):
        prior_from([])


def test_disagreement_is_told_in_leads() -> None:
    told = disagreement([answers("Ada", now=60, more=80), answers("Bo", now=50, more=55)])
    assert told.startswith("With half as much again Ada expects 80 leads a month, Bo 55.")
    assert "Ada has 20 more, Bo 5." in told


def test_answers_that_hardly_differ_are_no_disagreement() -> None:
    assert not disagreement([answers("Ada", now=60, more=70), answers("Bo", now=61, more=71)])
    assert not disagreement([answers()])


def test_both_curves_can_be_drawn() -> None:
    rows = curves_apart([answers("Ada"), answers("Bo", now=50, more=55)], steps=4)
    assert len(rows) == 10
    assert {row["by"] for row in rows} == {"Ada", "Bo"}
    assert rows[2]["money"] == 16_000
    assert rows[2]["leads"] == pytest.approx(60)


def measured() -> Assumption:
    return Assumption(
        kind="margin", value=0.6, low=0.5, high=0.7, source="measured", n=1200, team="joint"
    )


def judgement(by: str, value: float, *ends: float) -> Judgement:
    low, high = ends or (None, None)
    return Judgement(by=by, team="joint", on=DAY, value=value, low=low, high=high)


def test_a_judged_value_is_the_mean_and_its_range_reaches_both() -> None:
    told = judged(measured(), [judgement("Ada", 0.8, 0.7, 0.85), judgement("Bo", 0.6)])
    assert told.value == pytest.approx(0.7)
    assert (told.low, told.high) == (0.6, 0.85)
    assert told.source == "judged"
    assert told.judged_by == ("Ada", "Bo")
    assert told.disagreement == "Ada says 0.8; Bo says 0.6"


def test_what_was_measured_stays_told_beside_the_judgement() -> None:
    told = judged(measured(), [judgement("Ada", 0.8)])
    assert told.note == "The facts say 0.6 from 1,200 cases."
    assert not told.disagreement


def test_a_judgement_outside_the_range_is_refused() -> None:
    with pytest.raises(UsageError, match="outside 0 to 1"):
        judged(measured(), [judgement("Ada", 1.5)])
    with pytest.raises(UsageError, match="Nobody judged"):
        judged(measured(), [])
