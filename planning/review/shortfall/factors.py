"""Factors: a part of the company as a product of levels, before and after.

Levels nobody knows are left out for all parts, and the drivers around them are told
together. A level that is zero where a later one is not (deals without a lead) is stepped
over in its own part: what comes next counts as that part's volume.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from planning.errors import NotPossible
from planning.review.shortfall.drivers import LADDERS, Driver, Level, Quantities
from planning.review.shortfall.shapley import Move

Parts = Mapping[str | None, Quantities]
"""Quantities by part of the company; the label None has no value there."""

Pairs = Mapping[str | None, tuple[Quantities, Quantities]]
"""The same before and after."""

ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Rung:
    """A known level, and the drivers between it and the known level below."""

    level: Level
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One factor of a part.

    Attributes:
        driver: What moves it; the first of those told together.
        level: What is measured.
        over: Per unit of which level, None for the level itself.
        before, after: The factor, None where it is undefined.
    """

    driver: Driver
    level: Level
    over: Level | None
    before: Fraction | None
    after: Fraction | None

    @property
    def move(self) -> Move:
        """The factor before and after; where it is undefined it has not moved."""
        return _filled(self.before, self.after)


def paired(kpi: str, before: Parts, after: Parts) -> Pairs:
    """Return the parts of both sides; those in which nothing is known or counted are left out."""
    levels = [level for level, _ in LADDERS[kpi]]
    nothing = Quantities(dict.fromkeys(levels, ZERO))
    pairs = {
        part: (before.get(part, nothing), after.get(part, nothing))
        for part in dict.fromkeys((*before, *after))
    }
    return {part: pair for part, pair in pairs.items() if any(_counts(one, levels) for one in pair)}


def _counts(one: Quantities, levels: Sequence[Level]) -> bool:
    # What the KPI is made of must be known, or it cannot be told at all.
    known = (*map(one.levels.get, levels), *one.spend.values())
    return any(known) or one.levels.get(levels[-1]) is None


def rungs_of(kpi: str, pairs: Pairs) -> tuple[Rung, ...]:
    """Return the levels known for every part on both sides.

    Raises:
        NotPossible: The last level, which the KPI is made of, is not.
    """
    rungs: list[Rung] = []
    waiting: list[Driver] = []
    for level, driver in LADDERS[kpi]:
        waiting.append(driver)
        if all(one.levels.get(level) is not None for pair in pairs.values() for one in pair):
            rungs.append(Rung(level, tuple(waiting)))
            waiting = []
    if waiting:
        raise NotPossible(f"{LADDERS[kpi][-1][0].capitalize()} are not known for every part.")
    return tuple(rungs)


def at(one: Quantities, level: Level) -> Fraction:
    """Return a level that is known."""
    return one.levels.get(level) or ZERO


def totals(pairs: Pairs, read: Callable[[Quantities], Fraction]) -> Move:
    """Return what all parts come to before and after."""
    before = sum((read(one) for one, _ in pairs.values()), ZERO)
    return before, sum((read(one) for _, one in pairs.values()), ZERO)


def links_of(rungs: Sequence[Rung], read: Callable[[Level], Move]) -> list[Link]:
    """Return the factors of one part, or of the whole.

    Args:
        rungs: The known levels.
        read: A level before and after.
    """
    values = [read(rung.level) for rung in rungs]
    links: list[Link] = []
    first, below = 0, -1
    for place, ends in enumerate(values):
        later = values[place + 1 :]
        if any(not ends[side] and any(one[side] for one in later) for side in (0, 1)):
            continue
        driver, level = rungs[first].drivers[0], rungs[place].level
        if below < 0:
            links.append(Link(driver, level, None, *ends))
        else:
            ratios = (_ratio(ends[side], values[below][side]) for side in (0, 1))
            links.append(Link(driver, level, rungs[below].level, *ratios))
        first, below = place + 1, place
    return links


def players_of(rungs: Sequence[Rung], pairs: Pairs) -> dict[str | None, dict[Driver, Move]]:
    """Return each part's factors by the driver that moves them."""
    links = {part: links_of(rungs, _reader(*pair)) for part, pair in pairs.items()}
    shared = _shared(rungs, links)
    found: dict[str | None, dict[Driver, Move]] = {}
    for part, chain in links.items():
        factors: dict[Driver, Move] = {}
        for link in chain:
            move = link.move
            if shared is not None and link.over is None and link.level == rungs[0].level:
                factors["mix"] = _filled(_ratio(move[0], shared[0]), _ratio(move[1], shared[1]))
                move = shared
            standing = factors.get(link.driver, (ONE, ONE))
            factors[link.driver] = (standing[0] * move[0], standing[1] * move[1])
        found[part] = factors
    return found


def _reader(before: Quantities, after: Quantities) -> Callable[[Level], Move]:
    return lambda level: (at(before, level), at(after, level))


def _shared(rungs: Sequence[Rung], links: Mapping[str | None, list[Link]]) -> Move | None:
    """Return the volume that several parts share before and after; None for none to share."""
    ends = [
        link.move
        for chain in links.values()
        for link in chain
        if link.over is None and link.level == rungs[0].level
    ]
    # Where the first level is the last, shares of it move nothing in the whole.
    if len(rungs) == 1 or len(ends) < 2 or any(end < 0 for move in ends for end in move):
        return None
    return sum((move[0] for move in ends), ZERO), sum((move[1] for move in ends), ZERO)


def _ratio(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None


def _filled(before: Fraction | None, after: Fraction | None) -> Move:
    known = after if before is None else before
    other = before if after is None else after
    return (ONE, ONE) if known is None or other is None else (known, other)
