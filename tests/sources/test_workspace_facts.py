"""An import happens wholly or not at all, and nothing that was known is lost."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from data_sources.import_report import ImportReport
from data_sources.workspace import Workspace
from planning.errors import NotAllowed, NotPossible, UsageError
from tests.workspaces import VIEWER, csv_file, leads, request, workspace_in


def bring(
    workspace: Workspace,
    folder: Path,
    rows: Sequence[dict[str, object]],
    table: str = "leads",
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    **options: object,
) -> ImportReport:
    """Write rows into a file and import it."""
    path = csv_file(folder, f"{table}.csv", rows)
    return workspace.import_file(request(path, table, **options), as_of=as_of, dry_run=dry_run)


def ids(workspace: Workspace, table: str = "leads") -> list[str]:
    return [str(one) for one in workspace.rows(table)[workspace_id(table)]]


def workspace_id(table: str) -> str:
    return {"leads": "lead_id", "opportunities": "opportunity_id"}[table]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path / "home")


def codes(report: ImportReport) -> list[str]:
    return [finding.code for finding in report.findings]


def test_an_empty_home_has_no_facts(workspace: Workspace) -> None:
    assert workspace.snapshot() is None
    assert workspace.counts() is None
    assert not workspace.is_demo
    assert ids(workspace) == []


def test_an_import_becomes_the_current_snapshot_with_its_record(
    workspace: Workspace, tmp_path: Path
) -> None:
    report = bring(workspace, tmp_path, leads("L1", "L2"))
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert (report.read, report.accepted, report.added, report.snapshot) == (2, 2, 2, snapshot.id)
    assert ids(workspace) == ["L1", "L2"]
    (entry,) = workspace.history()
    assert (entry.act, entry.thing, entry.before) == ("import", "leads", None)
    assert isinstance(entry.after, dict)
    assert entry.after["snapshot"] == snapshot.id


def test_the_same_file_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    first = bring(workspace, tmp_path, leads("L1", "L2"))
    again = bring(workspace, tmp_path, leads("L1", "L2"))
    assert again.snapshot is None
    assert codes(again) == ["nothing-changed"]
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert [one.id for one in workspace.snapshots()] == [first.snapshot]
    assert workspace.revision() == 1


def test_a_newer_file_updates_by_id_and_keeps_what_it_does_not_mention(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, tmp_path, leads("L1", "L2", channel="Webinar"))
    report = bring(workspace, tmp_path, [{"lead_id": "L2", "region": "EMEA"}])
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    rows = workspace.rows("leads", where={"region": ("EMEA",)})
    assert list(rows["lead_id"]) == ["L2"]
    assert list(workspace.rows("leads")["channel"]) == ["Webinar", "Webinar"]


def test_spend_replaces_the_months_of_its_own_source_only(
    workspace: Workspace, tmp_path: Path
) -> None:
    def spend(*rows: tuple[str, int], source: str) -> None:
        listed = [{"month": month, "amount": amount} for month, amount in rows]
        bring(workspace, tmp_path, listed, "spend", source=source)

    spend(("2025-01-01", 100), ("2025-02-01", 100), source="ads")
    spend(("2025-02-01", 7), source="fairs")
    spend(("2025-02-01", 40), ("2025-02-01", 40), source="ads")
    rows = workspace.rows("spend")
    assert sorted(zip(rows["month"].astype(str), rows["cents"], strict=True)) == [
        ("2025-01-01", 10_000),
        ("2025-02-01", 700),
        ("2025-02-01", 4000),
        ("2025-02-01", 4000),
    ]


def test_tables_that_did_not_change_are_shared_between_snapshots(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, tmp_path, leads("L1"))
    bring(workspace, tmp_path, [{"month": "2025-05-01", "amount": 1}], "spend")
    newest, oldest = workspace.snapshots()
    assert newest.tables["leads"] == oldest.tables["leads"]
    assert set(newest.tables) == {"leads", "spend"}


def test_files_of_older_snapshots_stay(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, leads("L1"))
    bring(workspace, tmp_path, leads("L2"))
    reopened = workspace_in(workspace.home.root)
    for snapshot in reopened.snapshots():
        for table in snapshot.tables.values():
            assert (workspace.home.facts / table.file).is_file()


def test_facts_are_as_of_their_latest_event_until_a_date_is_given(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert bring(workspace, tmp_path, leads("L1", created_on="2025-05-03")).as_of == date(
        2025, 5, 3
    )
    assert bring(workspace, tmp_path, leads("L2", created_on="2025-05-09")).as_of == date(
        2025, 5, 9
    )
    given = bring(workspace, tmp_path, leads("L3"), as_of=date(2025, 5, 20))
    assert given.as_of == date(2025, 5, 20)
    later = bring(workspace, tmp_path, leads("L4", created_on="2025-06-30"))
    assert later.as_of == date(2025, 5, 20)


def test_a_new_as_of_date_alone_is_a_new_snapshot(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, leads("L1"))
    report = bring(workspace, tmp_path, leads("L1"), as_of=date(2025, 12, 31))
    assert report.snapshot is not None
    counts = workspace.counts()
    assert counts is not None
    assert counts.as_of == date(2025, 12, 31)


def test_facts_without_any_date_have_no_as_of(workspace: Workspace, tmp_path: Path) -> None:
    report = bring(workspace, tmp_path, [{"lead_id": "L1", "status": "won"}])
    assert report.as_of is None
    assert report.undated == 1
    assert workspace.counts() is not None


def test_a_dry_run_tells_and_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    report = bring(workspace, tmp_path, leads("L1"), dry_run=True)
    assert (report.accepted, report.added, report.as_of) == (1, 1, date(2025, 5, 1))
    assert (report.dry_run, report.snapshot) == (True, None)
    assert workspace.snapshot() is None
    assert workspace.revision() == 0
    assert list(workspace.home.facts.iterdir()) == []


def test_rejected_rows_are_told_and_the_others_count(workspace: Workspace, tmp_path: Path) -> None:
    report = bring(workspace, tmp_path, [*leads("L1"), {"lead_id": "", "created_on": "2025-05-01"}])
    assert (report.read, report.accepted, report.rejected) == (2, 1, 1)
    assert report.rejects_file is not None
    assert "lead_id" in report.rejects_file.read_text(encoding="utf-8-sig")
    assert report.rejects_file.is_relative_to(workspace.home.root)


def test_a_file_without_any_usable_row_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, tmp_path, leads("L1"))
    report = bring(workspace, tmp_path, [{"lead_id": "", "created_on": "2025-05-01"}])
    assert (report.accepted, report.snapshot) == (0, None)
    assert "nothing-accepted" in codes(report)
    assert ids(workspace) == ["L1"]


def test_an_unknown_table_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table “deals”"):
        workspace.import_file(request(tmp_path / "deals.csv", "deals"))


def test_an_import_without_room_leaves_everything_as_it_was(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(NotPossible, match="MB free"):
        bring(workspace, tmp_path, leads("L1"))
    assert workspace.snapshot() is None


def test_a_viewer_may_not_import(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="may not import facts"):
        bring(workspace.acting_as(VIEWER), tmp_path, leads("L1"))


def test_imports_at_the_same_time_all_arrive(workspace: Workspace, tmp_path: Path) -> None:
    def one(number: int) -> ImportReport:
        folder = tmp_path / str(number)
        folder.mkdir()
        own = workspace_in(workspace.home.root)
        return bring(own, folder, leads(f"L{number}a", f"L{number}b"))

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(one, range(4)))
    assert ids(workspace) == [f"L{number}{part}" for number in range(4) for part in "ab"]
    assert len({report.snapshot for report in reports}) == len(workspace.snapshots()) == 4


def test_the_same_file_at_the_same_time_is_one_snapshot(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, "leads.csv", leads("L1", "L2"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: workspace.import_file(request(path, "leads")), range(4)))
    assert len(workspace.snapshots()) == 1
    assert workspace.revision() == 1


def test_progress_is_told_to_the_end(workspace: Workspace, tmp_path: Path) -> None:
    told: list[float] = []
    path = csv_file(tmp_path, "leads.csv", leads("L1"))
    workspace.import_file(request(path, "leads"), progress=lambda _, share: told.append(share))
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1


def test_the_plan_currency_stays_once_facts_were_imported(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.set_setting("currency", "USD")
    bring(workspace, tmp_path, [{"month": "2025-05-01", "amount": 1}], "spend")
    with pytest.raises(NotPossible, match="stays USD") as refused:
        workspace.set_setting("currency", "CHF")
    assert "TANDEM_HOME" in refused.value.remedy
    workspace.set_setting("currency", "USD")
    assert workspace.company.currency == "USD"


def test_rows_behind_a_figure_name_no_person(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [{"person_id": "P1", "name": "Ada Lovelace"}], "people")
    bring(workspace, tmp_path, [{"account_id": "A1", "name": "Acme"}], "accounts")
    for table in ("people", "accounts"):
        shown = workspace.rows(table)
        assert len(shown) == 1
        assert not {"name", "manager", "owner"} & set(shown.columns)


def test_rows_are_chosen_by_label_month_and_alias(workspace: Workspace, tmp_path: Path) -> None:
    from planning.periods import Period

    bring(workspace, tmp_path, leads("L1", created_on="2025-05-31", channel="Google"))
    bring(workspace, tmp_path, leads("L2", created_on="2025-06-01", channel="google"))
    bring(workspace, tmp_path, leads("L3", created_on="2025-06-01", channel="Bing"))
    workspace.set_channel("Google", aliases=["google"])
    june = Period.parse("2025-06", "2025-07")
    chosen = workspace.rows("leads", where={"channel": ("Google",)})
    assert list(chosen["lead_id"]) == ["L1", "L2"]
    chosen = workspace.rows("leads", where={"channel": ("Google",), "created_month": june})
    assert list(chosen["lead_id"]) == ["L2"]
    assert len(workspace.rows("leads", limit=2)) == 2
    with pytest.raises(UsageError, match="password"):
        workspace.rows("leads", where={"password": ("x",)})


def test_a_name_that_looks_like_sql_chooses_nothing_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, tmp_path, leads("L1", channel="Web"))
    assert workspace.rows("leads", where={"channel": ("x' OR '1'='1",)}).empty


def test_an_alias_is_counted_as_its_channel(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [*leads("L1", channel="Google"), *leads("L2", channel="google")])
    workspace.set_channel("Google", aliases=["google"])
    counts = workspace.counts()
    assert counts is not None
    assert counts.cubes["base"].by("channel", "leads") == {"Google": 2}
    assert [channel.name for channel in workspace.every_channel()] == ["Google"]


def test_own_properties_of_accounts_are_mapped_and_told_in_the_book(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    listed = [{"Id": "A1", "Iso": "yes"}, {"Id": "A2", "Iso": ""}]
    path = csv_file(tmp_path, "accounts.csv", listed)
    columns = {"account_id": "Id", "attributes.ISO 9001": "Iso"}
    report = workspace.import_file(request(path, "accounts", columns=columns))
    assert report.accepted == 2
    book = workspace.accounts.book()
    assert book is not None
    assert book.accounts["attributes"].tolist() == ['{"ISO 9001":"yes"}', None]
