"""While the app runs nothing is restored under it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.errors import NotPossible
from tests.e2e.patience import MILLISECONDS, settled
from tests.servers import running_app


def test_nothing_is_restored_while_the_app_runs(tmp_path: Path, browser: Browser) -> None:
    workspace = Workspace.open(Settings(home=tmp_path / "home"))
    workspace.load_demo()
    archive = tmp_path / "backup.zip"
    workspace.backups.take(archive)
    workspace.set_setting("name", "Standing")
    with running_app(tmp_path / "home", TANDEM_DATABASE_URL="") as address:
        page = browser.new_page()
        page.goto(address, timeout=MILLISECONDS)
        settled(page)
        # The app stays in the home when its last visitor has gone.
        page.close()
        with pytest.raises(NotPossible, match="running in this home"):
            workspace.backups.restore(archive, replace=True)
        workspace.backups.take(tmp_path / "beside.zip")
    assert workspace.company.name == "Standing"
    workspace.backups.restore(archive, replace=True)
    assert "demo" in workspace.company.name
    workspace.close()
