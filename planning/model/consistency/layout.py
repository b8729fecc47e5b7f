"""The columns of the system: every quantity of every part of the company and period.

The company is cut into the shortest periods anybody speaks of; a part of it only where its
own statements ask for. The last column is the unit: it is 1 where amounts are as agreed,
and free where only a ratio is looked at (Charnes and Cooper, 1962, Programming with Linear
Fractional Functionals), so that every bound is a row without a constant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from planning.model.consistency.measures import CORE, MEASURES, SPEND_TEAMS, STOCKS
from planning.model.consistency.question import Question
from planning.model.consistency.spans import Span
from planning.model.consistency.statements import COMPANY, Place, Statement
from planning.model.tables import Floats, Ints

REST = "\x00"
"""Label of what no part with a statement holds; no label of a file or fact is spelled so."""


@dataclass(frozen=True, eq=False)
class Terms:
    """A weighted sum of columns.

    Attributes:
        columns: Which, each once.
        weights: By how much.
    """

    columns: Ints
    weights: Floats

    def __neg__(self) -> Terms:
        return Terms(self.columns, -self.weights)

    def times(self, factor: float) -> Terms:
        """Return the sum multiplied."""
        return Terms(self.columns, self.weights * factor)


def together(parts: Iterable[Terms]) -> Terms:
    """Return the sum of some sums, zero weights left out.

    Example:
        >>> one = Terms(np.array([0, 2]), np.array([1.0, 1.0]))
        >>> together([one, -one, one.times(3)]).weights.tolist()
        [3.0, 3.0]
    """
    sums: dict[int, float] = {}
    for part in parts:
        for column, weight in zip(part.columns.tolist(), part.weights.tolist(), strict=True):
            sums[column] = sums.get(column, 0.0) + weight
    kept = {column: weight for column, weight in sums.items() if weight}
    return Terms(np.array(list(kept), dtype=np.int64), np.array(list(kept.values())))


@dataclass(frozen=True, eq=False)
class Layout:
    """Where each quantity stands.

    Attributes:
        cuts: By part of the company the month numbers between which it is looked at.
        quantities: What is told apart everywhere.
        firsts: Column of the first quantity in the first period of each part.
    """

    cuts: dict[Place, tuple[int, ...]]
    quantities: tuple[str, ...]
    firsts: dict[Place, int]

    @property
    def unit(self) -> int:
        """The unit's column."""
        return sum(len(cuts) - 1 for cuts in self.cuts.values()) * len(self.quantities)

    @property
    def count(self) -> int:
        """How many columns there are."""
        return self.unit + 1

    @cached_property
    def _at(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.quantities)}

    @property
    def one(self) -> Terms:
        """The unit alone."""
        return Terms(np.array([self.unit]), np.ones(1))

    def column(self, place: Place, period: int, quantity: str) -> int:
        """Return the column of a quantity in a part's period, counted from 0."""
        return self.firsts[place] + period * len(self.quantities) + self._at[quantity]

    def has(self, quantities: Iterable[str]) -> bool:
        """Whether all of some quantities are told apart."""
        return all(it in self._at for it in quantities)

    def terms(self, place: Place, span: Span, quantities: Sequence[str]) -> Terms:
        """Return quantities of a part added up over months; of stocks the average.

        Args:
            place: A part with columns.
            span: Months that begin and end at its cuts.
            quantities: What is added; none gives the unit.
        """
        if not quantities:
            return self.one
        columns, weights = [], []
        for period, (start, end) in enumerate(pairwise(self.cuts[place])):
            if start < span.start or end > span.end:
                continue
            for quantity in quantities:
                columns.append(self.column(place, period, quantity))
                weights.append((end - start) / len(span) if quantity in STOCKS else 1.0)
        return Terms(np.array(columns, dtype=np.int64), np.array(weights))

    def periods(self, places: Iterable[Place]) -> Iterator[Span]:
        """Yield the shortest spans that begin and end at cuts of all of some parts."""
        common = sorted(set.intersection(*(set(self.cuts[it]) for it in places)))
        for start, end in pairwise(common):
            yield Span(start, end)


def lay_out(question: Question) -> Layout:
    """Return the columns a question needs."""
    linear = [it for it in question.statements if it.is_linear]
    cuts = {place: tuple(sorted(each)) for place, each in _cuts(question, linear).items()}
    touched = {name for it in linear for name in (*MEASURES[it.kpi].above, *MEASURES[it.kpi].below)}
    quantities = (*CORE, *sorted(touched - set(CORE)))
    firsts, at = {}, 0
    for place, each in cuts.items():
        firsts[place] = at
        at += (len(each) - 1) * len(quantities)
    return Layout(cuts, quantities, firsts)


def where(statement: Statement) -> Place:
    """Return the part whose columns a statement reads: what a team spent is all its own."""
    if statement.kpi not in SPEND_TEAMS:
        return statement.place
    return tuple(pair for pair in statement.place if pair[0] != "team")


def _cuts(question: Question, linear: Sequence[Statement]) -> dict[Place, set[int]]:
    """Return by part the month numbers between which it is looked at, the company first."""
    ends = {question.whole.start, question.whole.end}
    company = set(range(question.whole.start, question.whole.end + 1)) if question.flows else ends
    of_kind: dict[str, set[int]] = {}
    places: dict[Place, set[int]] = {}
    for it in linear:
        own = {it.span.start, it.span.end}
        company = company | own
        for kind, _ in where(it):
            of_kind.setdefault(kind, set(ends)).update(own)
        if len(where(it)) > 1:
            places.setdefault(where(it), set(ends)).update(own)
    found: dict[Place, set[int]] = {COMPANY: company}
    for kind, each in of_kind.items():
        labels = [*question.labels.get(kind, ())]
        labels += [] if kind in question.complete else [REST]
        found |= {((kind, label),): each for label in labels}
    return found | places
