"""`tandem check`: one document, exit 1 where targets collide, and a sentence when it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said, Tandem, at_home

HEAD = "kpi,scope,period,low,high,team"
SEGMENTS = ("Enterprise", "Mid-market", "Small", "Public")
OF_EACH = (
    "cost_per_lead,segment:{},,55,70,marketing",
    "mql_rate,segment:{},,0.35,0.42,marketing",
    "sql_rate,segment:{},,0.18,0.21,sales",
    "close_ratio,segment:{},,22 %,27 %,sales",
    "average_deal,segment:{},,19000,21000,sales",
    "leads,segment:{},,3500,,marketing",
    "opportunities_per_head,segment:{},,,60,sales",
    "cost_per_head,segment:{},,115000,125000,sales",
)
TOGETHER = ("spend_marketing,,,,1000000,marketing", "cac,,,,9500,joint")


def textbook(folder: Path, revenue: int = 11_000_000) -> Path:
    rows = [row.format(name) for name in SEGMENTS for row in OF_EACH]
    return file_of(folder, *rows, f"revenue,,,{revenue},,joint", *TOGETHER)


def file_of(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "targets.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def told(said: Said) -> dict[str, Any]:
    """The one conflict of an answer."""
    (conflict,) = said.document["conflicts"]
    assert isinstance(conflict, dict)
    return conflict


def test_the_textbook_case_on_an_empty_home(tandem: Tandem, tmp_path: Path) -> None:
    said = tandem("check", "--file", textbook(tmp_path), "--json")
    assert (said.code, said.err) == (1, "")
    assert said.document["consistent"] is False
    assert said.document["implied"] == {}
    conflict = told(said)
    assert set(conflict) == {"members", "repairs", "compromise"}
    assert len(conflict["members"]) == 7
    for each in conflict["members"]:
        assert set(each) == {"target", "team", "value", "kind"}
    for each in (*conflict["repairs"], *conflict["compromise"]):
        assert set(each) == {"target", "from", "to", "change"}
    members = {each["target"]: each for each in conflict["members"]}
    assert members["revenue"] == {
        "target": "revenue", "team": "joint", "value": 11_000_000.0, "kind": "target",
    }  # fmt: skip
    assert members["cost_per_lead@segment"]["value"] == 55
    assert members["sql_rate@segment"]["team"] == "sales"
    assert "cac" not in members
    changes = {each["target"]: each["change"] for each in conflict["repairs"]}
    assert round(changes["revenue"], 3) == -0.173
    assert round(changes["spend_marketing"], 3) == 0.21


@pytest.mark.parametrize("target", ["revenue", "spend_marketing"])
def test_a_repair_by_the_file_mends_it_and_a_hundredth_less_does_not(
    tandem: Tandem, tmp_path: Path, target: str
) -> None:
    path = textbook(tmp_path)
    conflict = told(tandem("check", "--file", path, "--json"))
    (repair,) = (each for each in conflict["repairs"] if each["target"] == target)
    before = path.read_text("utf-8")
    for share, code in ((1.0, 0), (0.99, 1)):
        value = repair["from"] + share * (repair["to"] - repair["from"])
        written = before.replace(f",{repair['from']:.0f},", f",{value!r},")
        assert written != before
        path.write_text(written, encoding="utf-8")
        assert tandem("check", "--file", path).code == code


def test_what_can_hold_ends_with_0_and_tells_what_it_implies(
    tandem: Tandem, tmp_path: Path
) -> None:
    said = tandem("check", "--file", textbook(tmp_path, revenue=9_000_000), "--json")
    assert (said.code, said.err) == (0, "")
    assert said.document["consistent"] is True
    assert said.document["conflicts"] == []
    implied = said.document["implied"]
    assert implied["revenue"][1] == pytest.approx(9_092_618.18, abs=0.01)
    assert implied["cost_per_lead@segment:Small"][0] == 0
    assert implied["spend_marketing"][1] is None
    assert implied["cost_per_lead"] == pytest.approx([55, 55.566], abs=0.001)
    assert "mql_rate@segment:Small low" in said.document["idle"]


def test_people_read_who_must_move_and_how_far(tandem: Tandem, tmp_path: Path) -> None:
    said = tandem("check", "--file", textbook(tmp_path))
    assert said.code == 1
    for part in ("These seven cannot all hold", "17.3 % lower", "21.0 % higher", "best found"):
        assert part in said.out
    said = tandem("check", "--file", textbook(tmp_path, revenue=9_000_000))
    for part in ("All can hold at once: 35 targets.", "others leave", "idle"):
        assert part in said.out


def test_a_close_ratio_of_two_minds_collides(tandem: Tandem, tmp_path: Path) -> None:
    path = file_of(tmp_path, "close_ratio,,,0.3,,sales", "close_ratio,,,,0.2,marketing")
    said = tandem("check", "--file", path, "--json")
    assert said.code == 1
    members = [each for each in told(said)["members"] if each["kind"] == "target"]
    assert [(each["team"], each["value"]) for each in members] == [
        ("sales", 0.3), ("marketing", 0.2),
    ]  # fmt: skip


def test_an_open_range_holds(tandem: Tandem, tmp_path: Path) -> None:
    said = tandem("check", "--file", file_of(tmp_path, "leads,,,,,"), "--json")
    assert said.code == 0
    assert said.document["warnings"] == ["Row 2 has neither low nor high and states nothing."]
    assert said.document["implied"]["leads"] == [0, None]


def test_a_semicolon_file_of_a_spreadsheet_is_read(tandem: Tandem, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    text = "KPI;Scope;Low;High\nClose ratio;;0,25;30 %\nLeads;segment:Süd;1.200,5;\n"
    path.write_bytes(text.encode("cp1252"))
    said = tandem("check", "--file", path, "--json")
    assert said.code == 0, said.err
    assert "leads@segment:Süd" in said.document["implied"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["glory,,,1,,"], "Row 2: “glory” is no KPI."),
        (["leads,,,1,,", "leads,country:DE,,1,,"], "Row 3: “country:DE” is no scope."),
        (["leads,,2026-13,1,,"], "“2026-13” is no period."),
        (["leads,,,many,,"], "not “many”"),
        (["close_ratio,,,27,,"], "Write 27 % or 0.27."),
        (
            ["leads,,,1,,", 'leads,"segment:A,,9,,', "leads,,,,5,"],
            "Row 3 has a quotation mark that is never closed.",
        ),
        (["leads,,,1,000,2,000,marketing"], "Row 2 has more cells than there are column names."),
        ([], "The file states no target."),
    ],
)
def test_a_row_that_cannot_be_read_is_a_sentence_and_status_2(
    tandem: Tandem, tmp_path: Path, rows: list[str], words: str
) -> None:
    said = tandem("check", "--file", file_of(tmp_path, *rows), "--json")
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert "Traceback" not in said.err


def test_a_file_that_cannot_be_read_is_a_sentence_and_status_2(
    tandem: Tandem, tmp_path: Path
) -> None:
    empty, picture = tmp_path / "empty.csv", tmp_path / "picture.csv"
    empty.touch()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    foreign = file_of(tmp_path, "1,2", head="name,size")
    twice = tmp_path / "twice.csv"
    twice.write_text("kpi,low,LOW\nleads,1,2\n", encoding="utf-8")
    for path, words in (
        (empty, "is empty"),
        (picture, "is an image"),
        (foreign, "has no columns kpi and low or high"),
        (twice, "twice.csv has two columns low."),
        (tmp_path / "nowhere.csv", "nowhere.csv cannot be opened"),
    ):
        said = tandem("check", "--file", path)
        assert (said.code, said.out) == (2, ""), path
        assert words in said.err


def test_file_and_scenario_are_two_questions(tandem: Tandem, tmp_path: Path) -> None:
    said = tandem("check", "--file", textbook(tmp_path), "--scenario", "Plan 2026")
    assert said.code == 2
    assert "cannot be combined" in said.err


def test_an_empty_home_has_no_plan(tandem: Tandem) -> None:
    said = tandem("check")
    assert said.code == 1
    assert "There are no facts yet." in said.err


def test_the_plan_of_the_demo_company_with_its_budget_and_facts(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tandem = at_home(demo_home, monkeypatch)
    said = tandem("check", "--scenario", "Plan 2026", "--json")
    document = said.document
    assert (said.code, said.err, document["consistent"]) == (1, "", False)
    json.dumps(document, allow_nan=False)
    for conflict in document["conflicts"]:
        kinds = {each["kind"] for each in conflict["members"]}
        assert "target" in kinds
        assert kinds <= {"target", "assumption", "identity"}
    # Its lines of sales come to 2.94 M, and its target is at most 2.92 M.
    spend = [
        {each["kind"]: each["value"] for each in conflict["members"]}
        for conflict in document["conflicts"]
        if {each["target"] for each in conflict["members"]} == {"spend_sales"}
    ]
    assert spend == [{"target": 2_920_000, "assumption": 2_940_000}]
    assert tandem("check", "--json").document == document, "the year's draft is meant"
    assert tandem("check", "--scenario", "Plan 1999").code == 2


def test_the_demo_companys_plan_of_the_year_before_is_looked_at_too(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = at_home(demo_home, monkeypatch)("check", "--scenario", "Plan 2025")
    assert said.code in (0, 1)
    assert said.err == ""
    assert "targets" in said.out


def test_whole_cases_are_mended_by_whole_cases(tandem: Tandem, tmp_path: Path) -> None:
    path = file_of(tmp_path, "opportunities,,,,500,", "close_ratio,,,,0.3333,", "won,,,187,,")
    said = tandem("check", "--file", path)
    assert said.code == 1
    # By hand: 500 · 0.3333 = 166.65 deals, of which 166 can be promised: 11.2 % below 187.
    assert "166.6" not in said.out
    assert "│ 166 " in said.out
    assert "11.2 % lower" in said.out
    # 187 / 0.3333 = 561.1 opportunities.
    assert "│ 562 " in said.out


def test_tiny_shares_are_told_from_nothing(tandem: Tandem, tmp_path: Path) -> None:
    path = file_of(tmp_path, "close_ratio,,,1e-9,,", "close_ratio,,,,1e-10,")
    said = tandem("check", "--file", path)
    assert said.code == 1
    assert "Close ratio at least 0.0000001 %; Close ratio at most 0.00000001 %" in " ".join(
        said.out.split()
    )
