"""Shares that reach the next step, by channel class and group, small ones steadied.

Every share is a beta posterior: the cell's cases pulled towards its class, the class
towards the company, as strongly as cells differ beyond chance (`beta_prior`). Young
cases are counted as far as they have had time (`exposure`), so recent months do not
look poor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals import intervals
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, default
from planning.teams import Team

Floats = npt.NDArray[np.float64]

ENOUGH_CASES: Final = 40
"""A channel with at least so many cases of a step stands for itself, else in its class."""

_TAIL: Final = 0.05
_STRONG: Final = 60.0
"""A class without rivals to learn from is believed like this many cases."""


@dataclass(frozen=True)
class Share:
    """A share as a beta distribution.

    Attributes:
        above, below: The two parameters.
        cases: Cases of its own, without the prior.
    """

    above: float
    below: float
    cases: int

    @property
    def value(self) -> float:
        """The expected share."""
        return self.above / (self.above + self.below)

    def interval(self) -> tuple[float, float]:
        """The middle 90%, the expected share always within.

        Example:
            >>> [round(end, 2) for end in Share(30, 70, 100).interval()]
            [0.23, 0.38]
        """
        from scipy.special import betaincinv  # type: ignore[import-untyped]

        low, high = betaincinv(self.above, self.below, np.array([_TAIL, 1 - _TAIL]))
        return min(float(low), self.value), max(float(high), self.value)

    def assumption(
        self, kind: str, *, months: int, team: Team | None = None, note: str = "", **where: str
    ) -> Assumption:
        """Return it as a measured assumption."""
        low, high = self.interval()
        return Assumption(
            kind=kind,
            value=self.value,
            low=low,
            high=high,
            source="measured",
            n=self.cases,
            months=months,
            team=team or KINDS[kind].team,
            note=note,
            **where,
        )


def exposure(cases: Floats, reached: Floats) -> Floats:
    """Return cases counted as far as they have had time.

    Formula: cases of each age × share of eventual successes that come by that age.

    Args:
        cases: By age, last axis.
        reached: Share of successes by that age, 0 to 1.

    Example:
        >>> exposure(np.array([10.0, 10.0]), np.array([0.5, 1.0])).tolist()
        [5.0, 10.0]
    """
    told: Floats = cases * reached
    return told


def steady(
    successes: Floats, cases: Floats, prior: tuple[float, float] | None
) -> list[Share] | None:
    """Return each row's share, pulled towards what rows of this prior have in common.

    Args:
        successes: By row; more than the cases count as all of them.
        cases: By row.
        prior: Parameters of the beta distribution above the rows; None: learned from them.
    """
    whole = float(cases.sum())
    if whole <= 0:
        return None
    won = np.minimum(successes, cases)
    learned = intervals.beta_prior(
        np.rint(won).astype(np.int64).tolist(), np.rint(cases).astype(np.int64).tolist()
    )
    if prior is None:
        mean = (float(won.sum()) + 0.5) / (whole + 1.0)
        prior = learned or (mean * _STRONG, (1 - mean) * _STRONG)
    return [
        Share(float(has) + prior[0], float(of - has) + prior[1], round(float(of)))
        for has, of in zip(won, cases, strict=True)
    ]


def towards(share: Share, weight: float) -> tuple[float, float]:
    """Return the prior below a share: its value with the weight of so many cases."""
    value = min(max(share.value, 1e-4), 1 - 1e-4)
    return value * weight, (1 - value) * weight


def weight_between(successes: Floats, cases: Floats) -> float:
    """Return with how many cases' weight a cell is pulled to what stands above it.

    The weight grows with how alike the cells are; at most `intervals.PRIOR_CAP` × 4.

    Args:
        successes: By class (rows) and cell.
        cases: Likewise.

    Formula: from the variance of cells within their class that chance does not explain.
    """
    most = 4 * intervals.PRIOR_CAP
    spread = room = chance = 0.0
    for won, of in zip(successes, cases, strict=True):
        used = of > 0
        total = of[used].sum()
        if used.sum() < 2 or total <= 0:
            continue
        mean = min(max(float(won[used].sum() / total), 1e-6), 1 - 1e-6)
        own = mean * (1 - mean)
        spread += float((of[used] * (won[used] / of[used] - mean) ** 2).sum()) / own
        spread -= int(used.sum()) - 1
        room += float(total - (of[used] ** 2).sum() / total)
        chance += 1
    if not chance or room <= 0 or spread <= 0:
        return most
    return float(min(max(room / spread - 1, 2.0), most))


def by_cell(
    kind: str,
    successes: Floats,
    cases: Floats,
    *,
    labels: tuple[tuple[str, ...], tuple[str, ...]],
    dimensions: tuple[str, str],
    months: int,
    teams: dict[str, Team] | None = None,
    note: str = "",
) -> list[Assumption]:
    """Return a kind's shares for all, for each row, and for each cell of a table.

    Rows are pulled towards the company, cells towards their row.

    Args:
        kind: Key of the kind.
        successes: By row and column.
        cases: Likewise.
        labels: Names of rows and of columns.
        dimensions: What rows and columns are, as `channel` and `area`.
        months: Months of facts used.
        teams: Team that edits each row; the kind's where absent.
        note: Added to every measured one.
    """
    whole = steady(np.array([successes.sum()]), np.array([cases.sum()]), None)
    if whole is None:
        return [default(kind, note="Nothing of this was counted.")]
    rows = steady(successes.sum(axis=1), cases.sum(axis=1), None) or []
    found = [whole[0].assumption(kind, months=months, note=note)]
    weight = weight_between(successes, cases)
    for at, (name, share) in enumerate(zip(labels[0], rows, strict=True)):
        team = (teams or {}).get(name)
        where = {dimensions[0]: name}
        found.append(share.assumption(kind, months=months, team=team, note=note, **where))
        cells = steady(successes[at], cases[at], towards(share, weight))
        for column, cell in zip(labels[1], cells or [], strict=bool(cells)):
            inside = where | {dimensions[1]: column}
            found.append(cell.assumption(kind, months=months, team=team, note=note, **inside))
    return found
