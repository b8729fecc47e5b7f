"""Synchronising beside the app while it runs, by one of the processes that share a home."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from data_sources.locks import locked
from planning.errors import TandemError

if TYPE_CHECKING:
    from data_sources.workspace import Workspace

EVERY_SECONDS: Final = 60.0
_LEADER: Final = "sheets.leader"


def start(
    home: Path, opening: Callable[[], Workspace], stop: Event, every_seconds: float = EVERY_SECONDS
) -> Thread:
    """Synchronise mirrored plans again and again in a thread of its own.

    Of the processes that share a home one leads; another takes over when it ends.

    Args:
        home: The home folder.
        opening: Opens the workspace, in the hands of who runs the app.
        stop: Set, it ends the thread within a round.
        every_seconds: The time between two rounds, and before the first.
    """
    work = Thread(
        target=_lead, args=(home, opening, stop, every_seconds), name="sheets", daemon=True
    )
    work.start()
    return work


def _lead(home: Path, opening: Callable[[], Workspace], stop: Event, every_seconds: float) -> None:
    while not stop.wait(every_seconds):
        if not home.is_dir():
            continue
        with locked(home / _LEADER, wait_seconds=0) as leads:
            while leads and not stop.is_set():
                _round(opening)
                stop.wait(every_seconds)


def _round(opening: Callable[[], Workspace]) -> None:
    """Synchronise once; whatever goes wrong, the next round tries again."""
    try:
        workspace = opening()
        try:
            workspace.mirrors.sync()
        finally:
            # Open only while it works, so that a backup can be put back in between.
            workspace.close()
    except TandemError as trouble:
        logging.getLogger(__name__).warning("Sheets were not synchronised: %s", trouble)
    except Exception:
        # Nobody watches this thread: were it to end, synchronising would stop in silence.
        logging.getLogger(__name__).exception("Sheets were not synchronised.")
