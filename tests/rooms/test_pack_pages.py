"""The pages of the pack: whatever the names and facts, each section stays one page of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from pydantic import JsonValue

from data_sources.week_reading import week_ground
from data_sources.workspace import Workspace
from planning.agreed.actions import Action
from planning.agreed.rows import PlanRow
from planning.together.actions import Promise, agenda
from tests.rooms import companies, packed, printed
from tests.rooms.companies import AS_OF, NAUGHTY
from tests.rooms.plans import line
from tests.rooms.test_decision_print import ENDLESS, MARKUP
from tests.rooms.test_targets import target
from views.pack.letters import lacking
from views.pack.sections.talk import kept
from views.pack.week_pack import AgendaItem, WeekPack, week_pack
from views.pack.week_workbook import week_xlsx

ODD = (
    "only leads",
    "only deals",
    "only spend",
    "dates in the future",
    "no wins",
    "one row",
    "nothing but zeros",
    "naughty names",
)


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    """A small healthy company: ten leads each month up to June 2025."""
    return companies.copied(small_home, tmp_path / "home")


def named(home: Path, *names: str) -> Workspace:
    """A plan and a meeting in which everything people can name bears these names."""
    workspace = companies.opened(home)
    plan = workspace.plan.begin(2025, "Plan 2025")
    # A channel is never a formula: the plan itself refuses that.
    lines = [dict(line(name.lstrip("= ")[:100])) for name in (*names, "Webinars")]
    assert not workspace.plan.add("line", plan.id, lines).refused
    workspace.plan.add("target", plan.id, dict(target("revenue", "joint", value="90000")))
    for name in names:
        workspace.together.add_action(
            {"what": name, "owner": name[:100], "team": "sales", "due": "2030-01-01"}
        )
        workspace.together.ask({"question": name, "options": [name[:100], "No"]})
    return workspace


def paper(workspace: Workspace, *items: AgendaItem, day: date = AS_OF) -> WeekPack:
    return week_pack(week_ground(workspace, day), items)


# ---- names are names ----


@pytest.mark.parametrize(
    "names", [MARKUP, NAUGHTY, [it[:300] for it in ENDLESS]], ids=["markup", "naughty", "endless"]
)
def test_names_are_printed_as_they_were_typed_and_break_no_page(
    names: Sequence[str], home: Path, tmp_path: Path
) -> None:
    items = [AgendaItem(it, it[:20], it[:20], it[:100], it[:100]) for it in names]
    pack = paper(named(home, *names), *items)
    file = packed.kept(tmp_path, pack)
    assert printed.pages(file) == len(pack.sections) == 10
    assert "Actionsasof" in packed.unspaced(*packed.lines_of(file, 10))
    agenda_page = packed.unspaced(*packed.lines_of(file, 2))
    for name in MARKUP if names is MARKUP else ():
        assert packed.unspaced(name)[:9] in agenda_page
    packed.held_in_workbook(week_xlsx(pack), pack)


def test_nothing_in_a_workbook_runs(home: Path) -> None:
    name = '=HYPERLINK("http://example.com")'
    pack = paper(companies.opened(home), AgendaItem(name, lever=name))
    book = openpyxl.load_workbook(BytesIO(week_xlsx(pack)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells].count(name) == 2
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_long_plan_is_cut_in_print_and_whole_in_the_workbook(home: Path, tmp_path: Path) -> None:
    workspace = companies.opened(home)
    plan = workspace.plan.begin(2025, "Plan 2025")
    workspace.plan.add("line", plan.id, [dict(line(f"Channel {at}")) for at in range(60)])
    for at in range(40):
        workspace.together.add_action(
            {"what": f"Do {at}", "owner": "Bo", "team": "sales", "due": "2030-01-01"}
        )
    pack = paper(workspace)
    file = packed.kept(tmp_path, pack)
    packed.held_in_print(file, pack)
    packed.held_in_workbook(week_xlsx(pack), pack)
    text = " ".join(packed.lines_of(file, 4))
    assert "42 more rows in the workbook." in text


def test_letters_that_the_typeface_lacks_are_told_once(home: Path, tmp_path: Path) -> None:
    pack = paper(named(home, "Žluť Привет Ελλ", "漢字の名前 😀"))
    (note,) = pack.sections[0].notes
    assert note.startswith("6 letters of names are not in the typeface of the printed pack")
    assert note in pack.notes
    packed.held_in_workbook(week_xlsx(pack), pack)
    assert packed.unspaced(note) in packed.unspaced(
        *packed.lines_of(packed.kept(tmp_path, pack), 1)
    )
    assert lacking(["Every sign we use: ▲▼!×−–…“”·→✓ 1.2\u00a0M\u202fEUR \u2068x\u2069"]) == set()


def test_an_action_about_a_line_names_the_line(home: Path) -> None:
    workspace = named(home)
    (row,) = workspace.plan.rows("line", workspace.plan.scenarios()[0].id)
    told = {"owner": "Bo", "team": "marketing", "due": "2030-01-01", "about": row.id}
    workspace.together.add_action({"what": "Ask for the price", **told})
    workspace.together.add_action({"what": "Webinars: fewer", **told})
    pack = paper(workspace)
    cells = {
        table_row[0].shown: table_row[1].shown
        for one in pack.sections
        for table in one.tables
        if table.title == "Actions"
        for table_row in table.rows
    }
    assert cells["Ask for the price"].endswith("due 1 Jan 2030 · about Webinars")
    # What its words say already is not said twice.
    assert cells["Webinars: fewer"].endswith("due 1 Jan 2030")
    assert not workspace.plan.remove([row.id]).refused
    assert "about" not in str(paper(workspace).sections[-1].tables)


# ---- poor facts ----


def test_without_a_plan_it_says_so(home: Path, tmp_path: Path) -> None:
    pack = paper(companies.opened(home))
    packed.held_in_print(packed.kept(tmp_path, pack), pack)
    assert "No plan for 2025 yet" in " ".join(pack.sections[0].paragraphs)
    assert pack.about["Plan"] == "none"
    headings = {one.name: one.heading for one in pack.sections}
    assert headings["Agenda"] == "Nothing is off course this week."
    assert headings["Targets"].startswith("No targets are agreed yet")


@pytest.mark.parametrize("what", ODD)
def test_odd_facts_make_a_paper_too(what: str, tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", what)
    workspace = named(tmp_path / "home", "Webinars")
    snapshot = workspace.snapshot()
    assert snapshot is not None
    pack = paper(workspace, day=snapshot.as_of or AS_OF)
    packed.held_in_print(packed.kept(tmp_path, pack), pack)
    packed.held_in_workbook(week_xlsx(pack), pack)
    told = list(_told(pack))
    assert not [it for it in told if "nan" in it.casefold().split() or "None" in it.split()]


def _told(pack: WeekPack) -> Iterator[str]:
    for one in pack.sections:
        yield from (one.heading, *one.paragraphs, *one.notes)
        for table in one.tables:
            yield from (cell.shown for row in table.rows for cell in row if cell.value is not None)


# ---- promises ----


def test_a_promise_is_kept_by_the_day_first_promised() -> None:
    days = [
        {"due": "2025-06-02", "done_on": "2025-06-02"},  # kept
        {"due": "2025-06-20", "done_on": "2025-06-03"},  # kept before its day
        {"due": "2025-06-09", "promised": "2025-06-02", "done_on": "2025-06-05"},  # late
        {"due": "2025-06-02"},  # overdue
        {"due": "2025-06-10"},  # today is its day
        {"due": "2025-07-01", "promised": "2025-06-03"},  # put off
    ]
    found = agenda(map(_action, days), date(2025, 6, 10))
    assert kept((*found.open, *found.done), date(2025, 6, 10)) == (2, 5)


def _action(cells: dict[str, str]) -> PlanRow:
    known: dict[str, JsonValue] = {"what": "Call", "owner": "Bo", "team": "sales", **cells}
    assert Action.of(known).team == "sales"
    return PlanRow("a", "action", "m", "sales", cells=known)


def test_each_teams_promises_are_counted(home: Path) -> None:
    ground = week_ground(companies.opened(home), AS_OF)
    late = _action({"due": "2020-01-01"})
    ground = replace(ground, actions=agenda([late], ground.known.today))
    (table,) = (it for it in week_pack(ground).sections[-1].tables if it.title.startswith("Prom"))
    assert [cell.shown for cell in table.rows[0]] == ["Sales", "1", "1", "0", "0", "1", "0\u00a0%"]
    assert isinstance(ground.actions.open[0], Promise)
