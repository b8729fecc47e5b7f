"""The rooms of the meetings on the demo company: a first look beside the next ones, printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_meeting_rooms_rerun.py`.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from data_sources.settings import Settings
from data_sources.workspace import Workspace
from tests.benchmarks.session import Session, texts
from tests.servers import running_app

pytestmark = pytest.mark.benchmark

ROOMS = {
    "this_week": "items to talk about",
    "campaigns": "Every campaign in numbers",
    "wins_and_losses": "What the won have in common",
}
"""Each room with words only it shows."""

LOOKS = 5


def test_a_room_is_shown_again_in_a_part_of_its_first_look(tmp_path: Path) -> None:
    home = tmp_path / "home"
    workspace = Workspace.open(Settings(home=home))
    workspace.load_demo()
    workspace.counts()
    with running_app(home) as address, Session(address) as visitor:
        for room, words in ROOMS.items():
            first, messages = visitor.visit(room)
            assert words in texts(messages)
            again = statistics.median(visitor.visit(room)[0] for _ in range(LOOKS))
            print(
                f"\n{room}: first {1000 * first:.0f} ms, again {1000 * again:.0f} ms, "
                f"{first / again:.1f} times as quick"
            )
