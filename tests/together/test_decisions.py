"""Decisions: options, what was expected, and what the facts say once the month is over."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import JsonValue

from planning.actuals.counts import Counts
from planning.actuals.scorecard import Context
from planning.agreed.decisions import Decision
from planning.agreed.kinds import cleaned, in_words, refusals
from planning.agreed.rows import PlanRow
from planning.together.decisions import Effect, effect_of, questions
from tests.actuals.small_counts import JAN, small_counts

ASKED: dict[str, JsonValue] = {"question": "More shows?", "options": ["Yes", "No"]}


def facts(*leads: int, as_of: date) -> Counts:
    """Leads by month from January 2025 on, a tenth of them MQLs; a few from the web."""
    rows = [
        {"month": JAN + at, "channel": "Fairs", "leads": n, "mqls": n // 10}
        for at, n in enumerate(leads)
    ]
    web = [{"month": JAN + at, "channel": "Web", "leads": 7} for at in range(len(leads))]
    return small_counts(as_of=as_of, base=[*rows, *web])


def decided(**cells: JsonValue) -> Decision:
    """A decision of the middle of March 2025 about leads of fairs in May."""
    said = ASKED | {
        "chosen": "Yes", "decided_on": "2025-03-12", "kpi": "leads", "channel": "Fairs",
        "by_month": "2025-05",
    } | cells  # fmt: skip
    assert refusals("decision", said, whole=True) == {}
    return Decision.of(cleaned("decision", said))


def effect(decision: Decision, counts: Counts) -> Effect:
    """What it was to bring."""
    found = effect_of(decision, counts, Context())
    assert found is not None
    return found


MAY = facts(90, 100, 110, 120, 130, as_of=date(2025, 5, 31))


@pytest.mark.parametrize(
    ("cells", "expected", "standing"),
    [
        ({"expected": "130"}, 130.0, "came"),
        ({"expected": "131"}, 131.0, "did not come"),
        ({"change": "+30 %"}, 130.0, "came"),
        ({"change": "+31 %"}, 131.0, "did not come"),
        # Fewer were hoped for, and more came.
        ({"change": "-10 %"}, 90.0, "did not come"),
        ({"expected": "70", "channel": None}, 70.0, "did not come"),
    ],
)
def test_the_actual_stands_beside_what_was_expected_once_the_month_is_over(
    cells: dict[str, JsonValue], expected: float, standing: str
) -> None:
    found = effect(decided(**cells), MAY)
    # The last whole month before the middle of March is February.
    assert found.before == (107 if "channel" in cells else 100)
    assert found.expected == pytest.approx(expected)
    assert found.actual == (137 if "channel" in cells else 130)
    assert (found.over, found.standing) == (True, standing)


def test_a_month_that_runs_is_not_judged_and_one_to_come_has_no_actual() -> None:
    runs = effect(decided(expected="130"), facts(90, 100, 110, 120, 40, as_of=date(2025, 5, 30)))
    assert (runs.actual, runs.over, runs.standing) == (40, False, "waiting")
    waits = effect(decided(expected="130"), facts(90, 100, as_of=date(2025, 2, 28)))
    assert (waits.actual, waits.over, waits.standing) == (None, False, "waiting")


def test_a_decision_of_a_months_last_day_starts_from_that_month() -> None:
    assert effect(decided(change="5 %", decided_on="2025-03-31"), MAY).before == 110


def test_without_a_figure_nothing_is_judged() -> None:
    nothing = effect(decided(kpi="mql_rate", channel="Radio", change="5 %"), MAY)
    assert (nothing.before, nothing.expected, nothing.standing) == (None, None, "unknown")


def test_a_decision_need_not_expect_anything() -> None:
    assert effect_of(Decision.of(cleaned("decision", ASKED)), MAY, Context()) is None


def test_open_questions_come_first_then_the_latest_decisions() -> None:
    rows = [
        PlanRow("old", "decision", "m", "joint", cells={**ASKED, "chosen": "Yes",
                                                        "decided_on": "2025-01-02"}),
        PlanRow("new", "decision", "m", "joint", cells={**ASKED, "chosen": "No",
                                                        "decided_on": "2025-04-02"}),
        PlanRow("open", "decision", "m", "joint", cells=ASKED),
    ]  # fmt: skip
    found = questions(rows, None, Context())
    assert [one.row.id for one in found] == ["open", "new", "old"]
    assert [one.is_open for one in found] == [True, False, False]


@pytest.mark.parametrize(
    ("cells", "sentences"),
    [
        ({"options": ["Yes"]}, {"options": "Options must be 2 to 5 different ones, not 1."}),
        ({"options": ["A", "A "]}, {"options": "Options must be 2 to 5 different ones, not 1."}),
        ({"options": list("abcdef")},
         {"options": "Options must be 2 to 5 different ones, not 6."}),
        ({"chosen": "Perhaps"}, {"chosen": "Chosen must be one of the options."}),
        ({"by_month": "2025-05"}, {"by_month": "An expected effect needs its KPI. Choose one."}),
        ({"kpi": "leads", "by_month": "2025-05"},
         {"kpi": "KPI needs what it should become: a value or a change."}),
        ({"kpi": "leads", "expected": "5"},
         {"kpi": "KPI needs the month in which the effect is expected."}),
        ({"kpi": "leads", "expected": "5", "change": "5 %", "by_month": "2025-05"},
         {"change": "Expected change must stay blank beside an expected value."}),
        ({"kpi": "leads", "change": "-120 %", "by_month": "2025-05"},
         {"change": "Expected change must not fall by more than all of it, not “-120 %”."}),
        ({"kpi": "leads", "change": "a lot", "by_month": "2025-05"},
         {"change": "Expected change must be like +5 % or −10 %, not “a lot”."}),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_so_is_said(
    cells: dict[str, JsonValue], sentences: dict[str, str]
) -> None:
    found = refusals("decision", ASKED | cells, whole=True)
    assert found == sentences


def test_cells_are_told_in_the_unit_of_their_kpi() -> None:
    assert in_words("decision", "expected", "0.3", {"kpi": "close_ratio"}) == "30 %"
    assert in_words("decision", "change", "-0.125") == "−12.5 %"
    assert in_words("decision", "by_month", "2025-05") == "May 2025"
