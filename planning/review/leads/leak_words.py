"""Words of the leak check: what a name hints at, and how numbers stand in its reasons."""

from __future__ import annotations

import re
from typing import Final

_LATE: Final = frozenset(
    {
        "last", "latest", "final", "finally", "closed", "closing", "close", "lost", "won",
        "win", "outcome", "result", "reason", "converted", "conversion", "disqualified",
        "disposition", "resolved", "modified", "changed", "updated",
    }
)  # fmt: skip
"""General words for what is said at the end; a hint, never a proof."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def said_late(name: str) -> bool:
    """Whether a column's name speaks of the end of a lead's way.

    Example:
        >>> said_late("Last Activity"), said_late("lossReason"), said_late("Lead Origin")
        (True, True, False)
    """
    words = _WORD.findall(_HUMP.sub(" ", name).casefold())
    return any(word in _LATE for word in words)


def count(number: int, noun: str) -> str:
    """Write how many there are.

    Example:
        >>> count(1, "lead"), count(0, "lead"), count(1200, "lead")
        ('1 lead', 'no lead', '1,200 leads')
    """
    if number == 0:
        return f"no {noun}"
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
