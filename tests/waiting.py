"""Waiting for what another thread or process will do, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

LONGEST_SECONDS: Final = 180.0
"""Nobody waits so long where all is well; it only ends a test that waits in vain."""


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds; fails with what was waited for."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.01)
