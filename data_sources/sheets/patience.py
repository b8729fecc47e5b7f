"""How often and how long Tandem asks again: bounded, spread out, and as Google asks for."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Patience:
    """When to ask again, with the clock and the dice as parameters.

    Attributes:
        tries: How often a request is sent at most.
        first_seconds: The first wait; each further one is twice as long.
        longest_seconds: No wait is longer; who asks for a longer one is not asked again.
        timeout_seconds: How long to wait for a connection, and for an answer.
        sleep: Waits so many seconds.
        now: The time, to read a moment after which to ask again.
        share: Draws from 0 to 1, so that many who wait do not all come back at once.
    """

    tries: int = 4
    first_seconds: float = 1.0
    longest_seconds: float = 60.0
    timeout_seconds: tuple[float, float] = (10.0, 60.0)
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now
    share: Callable[[], float] = random.random

    def wait(self, failed: int, retry_after: str | None) -> bool:
        """Wait before asking again; False without waiting if it is no use.

        Args:
            failed: How often it failed so far, from 1.
            retry_after: What the answer says, in seconds or as a moment, or None.

        Example:
            >>> waits = []
            >>> calm = Patience(sleep=waits.append, share=lambda: 0.5)
            >>> calm.wait(1, None), calm.wait(2, "7"), calm.wait(3, "3600"), calm.wait(4, None)
            (True, True, False, False)
            >>> waits
            [0.75, 7.5]
        """
        if failed >= self.tries:
            return False
        asked = self._asked(retry_after)
        if asked is not None and asked > self.longest_seconds:
            return False
        if asked is not None:
            # Not before the moment asked for, and not all in it.
            self.sleep(asked + self.first_seconds * self.share())
            return True
        growing = min(self.first_seconds * 2 ** (failed - 1), self.longest_seconds)
        self.sleep(growing * (0.5 + self.share() / 2))
        return True

    def _asked(self, retry_after: str | None) -> float | None:
        if retry_after is None:
            return None
        text = retry_after.strip()
        if text.isascii() and text.isdigit():
            return float(text)
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max((moment - self.now()).total_seconds(), 0.0)
