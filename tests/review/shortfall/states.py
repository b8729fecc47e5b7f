"""States of a company for tests, and a witness that takes differences apart step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import permutations

from planning.review.shortfall.drivers import LADDERS, Quantities
from planning.review.shortfall.factors import ZERO, Parts

Value = Callable[[frozenset[str]], Fraction]
"""What a KPI would be with some drivers as they are after, the others as before."""


def state(
    *levels: int | None,
    kpi: str = "revenue",
    marketing: int | None = None,
    sales: int | None = None,
) -> Quantities:
    """Levels of a KPI's ladder from the first up, and spend."""
    spent = {"marketing": marketing, "sales": sales}
    return Quantities(
        {
            level: None if value is None else Fraction(value)
            for (level, _), value in zip(LADDERS[kpi], levels, strict=True)
        },
        {team: Fraction(it) for team, it in spent.items() if it is not None},  # type: ignore[misc]
    )


def one(*levels: int | None, kpi: str = "revenue", **spent: int) -> Parts:
    """A company that is not cut."""
    return {None: state(*levels, kpi=kpi, **spent)}


def mean_steps(players: Iterable[str], value: Value) -> dict[str, Fraction]:
    """Return each player's mean step over every order in which they can change."""
    names, value = list(players), cache(value)
    sums = dict.fromkeys(names, Fraction(0))
    orders = list(permutations(names))
    for order in orders:
        changed: frozenset[str] = frozenset()
        for name in order:
            after = changed | {name}
            sums[name] += value(after) - value(changed)
            changed = after
    return {name: total / len(orders) for name, total in sums.items()}


def witness(kpi: str, before: Parts, after: Parts) -> Value:
    """Return the value of a KPI for any drivers changed, worked out level by level.

    For states in which no level is zero where a later one is not.
    """
    sides = (before, after)
    first = LADDERS[kpi][0][0]
    volume = [sum((it.levels[first] or ZERO for it in side.values()), ZERO) for side in sides]

    def top(changed: frozenset[str]) -> Fraction:
        return sum((_climbed(kpi, sides, volume, label, changed) for label in after), Fraction(0))

    ends = top(frozenset()), top(frozenset({driver for _, driver in LADDERS[kpi]} | {"mix"}))

    def value(changed: frozenset[str]) -> Fraction:
        cases = top(changed)
        if kpi == "revenue":
            return cases
        side = sides["spend" in changed]
        spent = sum((part.money for part in side.values()), Fraction(0))
        # The line through (c₀, 1/c₀) and (c₁, 1/c₁); through one point where both are one.
        if ends[0] == ends[1]:
            return spent * (2 / ends[0] - cases / ends[0] ** 2)
        slope = (1 / ends[1] - 1 / ends[0]) / (ends[1] - ends[0])
        return spent * (1 / ends[0] + slope * (cases - ends[0]))

    return value


def _climbed(
    kpi: str,
    sides: tuple[Parts, Parts],
    volume: list[Fraction],
    label: str | None,
    changed: frozenset[str],
) -> Fraction:
    """Return a part's last level with some drivers changed."""
    levels = [[side[label].levels[level] for level, _ in LADDERS[kpi]] for side in sides]
    drivers = [driver for _, driver in LADDERS[kpi]]
    alone = len(sides[0]) == 1 or len(drivers) == 1
    reached = _factor([row[0] for row in levels], [Fraction(1)] * 2, "volume" in changed)
    if not alone:
        share = _factor([row[0] for row in levels], volume, "mix" in changed)
        reached = volume["volume" in changed] * share
    for at in range(1, len(drivers)):
        above, below = [row[at] for row in levels], [row[at - 1] for row in levels]
        reached *= _factor(above, below, drivers[at] in changed)
    return reached


def _factor(
    above: list[Fraction | None], below: Iterable[Fraction | None], is_after: bool
) -> Fraction:
    known = [a / b if a is not None and b else None for a, b in zip(above, below, strict=True)]
    wanted, other = known[is_after], known[not is_after]
    return wanted if wanted is not None else Fraction(1) if other is None else other
