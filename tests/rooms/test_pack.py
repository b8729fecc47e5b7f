"""The pack: what stands in print, in the workbook and on the screen is the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_sources.allocating import Allocations
from data_sources.importing import paths
from data_sources.meeting_week import whole
from data_sources.pack_agenda import agenda_then
from data_sources.week_reading import week_ground
from data_sources.workspace import Workspace
from planning.model.optimising.optimise import optimise
from planning.model.weighing.limits_by_month import limits_by_month
from planning.together.agenda import week_agenda
from planning.together.week_ground import WeekGround
from tests.rooms import companies, packed, printed
from tests.rooms.conftest import Visit
from views.agenda import money_words
from views.formats import shown
from views.limit_pictures import full_words
from views.pack.week_pack import WeekPack, agenda_items, week_pack
from views.pack.week_print import FOLDER, week_pdf

AG = "Agenda"


@pytest.fixture(scope="module")
def workspace(demo_home: Path) -> Workspace:
    """The demo company."""
    return companies.opened(demo_home)


@pytest.fixture(scope="module")
def ground(workspace: Workspace) -> WeekGround:
    """What the week rests on in which the demo company's facts end."""
    return week_ground(workspace, _as_of(workspace))


@pytest.fixture(scope="module")
def pack(ground: WeekGround) -> WeekPack:
    """Its pack, with an agenda."""
    return packed.whole(ground)


@pytest.fixture(scope="module")
def file(pack: WeekPack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack in print."""
    return packed.kept(tmp_path_factory.mktemp("pack"), pack)


def _as_of(workspace: Workspace) -> date:
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert snapshot.as_of is not None
    return snapshot.as_of


# ---- equal numbers ----


def test_every_row_of_every_page_stands_in_print(file: Path, pack: WeekPack) -> None:
    packed.held_in_print(file, pack)


def test_every_cell_stands_in_the_workbook(pack: WeekPack) -> None:
    packed.held_in_workbook(packed.workbook(pack), pack)


@pytest.mark.parametrize(
    "name", ["Year ahead", "Lines", "Scorecard", "Leads and follow-up", "Pipeline", "Why"]
)
def test_a_swapped_figure_is_noticed(name: str, pack: WeekPack, tmp_path: Path) -> None:
    wrong = packed.swapped(pack, name)
    with pytest.raises(AssertionError, match=name):
        packed.held_in_print(packed.kept(tmp_path, wrong), pack)
    with pytest.raises(AssertionError):
        packed.held_in_workbook(packed.workbook(wrong), pack)


def test_the_tiles_are_those_of_the_screen(
    visit: Visit, demo_home: Path, file: Path, pack: WeekPack
) -> None:
    app = visit(demo_home, "this_week")
    metrics = [(it.label, it.value, it.delta) for it in app.metric]
    assert len(metrics) == 8
    (table,) = pack.sections[0].tables
    rows = [tuple(cell.shown for cell in row) for row in table.rows]
    assert [row[1:4] for row in rows] == [(name, value, move) for name, value, move in metrics]
    lines = packed.lines_of(file, 1)
    for four in (metrics[:4], metrics[4:]):
        values = packed.unspaced(*(value for _, value, _ in four))
        assert values in map(packed.unspaced, lines), values
    for row in rows:
        for word in filter(None, (row[1], row[6], row[7])):
            assert packed.unspaced(word) in packed.unspaced(*lines), word


def test_the_sentence_is_the_screens(visit: Visit, demo_home: Path, pack: WeekPack) -> None:
    first = str(visit(demo_home, "this_week").markdown[0].value)
    assert _plain(first) == _plain(pack.sections[0].heading)


def test_landing_and_lines_are_those_of_the_screen(
    visit: Visit, demo_home: Path, pack: WeekPack
) -> None:
    app = visit(demo_home, "this_week")
    landing, lines = (_frame(app, head) for head in ("The target", "Landing less plan"))
    year, plan = (
        next(it for it in pack.sections if it.name == name) for name in ("Year ahead", "Lines")
    )
    told = [[cell.shown for cell in row] for row in year.tables[0].rows]
    assert told == landing.astype(str).to_numpy().tolist()
    for row, seen in zip(plan.tables[0].rows, lines.itertuples(index=False), strict=False):
        assert [cell.shown for cell in row[:2]] == list(seen[:2])
        for cell, value in zip(row[2:], seen[2:], strict=True):
            assert cell.shown == ("—" if value != value else f"{value:,.0f}".replace("-", "−"))


def test_leads_and_wins_of_the_month_are_those_of_the_facts(
    workspace: Workspace, pack: WeekPack
) -> None:
    files, as_of = paths(workspace.home, workspace.snapshot()), _as_of(workspace)
    first = pd.Timestamp(as_of.replace(day=1))
    leads, deals = (pd.read_parquet(files[name]) for name in ("leads", "opportunities"))
    came = leads[_within(leads["created_on"], first)]["quantity"].sum()
    closed = deals[_within(deals["closed_on"], first)]
    won = closed[closed["is_won"].fillna(value=False).astype(bool)]["quantity"].sum()
    (scorecard,) = (it for it in pack.sections if it.name == "Scorecard")
    rows = {row[0].shown: row[1] for table in scorecard.tables for row in table.rows}
    assert rows["Leads"].shown == shown(int(came), "count")
    assert (rows["Leads"].value, rows["Won deals"].value) == (came, won)


def test_the_agenda_of_the_paper_is_that_of_the_screen(
    workspace: Workspace, ground: WeekGround
) -> None:
    paper, screen = agenda_then(workspace, ground), week_agenda(whole(workspace))
    for part in ("first", "rest", "good", "late"):
        told, seen = getattr(paper, part), getattr(screen, part)
        assert [(it.key, it.money) for it in told] == [(it.key, it.money) for it in seen]
    (page,) = (it for it in week_pack(ground, agenda_items(paper, "EUR")).sections if it.name == AG)
    problems, good = page.tables
    for table, items in ((problems, (*screen.first, *screen.rest)), (good, screen.good)):
        told = [(row[0].shown, row[2].shown, row[2].value) for row in table.rows]
        assert told == [
            (
                it.what,
                money_words(it, "EUR").removesuffix(" at stake").removesuffix(" more than planned"),
                None if it.money is None else float(it.money),
            )
            for it in items
        ]


def test_what_limits_us_is_what_trade_offs_tells(
    workspace: Workspace, ground: WeekGround, pack: WeekPack
) -> None:
    asking = Allocations(workspace)
    best = optimise(asking.question(asking.plan()).problem)
    assert ground.limits == limits_by_month(best)
    (page,) = (it for it in pack.sections if it.name == "Year ahead")
    (table,) = (it for it in page.tables if it.columns[0].head == "Area")
    assert table.title == full_words(ground.limits)
    told = [(row[0].shown, [cell.value for cell in row[1:]]) for row in table.rows]
    months = sorted({it.month for it in ground.limits})
    wanted = {(it.area, it.month): it for it in ground.limits if it.limit != "demand"}
    for area, values in told:
        assert values == [
            wanted[area, month].worth if (area, month) in wanted else None for month in months
        ]
    assert any("sales has no time left" in it for it in page.notes)


def _within(days: pd.Series, first: pd.Timestamp) -> pd.Series:
    known = pd.to_datetime(days)
    return (known >= first) & (known < first + pd.DateOffset(months=1))


def _frame(app: AppTest, head: str) -> pd.DataFrame:
    found: pd.DataFrame = next(it.value for it in app.dataframe if head in it.value.columns)
    return found


def _plain(text: str) -> str:
    return printed.flat(text).replace("\\", "")


# ---- the paper ----


def test_ten_pages_with_an_agenda_and_nine_without(ground: WeekGround, file: Path) -> None:
    assert printed.pages(file) == 10
    assert [it.name for it in week_pack(ground).sections].count("Agenda") == 0
    assert len(week_pack(ground).sections) == 9


def test_revision_snapshot_and_as_of_stand_under_every_page(
    file: Path, ground: WeekGround, pack: WeekPack
) -> None:
    known = ground.known
    for page in range(1, len(pack.sections) + 1):
        foot = packed.lines_of(file, page)[-1]
        for told in (known.snapshot, f"change {known.revision}", "facts up to 30 Jun 2026"):
            assert told in foot
        assert f"{page} of 10" in foot
    assert dict(pack.about)["Plan"] == "Plan 2026"
    assert dict(pack.about)["State of the plan"] == "draft"
    assert packed.lines_of(file, 1)[0] == "Fernhill Instruments (demo)"


def test_only_the_bundled_font_is_used_in_charts_too(file: Path) -> None:
    beside = {path.stem for path in (FOLDER / "fonts").glob("*.ttf")}
    assert set(printed.fonts(file)) == beside


def test_the_words_of_charts_can_be_searched(file: Path, pack: WeekPack) -> None:
    for page, section in enumerate(pack.sections, 1):
        text = packed.unspaced(*packed.lines_of(file, page))
        for chart in section.charts:
            # Of two side by side the lines stand between one another's.
            assert packed.unspaced(" ".join(chart.subtitle.split()[:4])) in text
            for label in (str(row["label"]) for row in chart.rows if "label" in row):
                # The label of a landing stands in its tooltip, which paper has not.
                assert chart.key == "landing" or packed.unspaced(label) in text, label


def test_equal_words_give_an_equal_file(file: Path, pack: WeekPack, ground: WeekGround) -> None:
    again = packed.whole(ground)
    assert week_pdf(again) == file.read_bytes()
    assert packed.workbook(again) == packed.workbook(pack)


def test_nobodys_own_figures_are_told(workspace: Workspace, pack: WeekPack, file: Path) -> None:
    people = pd.read_parquet(paths(workspace.home, workspace.snapshot())["people"])
    text = " ".join(line for page in range(1, 11) for line in packed.lines_of(file, page))
    names = {*people["name"].dropna(), *people["person_id"].dropna().astype(str)}
    assert names
    told = {
        cell.shown
        for it in pack.sections
        for table in it.tables
        for row in table.rows
        for cell in row
    }
    assert not [name for name in names if name in text or name in told]
