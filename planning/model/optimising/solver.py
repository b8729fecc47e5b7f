"""A linear programme in HiGHS: built once, then changed and solved again from where it stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from planning.errors import SolveFailed
from planning.model.optimising.limit_rows import Row
from planning.model.optimising.measures import Linear
from planning.model.optimising.programme import Programme
from planning.model.tables import Floats, Ints

State = Literal["optimal", "infeasible", "unbounded"]


class Solver:
    """One programme with an objective to maximise and the rows of its limits.

    Attributes:
        goal: The objective it was built with.
        limits: The limits' inequalities, in the order of their rows.
        ray_columns: Column of each curve for money beyond its last point.
        first_point: Column of the first point; points follow in the order they were added.
        slack_rows: Row of each slack; slacks stand between rays and points.
        values: Column values of the last solution.
        prices: Row duals of it: what one more of a row's bound adds to the objective.
    """

    values: Floats
    prices: Floats
    value: float

    def __init__(self, programme: Programme, objective: Linear, limits: Sequence[Row]) -> None:
        import highspy

        self.programme, self.limits, self.goal = programme, list(limits), objective
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.silent()
        self.slack_rows: list[int] = []
        self.points_curve: Ints = np.zeros(0, dtype=np.int64)
        self.points_money: Floats = np.zeros(0)
        self._pass(objective)
        self.first_limit = programme.entries.count
        for row in self.limits:
            self.add_row(row.expression, row.low, row.high)
        self._add_rays()

    def _pass(self, objective: Linear) -> None:
        import highspy

        programme = self.programme
        starts, indices, values = programme.entries.sorted()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = programme.columns.count, programme.entries.count
        lp.col_cost_, lp.offset_ = objective.weights, objective.constant
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), programme.high
        lp.row_lower_ = np.concatenate(programme.entries.low)
        lp.row_upper_ = np.concatenate(programme.entries.high)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = starts, indices
        lp.a_matrix_.value_ = values
        lp.sense_ = highspy.ObjSense.kMaximize
        self.highs.passModel(lp)

    def add_row(self, expression: Linear, low: float, high: float) -> int:
        """Add low ≤ expression ≤ high and return the row's number."""
        columns = np.flatnonzero(expression.weights).astype(np.int32)
        number = int(self.highs.getNumRow())
        self.highs.addRow(
            low - expression.constant,
            high - expression.constant,
            len(columns),
            columns,
            expression.weights[columns],
        )
        return number

    def bound_row(self, number: int, expression: Linear, low: float, high: float) -> None:
        """Change the bounds of a row that was added."""
        self.highs.changeRowBounds(number, low - expression.constant, high - expression.constant)

    def maximise(self, objective: Linear) -> None:
        """Change what is maximised."""
        count = len(objective.weights)
        self.highs.changeColsCost(count, np.arange(count, dtype=np.int32), objective.weights)
        self.highs.changeObjectiveOffset(objective.constant)

    def _add_rays(self) -> None:
        """Let money grow without end beyond a curve's last point, for no more leads."""
        rows = self.programme.money_rows
        self.ray_columns = np.arange(len(rows)) + int(self.highs.getNumCol())
        self._add_columns(rows[:, None], np.full((len(rows), 1), -1.0))
        self.first_point = int(self.highs.getNumCol())

    def add_slack(self, row: int, value: float) -> None:
        """Let a row be violated for a loss of 1 per `value`; points are added afterwards."""
        place, entry = np.array([row], dtype=np.int32), np.array([value])
        self.highs.addCol(-1.0, 0.0, np.inf, 1, place, entry)
        self.first_point += 1
        self.slack_rows.append(row)

    def add_points(self, curve: Ints, money: Floats) -> None:
        """Add points that chords may pass through: curve and effective money of each."""
        programme = self.programme
        reached = programme.curves.saturation(curve, money)
        rows = np.stack(
            [programme.money_rows[curve], programme.point_rows[curve], programme.share_rows[curve]]
        ).T
        values = np.stack([-money / programme.unit, -reached, np.ones(len(money))]).T
        self._add_columns(rows, values)
        self.points_curve = np.concatenate([self.points_curve, curve])
        self.points_money = np.concatenate([self.points_money, money])

    def _add_columns(self, rows: Ints, values: Floats) -> None:
        count, each = rows.shape
        self.highs.addCols(
            count,
            np.zeros(count),
            np.zeros(count),
            np.full(count, np.inf),
            rows.size,
            np.arange(0, rows.size, each, dtype=np.int32),
            rows.ravel().astype(np.int32),
            values.ravel(),
        )

    def option(self, **options: Any) -> None:  # noqa: ANN401 - as HiGHS takes them
        """Set options of HiGHS."""
        for name, value in options.items():
            self.highs.setOptionValue(name, value)

    def solve(self) -> State:
        """Solve from where the last solution stood, and read the solution.

        Raises:
            SolveFailed: HiGHS came to no conclusion.
        """
        import highspy

        self.highs.run()
        status = self.highs.getModelStatus()
        known: dict[Any, State] = {
            highspy.HighsModelStatus.kOptimal: "optimal",
            highspy.HighsModelStatus.kInfeasible: "infeasible",
            highspy.HighsModelStatus.kUnbounded: "unbounded",
        }
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            self.option(presolve="off")
            self.highs.run()
            status = self.highs.getModelStatus()
        if status not in known:
            # At the edge of what is possible a warm start can lose its way; a cold one does not.
            self.highs.clearSolver()
            self.highs.run()
            status = self.highs.getModelStatus()
        if status not in known:
            told = self.highs.modelStatusToString(status)
            raise SolveFailed(f"The optimum was not found: {told.lower()}.")
        if known[status] == "optimal":
            solution = self.highs.getSolution()
            self.values = np.asarray(solution.col_value)
            self.prices = np.asarray(solution.row_dual)
            self.value = float(self.highs.getInfo().objective_function_value)
        return known[status]
