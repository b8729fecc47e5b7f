"""How a file was read is remembered for the next of its shape, with the import itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.imports.mapping import shape_key
from data_sources.imports.read import inspect_file
from data_sources.imports.request import Mapping
from data_sources.workspace import Workspace
from planning.errors import NotAllowed
from tests.workspaces import VIEWER, csv_file, request, workspace_in

ROWS = [{"Nr": "1", "Shop": "OnlineStore"}, {"Nr": "2", "Shop": "Fair"}]
SAID = {
    "columns": {"lead_id": "Nr", "channel": "Shop"},
    "values": {"channel": {"OnlineStore": "Online Store"}},
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path / "home")


def key_of(path: Path) -> str:
    return shape_key(inspect_file(path, label=path.name))


def test_an_import_is_remembered_for_the_next_file_alike(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, "may.csv", ROWS)
    assert workspace.remembered_mapping(key_of(path), "leads") is None
    report = workspace.import_file(request(path, "leads", **SAID))
    june = csv_file(tmp_path, "june.csv", [{"shop": "Fair", "NR": "3"}])
    known = workspace.remembered_mapping(key_of(june), "leads")
    assert known is not None
    assert known == report.mapping
    assert known.columns == SAID["columns"]
    assert known.values == SAID["values"]
    assert workspace.remembered_mapping(key_of(june), "accounts") is None


def test_what_is_remembered_is_part_of_the_import_s_one_record(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.import_file(request(csv_file(tmp_path, "may.csv", ROWS), "leads", **SAID))
    (entry,) = workspace.history()
    assert isinstance(entry.after, dict)
    mapping = entry.after["mapping"]
    assert isinstance(mapping, dict)
    assert mapping["columns"] == SAID["columns"]
    more = csv_file(tmp_path, "june.csv", [{"Nr": "3", "Shop": "Fair"}])
    workspace.import_file(request(more, "leads", **SAID))
    latest = workspace.history()[0]
    assert isinstance(latest.after, dict)
    assert "mapping" not in latest.after


def test_a_trial_and_a_failed_import_are_not_remembered(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, "may.csv", ROWS)
    workspace.import_file(request(path, "leads", **SAID), dry_run=True)
    assert workspace.remembered_mapping(key_of(path), "leads") is None
    bad = csv_file(tmp_path, "bad.csv", [{"month": "never", "amount": "1"}])
    assert workspace.import_file(request(bad, "spend")).accepted == 0
    assert workspace.remembered_mapping(key_of(bad), "spend") is None


def test_a_mapping_can_be_remembered_without_importing(workspace: Workspace) -> None:
    first = Mapping(table="leads", columns={"lead_id": "Nr"}, guess=False)
    workspace.remember_mapping("shape", first, "m.json")
    assert workspace.remembered_mapping("shape", "leads") == first
    second = first.model_copy(update={"decimal": ","})
    workspace.remember_mapping("shape", second, "m.json")
    workspace.remember_mapping("shape", second, "m.json")
    assert workspace.remembered_mapping("shape", "leads") == second
    changed, made = workspace.history()
    assert (made.act, made.before, changed.before) == ("mapping", None, made.after)


def test_who_may_not_import_may_not_remember(workspace: Workspace) -> None:
    viewer = workspace.acting_as(VIEWER)
    with pytest.raises(NotAllowed):
        viewer.remember_mapping("shape", Mapping(table="leads"), "m.json")
    assert viewer.remembered_mapping("shape", "leads") is None
