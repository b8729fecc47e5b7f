"""The whole way from file to figure, on each database the store can live in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.workspace import Workspace
from tests.workspaces import ADA, csv_file, leads, request


@pytest.fixture
def workspace(empty_store: Store, tmp_path: Path) -> Workspace:
    url = empty_store.engine.url.render_as_string(hide_password=False)
    return Workspace.open(Settings(home=tmp_path / "home", database_url=SecretStr(url)), ADA)


def test_a_file_becomes_figures_settings_and_history(workspace: Workspace, tmp_path: Path) -> None:
    workspace.set_setting("rate.USD.2025", "0.92")
    workspace.set_channel("Web", team="sales", aliases=["www"])
    rows = [*leads("L1", channel="Web"), *leads("L2", channel="www")]
    workspace.import_file(request(csv_file(tmp_path, "leads.csv", rows), "leads"))
    counts = workspace.counts()
    assert counts is not None
    assert counts.cubes["base"].by("channel", "leads") == {"Web": 2}
    assert [entry.act for entry in workspace.history()] == ["import", "channel", "setting"]
    assert workspace.revision() == workspace.history()[0].revision == 3


def test_imports_at_the_same_time_all_arrive(workspace: Workspace, tmp_path: Path) -> None:
    def one(number: int) -> None:
        path = csv_file(tmp_path, f"{number}.csv", leads(f"L{number}"))
        Workspace.open(workspace.settings, ADA).import_file(request(path, "leads"))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(one, range(3)))
    snapshot = workspace.snapshot()
    assert snapshot is not None
    assert snapshot.rows == {"leads": 3}
    assert len(workspace.snapshots()) == 3
