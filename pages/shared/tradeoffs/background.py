"""Work that takes longer than a page waits: done beside it, kept for everybody who looks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
Progress = Callable[[int, int], None]


class Job(Generic[T]):
    """One piece of work in a thread of its own.

    Attributes:
        done, whole: How far it is.
        result: What came of it; None until then.
        failed: Whether it ended without a result.
    """

    def __init__(self, work: Callable[[Progress], T]) -> None:
        self.done, self.whole = 0, 1
        self.result: T | None = None
        self.failed = False
        self._thread = Thread(target=self._run, args=(work,), daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, or so long."""
        self._thread.join(seconds)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, either way."""
        return self.failed or self.result is not None

    def _run(self, work: Callable[[Progress], T]) -> None:
        try:
            self.result = work(self._told)
        finally:
            # Whatever it was, pages must not wait for it for ever; the thread's own hook logs it.
            if self.result is None:
                self.failed = True
                logging.getLogger(__name__).error("Work beside a page ended without a result.")

    def _told(self, done: int, whole: int) -> None:
        self.done, self.whole = done, whole
