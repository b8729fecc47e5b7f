"""The programme of accounts × owners: the most worth with loads in their band.

Maximise Σ gain[i,j] · x[i,j]; every account is given out once, in parts where need be;
loads lie in their bands; no more touches are left out than must be.
Of 5,000 × 30 columns few matter: the programme begins with the best two of every account
and takes in what still pays, until nothing does. Then its value is that of all columns.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from planning.errors import SolveFailed
from planning.model.covering.bands import Bands
from planning.model.covering.prices import first_prices
from planning.model.covering.terms import Terms
from planning.model.tables import Floats, Ints

_FIRST: Final = 2
_ROUNDS: Final = 200
_PAYS: Final = 1e-7
_SPARE: Final = 1e-8


class CoverProgramme:
    """One programme in HiGHS; gains are in units of the mean gain.

    Rows: accounts, loads, touches left out. Columns: left out by account (only where some
    must be), missed (made so dear that they are 0 at the end), then pairs.
    """

    def __init__(self, terms: Terms, bands: Bands) -> None:
        import highspy

        self.terms, self.bands = terms, bands
        gains = np.where(terms.allowed, terms.gains, 0.0)
        self.unit = float(gains.mean()) or 1.0
        self.gains: Floats = np.where(terms.allowed, gains / self.unit, -np.inf)
        self.held = np.zeros(terms.fit.shape, dtype=np.bool_)
        self.accounts: Ints = np.zeros(0, dtype=np.int64)
        self.owners: Ints = np.zeros(0, dtype=np.int64)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.silent()
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("solver", "simplex")
        self._add_rows()
        self._add_slacks()

    def _add_rows(self) -> None:
        terms, bands = self.terms, self.bands
        spare = _SPARE * bands.even
        low = bands.lows - terms.load - spare
        high = np.minimum(bands.highs, terms.capacity) - terms.load + spare
        once = np.ones(len(terms.effort))
        self.low: Floats = np.concatenate([once, low, [-np.inf]])
        self.high: Floats = np.concatenate([once, high, [bands.left_out + spare]])
        count, none = len(self.low), np.zeros(0, dtype=np.int32)
        starts = np.zeros(count, dtype=np.int32)
        self.highs.addRows(count, self.low, self.high, 0, starts, none, np.zeros(0))
        self.first_load = len(terms.effort)
        self.left_row = self.first_load + len(terms.owners)

    def _add_slacks(self) -> None:
        terms = self.terms
        number, owners = len(terms.effort), len(terms.owners)
        if self.bands.left_out:
            rows = np.stack([np.arange(number), np.full(number, self.left_row)], axis=1)
            values = np.stack([np.ones(number), terms.effort], axis=1)
            self._columns(np.zeros(number), np.ones(number), rows, values)
        # Dear, not dearest: large costs slow the simplex, and they are raised where needed.
        best = np.where(np.isfinite(self.gains), self.gains, 0.0).max(axis=1)
        self.missing_costs = max(float(np.median(best / terms.effort)), 1e-3)
        self.first_missed = int(self.highs.getNumCol())
        loads = self.first_load + np.arange(owners)
        missed = np.concatenate([loads, loads, [self.left_row]])
        signs = np.concatenate([np.full(owners, -1.0), np.ones(owners), [-1.0]])
        costs = np.full(len(missed), -self.missing_costs)
        self._columns(costs, np.full(len(missed), np.inf), missed[:, None], signs[:, None])
        self.highs.changeObjectiveSense(_maximise())
        self.first_pair = int(self.highs.getNumCol())

    def _columns(self, costs: Floats, most: Floats, rows: Ints, values: Floats) -> None:
        count, each = rows.shape
        self.highs.addCols(
            count,
            costs,
            np.zeros(count),
            most,
            rows.size,
            np.arange(0, rows.size, each, dtype=np.int32),
            rows.ravel().astype(np.int32),
            values.ravel(),
        )

    def add(self, accounts: Ints, owners: Ints) -> None:
        """Take in pairs of account and owner."""
        rows = np.stack([accounts, self.first_load + owners], axis=1)
        values = np.stack([np.ones(len(accounts)), self.terms.effort[accounts]], axis=1)
        most = np.full(len(accounts), np.inf)
        self._columns(self.gains[accounts, owners], most, rows, values)
        self.held[accounts, owners] = True
        self.accounts = np.concatenate([self.accounts, accounts])
        self.owners = np.concatenate([self.owners, owners])

    def solve(self) -> tuple[float, Floats]:
        """Return the bound (plan currency) and the parts of every account × owner.

        Raises:
            SolveFailed: HiGHS came to no conclusion.
        """
        self._begin()
        for _ in range(_ROUNDS):
            solution = self._run()
            prices = np.asarray(solution.row_dual)
            accounts, owners = self._paying(prices)
            missed = np.asarray(solution.col_value)[self.first_missed : self.first_pair]
            if len(accounts):
                self.add(accounts, owners)
            elif missed.sum() > 1e-6 * self.terms.effort.sum():
                self._raise_missing()
            else:
                return self._value(solution)
        raise SolveFailed("The best owners were not found.")

    def _begin(self) -> None:
        """Take in the best pairs of every account under roughly right prices of load."""
        owners = slice(self.first_load, self.left_row)
        prices = first_prices(self.gains, self.terms.effort, self.low[owners], self.high[owners])
        left = self.gains - self.terms.effort[:, None] * prices
        most = min(_FIRST, left.shape[1])
        best = np.argpartition(-left, most - 1, axis=1)[:, :most]
        accounts = np.repeat(np.arange(len(best)), most)
        usable = np.isfinite(left[accounts, best.ravel()])
        self.add(accounts[usable], best.ravel()[usable])

    def _paying(self, prices: Floats) -> tuple[Ints, Ints]:
        """Return the pair of each account that would pay most, where one does."""
        loads = prices[self.first_load : self.left_row]
        left = self.gains - prices[: self.first_load, None] - self.terms.effort[:, None] * loads
        left[self.held] = -np.inf
        best = left.argmax(axis=1)
        accounts = np.flatnonzero(left.max(axis=1) > _PAYS)
        return accounts, best[accounts]

    def _raise_missing(self) -> None:
        self.missing_costs *= 100
        places = np.arange(self.first_missed, self.first_pair, dtype=np.int32)
        self.highs.changeColsCost(len(places), places, np.full(len(places), -self.missing_costs))

    def _run(self) -> Any:  # noqa: ANN401 - what highspy returns has no types
        import highspy

        self.highs.run()
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            told = self.highs.modelStatusToString(status).lower()
            raise SolveFailed(f"The best owners were not found: {told}.")
        return self.highs.getSolution()

    def _value(self, solution: Any) -> tuple[float, Floats]:  # noqa: ANN401
        parts = np.zeros(self.terms.fit.shape)
        parts[self.accounts, self.owners] = np.asarray(solution.col_value)[self.first_pair :]
        gained = float((parts * np.where(self.terms.allowed, self.terms.gains, 0.0)).sum())
        return gained, parts


def _maximise() -> Any:  # noqa: ANN401 - what highspy returns has no types
    import highspy

    return highspy.ObjSense.kMaximize
