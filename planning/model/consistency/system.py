"""The system of a question in HiGHS: rows that are switched on and off, and pushed to ends.

Every row is a sum of columns that is at least 0, the unit among them. A statement is
`above − value · below ≥ 0`, or the other way round; one more row holds what is looked at to
1: the unit where amounts matter, a ratio's lower part where its ends are sought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, Literal

import numpy as np

from planning.errors import SolveFailed
from planning.model.consistency.layout import Layout, Terms, lay_out, together, where
from planning.model.consistency.links import Link, links_of
from planning.model.consistency.measures import MEASURES
from planning.model.consistency.question import Question
from planning.model.consistency.scaling import scales
from planning.model.consistency.statements import Statement
from planning.model.tables import Floats, Ints

TOLERANCE: Final = 1e-9
"""How far a row in units of its own size may be missed, for the rounding of machines."""

_NO_WEIGHT: Final = 1e-12

Active = frozenset[int]
"""Numbers of the statements, or links, that are to hold."""

_Highs = Any
"""What highspy returns has no types."""

State = Literal["found", "none", "endless"]


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

    def __init__(
        self, layout: Layout, bounds: Sequence[Bound], links: Sequence[Link], highs: _Highs
    ) -> None:
        self.layout, self.bounds, self.links = layout, tuple(bounds), tuple(links)
        self.highs = highs
        self.solves = 0
        self.row_factors: Floats = np.ones(0)
        self.column_factors: Floats = np.ones(0)
        self.link_rows: list[range] = []
        self._values = [bound.statement.value for bound in self.bounds]
        self._on: set[int] = set(range(len(self.bounds)))
        self._linked: set[int] = set(range(len(self.links)))
        self._held: Terms = layout.one
        self.everything: Active = frozenset(self._on)
        self.all_links: Active = frozenset(self._linked)

    @property
    def holding(self) -> int:
        """Number of the row that holds what is looked at to 1; statements' rows come first."""
        return len(self.bounds)

    # ---- which rows hold ----

    def only(self, statements: Iterable[int], links: Iterable[int] | None = None) -> None:
        """Let these statements hold and no others; links as well, None for all."""
        wanted = set(statements)
        for at in wanted ^ self._on:
            self.highs.changeRowBounds(at, 0.0 if at in wanted else -np.inf, np.inf)
        self._on = wanted
        linked = set(self.all_links if links is None else links)
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
        """Give every statement its own value again."""
        for at, bound in enumerate(self.bounds):
            self.revalue(at, bound.statement.value)

    def _write(self, row: int, terms: Terms, columns: Ints) -> None:
        weights = dict(zip(terms.columns.tolist(), terms.weights.tolist(), strict=True))
        factor = self.row_factors[row]
        for column in columns.tolist():
            value = factor * weights.get(column, 0.0) * self.column_factors[column]
            self.highs.changeCoeff(row, column, value)

    def hold_to_one(self, terms: Terms) -> None:
        """Hold a sum, up to a factor, to 1; everything else is then in its units."""
        columns = np.union1d(terms.columns, self._held.columns)
        weights = terms.weights * self.column_factors[terms.columns]
        self.row_factors[self.holding] = 1.0 / float(np.abs(weights).max())
        self._write(self.holding, terms, columns)
        self._held = terms

    # ---- what is asked ----

    def holds(self, statements: Iterable[int], links: Iterable[int] | None = None) -> bool:
        """Whether some statements can hold together, with links; None for all links."""
        self.only(statements, links)
        return self.solve() == "found"

    def solve(self) -> State:
        """Solve from where the last solution stood.

        Raises:
            SolveFailed: HiGHS came to no conclusion.
        """
        import highspy

        known: dict[Any, State] = {
            highspy.HighsModelStatus.kOptimal: "found",
            highspy.HighsModelStatus.kInfeasible: "none",
            highspy.HighsModelStatus.kUnbounded: "endless",
        }
        for cold in (False, True):
            if cold:
                # A refusal is believed from scratch only: with a basis of other rows HiGHS
                # 1.15 was seen to refuse what holds.
                self.highs.clearSolver()
            self.solves += 1
            self.highs.run()
            status = self.highs.getModelStatus()
            if known.get(status) == "found" or (cold and status in known):
                return known[status]
        told = self.highs.modelStatusToString(status)
        raise SolveFailed(f"Whether the targets fit together was not found: {told.lower()}.")

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
        return found[: self.layout.count] * self.column_factors

    # ---- a column by which rows may be missed ----

    def add_column(self, *, seek: bool) -> int:
        """Add a free column and return its number; it is maximised if sought."""
        number = int(self.highs.getNumCol())
        none = np.zeros(0, dtype=np.int32)
        self.highs.addCol(float(seek), -np.inf, np.inf, 0, none, np.zeros(0))
        return number

    def put(self, row: int, column: int, weight: float) -> None:
        """Let a row count so much of an added column, in the row's own units."""
        self.highs.changeCoeff(row, column, weight * self.row_factors[row])

    def size_of(self, row: int) -> float:
        """Return what counts as 1 in a row."""
        return 1.0 / float(self.row_factors[row])

    def drop_column(self, number: int) -> None:
        """Take an added column away again."""
        self.highs.deleteCols(1, np.array([number], dtype=np.int32))

    def seek(self, terms: Terms | None) -> None:
        """Maximise a sum from now on, in units of its largest weight; None for nothing."""
        costs = np.zeros(self.layout.count)
        if terms is not None and len(terms.columns):
            weights = terms.weights * self.column_factors[terms.columns]
            costs[terms.columns] = weights / np.abs(weights).max()
        order = np.arange(self.layout.count, dtype=np.int32)
        self.highs.changeColsCost(self.layout.count, order, costs)


def value_of(terms: Terms, solution: Floats) -> float:
    """Return what a sum comes to."""
    return float(terms.weights @ solution[terms.columns])


def compiled(question: Question) -> System:
    """Return a question as a system of rows, all of them holding."""
    import highspy

    layout = lay_out(question)
    bounds = [_bound(it, layout) for it in question.statements if it.is_linear]
    system = System(layout, bounds, links_of(question, layout), highspy.Highs())  # type: ignore[no-untyped-call]
    _pass(system)
    return system


def _bound(statement: Statement, layout: Layout) -> Bound:
    measure, place = MEASURES[statement.kpi], where(statement)
    return Bound(
        statement,
        layout.terms(place, statement.span, measure.above),
        layout.terms(place, statement.span, measure.below),
    )


def _pass(system: System) -> None:
    """Give HiGHS the rows: statements, what is held to 1, then links."""
    import highspy

    rows: list[Terms] = [bound.row(bound.statement.value) for bound in system.bounds]
    rows.append(system.layout.one)
    high = [np.inf] * len(system.bounds) + [1.0]
    for link in system.links:
        system.link_rows.append(range(len(rows), len(rows) + len(link.rows)))
        rows += link.rows
        high += [0.0 if link.equal else np.inf] * len(link.rows)
    starts, columns, values = _scaled(system, rows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = system.layout.count, len(rows)
    lp.col_cost_ = np.zeros(system.layout.count)
    lp.col_lower_ = np.zeros(system.layout.count)
    lp.col_upper_ = np.full(system.layout.count, np.inf)
    low = np.zeros(len(rows))
    low[system.holding] = 1.0
    lp.row_lower_, lp.row_upper_ = low, np.array(high)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = starts, columns
    lp.a_matrix_.value_ = values
    lp.sense_ = highspy.ObjSense.kMaximize
    system.highs.silent()
    for option, value in _OPTIONS.items():
        system.highs.setOptionValue(option, value)
    system.highs.passModel(lp)


_OPTIONS: Final[dict[str, Any]] = {
    "presolve": "off",
    "solver": "simplex",
    "simplex_scale_strategy": 0,
    "dual_simplex_cost_perturbation_multiplier": 0.0,
    "primal_feasibility_tolerance": TOLERANCE,
    "dual_feasibility_tolerance": TOLERANCE,
    "threads": 1,
}
"""Small systems asked many times: what the last answer left is worth more than presolve."""


def _scaled(system: System, rows: Sequence[Terms]) -> tuple[Ints, Ints, Floats]:
    """Set the factors and return starts, columns and values of the scaled rows."""
    sizes = [len(row.columns) for row in rows]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    of_row = np.repeat(np.arange(len(rows)), sizes)
    columns = np.fromiter(chain.from_iterable(row.columns for row in rows), np.int64)
    values = np.fromiter(chain.from_iterable(row.weights for row in rows), np.float64)
    shape = (len(rows), system.layout.count)
    told = values != 0
    system.row_factors, system.column_factors = scales(
        of_row[told], columns[told], values[told], shape, system.layout.unit
    )
    scaled = values * system.row_factors[of_row] * system.column_factors[columns]
    return starts.astype(np.int32), columns.astype(np.int32), scaled
