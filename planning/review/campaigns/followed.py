"""How the leads of each campaign were followed up, under the agreed time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.actuals.counts import Counts, Scope
from planning.actuals.cubes import FOLLOW_UP
from planning.actuals.followup import OUTCOMES, outcome
from planning.company import Company
from planning.periods import Period

_CUBE: Final = f"{FOLLOW_UP}:campaign"


@dataclass(frozen=True)
class Followed:
    """How some leads were followed up.

    Attributes:
        within: Touched within the agreed time.
        judged: Touched in or past it, or untouched past it.
        waiting: Untouched, not yet given up: within the agreed time, past it, or of
            unknown age.
        never: Untouched past the agreed days.
    """

    within: int
    judged: int
    waiting: int
    never: int

    @property
    def share(self) -> float | None:
        """Followed up within the agreed time, of those it can be said of."""
        return self.within / self.judged if self.judged else None


NOTHING: Final = Followed(0, 0, 0, 0)
"""Of a campaign without leads to follow up."""


def followed(counts: Counts, company: Company, period: Period | None) -> dict[str, Followed] | None:
    """Return how the leads of each campaign were followed up.

    Args:
        counts: The counts.
        company: Agreed time, and days after which a lead was never followed up.
        period: Months of creation; None takes all.

    Returns:
        By campaign, or None where no source tells status or touches.
    """
    cube = counts.cubes[_CUBE]
    kept = cube.mask(Scope(period=period))
    states, hours = cube.keys["state"][kept], cube.keys["hours"][kept]
    pairs, place = np.unique(np.stack([states, hours]), axis=1, return_inverse=True)
    names = [
        outcome(str(cube.labels["state"][state]), int(at), company.sla_hours,
                company.never_after_days)
        for state, at in pairs.T
    ]  # fmt: skip
    if all(name == "untold" for name in names) and names:
        return None
    what = np.array([OUTCOMES.index(name) for name in names], dtype=np.int64)[place.ravel()]
    sums = np.zeros((len(cube.labels["campaign"]), len(OUTCOMES)), dtype=np.int64)
    np.add.at(sums, (cube.keys["campaign"][kept], what), cube.measures["leads"][kept])
    return {
        label: _of(dict(zip(OUTCOMES, map(int, row), strict=True)))
        for label, row in zip(cube.labels["campaign"], sums, strict=True)
        if label is not None and row.any()
    }


def _of(found: dict[str, int]) -> Followed:
    return Followed(
        within=found["within"],
        judged=found["within"] + found["late"] + found["overdue"] + found["never"],
        waiting=found["waiting"] + found["overdue"] + found["ageless"],
        never=found["never"],
    )
