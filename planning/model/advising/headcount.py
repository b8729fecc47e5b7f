"""People of all pools together: now, at the end of the year, and who is hired between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.model.advising.answer_lines import Heads


@dataclass(frozen=True)
class Headcount:
    """Paid heads of sales.

    Attributes:
        now: In the first open month, as the current plan has it.
        end: In the last month of the fiscal year.
        hires: Decided in the open months; parts of a head are possible.
    """

    now: float
    end: float
    hires: float


def headcount_of(heads: Sequence[Heads], *, current: bool = False) -> Headcount:
    """Add up the people of all pools.

    Args:
        heads: By pool and open month.
        current: Whether the current plan's are meant.

    Example:
        >>> month = Heads("North", "closing", "2026-07", 0.5, 2.5, 2.0, 0.0, 2.0)
        >>> headcount_of([month]), headcount_of([month], current=True).end
        (Headcount(now=2.0, end=2.5, hires=0.5), 2.0)
    """
    if not heads:
        return Headcount(0.0, 0.0, 0.0)
    months = sorted({each.month for each in heads})
    first = [each for each in heads if each.month == months[0]]
    last = [each for each in heads if each.month == months[-1]]
    return Headcount(
        now=sum(each.current_paid for each in first),
        end=sum(each.current_paid if current else each.paid for each in last),
        hires=sum(each.current_hires if current else each.hires for each in heads),
    )
