"""Judged assumptions: each team's leader answers, both answers stand, and they are signed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import JsonValue

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.agreed.assumptions import own_id
from planning.agreed.rows import PlanRow
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.sources.agreement.tables import SIGNERS, Table
from tests.sources.plan.sheets import ADA, ALF, BO, EVE, MAX, SUE, VIC

SEARCH = "response | Paid search"
THEN = "max@example.com judged leads of Paid search: 0 without money, 110 at today’s money"
THREE: dict[str, JsonValue] = {"spend": "10000", "none": "0", "now": "110", "more": "140"}


def _answers(table: Table) -> dict[tuple[str, str], PlanRow]:
    rows = table.workspace.acting_as(VIC).assumptions.rows(table.scenario)
    return {(str(row["key"]), row.team): row for row in rows}


def _judge(table: Table, actor: object, team: str, key: str, **said: JsonValue) -> PlanRow:
    own = table.workspace.acting_as(actor).assumptions  # type: ignore[arg-type]
    saved = own.answer(table.scenario, key, team, said)  # type: ignore[arg-type]
    assert (saved.refused, saved.clashes) == ((), ())
    return saved.rows[0]


def test_each_leader_answers_for_the_own_team_and_both_answers_stand(table: Table) -> None:
    _judge(table, MAX, "marketing", SEARCH, **THREE)
    _judge(table, SUE, "sales", SEARCH, **{**THREE, "more": "120"}, reason="Few searches are left.")
    standing = _answers(table)
    assert [standing[SEARCH, team]["more"] for team in ("marketing", "sales")] == ["140", "120"]
    assert (standing[SEARCH, "sales"]["by"], standing[SEARCH, "sales"]["on"]) == (
        SUE.email,
        "2026-01-05",
    )
    found = table.workspace.acting_as(VIC).assumptions.answered(table.scenario)
    assert [(it.team, it.more) for it in found.answers] == [("marketing", 140), ("sales", 120)]


@pytest.mark.parametrize("actor", [ADA, BO, SUE, EVE, VIC, ALF])
def test_nobody_but_marketings_leader_answers_for_marketing(table: Table, actor: object) -> None:
    _judge(table, MAX, "marketing", SEARCH, **THREE)
    before = table.everything()
    own = table.workspace.acting_as(actor).assumptions  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="judge assumptions of marketing"):
        own.answer(table.scenario, SEARCH, "marketing", THREE)
    with pytest.raises(NotAllowed):
        own.take_back(table.scenario, SEARCH, "marketing")
    assert table.everything() == before


def test_the_executive_judges_what_both_teams_share(table: Table) -> None:
    _judge(table, EVE, "joint", "margin", value="65 %", low="60 %", high="0.7")
    assert [_answers(table)["margin", "joint"][it] for it in ("value", "low", "high")] == [
        "0.65",
        "0.6",
        "0.7",
    ]


@pytest.mark.parametrize(
    ("said", "cell", "sentence"),
    [
        ({"more": "170"}, "more", "fewer than 165"),
        ({"more": "110"}, "more", "more than today's 110"),
        ({"none": "-1"}, "none", "number of 0 or more"),
        ({"none": "110"}, "none", "fewer than with it"),
        ({"spend": "0"}, "spend", "above 0"),
    ],
)
def test_answers_no_curve_passes_through_are_refused_in_words(
    table: Table, said: dict[str, JsonValue], cell: str, sentence: str
) -> None:
    own = table.workspace.acting_as(MAX).assumptions
    saved = own.answer(table.scenario, SEARCH, "marketing", {**THREE, **said})
    assert saved.revision is None
    assert sentence in next(it.sentence for it in saved.refused if it.cell == cell)


@pytest.mark.parametrize(
    ("key", "said", "sentence"),
    [
        ("closes | all | all | all", {"value": "120 %"}, "at most 100 %"),
        ("margin", {"value": "0.6", "low": "0.7"}, "must not be above the value"),
        ("margin", {"value": "0.6", "high": "0.5"}, "must not be below the value"),
        ("ramp | closing", {"value": "0.2;0.5;1", "low": "0.1"}, "as many numbers"),
    ],
)
def test_values_out_of_reason_are_refused_in_words(
    table: Table, key: str, said: dict[str, JsonValue], sentence: str
) -> None:
    saved = table.workspace.acting_as(SUE).assumptions.answer(table.scenario, key, "sales", said)
    assert sentence in " ".join(it.sentence for it in saved.refused)
    assert _answers(table) == {}


@pytest.mark.parametrize(
    ("key", "said", "sentence"),
    [
        ("hiring_delay | closing", {"value": "30"}, "between 0 and 24"),
        ("half | Paid search", {"value": "30"}, "no such assumption"),
        ("nonsense", {"value": "1"}, "no such assumption"),
        ("margin", {"low": "0.5"}, "value is missing"),
        (SEARCH, {"now": "110"}, "answer is missing"),
    ],
)
def test_what_the_model_cannot_use_is_not_kept(
    table: Table, key: str, said: dict[str, JsonValue], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        table.workspace.acting_as(SUE).assumptions.answer(table.scenario, key, "sales", said)
    assert _answers(table) == {}


def test_both_leaders_give_rows_of_the_same_length(table: Table) -> None:
    _judge(table, SUE, "sales", "ramp | closing", value="0.2; 0.5; 1")
    with pytest.raises(UsageError, match="gave 3 numbers"):
        _judge(table, MAX, "marketing", "ramp | closing", value=[0.5, 1])


def test_every_answer_has_a_version_and_an_answer_changed_meanwhile_is_not_overwritten(
    table: Table,
) -> None:
    first = _judge(table, MAX, "marketing", SEARCH, **THREE)
    own = table.workspace.acting_as(MAX).assumptions
    own.answer(table.scenario, SEARCH, "marketing", {**THREE, "more": "135"}, seen=first.version)
    late = {**THREE, "none": "10", "more": "150"}
    saved = own.answer(table.scenario, SEARCH, "marketing", late, seen=first.version)
    assert saved.revision is None
    assert [(it.cell, it.mine, it.theirs) for it in saved.clashes] == [
        ("none", "10", "0"),
        ("more", "150", "135"),
    ]
    standing = _answers(table)[SEARCH, "marketing"]
    assert (standing["more"], standing.version) == ("135", 2)
    assert own.take_back(table.scenario, SEARCH, "marketing", seen=first.version).clashes
    before = own.rows(table.scenario, as_of=first.revision)
    assert [row["more"] for row in before] == ["140"]


def test_an_answer_is_taken_back_and_given_again_as_the_same_row(table: Table) -> None:
    first = _judge(table, SUE, "sales", "margin", value="0.6")
    own = table.workspace.acting_as(SUE).assumptions
    gone = own.take_back(table.scenario, "margin", "sales", seen=first.version)
    assert _answers(table) == {}
    own.answer(table.scenario, "margin", "sales", {"value": "0.55"}, seen=0)
    assert _answers(table)["margin", "sales"].id == first.id
    saved = table.of(SUE).undo(gone.revision or 0)
    assert [it.title for it in saved.clashes] == ["sales' answer about “Margin”"]
    assert [row["value"] for row in own.rows(table.scenario)] == ["0.55"]


def test_the_history_tells_answers_in_plain_words_and_takes_them_back(table: Table) -> None:
    _judge(table, MAX, "marketing", SEARCH, **{**THREE, "more": "130"})
    _judge(table, MAX, "marketing", SEARCH, **THREE)
    closes = "closes | Webinars | all | acquire"
    changed = _judge(table, SUE, "sales", closes, value="27 %", low="20 %", high="30 %")
    assert table.told(3) == [
        f"{THEN}, 130 at half as much again.",
        "max@example.com judged leads of Paid search at half as much again: 140, before 130.",
        "sue@example.com judged Close ratio of Webinars, acquire: 27 %, between 20 % and 30 %.",
    ]
    table.of(SUE).undo(changed.revision)
    assert (closes, "sales") not in _answers(table)


def test_a_copy_keeps_the_answers_as_rows_of_its_own(table: Table) -> None:
    first = _judge(table, MAX, "marketing", SEARCH, **THREE)
    _judge(table, EVE, "joint", "margin", value="0.6")
    copy = table.copied("Other")
    kept = _answers(copy)
    assert {key: row["by"] for key, row in kept.items()} == {
        (SEARCH, "marketing"): MAX.email,
        ("margin", "joint"): EVE.email,
    }
    assert kept[SEARCH, "marketing"]["copied_from"] == first.id
    assert kept[SEARCH, "marketing"].id == own_id(copy.scenario, "marketing", SEARCH)
    _judge(copy, MAX, "marketing", SEARCH, **{**THREE, "more": "120"})
    assert _answers(copy)[SEARCH, "marketing"]["copied_from"] == first.id
    assert _answers(table)[SEARCH, "marketing"]["more"] == "140"


def test_an_answer_changed_after_signing_withdraws_the_signatures_and_says_why(
    table: Table,
) -> None:
    _judge(table, MAX, "marketing", SEARCH, **{**THREE, "more": "130"})
    table.proposed().sign()
    _judge(table, MAX, "marketing", SEARCH, **THREE)
    assert table.signatures() == set()
    assert table.signatures("withdrawn") == set(SIGNERS)
    whys = {row["why"] for row in table.of(VIC).rows("signature", table.scenario)}
    (why,) = whys
    assert why == (
        "The plan was changed: Max judged leads of Paid search at half as much again: "
        "140, before 130."
    )
    table.sign("sales")
    table.workspace.acting_as(MAX).assumptions.take_back(table.scenario, SEARCH, "marketing")
    assert table.signatures() == set()


def test_what_is_agreed_is_not_judged_any_more(table: Table) -> None:
    table.agreed()
    with pytest.raises(NotPossible, match="Copy it"):
        _judge(table, MAX, "marketing", SEARCH, **THREE)


def test_answers_come_back_with_a_backup(table: Table, tmp_path: Path) -> None:
    _judge(table, MAX, "marketing", SEARCH, **THREE)
    _judge(table, SUE, "sales", "ramp | closing", value=[0.25, 0.5, 1])
    before = _answers(table)
    archive = tmp_path / "all.zip"
    table.workspace.acting_as(ALF).backups.take(archive)
    there = Workspace.open(Settings(home=tmp_path / "other", database_url=None, facts_url=None))
    there.backups.restore(archive)
    assert _answers(Table(there, table.scenario)) == before
