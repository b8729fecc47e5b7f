"""A room under test: the shell opened on a home, as a visitor would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from tests.driver import quicken
from tests.rooms import companies

quicken()

SHELL: Final = Path(__file__).resolve().parents[2] / "pages" / "shell.py"
START: Final = "this_week"
"""Where somebody who leads, as the local user does, comes in."""

ROOMS: Final = {
    "this_week": "meet/this_week.py",
    "campaigns": "meet/campaigns.py",
    "wins_and_losses": "meet/wins_and_losses.py",
    "budget": "plan/budget.py",
    "tradeoffs": "plan/tradeoffs.py",
    "targets": "plan/targets.py",
    "accounts": "plan/accounts.py",
    "scorecard": "know/scorecard.py",
    "leads": "know/leads.py",
    "evidence": "know/evidence.py",
    "data": "setup/data.py",
    "assumptions": "setup/assumptions.py",
    "people": "setup/people.py",
    "history": "setup/history.py",
}
SECONDS: Final = 300

Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_home(demo_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo company; read only."""
    return companies.copied(demo_made_once, tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small healthy company of one's own; read only."""
    home = tmp_path_factory.mktemp("small") / "home"
    companies.whole(home)
    return home


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Open a room on a home, at an address."""

    def opened(home: Path, room: str = "scorecard", **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("TANDEM_HOME", str(home))
        app = AppTest.from_file(str(SHELL), default_timeout=SECONDS)
        for name, value in address.items():
            app.query_params[name] = value
        # A deep link, as people send them: the page people start with costs more than most.
        return app.switch_page(ROOMS[room]).run()

    return opened


def words(app: AppTest) -> str:
    """Everything a visitor can read on the page, as one text."""
    shown = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.error, *app.warning]
    return "\n".join(str(element.value) for element in shown)
