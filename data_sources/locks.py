"""Locks between processes that end with the process that held them, however it ended."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RETRY_SECONDS = 0.02


@contextmanager
def locked(path: Path, *, wait_seconds: float) -> Iterator[bool]:
    """Hold a lock file for the block.

    Args:
        path: The lock file; made if missing. Only who holds it may remove it.
        wait_seconds: How long to wait for another holder; 0 asks once.

    Yields:
        Whether the lock is held; the block decides what to do without it.
    """
    deadline = time.monotonic() + wait_seconds
    while True:
        with _opened(path) as handle:
            held = _try_lock(handle) and _is_still(path, handle)
            if held or time.monotonic() >= deadline:
                yield held
                return
        time.sleep(_RETRY_SECONDS)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _is_still(path: Path, handle: int) -> bool:
    """Whether the file that was locked is the one others will meet under its name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
