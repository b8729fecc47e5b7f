"""Decomposition: a difference taken apart by drivers and by parts of the company, exactly.

Revenue is the product leads × decided deals per lead × close ratio × average deal, added
over parts; with several parts the leads of each are all leads times its share (the mix).
CAC and cost per lead divide spend by such a sum. One over the sum is read off the
straight line between before and after, which meets both ends exactly: so a step that was
zero divides nothing, and the terms still add over parts. Where one level alone stands
below the line, as in cost per lead, it is the plain quotient.

Every term is the Shapley value of its driver in that game.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planning.errors import NotPossible
from planning.review.shortfall.drivers import DRIVERS, PER_CASE, Driver, Level, owner_of
from planning.review.shortfall.factors import (
    ZERO,
    Pairs,
    Parts,
    Rung,
    at,
    links_of,
    paired,
    players_of,
    rungs_of,
    totals,
)
from planning.review.shortfall.shapley import Move, effects, weights
from planning.teams import TEAMS, Team

_Moved = Mapping[str | None, Mapping[Driver, Fraction]]


@dataclass(frozen=True, slots=True)
class Term:
    """What one driver, or several that cannot be told apart, moved.

    Attributes:
        drivers: The driver; more where a level between them is not known.
        team: Who answers for the step.
        effects: In the KPI's unit, by part of the company.
        level: What is measured; None for spend and for a mix of parts.
        over: The level it is measured against, None for the level itself.
        before, after: The measure in the whole, None where undefined; of spend the money.
    """

    drivers: tuple[Driver, ...]
    team: Team
    effects: Mapping[str | None, Fraction]
    level: Level | None = None
    over: Level | None = None
    before: Fraction | None = None
    after: Fraction | None = None

    @property
    def effect(self) -> Fraction:
        """What it moved in all parts together."""
        return sum(self.effects.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A difference and what made it.

    Attributes:
        kpi: The KPI.
        before, after: Its value before (or planned) and after (or actual).
        parts: Labels of the parts of the company it was taken apart by.
        terms: In the order of the funnel; their effects add up to after − before.
    """

    kpi: str
    before: Fraction
    after: Fraction
    parts: tuple[str | None, ...]
    terms: tuple[Term, ...]

    @property
    def difference(self) -> Fraction:
        """After − before."""
        return self.after - self.before

    def effect_of(self, part: str | None) -> Fraction:
        """Return what one part moved, all drivers together."""
        return sum((term.effects.get(part, ZERO) for term in self.terms), ZERO)

    @property
    def drivers(self) -> int:
        """How many drivers stand apart from each other."""
        return len({term.drivers for term in self.terms})


def decompose(kpi: str, before: Parts, after: Parts) -> Decomposition:
    """Take the difference of a KPI between two states of the same parts apart.

    Args:
        kpi: `revenue`, `cac` or `cost_per_lead`.
        before: What was planned, or what the period before brought, by part.
        after: What happened. A part that only one side has counts zero on the other.

    Raises:
        NotPossible: The KPI is undefined on one side, or not known for every part.

    Example:
        >>> from planning.review.shortfall.drivers import Quantities
        >>> def state(*values):
        ...     levels = zip(("leads", "decided", "won", "revenue"), values, strict=True)
        ...     return {None: Quantities({level: Fraction(value) for level, value in levels})}
        >>> found = decompose("revenue", state(100, 10, 5, 500), state(200, 20, 5, 500))
        >>> [(term.drivers[0], int(term.effect)) for term in found.terms]
        [('volume', 375), ('conversion', 0), ('close_ratio', -375), ('deal_size', 0)]
    """
    pairs = paired(kpi, before, after)
    rungs = rungs_of(kpi, pairs)
    first, last = totals(pairs, lambda one: at(one, rungs[-1].level))
    players = players_of(rungs, pairs)
    if kpi not in PER_CASE:
        moved = {part: _effects(factors) for part, factors in players.items()}
        return Decomposition(kpi, first, last, tuple(pairs), _terms(rungs, pairs, moved))
    if not first or not last:
        raise NotPossible(f"Without {rungs[-1].level} on both sides nothing is divided by them.")
    spent = totals(pairs, lambda one: one.money)
    divided, worth = _quotient(players, spent, (first, last))
    terms = (*_terms(rungs, pairs, divided), *_spend_terms(pairs, worth))
    return Decomposition(kpi, spent[0] / first, spent[1] / last, tuple(pairs), terms)


def _effects(factors: Mapping[Driver, Move]) -> dict[Driver, Fraction]:
    return dict(zip(factors, effects(tuple(factors.values())), strict=True))


def _quotient(
    players: Mapping[str | None, Mapping[Driver, Move]], spent: Move, cases: Move
) -> tuple[_Moved, Fraction]:
    """Return what each driver of each part moves in spend over cases, and a unit of spend.

    Between both ends c₀ and c₁, 1/c is read as (c₀ + c₁ − c) / (c₀ · c₁).
    """
    scale = -1 / (cases[0] * cases[1])
    worth = -(cases[0] + cases[1]) * scale
    moved: dict[str | None, dict[Driver, Fraction]] = {}
    for part, factors in players.items():
        of_spend, *of_factors = weights((spent, *factors.values()))
        worth += of_spend * scale
        moved[part] = {
            driver: (move[1] - move[0]) * of_factor * scale
            for (driver, move), of_factor in zip(factors.items(), of_factors, strict=True)
        }
    return moved, worth


def _terms(rungs: Sequence[Rung], pairs: Pairs, moved: _Moved) -> tuple[Term, ...]:
    groups = {rung.drivers[0]: rung.drivers for rung in rungs}
    sums = {rung.level: _sums(pairs, rung.level) for rung in rungs}
    whole = {link.driver: link for link in links_of(rungs, sums.__getitem__)}
    if len(pairs) > 1:
        whole.pop("mix", None)  # shares of several parts are no single number
    found = []
    for driver in DRIVERS:
        amounts = {part: by[driver] for part, by in moved.items() if driver in by}
        link = whole.get(driver)
        if not amounts or (link is None and not any(amounts.values())):
            continue
        told = groups.get(driver, (driver,))
        term = Term(told, owner_of(told), amounts)
        if link is not None:
            measured = (link.level, link.over, link.before, link.after)
            term = Term(told, owner_of(told), amounts, *measured)
        found.append(term)
    return tuple(found)


def _sums(pairs: Pairs, level: Level) -> Move:
    return totals(pairs, lambda one: at(one, level))


def _spend_terms(pairs: Pairs, worth: Fraction) -> list[Term]:
    """Return what each team's money moved; `worth` is the effect of one unit of it."""
    of_teams = (_of_money(pairs, team, worth) for team in TEAMS)
    return [it for it in of_teams if it.before or it.after or any(it.effects.values())]


def _of_money(pairs: Pairs, team: Team, worth: Fraction) -> Term:
    moved = {
        part: (after.spend.get(team, ZERO) - before.spend.get(team, ZERO)) * worth
        for part, (before, after) in pairs.items()
    }
    before, after = totals(pairs, lambda one: one.spend.get(team, ZERO))
    return Term(("spend",), team, moved, before=before, after=after)
