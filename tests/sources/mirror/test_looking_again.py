"""What is not as it was read: other tabs, other writers, answers that show something else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from data_sources.mirroring import connecting, syncing
from data_sources.sheets.cells import Area, Rows
from data_sources.sheets.changes import Change
from data_sources.sheets.port import Book, Sheets
from data_sources.sheets.writing import LogRow, write_once
from planning.agreed.mirrored.tabs import TABS
from planning.errors import NotPossible
from tests.sheets_server import batch, cells
from tests.sheets_server.grid import Json, Spreadsheet, bad
from tests.sources.mirror import ending
from tests.sources.mirror.both_sides import BUDGET, BothSides, column


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


@pytest.mark.parametrize("moves", ["sorts", "deletes", "inserts"])
def test_rows_that_move_in_the_last_moment_keep_what_they_have(
    both: BothSides, monkeypatch: pytest.MonkeyPatch, moves: str
) -> None:
    """The write hits other rows by place: theirs is put back, and what was meant comes next."""
    first, edited, gone, last = (both.add(plan_01=f"{at}", channel=f"C{at}") for at in range(4))
    both.sync()
    both.edit(edited, "plan_01", "50.00")
    both.workspace.plan.remove([gone])
    both.person.types(BUDGET.title, 5, column("category"), "people")
    both.person.types(BUDGET.title, 5, column("status"), "placed")

    def late(
        sheets: Sheets, book: Book, changes: Sequence[Change], log: LogRow, then: Sequence[Area]
    ) -> tuple[Rows, ...] | None:
        monkeypatch.setattr(syncing, "write_once", write_once)
        match moves:
            case "sorts":
                both.person.sorts(BUDGET.title, column("channel"), descending=True)
            case "deletes":
                both.person.deletes_row(BUDGET.title, both.place(first))
            case _:
                both.person.inserts_row(BUDGET.title, 1)
        return write_once(sheets, book, changes, log, then)

    monkeypatch.setattr(syncing, "write_once", late)
    for _ in range(4):
        assert both.sync().clashes == 0
    amounts = {own: row["plan_01"] for own, row in both.rows().items() if row["channel"]}
    expected = {first: "0.00", edited: "50.00", last: "3.00"}
    # With rows that Tandem deleted itself, nobody can tell who deleted it: it comes back.
    assert amounts == expected
    assert len(both.rows()) == len(expected) + 1
    ending.same_on_both_sides(both, BUDGET)


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


@pytest.mark.parametrize("refused", ["fields", "includeSpreadsheetInResponse", "title"])
def test_what_is_asked_beside_the_write_may_be_refused(
    both: BothSides, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """The write is then made without it, and the tabs are read."""
    row = both.add(plan_01="1")
    both.sync()
    both.edit(row, "plan_01", "2.00")
    right = cells.changed

    def strict(book: Spreadsheet, sent: Json, who: str, mask: str | None) -> Json:
        titled = any("updateSheetProperties" in one for one in sent["requests"])
        if {"fields": mask, "title": titled}.get(refused, sent.get(refused)):
            raise bad("No.")
        return right(book, sent, who, mask)

    monkeypatch.setattr(cells, "changed", strict)
    both.sync()
    assert both.at_sheet(row, "plan_01") == 2
    assert both.rows()[row]["plan_01"] == "2.00"


def test_a_spreadsheet_that_was_connected_before_is_told(both: BothSides) -> None:
    """The log is hidden: people are told where to find it."""
    both.sync()
    connecting.disconnect(both.workspace, both.scenario)
    for tab in TABS:
        both.person.deletes_tab(tab.title)
    connecting.connect(both.workspace, both.person.book.id, both.scenario)
    with pytest.raises(NotPossible, match="Hidden sheets"):
        both.sync()


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
