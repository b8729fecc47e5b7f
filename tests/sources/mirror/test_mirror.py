"""A plan and its spreadsheet, as people meet them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.actors import LOCAL
from data_sources.backup.taking import restore_settings
from data_sources.mirroring import connecting
from data_sources.settings import Settings
from data_sources.sheets.troubles import TabGone
from data_sources.workspace import Workspace
from planning.agreed.mirrored.tabs import TABS
from tests.sheets_server.grid import Refusal
from tests.sheets_server.person import Person
from tests.sources.mirror.both_sides import BUDGET, BothSides, column


def test_the_first_synchronisation_writes_the_plan(both: BothSides) -> None:
    """A tab per team and kind, with ids, headings and Tandem's own column."""
    row = both.add(channel="Events", plan_03="1200.50", plan_04="10")
    both.sync()
    assert [tab.title for tab in both.person.book.tabs if tab.title in {t.title for t in TABS}]
    assert both.person.shows(BUDGET.title)[0] == list(BUDGET.headings(both.year()))
    assert both.at_sheet(row, "plan_03") == 1200.5
    assert both.shows()[0][len(BUDGET.columns) + 1] == 1210.5
    both.google.seen.clear()
    both.sync()
    assert len(both.google.seen) == 1


def test_columns_look_like_what_they_hold(both: BothSides) -> None:
    """Cents, days and text; a share looks as somebody typed it."""
    both.sync()
    kinds: dict[tuple[str, str], tuple[str, str]] = {}
    for tab in TABS:
        for region, looks in both.person.tab(tab.title).formats:
            if "numberFormat" in looks and region.c0 is not None:
                name = ("id", *(it.name for it in tab.columns), "computed")[region.c0]
                kinds[tab.kind, name] = tuple(looks["numberFormat"].values())
    assert kinds["line", "plan_01"] == kinds["line", "computed"] == ("NUMBER", "#,##0.00")
    assert kinds["line", "campaign_start"] == ("DATE", "yyyy-mm-dd")
    assert kinds["target", "start"] == ("DATE", "yyyy-mm")
    assert kinds["line", "reason"] == kinds["target", "months"] == ("TEXT", "@")
    assert ("target", "value") not in kinds


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_edits_go_both_ways_on_every_tab(both: BothSides, tab: object) -> None:
    """The reason from the sheet, another row's from Tandem; history says which is which."""
    assert isinstance(tab, type(BUDGET))
    one, two = both.add(tab), both.add(tab, reason="first")
    both.sync()
    both.types(one, "reason", "from the sheet", tab)
    both.edit(two, "reason", "from Tandem")
    both.sync()
    assert both.rows(tab)[one]["reason"] == "from the sheet"
    assert both.at_sheet(two, "reason", tab) == "from Tandem"
    newest = both.workspace.history(2)
    assert any(
        entry.actor == f"sheet:{tab.team}" and entry.thing.startswith("from the sheet")
        for entry in newest
    )


def test_a_clash_stays_until_it_is_settled(both: BothSides) -> None:
    """Both sides keep theirs; the one that is wanted comes to the other."""
    row = both.add(plan_01="1")
    both.sync()
    both.types(row, "plan_01", 2)
    both.edit(row, "plan_01", "3.00")
    mirror = both.sync()
    (clash,) = mirror.tabs[0].clashes
    assert (clash.base, clash.sheet, clash.tandem) == ("1.00", "2.00", "3.00")
    assert both.sync().clashes == 1
    connecting.settle(both.workspace, both.scenario, BUDGET.key, clash, "sheet")
    assert both.sync().clashes == 0
    assert both.rows()[row]["plan_01"] == "2.00"
    assert both.at_sheet(row, "plan_01") == 2


def test_rows_come_go_and_are_sorted(both: BothSides) -> None:
    """By id, wherever they stand."""
    gone, stays = both.add(channel="A"), both.add(channel="B")
    both.sync()
    both.person.sorts(BUDGET.title, column("channel"), descending=True)
    both.person.deletes_row(BUDGET.title, both.place(gone))
    for name, value in (("category", "programme"), ("status", "placed"), ("channel", "C")):
        both.person.types(BUDGET.title, 2, column(name), value)
    both.sync()
    assert {row["channel"] for row in both.rows().values()} == {"B", "C"}
    assert {str(it[0]) for it in both.shows()} == set(both.rows())
    both.workspace.plan.remove([stays])
    both.sync()
    assert [it[column("channel")] for it in both.shows()] == ["C"]


def test_a_deleted_tab_deletes_nothing(both: BothSides) -> None:
    """It is told; a renamed one is followed."""
    row = both.add(plan_01="1")
    both.sync()
    both.person.renames_tab(BUDGET.title, "Mine")
    both.edit(row, "plan_01", "2.00")
    both.sync()
    assert both.person.shows("Mine")[1][column("plan_01")] == 2
    both.person.deletes_tab("Mine")
    with pytest.raises(TabGone):
        both.sync()
    assert both.rows()


def test_a_moved_column_is_refused_and_explained(both: BothSides) -> None:
    """The other tabs go on."""
    row, other = both.add(plan_01="1"), both.add(TABS[1], plan_01="1")
    both.sync()
    both.person.moves_column(BUDGET.title, 3, 5)
    both.edit(row, "plan_01", "2.00")
    both.edit(other, "plan_01", "2.00")
    before = both.shows()
    mirror = both.sync()
    assert "Move the columns back" in mirror.tabs[0].wrong[0]
    assert both.shows() == before
    assert both.at_sheet(other, "plan_01", TABS[1]) == 2
    both.person.moves_column(BUDGET.title, 5, 3)
    assert both.sync().tabs[0].wrong == ()
    assert both.at_sheet(row, "plan_01") == 2


def test_what_tandem_computes_and_gives_is_its_own(both: BothSides) -> None:
    """The year's sum comes back, headings are locked, a garbled id stops its tab alone."""
    row, other = both.add(plan_01="1"), both.add(TABS[1], plan_01="1")
    both.sync()
    editor = Person(both.person.book, "bo@example.com")
    with pytest.raises(Refusal):
        editor.types(BUDGET.title, 0, 1, "Kind")
    editor.types(BUDGET.title, 1, len(BUDGET.columns) + 1, 99)
    both.sync()
    assert both.shows()[0][len(BUDGET.columns) + 1] == 1
    editor.types(BUDGET.title, 1, 0, "mine")
    both.types(other, "plan_01", 2, TABS[1])
    (told,) = both.sync().tabs[0].wrong
    assert "Row 2 has the id “mine”" in told
    assert both.rows()[row]["plan_01"] == "1.00"
    assert both.rows(TABS[1])[other]["plan_01"] == "2.00"


def test_rows_of_another_team_become_ones_own_when_they_are_pasted(both: BothSides) -> None:
    """A marketing tab changes nothing of sales: a row that carries its id gets a new one."""
    row = both.add(TABS[1], plan_01="1", channel="Fairs")
    both.sync()
    (line,) = both.shows(TABS[1])
    line[column("plan_01")] = 500
    both.person.pastes(BUDGET.title, 1, 0, [line])
    both.sync()
    both.sync()
    assert both.rows(TABS[1])[row]["plan_01"] == "1.00"
    (own,) = both.rows().values()
    assert (own.id != row, own["plan_01"], own["team"]) == (True, "500.00", "marketing")


def test_a_long_log_is_shortened(both: BothSides) -> None:
    """Its first row holds the mark; the latest operations stay."""
    row = both.add(plan_01="1")
    both.sync()
    log = both.person.tab("Tandem log")
    log.rows = 1300
    for at in range(2, 1200):
        log.set(at, 0, f"{at:032x}")
    first = log.cells[0, 0]
    for value in (2, 3):
        both.edit(row, "plan_01", f"{value}.00")
        both.sync()
        assert both.at_sheet(row, "plan_01") == value
    assert 200 < log.last_row() < 220
    assert log.cells[0, 0] == first
    both.google.seen.clear()
    both.sync()
    assert len(both.google.seen) == 1


def test_rows_sorted_without_their_ids_are_refused(both: BothSides) -> None:
    """Nothing changes its owner; told, undone, all goes on."""
    for at in range(4):
        both.add(channel=f"C{at}", plan_01=f"{at}", plan_02=f"{9 - at}")
    both.sync()
    before, rows = both.shows(), both.rows()
    upside = [[mine[0], *its[1:]] for mine, its in zip(before, reversed(before), strict=True)]
    both.person.pastes(BUDGET.title, 1, 0, upside)
    (told,) = both.sync().tabs[0].wrong
    assert "sorted or moved without their ids" in told
    assert both.rows() == rows
    both.person.pastes(BUDGET.title, 1, 0, before)
    assert both.sync().tabs[0].wrong == ()


def test_a_lost_mark_of_the_write_before_hinders_nothing(both: BothSides) -> None:
    """As after an older backup was put back."""
    row = both.add(plan_01="1")
    both.sync()
    both.person.book.named.clear()
    both.edit(row, "plan_01", "2.00")
    both.sync()
    assert both.at_sheet(row, "plan_01") == 2


def test_a_backup_carries_what_both_sides_last_had(both: BothSides, tmp_path: Path) -> None:
    """Put back, the mirror goes on, and takes what the sheet got meanwhile."""
    row = both.add(plan_01="1", plan_02="1")
    both.sync()
    archive = tmp_path / "kept.zip"
    both.workspace.backups.take(archive)
    both.types(row, "plan_01", 2)
    both.sync()
    home = tmp_path / "other"
    settings = Settings(home=home, database_url=None, facts_url=None)
    restore_settings(settings, archive, replace=False, progress=None)
    both.workspace.close()
    both.workspace = Workspace.open(settings, LOCAL)
    assert both.rows()[row]["plan_01"] == "1.00"
    mirror = both.sync()
    assert mirror.clashes == 0
    assert both.rows()[row]["plan_01"] == "2.00"
    both.edit(row, "plan_02", "5.00")
    both.sync()
    assert both.at_sheet(row, "plan_02") == 5


def test_a_plan_that_is_no_draft_takes_nothing(both: BothSides) -> None:
    """It is told, and the sheet keeps what was typed."""
    row = both.add(plan_01="1")
    both.sync()
    both.workspace.plan.put_away(both.scenario)
    both.types(row, "plan_01", 2)
    (told,) = both.sync().tabs[0].not_taken
    assert "no draft" in told.sentence
    assert both.at_sheet(row, "plan_01") == 2
