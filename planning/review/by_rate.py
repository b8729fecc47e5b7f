"""What is still to come if all goes on as so far: at its level, in its season.

Open deals end as deals of their age ended before. Leads, new deals and spend go on. All
components come from the same draws, so that a ratio's range holds its parts together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.actuals.slices import Slice
from planning.review.components import (
    COMPONENTS,
    DRAWS,
    MONEY,
    YEAR,
    Floats,
    counted,
    left_of_months,
    random_of,
    running_month,
    so_far,
)
from planning.review.pipeline import Drawn, Pipeline
from planning.review.series import outlook


@dataclass(frozen=True)
class ByRate:
    """The months ahead, the running one first, drawn from the months so far.

    Attributes:
        part: The counts as known now.
        end: Month number after the last one drawn.
    """

    part: Slice
    end: int

    @property
    def ahead(self) -> int:
        """Months from the running one on."""
        return max(self.end - running_month(self.part), 0)

    def coming(self, name: str) -> Floats:
        """Return what is still to come of a component, draws × months ahead."""
        if name == "customers":
            return self.customers(self.deals.won)
        drawn: dict[str, Floats] = {
            "won": self.deals.won,
            "lost": self.deals.lost,
            "won_cents": self.deals.won_cents,
        }
        return drawn[name] if name in drawn else self.flow(name)

    def flow(self, name: str) -> Floats:
        """Return a component that goes on by itself."""

        def draw() -> Floats:
            random = random_of(sorted(COMPONENTS).index(name))
            months = so_far(self.part, name)
            drawn = outlook(months, self.ahead, DRAWS, random, whole=name not in MONEY)
            return drawn * left_of_months(self.part, self.ahead)

        return self.part.once(("ahead", name, self.end), draw)

    @property
    def deals(self) -> Drawn:
        """What open and new deals will bring."""

        def draw() -> Drawn:
            return Pipeline(self.part).draw(self.flow("created"), random_of(len(COMPONENTS)))

        return self.part.once(("ahead", "deals", self.end), draw)

    def customers(self, wins: Floats) -> Floats:
        """Draw how many of the wins are new customers, and what leads alone will tell."""
        random = random_of(len(COMPONENTS) + 1)
        now = running_month(self.part)
        first = float(counted(self.part, "first_wins", now - YEAR, now).sum())
        others = max(float(counted(self.part, "won", now - YEAR, now).sum()) - first, 0.0)
        share = random.beta(first + 1, others + 1, (DRAWS, 1))
        found = random.binomial(np.rint(wins).astype(np.int64), share)
        return found.astype(float) + self.flow("told_wins")
