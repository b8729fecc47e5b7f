"""Cells: each refuses what it cannot hold in its own words, and keeps the rest alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.actuals import kinds as facts
from planning.agreed.kinds import COLUMNS, FIXED, cleaned, label, refusals, title
from planning.agreed.lines import CATEGORIES, COMMITTED, JOBS, MOTIONS, PLAN
from planning.agreed.rows import KINDS, Kind
from planning.agreed.scenarios import Scenario
from tests.agreed.small_plan import YEAR

NAUGHTY = Path(__file__).resolve().parents[3] / "shared" / "data" / "dirty" / "blns.json"

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


def refused(cell: str, value: JsonValue, kind: Kind = "line", year: Scenario = YEAR) -> str:
    """The sentence that refuses one cell, "" if nothing does."""
    return refusals(kind, {cell: value}, year).get(cell, "")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("−5", "March must be an amount of 0 or more, not “−5”."),
        (-5, "March must be an amount of 0 or more, not “−5”."),
        ("soon", "March must be an amount of 0 or more, not “soon”."),
        (float("nan"), "March must be an amount of 0 or more, not “NaN”."),
        (float("inf"), "March must be an amount of 0 or more, not “Infinity”."),
        ("Infinity", "March must be an amount of 0 or more, not “Infinity”."),
        (True, "March must be an amount of 0 or more, not “True”."),
        ("a\x00b", "March must be an amount of 0 or more, not “a␀b”."),
        (["5"], "March must be an amount of 0 or more, not “['5']”."),
        ("=1+1", "March must be an amount, not the formula “=1+1”. Write its result."),
        (10**20, "March must be at most 1,000,000,000,000, not “100000000000000000000”."),
        ("1.200", "March must be one amount: “1.200” can mean 1,200 or 1.20. Write 1200 or 1.20."),
        ("$5", "March must be a number alone, not with “$”. Leave out “$”."),
    ],
)
def test_a_month_refuses_in_its_own_name(value: JsonValue, sentence: str) -> None:
    assert refused("plan_03", value) == sentence


def test_months_bear_the_names_of_the_scenarios_year() -> None:
    year = Scenario(name="Plan", fiscal_year=2026, start="2025-07")
    assert refused("plan_01", "-1", year=year).startswith("July must be")
    assert refused("committed_07", "-1", year=year).startswith("Committed in January must be")
    assert label("line", "plan_03") == "Month 3"


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("campaign_start", "2026-01-01",
         "Campaign start must lie in Jan 2025 to Dec 2025, not in Jan 2026."),
        ("campaign_start", "31.12.2024",
         "Campaign start must lie in Jan 2025 to Dec 2025, not in Dec 2024."),
        ("campaign_start", "3/4/2025",
         "Campaign start must be one date: “3/4/2025” can mean 2025-03-04 or 2025-04-03."),
        ("campaign_start", "spring",
         "Campaign start must be a date, not “spring”. Write it like 2026-03-31."),
        ("campaign_start", "2025-02-30",
         "Campaign start must be a date, not “2025-02-30”. Write it like 2026-03-31."),
        ("reserve_month", "2026-01",
         "Trigger month must lie in Jan 2025 to Dec 2025, not in Jan 2026."),
        ("category", "fun",
         ("Category must be one of programme, people, tools, agency, commission, partner, "
          "travel, overhead, not “fun”.")),
        ("channel", "=HYPERLINK(1)",
         "Channel must be words, not the formula “=HYPERLINK(1)”. Leave out the “=”."),
        ("channel", 4711, "Channel must be text, not “4711”."),
        ("channel", "x" * 201, "Channel may have 200 characters, not 201. Shorten it."),
        ("reason", "x" * 2001, "Reason may have 2,000 characters, not 2,001. Shorten it."),
        ("team", "", "Team must be filled in."),
        ("team", None, "Team must be filled in."),
        ("colour", "red", "“colour” is not a cell of a line."),
        ("drivers", [{"what": "Stands", "quantity": "two", "unit_price": 5}],
         "Drivers have in row 1 a flaw: the quantity must be a number of 0 or more, not “two”."),
        ("drivers", [{"job": "closing", "heads": 1}],
         "Drivers need in row 1 the cost per month."),
        ("drivers", [{"conversion": 2, "of": "leads", "to": "MQLs"}],
         ("Drivers have in row 1 a flaw: the conversion must be at most 100 %, not “2”. "
          "Write it like 25 %.")),
        ("drivers", [{"job": "closing", "heads": 1, "cost_per_month": 7, "starts": "2026-01"}],
         "Drivers must start by Dec 2025, not in Jan 2026."),
        ("drivers", [{"colour": "red"}],
         "Drivers need in row 1 what is bought, a job or a conversion."),
    ],
)  # fmt: skip
def test_every_cell_of_a_line_says_what_is_wrong(
    cell: str, value: JsonValue, sentence: str
) -> None:
    assert refused(cell, value) == sentence


@pytest.mark.parametrize(
    ("kind", "cells", "sentence"),
    [
        ("target", {"kpi": "happiness"}, "KPI must be one of Leads, MQLs, MQL rate,"),
        ("target", {"months": 5}, "Period must be month, quarter or year, not “5”."),
        ("target", {"start": "2026-01"}, "First month must lie in Jan 2025 to Dec 2025"),
        ("target", {"start": "2025-11", "months": 3}, "Period must end by Dec 2025, not in Jan"),
        ("target", {"value": "-1"}, "Target must be a number of 0 or more, not “-1”."),
        ("target", {"value": "5", "low": "4"}, "At least must stay blank beside a target."),
        ("target", {"low": "5", "high": "4"}, "At most must not be below at least, which is 5."),
        ("target", {"kpi": "mql_rate", "value": "27"},
         "Target must be at most 100 %, not “27”. Write 27 % or 0.27."),
        ("envelope", {"scope": "everybody"}, "Scope must be one of company, marketing, sales"),
        ("envelope", {"amount": "much"}, "Amount must be an amount of 0 or more, not “much”."),
        ("scenario", {"name": " "}, "Name must be filled in."),
        ("scenario", {"fiscal_year": "soon"}, "Fiscal year must be a whole number from 1900"),
        ("comment", {"mentions": ["nobody"]}, "Mentions must be e-mail addresses, not “nobody”."),
        ("comment", {"text": None}, "Comment must be filled in."),
        ("proposal", {"changes": {}}, "Changes must be filled in."),
        ("proposal", {"changes": {"plan_01": 5}}, "Changes must say what “plan_01” is and"),
        ("proposal", {"state": "forgotten"}, "State must be one of open, taken, declined"),
    ],
)  # fmt: skip
def test_every_kind_of_row_says_what_is_wrong(
    kind: Kind, cells: dict[str, JsonValue], sentence: str
) -> None:
    (told,) = refusals(kind, cells, YEAR).values()
    assert told.startswith(sentence)


def test_more_than_the_whole_may_be_aimed_at_where_it_can_be_reached() -> None:
    assert refusals("target", {"kpi": "quota_attainment", "value": "1.2"}, YEAR) == {}


def test_a_new_row_must_say_all_that_is_needed_and_an_edit_only_what_it_changes() -> None:
    assert refusals("line", {"plan_01": "5"}, YEAR) == {}
    assert refusals("line", {"plan_01": "5"}, YEAR, whole=True) == {
        "team": "Team must be filled in.",
        "category": "Category must be filled in.",
        "status": "Status must be filled in.",
    }


@pytest.mark.parametrize(
    ("cell", "typed", "kept"),
    [
        ("plan_03", "1,200.5", "1200.50"),
        ("plan_03", 1200.5, "1200.50"),
        ("plan_03", "", None),
        ("plan_03", "0", "0.00"),
        ("channel", " Trade  shows\u2003", "Trade  shows"),
        ("channel", "a\x00b\nc\ud800", "a␀b␊c�"),
        ("reason", "one\r\ntwo\x00", "one\ntwo␀"),
        ("channel", "NULL", "NULL"),
        ("channel", "NaN", "NaN"),
        ("channel", "-", "-"),
        ("category", "Programme ", "programme"),
        ("motion", "cross sell", "cross-sell"),
        ("job", "Closing", "closing"),
        ("job", "Content", "Content"),
        ("campaign_start", "3.4.2025", "2025-04-03"),
        ("campaign_start", "31/3/2025", "2025-03-31"),
        ("campaign_start", "3/31/2025", "2025-03-31"),
        ("reserve_kpi", "Lead to customer", "lead_to_customer"),
        ("reserve_threshold", "25 %", "0.25"),
        ("reserve_threshold", "1,200", "1200"),
        ("drivers", [], None),
        ("reason", "   ", None),
        ("plan_03", "soon", "soon"),
        ("unheard", "of", "of"),
    ],
)
def test_equal_values_are_kept_alike(cell: str, typed: JsonValue, kept: JsonValue) -> None:
    assert cleaned("line", {cell: typed}) == {cell: kept}


def test_drivers_are_kept_as_text_without_their_blanks() -> None:
    given: list[JsonValue] = [
        {"what": "Stands", "quantity": 2, "unit_price": "1,500", "months": [9, 3.0]},
        {"job": "closing", "heads": 1.5, "cost_per_month": 7000, "starts": "2025-03-01"},
        {"conversion": "25 %", "of": "leads", "to": "MQLs", "months": None},
    ]
    assert cleaned("line", {"drivers": given})["drivers"] == [
        {"what": "Stands", "quantity": "2", "unit_price": "1500.00", "months": [3, 9]},
        {"job": "closing", "heads": "1.5", "cost_per_month": "7000.00", "starts": "2025-03"},
        {"conversion": "0.25", "of": "leads", "to": "MQLs"},
    ]


@given(st.sampled_from(KINDS), st.data())
@settings(deadline=None)
def test_any_cell_of_any_kind_takes_or_refuses_anything_and_cleaning_twice_changes_nothing(
    kind: Kind, data: st.DataObject
) -> None:
    names = st.sampled_from([*COLUMNS[kind], "unheard"])
    cells = data.draw(st.dictionaries(names, anything, max_size=4))
    once = cleaned(kind, cells)
    odd = refusals(kind, cells, YEAR)
    assert set(odd) <= set(cells)
    assert all("\n" not in told and len(told) < 400 for told in odd.values())
    kept = {name: value for name, value in once.items() if name not in odd}
    assert cleaned(kind, kept) == kept
    json.dumps(kept, allow_nan=False, ensure_ascii=False).encode("utf-8")


@given(st.text(max_size=80))
@settings(deadline=None)
def test_what_a_text_cell_keeps_can_be_stored_and_hides_nothing(typed: str) -> None:
    kept = cleaned("line", {"channel": typed})["channel"]
    if kept is not None and not refusals("line", {"channel": typed}):
        assert isinstance(kept, str)
        assert kept == kept.strip()
        assert "\x00" not in kept.encode("utf-8").decode("utf-8")
        assert not any(ord(it) < 0x20 or 0x7F <= ord(it) < 0xA0 for it in kept)


@pytest.mark.realdata
@pytest.mark.skipif(not NAUGHTY.exists(), reason="../shared/data is absent")
def test_naughty_strings_are_kept_or_refused_in_one_readable_sentence() -> None:
    for typed in json.loads(NAUGHTY.read_text("utf-8")):
        for cell in ("plan_03", "channel", "reason", "campaign_start", "category"):
            told = refusals("line", {cell: typed}, YEAR).get(cell, "")
            assert not any(ord(it) < 0x20 or 0x7F <= ord(it) < 0xA0 for it in told), typed
            assert len(told) < 200, typed
            json.dumps(cleaned("line", {cell: typed}), ensure_ascii=False).encode("utf-8")


def test_lines_use_the_words_of_the_facts() -> None:
    assert CATEGORIES == facts.CATEGORIES
    assert MOTIONS == facts.MOTIONS
    assert JOBS == facts.JOBS


def test_whose_a_row_is_stays_as_it_was() -> None:
    assert "team" in FIXED["line"]
    assert "team" in FIXED["target"]
    assert "scope" in FIXED["envelope"]


def test_rows_are_called_what_people_call_them() -> None:
    about: dict[str, JsonValue] = {
        "kpi": "mql_rate",
        "region": "DACH",
        "start": "2025-04",
        "months": 3,
    }
    assert title("target", about) == "MQL rate of DACH, quarter from Apr 2025"
    assert title("envelope", {"scope": "joint"}) == "the envelope of both teams"
    assert title("comment", {"text": "Why?"}) == "“Why?”"
    assert title("line", {}) == "line"
    assert title("line", {"category": "tools", "campaign": None}) == "tools"


def test_columns_are_the_cells_of_the_sheet_in_order() -> None:
    names = list(COLUMNS["line"])
    assert names[0] == "team"
    assert names[names.index("plan_01") :][:12] == list(PLAN)
    assert names[names.index("committed_01") :][:12] == list(COMMITTED)
