"""The home belongs to whoever works in it: nothing in use is tidied away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_sources.home import Home
from data_sources.locks import locked
from planning.errors import NotPossible


def prepared(folder: Path) -> Home:
    home = Home(root=folder / "home")
    home.prepare()
    return home


def staging(home: Home) -> set[str]:
    return {path.name for path in (home.root / "staging").iterdir()}


def test_a_new_home_is_open_to_its_owner_only(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    if os.name == "posix":
        assert home.root.stat().st_mode & 0o077 == 0


def test_a_workbench_is_gone_after_the_work(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    with home.workbench() as folder:
        (folder / "half.parquet").touch()
    assert staging(home) == set()


def test_a_sweep_leaves_the_workbench_of_a_running_import(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    with home.workbench() as folder:
        (folder / "half.parquet").touch()
        Home(root=home.root).sweep()
        assert (folder / "half.parquet").exists()


def test_a_sweep_removes_the_workbench_of_a_killed_import(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    program = (
        "import os, signal, sys; from pathlib import Path; from data_sources.home import Home\n"
        "with Home(root=Path(sys.argv[1])).workbench() as folder:\n"
        "    (folder / 'half.parquet').touch(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(home.root)], check=False, timeout=180)
    assert staging(home) != set()
    home.sweep()
    assert staging(home) == set()


def test_a_sweep_never_touches_finished_facts(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    finished = home.facts / "leads-0123.parquet"
    finished.touch()
    os.utime(finished, (0, 0))
    home.sweep()
    assert finished.exists()


def test_of_two_who_want_a_lock_one_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path, wait_seconds=0) as first, locked(path, wait_seconds=0) as second:
        assert (first, second) == (True, False)
    with locked(path, wait_seconds=0) as third:
        assert third


def test_placing_moves_files_and_keeps_what_stands_there(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    (home.facts / "same.parquet").write_bytes(b"standing")
    with home.workbench() as folder:
        (folder / "same.parquet").write_bytes(b"standing")
        (folder / "new.parquet").write_bytes(b"new")
        home.place([folder / "same.parquet", folder / "new.parquet"], "store")
    assert {path.name for path in home.facts.iterdir()} == {"same.parquet", "new.parquet"}


def test_a_sweep_tells_what_a_killed_import_had_placed(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    program = (
        "import os, signal, sys; from pathlib import Path; from data_sources.home import Home\n"
        "home = Home(root=Path(sys.argv[1]))\n"
        "with home.workbench() as folder:\n"
        "    file = folder / 'leads-1.parquet'; file.touch(); home.place([file], 'mine')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(home.root)], check=False, timeout=180)
    told: list[tuple[list[str], str]] = []
    home.sweep(lambda names, store: told.append((list(names), store)))
    assert told == [(["leads-1.parquet"], "mine")]
    assert staging(home) == set()


def test_files_whose_listing_failed_are_told_at_the_next_start(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    told: list[list[str]] = []

    def place_and_fail() -> None:
        with home.workbench() as folder:
            (folder / "leads-1.parquet").touch()
            home.place([folder / "leads-1.parquet"], "mine")
            raise RuntimeError("store is gone")

    with pytest.raises(RuntimeError, match="store"):
        place_and_fail()
    home.sweep(lambda names, _: told.append(list(names)))
    assert told == [["leads-1.parquet"]]
    with home.workbench() as folder:
        (folder / "leads-2.parquet").touch()
        home.place([folder / "leads-2.parquet"], "mine")
        home.listed([folder / "leads-2.parquet"])
    assert staging(home) == set()


def test_a_lock_whose_file_was_taken_away_is_not_held_twice(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path, wait_seconds=0) as held:
        assert held
        path.unlink()
        with locked(path, wait_seconds=0) as another:
            assert another
            assert path.exists()


def test_an_import_without_room_is_refused_before_it_begins(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    with pytest.raises(NotPossible, match="MB free"):
        home.refuse_without_room(10**18)


def test_a_home_that_cannot_be_made_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotPossible, match="cannot be written") as refused:
        Home(root=tmp_path / "file" / "home").prepare()
    assert "TANDEM_HOME" in refused.value.remedy


def test_only_the_latest_rejects_are_kept(tmp_path: Path) -> None:
    home = prepared(tmp_path)
    for number in range(60):
        rejects = tmp_path / "rejects.csv"
        rejects.write_text(str(number))
        kept = home.keep_rejects(rejects, "leads")
        os.utime(kept, (number, number))
    assert len(list(home.rejects.iterdir())) == 50
    assert kept.read_text() == "59"
