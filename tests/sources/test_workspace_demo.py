"""The demo company fills an empty home, and leaves when real facts come."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_sources.workspace import Workspace
from planning.errors import NotPossible, UsageError
from tests.workspaces import csv_file, leads, request, workspace_in


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo company, to be copied: drawing it takes seconds."""
    home = tmp_path_factory.mktemp("demo") / "home"
    workspace = workspace_in(home)
    workspace.load_demo()
    workspace.store.close()
    return home


@pytest.fixture
def demo(loaded: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(loaded, tmp_path / "home")
    workspace = workspace_in(tmp_path / "home")
    yield workspace
    workspace.store.close()


def test_the_demo_company_brings_facts_settings_and_channels(demo: Workspace) -> None:
    snapshot = demo.snapshot()
    assert snapshot is not None
    assert demo.is_demo
    assert snapshot.rows["accounts"] == 600
    assert len(demo.channels()) == 9
    assert "demo" in demo.company.name
    assert demo.history(1)[0].act == "demo"


def test_loading_the_same_demo_again_changes_nothing(demo: Workspace) -> None:
    before, revision = demo.snapshot(), demo.revision()
    assert demo.load_demo() == before
    assert demo.revision() == revision


def test_another_seed_replaces_the_demo(demo: Workspace) -> None:
    before = demo.snapshot()
    after = demo.load_demo(seed=8)
    assert before is not None
    assert (after.parent, demo.is_demo) == (before.id, True)
    assert after.tables["leads"] != before.tables["leads"]


def test_an_unknown_problem_is_refused(demo: Workspace) -> None:
    with pytest.raises(UsageError, match="“boredom”"):
        demo.load_demo(without=["boredom"])


def test_the_first_real_import_starts_an_empty_company_and_says_so(
    demo: Workspace, tmp_path: Path
) -> None:
    report = demo.import_file(request(csv_file(tmp_path, "my.csv", leads("L1")), "leads"))
    assert [finding.code for finding in report.findings] == ["demo-left"]
    snapshot = demo.snapshot()
    assert snapshot is not None
    assert (snapshot.origin, snapshot.rows) == ("real", {"leads": 1})
    assert (report.added, report.removed) == (1, 0)
    assert demo.channels() == ()
    assert demo.company == workspace_in(tmp_path / "other").company


def test_a_dry_run_leaves_the_demo_where_it_is(demo: Workspace, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "my.csv", leads("L1"))
    demo.import_file(request(path, "leads"), dry_run=True)
    assert demo.is_demo


def test_real_facts_are_never_replaced_by_the_demo(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    workspace.import_file(request(csv_file(tmp_path, "my.csv", leads("L1")), "leads"))
    with pytest.raises(NotPossible, match="your own facts") as refused:
        workspace.load_demo()
    assert "TANDEM_HOME" in refused.value.remedy


def test_what_was_set_during_the_demo_stays_when_it_leaves(demo: Workspace, tmp_path: Path) -> None:
    demo.set_setting("sla_hours", "48")
    demo.set_setting("currency", "USD")
    demo.set_channel("Website", team="joint")
    assert (demo.company.sla_hours, demo.company.currency) == (48, "EUR")
    demo.import_file(request(csv_file(tmp_path, "my.csv", leads("L1")), "leads"))
    assert (demo.company.sla_hours, demo.company.currency) == (48, "USD")
    assert demo.channel_teams() == {"Website": "joint"}
