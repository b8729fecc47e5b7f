"""The textbook case: four segments whose best cannot bring the revenue that was promised.

By hand: 1,000,000 / 55 = 18,182 leads, × 0.42 × 0.21 × 0.27 = 433 customers, × 21,000 =
9,092,618. So revenue must be 17.3 % lower, or marketing 11,000,000 / 9,092,618 − 1 = 21.0 %
higher. At 524 customers CAC is (1.21 M + 524 / 0.27 / 60 × 115,000) / 524 = 9,409: no member.
"""

from __future__ import annotations

import pytest

from planning.model.consistency.answer import Answer, check
from planning.model.consistency.conflicts import SHOWN, verdict
from planning.model.consistency.needed import needed
from planning.model.consistency.question import Question
from planning.model.consistency.statements import Statement
from planning.model.consistency.words import (
    conflict_sentence,
    member_key,
    repair_words,
    subject_key,
)
from tests.model.consistency.asking import asked, row
from tests.model.consistency.oracle import Line

SEGMENTS = ("Enterprise", "Mid-market", "Small", "Public")
OF_EACH: tuple[tuple[str, object, object], ...] = (
    ("cost_per_lead", 55, 70),
    ("mql_rate", 0.35, 0.42),
    ("sql_rate", 0.18, 0.21),
    ("close_ratio", 0.22, 0.27),
    ("average_deal", 19_000, 21_000),
    ("leads", 3_500, ""),
    ("opportunities_per_head", "", 60),
    ("cost_per_head", 115_000, 125_000),
)
REACHED = 1_000_000 / 55 * 0.42 * 0.21 * 0.27 * 21_000


def textbook(revenue: float = 11_000_000, marketing: float = 1_000_000) -> list[Line]:
    lines = [
        row(kpi, low, high, scope=f"segment:{name}")
        for name in SEGMENTS
        for kpi, low, high in OF_EACH
    ]
    return [
        *lines,
        row("revenue", revenue),
        row("spend_marketing", "", marketing),
        row("cac", "", 9_500),
    ]


@pytest.fixture(scope="module")
def answer() -> Answer:
    return check(asked(*textbook()))


def one(question: Question, kpi: str) -> Statement:
    (found,) = (it for it in question.statements if it.kpi == kpi)
    return found


def test_the_conflict_has_seven_members_and_cac_is_none_of_them(answer: Answer) -> None:
    (collision,) = answer.collisions
    keys = [member_key(it, answer.question) for it in collision.conflict.members]
    assert keys == [
        "revenue",
        "spend_marketing",
        "cost_per_lead@segment",
        "mql_rate@segment",
        "sql_rate@segment",
        "close_ratio@segment",
        "average_deal@segment",
    ]
    assert {it.kind for it in collision.conflict.members} == {"target"}


def test_revenue_a_sixth_lower_or_marketing_a_fifth_higher_would_do(answer: Answer) -> None:
    (collision,) = answer.collisions
    changes = {it.member.statements[0].kpi: it.change for it in collision.repairs}
    assert changes["revenue"] == pytest.approx(REACHED / 11e6 - 1, rel=1e-6)
    assert changes["spend_marketing"] == pytest.approx(11e6 / REACHED - 1, rel=1e-6)
    assert changes["cost_per_lead"] == pytest.approx(REACHED / 11e6 - 1, rel=1e-6)
    for kpi in ("mql_rate", "sql_rate", "close_ratio", "average_deal"):
        assert changes[kpi] == pytest.approx(11e6 / REACHED - 1, rel=1e-6)
    told = [repair_words(it, answer.question) for it in collision.repairs]
    assert told[0] == "Revenue at least 9,092,000, 17.3 % lower."
    assert told[1] == "Marketing spend at most 1,210,000, 21.0 % higher."


def test_a_compromise_asks_the_seventh_root_of_each(answer: Answer) -> None:
    (collision,) = answer.collisions
    way = collision.compromise
    assert way is not None
    assert way.keeps_others
    assert 1 - way.share == pytest.approx((REACHED / 11e6) ** (1 / 7), rel=1e-4)
    assert verdict(answer.question.changed(way.changes()))


def test_the_sentence_names_seven_by_team(answer: Answer) -> None:
    sentence = conflict_sentence(answer.collisions[0].conflict)
    assert sentence.startswith("These seven cannot all hold. Both teams: Revenue at least 11,0")
    assert "Marketing: Marketing spend at most 1,000,000; Cost per lead in each segment" in sentence
    assert "Sales: Close ratio in each segment at most 27 %; " in sentence
    assert len(answer.collisions[0].conflict.members) == SHOWN


def test_each_repair_alone_lets_the_whole_plan_hold(answer: Answer) -> None:
    for repair in answer.collisions[0].repairs:
        assert verdict(answer.question.changed(repair.changes()))


def test_with_revenue_within_reach_the_others_tell_what_is_left() -> None:
    told = check(asked(*textbook(revenue=9_000_000)))
    assert told.consistent
    ranges = {subject_key(it, told.question): span for it, span in (told.implied or {}).items()}
    assert ranges["revenue"].high == pytest.approx(REACHED)
    assert ranges["spend_marketing"].low == pytest.approx(9e6 / REACHED * 1e6)
    assert ranges["won"].low == pytest.approx(9e6 / 21_000)
    assert ranges["mqls"].high == pytest.approx(1e6 / 55 * 0.42)
    idle = {(it.kpi, it.side) for it in told.idle}
    assert ("mql_rate", "low") in idle
    assert ("mql_rate", "high") not in idle
    slack = (told.slacks or {})[one(told.question, "revenue")]
    assert slack == pytest.approx(REACHED - 9e6)


def test_what_would_have_to_be_true_for_the_revenue(answer: Answer) -> None:
    question = answer.question
    needs = needed(question, one(question, "revenue"))
    by_kpi = {it.subjects[0][0]: it for it in needs if not it.fits}
    assert by_kpi["spend_marketing"].range is not None
    assert by_kpi["spend_marketing"].range.low == pytest.approx(11e6 / REACHED * 1e6)
    cheaper = by_kpi["cost_per_lead"].range
    assert cheaper is not None
    assert cheaper.low == 0
    assert cheaper.high == pytest.approx(55 * REACHED / 11e6)
    assert len(by_kpi["cost_per_lead"].subjects) == len(SEGMENTS)
    assert "cac" not in by_kpi


def test_what_would_have_to_be_true_for_less_revenue_is_within_what_is_agreed(
    answer: Answer,
) -> None:
    question = answer.question
    needs = needed(question, one(question, "revenue"), 9_000_000)
    assert all(it.fits for it in needs)
    (marketing,) = (it for it in needs if it.subjects[0][0] == "spend_marketing")
    assert marketing.range is not None
    assert marketing.range.low == pytest.approx(9e6 / REACHED * 1e6)
