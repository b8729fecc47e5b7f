"""Rounds of a meeting: what is on the big screen, one thing after the other.

First what was promised, so that nobody waits for it; then what is off course, what went
well, what is to be decided; last the minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planning.review.exceptions.item import Item
from planning.together.agenda import WeekAgenda

Stage = Literal["promises", "item", "rest", "good", "decisions", "close"]


@dataclass(frozen=True, slots=True)
class Round:
    """One thing on the big screen.

    Attributes:
        key: The same as long as the matter is the same.
        stage: What it is.
        item: The item; None but for the stage `item`.
    """

    key: str
    stage: Stage
    item: Item | None = None


def rounds(agenda: WeekAgenda) -> tuple[Round, ...]:
    """Return what a meeting goes through, in its order.

    Args:
        agenda: The week's.

    Example:
        >>> [one.stage for one in rounds(WeekAgenda((), (), (), (), (), ()))]
        ['promises', 'decisions', 'close']
    """
    found = [Round("promises", "promises")]
    found += [Round(it.key, "item", it) for it in agenda.first]
    if agenda.rest:
        found.append(Round("rest", "rest"))
    if agenda.good:
        found.append(Round("good", "good"))
    return (*found, Round("decisions", "decisions"), Round("close", "close"))


def position(listed: tuple[Round, ...], key: str, at: int) -> int:
    """Return where a meeting stands: at what it looked at, wherever that stands by now.

    Args:
        listed: The rounds as they are now.
        key: What was looked at.
        at: Where it stood; what took its place is next if it is gone.

    Example:
        >>> two = (Round("a", "item"), Round("b", "item"))
        >>> position(two, "b", 0), position(two, "gone", 0), position(two, "gone", 7)
        (1, 0, 1)
    """
    keys = [one.key for one in listed]
    return keys.index(key) if key in keys else min(max(at, 0), len(keys) - 1)
