"""Saved imports in the room: listed, run, and their failures told at the top."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.imports.request import Mapping
from data_sources.schedules import Folder, Schedule
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.test_data import pressed, rows_of

TAB = "Saved imports"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one saved import of a folder that holds one good file."""
    home = tmp_path / "home"
    companies.empty(home)
    folder = tmp_path / "in"
    folder.mkdir()
    companies.written(folder / "leads.csv", [companies.lead(1), companies.lead(2)])
    origin = Folder(folder=str(folder), pattern="*.csv")
    saved = Schedule(name="crm <b>", origin=origin, mapping=Mapping(table="leads"))
    companies.opened(home).schedules.add(saved)
    return home


def test_without_any_the_first_step_is_told(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = visit(tmp_path / "home", "data", part=TAB)
    assert "run by themselves" in words(app)
    assert "tandem schedule add" in app.code[0].value


def test_a_saved_import_is_run_from_the_page(visit: Visit, home: Path) -> None:
    app = visit(home, "data", part=TAB)
    listed = app.dataframe[0].value.iloc[0]
    assert (listed["Name"], listed["Status"]) == ("crm <b>", "not run yet")
    pressed(app, "refresh")
    listed = app.dataframe[0].value.iloc[0]
    assert (listed["Status"], listed["Rows accepted"]) == ("done", 2)
    assert rows_of(visit(home, "data")) == {"leads": 2}
    assert not app.error


def test_a_failure_stands_at_the_top_until_it_is_gone(
    visit: Visit, home: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "in" / "broken.csv"
    bad.write_text("nothing,known\n1,2\n", encoding="utf-8")
    companies.opened(home).refresh()
    app = visit(home, "data")
    assert "failed" in app.error[0].proto.title
    assert r"crm \<b\>" in app.error[0].proto.title
    assert "broken" in app.error[0].value
    assert "The facts from before stay" in app.error[0].value
    bad.unlink()
    companies.opened(home).refresh()
    assert not visit(home, "data").error


def test_a_folder_that_is_gone_is_told_with_what_to_do(
    visit: Visit, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "in" / "leads.csv").unlink()
    (tmp_path / "in").rmdir()
    app = pressed(visit(home, "data", part=TAB), "refresh")
    assert "failed" in app.error[0].proto.title
