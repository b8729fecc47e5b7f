"""Locks between processes that end with the process that held them, however it ended."""

from __future__ import annotations

import os
import sys
import time
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from typing import Final

_RETRY_SECONDS: Final = 0.02


class Presence:
    """A place in a lock file that many hold at once, and nobody while one holds it alone.

    It ends with `leave`, with the last word about it, or with the process.

    Args:
        path: The lock file; made if missing, never removed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._given_up: weakref.finalize[[int], Presence] | None = None

    def enter(self, *, wait_seconds: float) -> bool:
        """Take the place; False if somebody held the file alone all the time."""
        self.leave()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(handle, shared=True):
            if time.monotonic() >= deadline:
                os.close(handle)
                return False
            time.sleep(_RETRY_SECONDS)
        self._given_up = weakref.finalize(self, os.close, handle)
        return True

    def leave(self) -> None:
        """Give the place up; does nothing where it is not held."""
        if self._given_up is not None:
            self._given_up()
            self._given_up = None


class Turns:
    """A lock for threads that is given in the order it was asked for."""

    def __init__(self) -> None:
        self._queue: deque[Event] = deque()
        self._changing = Lock()

    @contextmanager
    def turn(self, *, wait_seconds: float) -> Iterator[bool]:
        """Wait for one's turn and keep it for the block.

        Args:
            wait_seconds: How long to wait for those before.

        Yields:
            Whether it is one's turn; the block decides what to do without it.
        """
        mine = Event()
        with self._changing:
            self._queue.append(mine)
            self._queue[0].set()
        try:
            yield mine.wait(wait_seconds)
        finally:
            with self._changing:
                self._queue.remove(mine)
                if self._queue:
                    self._queue[0].set()


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
            held = _try_lock(handle, shared=False) and _is_still(path, handle)
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
    import secrets

    _PLACES = 2**30

    def _try_lock(handle: int, *, shared: bool) -> bool:
        # Windows lends bytes to one holder only: who shares takes one of very many.
        first, many = (secrets.randbelow(_PLACES), 1) if shared else (0, _PLACES)
        os.lseek(handle, first, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, many)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(handle: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
