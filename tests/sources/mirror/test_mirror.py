"""A plan and its spreadsheet, as people meet them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from data_sources.actors import LOCAL
from data_sources.backup.taking import restore_settings
from data_sources.mirroring import connecting, syncing
from data_sources.settings import Settings
from data_sources.sheets.cells import Area, Rows
from data_sources.sheets.changes import Change
from data_sources.sheets.port import Book, Sheets
from data_sources.sheets.troubles import TabGone
from data_sources.sheets.writing import LogRow, write_once
from data_sources.workspace import Workspace
from planning.agreed.mirrored.tabs import TABS
from tests.sheets_server import batch, cells
from tests.sheets_server.grid import Json, Spreadsheet
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


def test_another_tab_under_the_title_is_not_taken_for_the_first(both: BothSides) -> None:
    """The first is written to, by its id, though it was read by the title last."""
    row = both.add(plan_01="1", plan_02="1")
    both.sync()
    both.person.renames_tab(BUDGET.title, "Old")
    both.person.copies_tab("Old", BUDGET.title)
    both.person.inserts_row(BUDGET.title, 1)
    both.edit(row, "plan_01", "2.00")
    mirror = both.sync()
    assert (mirror.tabs[0].title, mirror.tabs[0].wrong) == ("Old", ())
    (told,) = both.person.shows("Old")[1:]
    assert (told[0], told[column("plan_01")], told[column("plan_02")]) == (row, 2, 1)
    assert both.shows()[1][column("plan_01")] == 1


def test_a_copy_under_the_title_replaces_a_deleted_tab(both: BothSides) -> None:
    """As when somebody copied the tab, deleted it, and gave the copy its title."""
    row = both.add(plan_01="1", plan_02="1")
    both.sync()
    both.person.copies_tab(BUDGET.title, "Copy")
    both.person.deletes_tab(BUDGET.title)
    both.person.renames_tab("Copy", BUDGET.title)
    both.types(row, "plan_01", 5)
    both.edit(row, "plan_02", "2.00")
    both.sync()
    assert both.rows()[row]["plan_01"] == "5.00"
    assert both.at_sheet(row, "plan_02") == 2


def test_what_somebody_types_in_the_last_moment_is_taken_after_the_write(
    both: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer then shows what nobody expected, and the tabs are read."""
    row = both.add(plan_01="1", plan_02="1")
    both.sync()
    both.edit(row, "plan_01", "2.00")

    def late(
        sheets: Sheets, book: Book, changes: Sequence[Change], log: LogRow, then: Sequence[Area]
    ) -> tuple[Rows, ...] | None:
        both.types(row, "plan_02", 7)
        return write_once(sheets, book, changes, log, then)

    monkeypatch.setattr(syncing, "write_once", late)
    both.google.seen.clear()
    both.sync()
    kinds = ["reads", "reads", "writes", "reads"]
    assert [one.kind for one in both.google.seen] == kinds
    assert both.rows()[row]["plan_02"] == "7.00"
    assert both.at_sheet(row, "plan_01") == 2


@pytest.mark.parametrize("shows", [{}, {"sheets": []}])
def test_an_answer_that_shows_nothing_is_not_believed(
    both: BothSides, monkeypatch: pytest.MonkeyPatch, shows: dict[str, object]
) -> None:
    """The tabs are read."""
    row = both.add(plan_01="1")
    both.sync()
    both.edit(row, "plan_01", "2.00")
    monkeypatch.setattr(cells, "told", lambda *_given, **_more: shows)
    both.google.seen.clear()
    both.sync()
    assert [one.kind for one in both.google.seen] == ["reads", "reads", "writes", "reads"]
    both.google.seen.clear()
    both.sync()
    assert len(both.google.seen) == 1


def test_a_write_that_did_not_do_what_it_said_is_noticed(
    both: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell that Google keeps otherwise than it was written counts as changed in the sheet."""
    row = both.add(plan_01="1")
    both.sync()
    both.edit(row, "plan_01", "2.00")
    right = batch.REQUESTS["updateCells"]

    def wrong(book: Spreadsheet, told: Json, who: str) -> None:
        right(book, told, who)
        both.types(row, "plan_01", 9)

    monkeypatch.setitem(batch.REQUESTS, "updateCells", wrong)
    both.sync()
    assert both.rows()[row]["plan_01"] == "9.00"


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


def test_another_writer_between_reading_and_writing_is_read_before_writing_again(
    both: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it wrote is taken or asked about, never written over."""
    row = both.add(plan_01="1", plan_02="1")
    both.sync()
    both.edit(row, "plan_01", "2.00")
    both.edit(row, "plan_02", "2.00")
    calls: list[str] = []

    def late(
        sheets: Sheets, book: Book, changes: Sequence[Change], log: LogRow, then: Sequence[Area]
    ) -> tuple[Rows, ...] | None:
        if not calls:
            both.types(row, "plan_01", 7)
            both.types(row, "plan_03", 3)
            # Every writer takes away the mark of the write before.
            both.person.book.named.clear()
        calls.append(log.operation)
        return write_once(sheets, book, changes, log, then)

    monkeypatch.setattr(syncing, "write_once", late)
    mirror = both.sync()
    assert len(calls) == 2
    (clash,) = mirror.tabs[0].clashes
    assert (clash.sheet, clash.tandem, clash.base) == ("7.00", "2.00", "1.00")
    assert [both.at_sheet(row, cell) for cell in ("plan_01", "plan_02", "plan_03")] == [7, 2, 3]
    stands = both.rows()[row]
    assert [stands[cell] for cell in ("plan_01", "plan_02", "plan_03")] == ["2.00", "2.00", "3.00"]


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
