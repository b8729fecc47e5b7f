"""Older snapshots can be listed, compared and gone back to; a file may replace its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.facts import snapshots
from data_sources.facts.snapshots import Contents
from data_sources.import_report import ImportReport
from data_sources.importing import paths
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.workspaces import NOON, VIEWER, csv_file, leads, request, workspace_in


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = replace(workspace_in(tmp_path / "home"), now=lambda: NOON)
    yield opened
    opened.store.close()


def bring(
    workspace: Workspace,
    rows: Sequence[Mapping[str, object]],
    table: str = "leads",
    *,
    replace: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    path = csv_file(workspace.home.root.parent, f"{table}.csv", rows)
    wish = request(path, table, source="crm")
    return workspace.import_file(wish, replace=replace, dry_run=dry_run)


def ids(workspace: Workspace) -> list[str]:
    path = paths(workspace.home, workspace.snapshot())["leads"]
    return sorted(pq.read_table(path)["lead_id"].to_pylist())


def test_the_list_tells_who_when_and_what_changed(workspace: Workspace) -> None:
    bring(workspace, leads("L1", "L2"))
    bring(workspace, leads("L2", "L3", region="EMEA"))
    newest, oldest = workspace.snapshots()
    assert (newest.actor, newest.created_at, newest.number) == ("ada@example.com", NOON, 2)
    assert newest.changes is not None
    assert (newest.changes.how, newest.changes.file) == ("import", "leads.csv")
    table = newest.changes.tables["leads"]
    assert (table.added, table.changed, table.gone, table.before, table.after) == (1, 1, 0, 2, 3)
    assert oldest.changes is not None
    assert (oldest.changes.before, oldest.changes.after) == (0, 2)


def test_snapshots_of_one_moment_are_listed_in_their_order(workspace: Workspace) -> None:
    made = [bring(workspace, leads(f"L{number}")).snapshot for number in range(4)]
    assert [one.id for one in workspace.snapshots()] == made[::-1]


def test_two_snapshots_are_compared_row_by_row_and_by_their_figures(workspace: Workspace) -> None:
    bring(workspace, leads("L1", "L2", "L3"))
    bring(workspace, [{"month": "2025-05-01", "team": "sales", "amount": 10}], "spend")
    before = workspace.snapshot()
    bring(workspace, leads("L2", "L4", "L5", created_on="2025-05-02"), replace=True)
    bring(workspace, [{"month": "2025-05-01", "team": "sales", "amount": 12}], "spend")
    after = workspace.snapshot()
    assert before is not None
    assert after is not None
    found = workspace.compare(before.id[:8], after.id, limit=1)
    table = found.tables["leads"]
    assert (table.added, table.changed, table.gone, table.before, table.after) == (2, 1, 2, 3, 3)
    assert (table.added_ids, table.changed_ids, table.gone_ids) == (("L4",), ("L2",), ("L1",))
    assert (found.tables["spend"].added, found.tables["spend"].gone) == (1, 1)
    assert set(found.tables) == {"leads", "spend"}
    assert found.figures["leads"] == (3, 3)
    assert found.figures["spend_sales"] == (10, 12)


def test_equal_snapshots_do_not_differ(workspace: Workspace) -> None:
    only = bring(workspace, leads("L1")).snapshot or ""
    assert workspace.compare(only, only).tables == {}


def test_going_back_is_a_new_snapshot_and_destroys_nothing(workspace: Workspace) -> None:
    first = bring(workspace, leads("L1")).snapshot or ""
    mistake = bring(workspace, leads("X1", "X2")).snapshot
    new = workspace.go_back(first)
    assert ids(workspace) == ["L1"]
    assert [one.id for one in workspace.snapshots()] == [new.id, mistake, first]
    assert new.changes is not None
    assert (new.changes.how, new.changes.back_to) == ("back", first)
    assert new.changes.tables["leads"].gone == 2
    entry = workspace.history()[0]
    assert (entry.act, entry.actor) == ("back", "ada@example.com")
    assert entry.after == {"snapshot": new.id, "back_to": first}
    workspace.go_back(mistake or "")
    assert ids(workspace) == ["L1", "X1", "X2"]


def test_going_back_from_what_was_not_seen_is_refused(workspace: Workspace) -> None:
    first = bring(workspace, leads("L1")).snapshot or ""
    seen = bring(workspace, leads("L2")).snapshot
    bring(workspace, leads("L3"))
    with pytest.raises(NotPossible, match="changed the facts meanwhile"):
        workspace.go_back(first, based_on=seen)
    assert ids(workspace) == ["L1", "L2", "L3"]


def test_going_back_needs_a_snapshot_that_says_something_else(workspace: Workspace) -> None:
    only = bring(workspace, leads("L1")).snapshot or ""
    with pytest.raises(NotPossible, match="already"):
        workspace.go_back(only)
    for none in ("zzz", "", "%"):
        with pytest.raises(UsageError, match="no snapshot"):
            workspace.go_back(none)


def test_the_demo_never_takes_the_place_of_real_facts(workspace: Workspace) -> None:
    said = Contents(origin="demo", as_of=None, as_of_given=None, tables={})
    with workspace.store.write() as connection:
        demo = snapshots.publish(connection, said, None, at=NOON, actor="ada@example.com")
    bring(workspace, leads("L1"))
    with pytest.raises(NotPossible, match="demo company"):
        workspace.go_back(demo.id)


def test_a_viewer_compares_but_changes_nothing(workspace: Workspace) -> None:
    first = bring(workspace, leads("L1")).snapshot or ""
    second = bring(workspace, leads("L2")).snapshot or ""
    viewer = workspace.acting_as(VIEWER)
    assert viewer.compare(first, second).tables["leads"].added_ids == ("L2",)
    for forbidden in (
        lambda: viewer.go_back(first),
        lambda: viewer.keep_snapshot(first, "why"),
        viewer.tidy,
    ):
        with pytest.raises(NotAllowed, match="may not change which facts"):
            forbidden()


def test_a_file_that_replaces_its_source_takes_the_missing_rows_away(workspace: Workspace) -> None:
    bring(workspace, leads("L1", "L2", region="EMEA"))
    path = csv_file(workspace.home.root.parent, "o.csv", leads("O1"))
    workspace.import_file(request(path, "leads", source="other"))
    told = bring(workspace, leads("L2", "L3"), replace=True, dry_run=True)
    assert (told.added, told.removed, ids(workspace)) == (1, 1, ["L1", "L2", "O1"])
    told = bring(workspace, leads("L2", "L3"), replace=True)
    assert (told.added, told.changed, told.removed) == (1, 0, 1)
    assert ids(workspace) == ["L2", "L3", "O1"]
    (gone,) = [finding for finding in told.findings if finding.code == "rows-gone"]
    assert gone.count == 1
    assert list(workspace.rows("leads", where={"region": ("EMEA",)})["lead_id"]) == ["L2"]
    again = bring(workspace, leads("L2", "L3"), replace=True)
    assert again.snapshot is None


def test_replacing_may_only_take_away(workspace: Workspace) -> None:
    bring(workspace, leads("L1", "L2"))
    told = bring(workspace, leads("L2"), replace=True)
    assert (told.added, told.changed, told.removed) == (0, 0, 1)
    assert ids(workspace) == ["L2"]


def test_in_tables_without_ids_months_the_file_does_not_cover_are_gone_too(
    workspace: Workspace,
) -> None:
    def spend(*months: str, **how: bool) -> ImportReport:
        rows = [{"month": f"2025-{month}-01", "amount": 5} for month in months]
        return bring(workspace, rows, "spend", **how)

    spend("01", "02", "03")
    told = spend("02", "04", replace=True)
    assert (told.added, told.removed) == (1, 2)
    assert sorted(workspace.rows("spend")["month"].astype(str)) == ["2025-02-01", "2025-04-01"]
