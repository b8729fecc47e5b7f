"""Shadow prices: what one more or one less of a limit is worth, and what capacity is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from planning.model.limits import Limit
from planning.model.optimising.chords import refine
from planning.model.optimising.limit_rows import Row, rows_of
from planning.model.optimising.measures import Linear, Measures
from planning.model.optimising.optimise import Objective, Optimum
from planning.model.optimising.solver import Solver
from planning.model.optimising.worth import worth_of
from planning.model.problem import Problem
from planning.periods import month_name

TOLERANCE: Final = 1e-8
"""Of the value: steps of 1,000 are told apart in a plan of many millions."""

_AMOUNT: Final[dict[str, tuple[str, float]]] = {
    "envelope": ("total", 1000.0),
    "team-minimum": ("amount", 1000.0),
    "team-maximum": ("amount", 1000.0),
    "floor": ("amount", 1000.0),
    "cap": ("amount", 1000.0),
    "committed": ("amount", 1000.0),
    "largest-change": ("share", 0.01),
    "cac-ceiling": ("ceiling", 100.0),
    "least-leads": ("leads", 10.0),
    "least-customers": ("customers", 1.0),
    "least-revenue": ("revenue", 1000.0),
    "most-hires": ("heads", 0.1),
    "committed-hires": ("heads", 0.1),
}
"""By kind of limit: its amount's field, and the step it is tried by."""

_NOTHING: Final = 1e-9
_ALIKE: Final = 0.05
_WORDS: Final[dict[str, str]] = {
    "contribution": "contribution",
    "revenue": "revenue",
    "least-spend": "savings",
}


@dataclass(frozen=True)
class ShadowPrice:
    """What a limit that binds is worth.

    Attributes:
        limit: The limit.
        step: How much more and less was tried, in the limit's own unit.
        one_more: Objective gained per unit of more, in money; None if that cannot be held.
        one_less: Objective lost per unit of less; None if that cannot be held.
        sentence: In words.
    """

    limit: Limit
    step: float
    one_more: float | None
    one_less: float | None
    sentence: str


@dataclass(frozen=True)
class _Gain:
    """What moving a limit by a step brings, in money: altogether and after the fiscal year."""

    whole: float
    after: float


@dataclass(frozen=True)
class Bottleneck:
    """A pool whose capacity binds.

    Attributes:
        pool: Its name.
        months: Months from 0 in which it does.
        worth: What one more productive head would bring a month there, on average.
        sentence: In words.
    """

    pool: str
    months: tuple[int, ...]
    worth: float
    sentence: str


def binding(optimum: Optimum) -> tuple[Limit, ...]:
    """Return the limits that hold the optimum back, the dearest first."""
    return tuple(limit for limit, _ in _priced(optimum.solver))


def shadow_prices(optimum: Optimum, most: int = 12) -> tuple[ShadowPrice, ...]:
    """Return what one more and one less of each binding limit is worth, dearest first.

    Each side is found by solving again from the optimum with the limit moved by a step.

    Args:
        optimum: Where to ask; its solver ends where it stood.
        most: How many limits at most.
    """
    solver = optimum.solver
    values, prices = solver.values, solver.prices
    refine(solver, TOLERANCE)
    base, found = _Base.of(solver, optimum.objective), []
    for limit, _ in _priced(solver, prices)[:most]:
        name, step = _AMOUNT[limit.kind]
        amount = float(getattr(limit, name))
        down = min(step, amount)
        more = _moved(solver, limit, {name: amount + step}, base)
        less = _moved(solver, limit, {name: amount - down}, base) if down else None
        one_more = None if more is None else more.whole / step
        one_less = None if less is None else -less.whole / down
        said = _sentence(limit, optimum.objective, step, more, less)
        found.append(ShadowPrice(limit, step, one_more, one_less, said))
    solver.values, solver.prices, solver.value = values, prices, base.value
    return tuple(found)


def bottlenecks(optimum: Optimum) -> tuple[Bottleneck, ...]:
    """Return the pools that are short at the optimum, the dearest first."""
    problem, head = optimum.problem, worth_of(optimum).head
    found = []
    for at, name in enumerate(problem.pools.name):
        least = _NOTHING * abs(optimum.programme_value) + 1.0
        months = np.flatnonzero(head[at] > least)
        if len(months):
            worth = float(head[at][months].mean())
            when = spans(months, problem.first_month)
            said = f"{name} is short {when}: one more productive head brings {worth:,.0f} a month."
            said += _tail(problem, months)
            found.append(Bottleneck(name, tuple(months.tolist()), worth, said))
    return tuple(sorted(found, key=lambda each: -each.worth * len(each.months)))


def _tail(problem: Problem, months: np.ndarray[Any, Any]) -> str:
    if months[-1] < problem.open_months:
        return ""
    return f" The {problem.ahead_months} months after the fiscal year are counted."


def spans(months: np.ndarray[Any, Any], first: int) -> str:
    """Return months as spans in words.

    Example:
        >>> spans(np.array([1, 2, 3]), 2026 * 12), spans(np.array([1, 6]), 2026 * 12)
        ('from Feb 2026 to Apr 2026', 'in 2 months, first in Feb 2026')
    """
    start, end = month_name(first + int(months[0])), month_name(first + int(months[-1]))
    if len(months) == 1:
        return f"in {start}"
    if (np.diff(months) > 1).any():
        return f"in {len(months)} months, first in {start}"
    return f"from {start} to {end}"


def _priced(solver: Solver, prices: Any = None) -> list[tuple[Limit, float]]:  # noqa: ANN401
    """Return binding limits with what a unit of each is worth by the programme's duals."""
    taken = solver.prices if prices is None else prices
    sums: dict[int, float] = {}
    limits = {id(row.limit): row.limit for row in solver.limits}
    for at, row in enumerate(solver.limits):
        key = id(row.limit)
        weight = abs(row.per) or 1.0
        sums[key] = sums.get(key, 0.0) + abs(float(taken[solver.first_limit + at])) * weight
    least = _NOTHING * max(abs(solver.value), 1.0)
    found = [
        (limits[key], worth)
        for key, worth in sums.items()
        if worth * _AMOUNT[limits[key].kind][1] > least
    ]
    return sorted(found, key=lambda each: -each[1] * _AMOUNT[each[0].kind][1])


@dataclass(frozen=True)
class _Base:
    """Where an optimum stands before limits are moved.

    Attributes:
        value: Of the objective, in the programme's unit.
        year: The fiscal year's part of it; None where the objective is the year's alone.
        stood: That part's value.
    """

    value: float
    year: Linear | None
    stood: float

    @classmethod
    def of(cls, solver: Solver, objective: Objective) -> _Base:
        """Read where a solver stands."""
        if objective != "contribution":
            return cls(solver.value, None, 0.0)
        year = Measures(solver.programme).contribution(solver.programme.problem.open_months)
        return cls(solver.value, year, year.at(solver.values))

    def gain(self, solver: Solver) -> _Gain:
        """Return what a solution brings more, in money."""
        unit, whole = solver.programme.unit, solver.value - self.value
        if self.year is None:
            return _Gain(whole * unit, 0.0)
        return _Gain(whole * unit, (whole - self.year.at(solver.values) + self.stood) * unit)


def _moved(solver: Solver, limit: Limit, change: dict[str, float], base: _Base) -> _Gain | None:
    """Return what the objective gains when a limit is moved, in money; None if infeasible."""
    other = limit.model_copy(update=change)
    rows = rows_of(other, Measures(solver.programme))
    places = [at for at, row in enumerate(solver.limits) if row.limit is limit]
    if any(_turned(solver.limits[at], row) for at, row in zip(places, rows, strict=True)):
        return _rebuilt(solver, places, rows, base)
    _set(solver, places, rows)
    state = refine(solver, TOLERANCE, moved=True).state
    gain = base.gain(solver)
    _set(solver, places, [solver.limits[at] for at in places])
    return gain if state == "optimal" else None


def _set(solver: Solver, places: Sequence[int], rows: Sequence[Row]) -> None:
    for at, row in zip(places, rows, strict=True):
        solver.bound_row(solver.first_limit + at, row.expression, row.low, row.high)


def _turned(before: Row, after: Row) -> bool:
    return not np.array_equal(before.expression.weights, after.expression.weights)


def _rebuilt(
    solver: Solver, places: Sequence[int], rows: Sequence[Row], base: _Base
) -> _Gain | None:
    new = list(solver.limits)
    for at, row in zip(places, rows, strict=True):
        new[at] = row
    other = Solver(solver.programme, solver.goal, new)
    other.add_points(solver.points_curve, solver.points_money)
    if refine(other, TOLERANCE).state != "optimal":
        return None
    return base.gain(other)


def _sentence(
    limit: Limit, objective: Objective, step: float, more: _Gain | None, less: _Gain | None
) -> str:
    """Say a price: both sides where they differ."""
    what = _WORDS[objective]
    parts = list(_sides(limit, step, more, less, what))
    words = limit.words[0].upper() + limit.words[1:]
    if not parts:
        return f"{words} binds."
    said = f"{words}: {'; '.join(parts)}."
    for gain, side in ((more, "more"), (less, "less")):
        if gain is not None:
            return said + _parted(gain, f"{_shown(step)} {side}")
    return said


def _sides(
    limit: Limit, step: float, more: _Gain | None, less: _Gain | None, what: str
) -> Iterator[str]:
    shown = _shown(step)
    if more is not None:
        yield f"{shown} more {_effect(more.whole)} of {what}"
    if less is not None and (more is None or _differ(more.whole, -less.whole)):
        yield f"{shown} less {_effect(less.whole)} of {what}"
    elif less is None and limit.kind not in ("envelope",):
        yield "less cannot be held"


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > _ALIKE * max(abs(one), abs(other))


def _parted(gain: _Gain, step: str) -> str:
    """Say what of a gain falls in the fiscal year and what after it, where that matters.

    Example:
        >>> _parted(_Gain(-900.0, -600.0), "1,000 more")
        ' 1,000 more costs 300 in the fiscal year and costs 600 after it.'
        >>> _parted(_Gain(900.0, 10.0), "1,000 more")
        ''
    """
    if abs(gain.after) <= _ALIKE * abs(gain.whole):
        return ""
    year = _effect(gain.whole - gain.after)
    return f" {step} {year} in the fiscal year and {_effect(gain.after)} after it."


def _shown(step: float) -> str:
    return f"{step:,.0f}" if step >= 1 else f"{step:g}"


def _effect(gain: float) -> str:
    return f"{'brings' if gain >= 0 else 'costs'} {abs(gain):,.0f}"
