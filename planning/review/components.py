"""What landings are added up from: base measures by month, as counted so far."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.slices import Slice
from planning.periods import first_day, month_of

Floats = npt.NDArray[np.float64]

DRAWS: Final = 1000
SEED: Final = 20_240_701
YEAR: Final = 12

_IN_EARNEST: Final = 0.2

COMPONENTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "leads": (("leads", "all"),),
    "own_leads": (("leads", "marketing"),),
    "created": (("created", "all"),),
    "won": (("won", "all"),),
    "lost": (("lost", "all"),),
    "won_cents": (("won_cents", "all"),),
    "first_wins": (("customers_with_account", "all"), ("wins_without_account", "all")),
    "told_wins": (("unlinked_won", "all"),),
    "marketing_cents": (("marketing_cents", "all"),),
    "sales_cents": (("sales_cents", "all"),),
    "programme": (("marketing_programme_cents", "marketing"),),
    "acquiring": (("marketing_cents", "acquire"), ("sales_cents", "acquire")),
}
"""Base measures, and among which rows, that each component adds up."""

MONEY: Final = frozenset({"marketing_cents", "sales_cents", "programme", "acquiring"})
"""Components that are spent."""


def running_month(part: Slice) -> int:
    """Return the month that is not closed yet."""
    return month_of(part.counts.as_of + timedelta(days=1))


def left_of_months(part: Slice, ahead: int) -> Floats:
    """Return the share of each month ahead, the running one first, that is still to come."""
    shares = np.ones(ahead)
    now = running_month(part)
    start, end = first_day(now), first_day(now + 1)
    passed = (part.counts.as_of - start).days + 1
    if ahead:
        shares[0] = 1.0 - max(passed, 0) / (end - start).days
    return shares


def counted(part: Slice, name: str, start: int, end: int) -> Floats:
    """Return a component's months from start to end as counted, 0 outside the facts."""
    if name == "customers":
        return counted(part, "first_wins", start, end) + counted(part, "told_wins", start, end)
    found = np.zeros(max(end - start, 0))
    first, last = part.span
    low, high = max(start, first), min(end, last)
    if low < high:
        for measure, among in COMPONENTS[name]:
            values = part.monthly(measure, among)
            found[low - start : high - start] += values[low - first + 1 : high - first + 1]
    return found


def so_far(part: Slice, name: str) -> Floats:
    """Return a component's closed months from where it was counted in earnest."""
    found = counted(part, name, part.span[0], running_month(part))
    usual = float(np.median(found[-YEAR:])) if len(found) else 0.0
    # Old deals of standing customers reach back before anybody counted the rest.
    begun = np.flatnonzero(found > usual * _IN_EARNEST)
    return found[begun[0] :] if len(begun) else found[:0]


def random_of(place: int) -> np.random.Generator:
    """Return what draws one component; the same place draws the same."""
    return np.random.default_rng((SEED, place))
