"""The system of a question in HiGHS: rows that are switched on and off, and pushed to ends.

Every row is a sum of columns that is at least 0, the unit among them. A statement is
`above − value · below ≥ 0`, or the other way round; one more row holds what is looked at to
1: the unit where amounts matter, a ratio's lower part where its ends are sought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from planning.model.consistency.layout import Layout, Terms, lay_out, together, where
from planning.model.consistency.links import Link, links_of
from planning.model.consistency.measures import MEASURES
from planning.model.consistency.question import Question
from planning.model.consistency.scaled_rows import ScaledRows
from planning.model.consistency.solving import State, prepared, solve
from planning.model.consistency.statements import Statement
from planning.model.tables import Floats, Ints

Active = frozenset[int]
"""Numbers of the statements, or links, that are to hold."""

_NO_WEIGHT: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Bound:
    """A statement as a row.

    Attributes:
        statement: What it says.
        above, below: Its two sums; of an amount the lower one is the unit.
    """

    statement: Statement
    above: Terms
    below: Terms

    def row(self, value: float) -> Terms:
        """Return the sum that is at least 0 when the bound is a value."""
        over = together((self.above, self.below.times(-value)))
        return over if self.statement.side == "low" else -over

    @property
    def columns(self) -> Ints:
        """All columns it reads, whatever its value."""
        return np.union1d(self.above.columns, self.below.columns)


class System:
    """Rows of statements and links that can be asked in any combination.

    Attributes:
        layout: Where each quantity stands.
        bounds: The linear statements, as they stand in the question.
        links: What ties quantities together.
        solves: How many times HiGHS was asked.
    """

    def __init__(self, layout: Layout, bounds: Sequence[Bound], links: Sequence[Link]) -> None:
        self.layout, self.bounds, self.links = layout, tuple(bounds), tuple(links)
        self.everything: Active = frozenset(range(len(self.bounds)))
        self.all_links: Active = frozenset(range(len(self.links)))
        self.solves = 0
        self.highs: Any = None
        places = {bound.statement: at for at, bound in enumerate(self.bounds)}
        self.needed_by: dict[int, Active] = {
            at: frozenset(places[it] for it in link.needed_by)
            for at, link in enumerate(self.links)
            if link.needed_by is not None
        }
        first, self.link_rows = self.holding + 1, []
        for link in self.links:
            self.link_rows.append(range(first, first + len(link.rows)))
            first += len(link.rows)
        self._values = [bound.statement.value for bound in self.bounds]
        self._on, self._linked = set(self.everything), set(self.all_links)
        self._held, self._sought = layout.one, together(())
        self._missing: dict[int, float] | None = None

    @property
    def holding(self) -> int:
        """Number of the row that holds what is looked at to 1; statements' rows come first."""
        return len(self.bounds)

    def load(self) -> None:
        """Give HiGHS all rows as they stand now, scaled anew."""
        rows = [it.row(value) for it, value in zip(self.bounds, self._values, strict=True)]
        rows += [self._held, *(row for link in self.links for row in link.rows)]
        low, high = np.zeros(len(rows)), np.full(len(rows), np.inf)
        aside = np.zeros(len(rows), dtype=np.bool_)
        low[self.holding] = high[self.holding] = 1.0
        low[sorted(self.everything - self._on)] = -np.inf
        for at, own in enumerate(self.link_rows):
            low[own] = 0.0 if at in self._linked else -np.inf
            high[own] = 0.0 if at in self._linked and self.links[at].equal else np.inf
            # What a ratio needs at least is far from what there will be.
            aside[own] = at in self.needed_by
        self.scaled = ScaledRows.of(rows, self.layout.unit, aside)
        self.highs = prepared()
        self.highs.passModel(self.scaled.programme(low, high))
        self.seek(self._sought)
        if self._missing is not None:
            weights, self._missing = self._missing, None
            self.miss_by(weights)

    # ---- which rows hold ----

    def only(self, statements: Iterable[int], links: Iterable[int] | None = None) -> None:
        """Let these statements hold and no others; links as well, None for all.

        A link that only some statements need holds beside one of these only.
        """
        wanted = set(statements)
        for at in wanted ^ self._on:
            self.highs.changeRowBounds(at, 0.0 if at in wanted else -np.inf, np.inf)
        self._on = wanted
        linked = {
            at
            for at in (self.all_links if links is None else links)
            if at not in self.needed_by or self.needed_by[at] & wanted
        }
        for at in linked ^ self._linked:
            high = 0.0 if self.links[at].equal and at in linked else np.inf
            for row in self.link_rows[at]:
                self.highs.changeRowBounds(row, 0.0 if at in linked else -np.inf, high)
        self._linked = linked

    def revalue(self, at: int, value: float) -> None:
        """Give a statement another value; it keeps its place."""
        if value == self._values[at]:
            return
        self._values[at] = value
        self._write(at, self.bounds[at].row(value), self.bounds[at].columns)

    def restore(self) -> None:
        """Give every statement its own value again, and seek nothing."""
        if len(self._sought.columns):
            self.seek(None)
        for at, bound in enumerate(self.bounds):
            self.revalue(at, bound.statement.value)

    def _write(self, row: int, terms: Terms, columns: Ints) -> None:
        weights = dict(zip(terms.columns.tolist(), terms.weights.tolist(), strict=True))
        factor = self.scaled.of_row[row]
        for column in columns.tolist():
            value = factor * weights.get(column, 0.0) * self.scaled.of_column[column]
            self.highs.changeCoeff(row, column, value)

    def hold_to_one(self, terms: Terms) -> None:
        """Hold a sum, up to a factor, to 1; everything else is then in its units."""
        columns = np.union1d(terms.columns, self._held.columns)
        weights = terms.weights * self.scaled.of_column[terms.columns]
        self.scaled.of_row[self.holding] = 1.0 / float(np.abs(weights).max())
        self._write(self.holding, terms, columns)
        self._held = terms

    # ---- what is sought ----

    def seek(self, terms: Terms | None) -> None:
        """Maximise a sum from now on, in units of its largest weight; None for nothing."""
        self._sought = together(()) if terms is None else terms
        costs = np.zeros(self.layout.count)
        if len(self._sought.columns):
            columns = self._sought.columns
            weights = self._sought.weights * self.scaled.of_column[columns]
            costs[columns] = weights / np.abs(weights).max()
        order = np.arange(self.layout.count, dtype=np.int32)
        self.highs.changeColsCost(self.layout.count, order, costs)

    def miss_by(self, weights: dict[int, float] | None) -> None:
        """Seek to keep some statements by as much as can be, or miss them by as little.

        Args:
            weights: By statement what counts as 1 in its row; None to seek nothing more.
        """
        if weights is None or self._missing is None:
            if self._missing is not None:
                self.highs.deleteCols(1, np.array([self.layout.count], dtype=np.int32))
            if weights is not None:
                none = np.zeros(0, dtype=np.int32)
                self.highs.addCol(1.0, -np.inf, np.inf, 0, none, np.zeros(0))
        for row, weight in (weights or {}).items():
            value = -weight * self.scaled.of_row[row]
            self.highs.changeCoeff(row, self.layout.count, value)
        self._missing = weights

    def size_of(self, row: int) -> float:
        """Return what counts as 1 in a row as it stands."""
        return 1.0 / float(self.scaled.of_row[row])

    # ---- what is asked ----

    def holds(
        self,
        statements: Iterable[int],
        links: Iterable[int] | None = None,
        *,
        surely: bool = False,
    ) -> bool:
        """Whether some statements can hold together, with links; None for all links.

        Args:
            statements: Their numbers.
            links: Numbers of the links.
            surely: What a millionth decides holds, unless it must hold surely.
        """
        self.only(statements, links)
        return self.solve(surely=surely) == "found"

    def solve(self, *, surely: bool = False) -> State:
        """Solve from where the last solution stood; see `solving.solve`."""
        self.solves += 1
        return solve(self.highs, surely=surely)

    def blamed(self) -> tuple[Active, Active]:
        """Return statements and links that the proof of the last refusal rests on.

        The proof is a sum of rows that no quantities can meet (Farkas). Where HiGHS tells
        none, all that holds is blamed.
        """
        _, known, ray = self.highs.getDualRay()
        if not known:
            return frozenset(self._on), frozenset(self._linked)
        weights = np.abs(np.asarray(ray))
        heavy = weights > _NO_WEIGHT * weights.max()
        statements = np.flatnonzero(heavy[: self.holding])
        links = [at for at, it in enumerate(self.link_rows) if heavy[it.start : it.stop].any()]
        return frozenset(statements.tolist()), frozenset(links)

    def solution(self) -> Floats:
        """Return the columns of the last solution, in their own units."""
        found: Floats = np.asarray(self.highs.getSolution().col_value)
        return found[: self.layout.count] * self.scaled.of_column


def value_of(terms: Terms, solution: Floats) -> float:
    """Return what a sum comes to."""
    return float(terms.weights @ solution[terms.columns])


def compiled(question: Question) -> System:
    """Return a question as a system of rows, all of them holding."""
    layout = lay_out(question)
    bounds = [_bound(it, layout) for it in question.statements if it.is_linear]
    system = System(layout, bounds, links_of(question, layout))
    system.load()
    return system


def _bound(statement: Statement, layout: Layout) -> Bound:
    measure, place = MEASURES[statement.kpi], where(statement)
    return Bound(
        statement,
        layout.terms(place, statement.span, measure.above),
        layout.terms(place, statement.span, measure.below),
    )
