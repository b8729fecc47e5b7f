"""How far bounds can go: the best common value of some statements, and a measure's ends.

Both are linear fractional programmes. Below the line is held to 1 and the unit let free
(Charnes and Cooper, 1962), so one linear programme finds the end of one ratio. The common
value of several ratios is raised step by step to what the last answer reached (Dinkelbach,
1967, On Nonlinear Fractional Programming; for several ratios Crouzeix, Ferland and
Schaible, 1985, An Algorithm for Generalized Fractional Programs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import numpy as np

from planning.model.consistency.layout import Terms, together
from planning.model.consistency.statements import Side
from planning.model.consistency.system import Bound, System, value_of

_STEPS: Final = 60
_CLOSE: Final = 1e-12
_LEAST_WEIGHT: Final = 1e-9


def end_of(system: System, above: Terms, below: Terms, side: Side) -> float | None:
    """Return the least or the most a ratio can be, with what holds in the system now.

    Args:
        system: Its statements and links say what holds.
        above: What is divided.
        below: What it is divided by; of an amount the unit.
        side: `low` for the least, `high` for the most.

    Returns:
        The end; infinite where nothing limits it; None where below the line is always 0.
    """
    with _scaled_to(system, below):
        system.seek(above if side == "high" else -above)
        state = system.solve()
        if state == "none":
            return None
        if state == "endless":
            return np.inf if side == "high" else -np.inf
        found = system.solution()
        return value_of(above, found) / value_of(below, found)


def best_common(
    system: System, numbers: Sequence[int], others: Iterable[int], links: Iterable[int] | None
) -> float | None:
    """Return the strictest value that some statements can have together beside others.

    Args:
        system: The system; afterwards its statements have their own values again.
        numbers: Statements of one side and measure.
        others: Statements that hold.
        links: Links that hold; None for all.

    Returns:
        The value, in the measure's unit; None where even without them the others cannot
        hold, or they speak of nothing.
    """
    bounds = [system.bounds[at] for at in numbers]
    reached = [it.below for it in bounds]
    value = bounds[0].statement.value
    # The column is counted in shares of the value; of 0, in units.
    share = abs(value) or 1.0
    weights = [system.size_of(at) for at in numbers]
    with _scaled_to(system, together(reached)):
        system.only({*others, *numbers}, links)
        for _ in range(_STEPS):
            for at in numbers:
                system.revalue(at, value)
            system.miss_by(dict(zip(numbers, weights, strict=True)))
            if system.solve() != "found":
                return None
            found = system.solution()
            lower = [max(value_of(it.below, found), 0.0) for it in bounds]
            nearest = _worst(bounds, found, lower)
            if nearest is None or abs(nearest - value) <= _CLOSE * max(abs(value), abs(nearest)):
                break
            value = nearest
            weights = [share * max(it, _LEAST_WEIGHT * max(lower)) for it in lower]
    return float(value)


def _worst(bounds: Sequence[Bound], found: np.ndarray, lower: Sequence[float]) -> float | None:
    """Return the value all bounds keep at a solution, or None where none is of something."""
    floor = _LEAST_WEIGHT * max(lower)
    ratios = [
        value_of(it.above, found) / below
        for it, below in zip(bounds, lower, strict=True)
        if below > floor
    ]
    if not ratios:
        return None
    return min(ratios) if bounds[0].statement.side == "low" else max(ratios)


@contextmanager
def _scaled_to(system: System, below: Terms) -> Iterator[None]:
    """Hold a sum to 1 for a while, then the unit again."""
    system.hold_to_one(below)
    try:
        yield
    finally:
        system.miss_by(None)
        system.hold_to_one(system.layout.one)
        system.restore()
