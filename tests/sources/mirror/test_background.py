"""Synchronising by itself: one leader, another takes over."""

from __future__ import annotations

import time
from threading import Event

import pytest

from data_sources.locks import locked
from data_sources.mirroring import background
from data_sources.workspace import Workspace
from tests.sheets_server.signing_in import key_file
from tests.sources.mirror.both_sides import BothSides
from tests.waiting import LONGEST_SECONDS, until


def test_edits_come_over_without_anybody_asking(
    both: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another leads nothing is done; when it ends the next one takes over."""
    monkeypatch.setenv("TANDEM_SHEETS_ACCOUNT", key_file(both.google.address))
    row = both.add(plan_01="1")
    both.sync()
    both.types(row, "plan_01", 2)
    here = both.workspace.settings.model_copy(update={"sheets_url": both.google.address})
    stop = Event()
    with locked(here.home / "sheets.leader", wait_seconds=1) as held:
        assert held
        both.google.seen.clear()
        work = background.start(here.home, lambda: Workspace.open(here), stop, 0.05)
        time.sleep(0.5)
        assert not both.google.seen
    until(lambda: both.rows()[row]["plan_01"] == "2.00", "the edit came over")
    stop.set()
    work.join(LONGEST_SECONDS)
    assert not work.is_alive()
    (mirror,) = both.workspace.mirrors.all()
    assert mirror.problem == ""
    # One client for all rounds: no token is asked for again.
    assert both.google.count("token") <= 1


def test_what_goes_wrong_is_noted_and_tried_again(
    both: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an account the mirror says so; once there is one it goes on."""
    monkeypatch.delenv("TANDEM_SHEETS_ACCOUNT", raising=False)
    (mirror,) = both.workspace.mirrors.sync()
    assert "not connected" in mirror.problem
    (mirror,) = both.workspace.mirrors.sync(both.sheets)
    assert mirror.problem == ""
    assert mirror.synced_at is not None
