"""Plans in spreadsheets in the room: how each stands, and what people are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.test_data import pressed
from tests.sheets_server.running import running_google
from tests.sheets_server.signing_in import key_file
from tests.sources.mirror.both_sides import BUDGET, both_sides

TAB = "Plans in Sheets"


def test_a_plan_is_connected_questions_are_answered_and_errors_told(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From an empty spreadsheet to a clash, a refused cell, a renamed column and a lost right."""
    companies.empty(tmp_path / "home")
    with running_google() as google:
        monkeypatch.setenv("TANDEM_SHEETS_ACCOUNT", key_file(google.address))
        monkeypatch.setenv("TANDEM_SHEETS_URL", google.address)
        both = both_sides(companies.opened(tmp_path / "home"), google)
        row, other = both.add(plan_01="1", channel="Fairs"), both.add(plan_01="1")
        app = visit(tmp_path / "home", "data", part=TAB)
        assert "was synchronised not yet" not in words(app)
        assert "in that last moment" in words(app)
        pressed(app, "sync")
        assert both.at_sheet(row, "plan_01") == 1
        both.types(row, "plan_01", 2)
        both.edit(row, "plan_01", "3.00")
        both.types(other, "plan_01", "many")
        both.person.renames_column("Targets sales", 1, "Other")
        pressed(app, "sync")
        assert "January is 2 in the sheet and 3 in Tandem; it was 1." in words(app)
        titles = [it.proto.title for it in app.warning]
        assert titles == [
            "1 edit of the tab Budget marketing cannot be taken over.",
            "Nothing was done to the tab Targets sales.",
        ]
        pressed(app, f"sheet-{both.scenario}-{BUDGET.key}-0")
        pressed(app, "sync")
        assert both.rows()[row]["plan_01"] == "2.00"
        both.person.book.shared.clear()
        pressed(app, "sync")
        assert "The last synchronisation failed" in app.error[0].proto.title
        assert "choose Share" in app.error[0].value
        pressed(app, f"part-{both.scenario}")
        assert "Here a plan can be mirrored" in words(app)
        assert both.rows()[row]["plan_01"] == "2.00"
