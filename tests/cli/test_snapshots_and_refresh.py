"""Snapshots and saved imports on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Tandem
from tests.workspaces import csv_file, leads


def bring(tandem: Tandem, folder: Path, *ids: str, options: tuple[str, ...] = ()) -> str:
    file = csv_file(folder, "leads.csv", leads(*ids))
    said = tandem("import", file, "--as", "leads", "--json", *options)
    assert said.code == 0, said.err
    return str(said.document["snapshot"])


def test_snapshots_are_listed_compared_and_gone_back_to(tandem: Tandem, tmp_path: Path) -> None:
    first = bring(tandem, tmp_path, "L1", "L2")
    second = bring(tandem, tmp_path, "L2", "L3", options=("--replace",))
    newest, oldest = tandem("snapshots", "--json").document["snapshots"]
    assert (newest["id"], newest["current"], oldest["id"]) == (second, True, first)
    assert newest["changes"]["tables"]["leads"] == {
        "added": 1, "changed": 0, "gone": 1, "before": 2, "after": 2
    }  # fmt: skip
    told = tandem("snapshots", "compare", first[:8], second, "--json").document
    assert told["tables"]["leads"]["gone_ids"] == ["L1"]
    assert told["figures"]["leads"] == {"before": 2, "after": 2}
    assert told["figures"]["spend_sales"] == {"before": None, "after": None}
    back = tandem("snapshots", "back", first, "--json").document
    assert (back["current"], back["rows"]) == (True, {"leads": 2})
    assert tandem("snapshots", "keep", first, "--because", "board").code == 0
    listed = tandem("snapshots")
    assert listed.code == 0
    for word in (first[:8], "current", "kept: board", "import of leads.csv", "2 → 2"):
        assert word in listed.out
    assert "L1" in tandem("snapshots", "compare", first, second).out


def test_replacing_tells_how_many_rows_are_gone(tandem: Tandem, tmp_path: Path) -> None:
    bring(tandem, tmp_path, "L1", "L2", "L3")
    file = csv_file(tmp_path, "leads.csv", leads("L3"))
    told = tandem("import", file, "--as", "leads", "--replace", "--json").document
    assert told["removed"] == 2
    assert [one["code"] for one in told["findings"]] == ["rows-gone"]


def test_saved_imports_run_and_their_failures_are_the_exit_status(
    tandem: Tandem, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    csv_file(tmp_path / "in", "a.csv", leads("L1"))
    folder = ("--folder", str(tmp_path / "in"), "--pattern", "*.csv")
    added = tandem("schedule", "add", "crm", "--as", "leads", *folder, "--json")
    assert added.document["origin"]["pattern"] == "*.csv"
    assert tandem("refresh").code == 0
    tandem("schedule", "add", "ads", "--as", "spend", "--file", str(tmp_path / "none.csv"))
    said = tandem("refresh", "--json")
    assert said.code == 1
    assert {run["name"]: run["outcome"]["status"] for run in said.document["schedules"]} == {
        "ads": "failed",
        "crm": "done",
    }
    assert said.err.count("\n") == 1
    assert "1 of 2 saved imports failed. ads: " in said.err
    listed = tandem("schedule", "list")
    for word in ("none.csv", "failed", "Nothing new."):
        assert word in listed.out
    assert tandem("schedule", "remove", "ads").code == 0
    assert [one["name"] for one in tandem("schedule", "list", "--json").document["schedules"]] == [
        "crm"
    ]
    assert tandem("snapshots", "--json").document["snapshots"][0]["rows"] == {"leads": 1}


def test_a_saved_import_takes_a_mapping_file(tandem: Tandem, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "deals.csv", [{"Nr": "D1", "State": "gut"}])
    mapping = tmp_path / "deals.json"
    options = ("--map", "opportunity_id=Nr", "--map", "stage=State", "--won", "gut")
    tandem(
        "import", file, "--as", "opportunities", *options, "--dry-run", "--write-mapping", mapping
    )
    said = tandem("schedule", "add", "deals", "--mapping", mapping, "--file", file)
    assert said.code == 0, said.err
    assert tandem("refresh").code == 0
    assert tandem("scorecard", "--json").document["kpis"]["won"]["value"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["snapshots", "back", "abc"], 2, "no snapshot “abc”"),
        (["snapshots", "compare", "abc", "def"], 2, "no snapshot “abc”"),
        (["snapshots", "back"], 2, "ID"),
        (["schedule", "add", "x", "--as", "leads"], 2, "Where do the rows come from?"),
        (["schedule", "add", "x", "--as", "leads", "--url-env", "A"], 2, "--select"),
        (["schedule", "add", "x", "--file", "a", "--folder", "b"], 2, "Where do the rows"),
        (["schedule", "add", "x", "--file", "a"], 2, "--as TABLE"),
        (["schedule", "add", "x", "--as", "deals", "--file", "a"], 2, "no table “deals”"),
        (["schedule", "add", " ", "--as", "leads", "--file", "a"], 2, "needs a name"),
        (["schedule", "add", "x" * 101, "--as", "leads", "--file", "a"], 2, "needs a name"),
        (["schedule", "add", "", "--as", "leads", "--file", "a"], 2, "needs a name"),
        (["schedule", "remove", "x"], 2, "no saved import “x”"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tandem: Tandem, arguments: list[str], code: int, words: str
) -> None:
    said = tandem(*arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert said.err.count("\n") == 1


def test_a_refresh_without_saved_imports_does_nothing(tandem: Tandem) -> None:
    assert tandem("refresh", "--json").document == {"schedules": []}
