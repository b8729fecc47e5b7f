"""Account coverage, the ideal customer and the lead score: what their rows take and refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.accounts.conditions import Condition
from planning.agreed.accounts.coverage import (
    Half,
    Side,
    covered_by,
    half_told,
    halves,
    meetings,
)
from planning.agreed.accounts.criteria import Criterion
from planning.agreed.accounts.score_rules import ScoreRule
from planning.agreed.kinds import cleaned, in_words, refusals, title
from planning.agreed.rows import PlanRow

SALES: dict[str, JsonValue] = {"team": "sales", "account": "A-1", "motion": "acquire"}
DAY = date(2026, 6, 30)


def half(side: Side = "sales", **cells: object) -> Half:
    return Half.model_validate({"team": side, "account": "A-1", "motion": "acquire", **cells})


def test_a_half_is_its_cells() -> None:
    typed = {**SALES, "owner": " S-07 ", "touches": "3", "start": "1 Mar 2026", "end": "2026-05-31"}
    typed["start"] = "2026-03-01"
    assert refusals("coverage", typed, whole=True) == {}
    found = Half.of(cleaned("coverage", typed))
    assert (found.owner, found.touches, found.who) == ("S-07", 3, "S-07")
    assert found.start == date(2026, 3, 1)


def test_neither_team_writes_into_the_others_half() -> None:
    assert refusals("coverage", {**SALES, "programme": "Fairs"}, whole=True) == {
        "programme": "Marketing programme belongs to the half of marketing. Leave it blank here."
    }
    marketing = {**SALES, "team": "marketing", "owner": "S-1"}
    assert set(refusals("coverage", marketing, whole=True)) == {"owner"}
    assert "team" in refusals("coverage", {**SALES, "team": "joint"}, whole=True)


def test_a_half_ends_on_or_after_the_day_it_begins() -> None:
    backwards = {**SALES, "start": "2026-03-02", "end": "2026-03-01"}
    assert refusals("coverage", backwards, whole=True) == {
        "end": "Until must not be before 2 Mar 2026, where it begins."
    }
    assert refusals("coverage", {**backwards, "end": "2026-03-02"}, whole=True) == {}


def test_a_half_without_a_name_covers_nothing_yet() -> None:
    found = covered_by([half(), half("marketing", programme="Fairs")], DAY)
    assert found == {"A-1": frozenset({"marketing"})}


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(1), None, False),
        (None, DAY - timedelta(1), False),
    ],
)
def test_a_half_holds_from_its_first_to_its_last_day(
    start: date | None, end: date | None, holds: bool
) -> None:
    assert half(owner="S-1", start=start, end=end).holds_on(DAY) is holds


_DAYS = st.none() | st.integers(0, 12).map(lambda at: DAY + timedelta(at))


@given(st.lists(st.tuples(_DAYS, _DAYS, st.sampled_from(["A", "B"])), max_size=6))
def test_two_halves_meet_where_some_day_lies_in_both(
    drawn: list[tuple[date | None, date | None, str]],
) -> None:
    by_row = {
        str(at): half(start=start, end=end, account=account)
        for at, (start, end, account) in enumerate(drawn)
    }
    span = [DAY + timedelta(at) for at in range(-1, 15)]
    expected = {
        (one, other)
        for one, first in by_row.items()
        for other, second in by_row.items()
        if one < other
        and first.account == second.account
        and any(first.holds_on(day) and second.holds_on(day) for day in span)
    }
    # An end before the start is refused when it is typed; here it holds on no day.
    kept = {
        (it.first, it.second)
        for it in meetings(by_row)
        if all(_in_order(by_row[row]) for row in (it.first, it.second))
    }
    assert kept == expected


def _in_order(it: Half) -> bool:
    return it.start is None or it.end is None or it.start <= it.end


def test_halves_are_told_in_a_few_words() -> None:
    rows = [PlanRow("r", "coverage", "p", "sales", cells={**SALES, "owner": "S-1", "touches": 2})]
    assert halves(rows)["r"].owner == "S-1"
    assert half_told(rows[0].cells) == "S-1, 2 a month"
    assert title("coverage", rows[0].cells) == "coverage of A-1 by sales (acquire)"


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        (
            {"rule": "points", "attribute": "industry", "test": "is one of", "values": "Food"},
            "points",
        ),
        (
            {"rule": "must", "attribute": "Employees", "test": "is at least", "values": "x"},
            "values",
        ),
        ({"rule": "never", "attribute": "shoe size", "test": "is known"}, "attribute"),
        ({"rule": "never", "test": "is known"}, "attribute"),
        ({"rule": "tier A from", "points": 50, "values": "Food"}, "values"),
        ({"rule": "tier A from"}, "points"),
        ({"rule": "must", "attribute": "region", "test": "is known", "points": 3}, "points"),
    ],
)
def test_a_criterion_that_says_nothing_is_refused(
    typed: dict[str, JsonValue], refused: str
) -> None:
    assert refused in refusals("criterion", typed, whole=True)


def test_a_criterion_is_read_as_people_write_it() -> None:
    typed: dict[str, JsonValue] = {
        "rule": "points",
        "attribute": "Industry",
        "test": "is one of",
        "values": "Food; energy ; FOOD",
        "points": "12",
    }
    assert refusals("criterion", typed, whole=True) == {}
    kept = cleaned("criterion", typed)
    found = Criterion.of(kept)
    assert (found.attribute, found.values, found.points) == ("industry", "Food; energy", 12)
    assert found.condition.words == ("Food", "energy")
    assert title("criterion", kept) == "industry Food or energy (points)"
    assert in_words("criterion", "attribute", "employees") == "Employees"


def test_an_attribute_of_ones_own_keeps_its_name() -> None:
    condition = Condition(attribute="attributes.ISO 9001", test="is one of", values="yes")
    assert condition.told == "ISO 9001 yes"
    assert Condition(attribute="employees", test="is at most", values="1200.0").bound == 1200


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"rule": "hand over from"}, "points"),
        (
            {"rule": "points", "attribute": "region", "test": "is known", "points": 5, "most": 9},
            "most",
        ),
        ({"rule": "never", "attribute": "region", "test": "is known", "points": 5}, "points"),
        (
            {"rule": "points", "attribute": "touch", "test": "is one of", "values": "call",
             "points": 5, "half_life_days": 0},
            "half_life_days",
        ),
    ],
)  # fmt: skip
def test_a_rule_of_the_score_that_cannot_be_meant_is_refused(
    typed: dict[str, JsonValue], refused: str
) -> None:
    assert refused in refusals("score", typed, whole=True)


def test_a_rule_for_a_touch_fades_and_has_an_upper_end() -> None:
    typed: dict[str, JsonValue] = {
        "rule": "points", "attribute": "Touch of the kind", "test": "is one of",
        "values": "webinar", "points": 10, "half_life_days": 30, "most": 25,
    }  # fmt: skip
    assert refusals("score", typed, whole=True) == {}
    found = ScoreRule.of(cleaned("score", typed))
    assert (found.attribute, found.half_life_days, found.most) == ("touch", 30, 25)
    assert title("score", cleaned("score", typed)) == "touch of the kind webinar (points)"
