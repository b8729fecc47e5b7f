"""Two ways to do one thing, timed by turns, so that a busy machine slows both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, TypeVar

Place = TypeVar("Place")
Times = tuple[float, float]


def compared(
    what: str,
    ours: Callable[[Place], Any],
    theirs: Callable[[Place], Any],
    prepare: Callable[[], Place],
    rounds: int = 5,
) -> tuple[Any, Any]:
    """Run both by turns; print the median ratio of time, and of the processors' time.

    The processors' time of all threads is what remains telling when others keep the
    machine busy.

    Args:
        what: What is compared, as it is printed.
        ours: The way that is measured.
        theirs: The way it is measured against.
        prepare: Makes what both are given in one turn; its time does not count.
        rounds: Turns after a first one that is not timed.

    Returns:
        What both returned the last time.
    """
    own: list[Times] = []
    other: list[Times] = []
    for _ in range(rounds + 1):
        place = prepare()
        expected, times = _timed(theirs, place)
        other.append(times)
        found, times = _timed(ours, place)
        own.append(times)
    clock, processors = (
        [mine[kind] / yours[kind] for mine, yours in zip(own[1:], other[1:], strict=True)]
        for kind in (0, 1)
    )
    seconds = [statistics.median(times[0] for times in turns[1:]) for turns in (own, other)]
    print(
        f"\n{what}\n  time {_told(clock)}, {seconds[0]:.2f} s : {seconds[1]:.2f} s"
        f"\n  processors' time {_told(processors)}"
    )
    return found, expected


def _told(ratios: list[float]) -> str:
    turns = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    return f"{statistics.median(ratios):.2f}× ({turns})"


def _timed(work: Callable[[Place], Any], place: Place) -> tuple[Any, Times]:
    clock, processors = time.perf_counter(), time.process_time()
    found = work(place)
    return found, (time.perf_counter() - clock, time.process_time() - processors)
