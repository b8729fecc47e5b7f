"""What a package does to the year's landing: the plan with and without it, in the same draws."""

from __future__ import annotations

from dataclasses import dataclass

from planning.model.advising.figures import drawn_for, kpis
from planning.model.advising.question import Question
from planning.model.optimising.uncertainty import DRAWS, Range
from planning.model.problem import current_plan
from planning.model.simulating.simulate import simulate


@dataclass(frozen=True)
class Landing:
    """Where a plan lands, as likely above as below, by the joint model.

    Attributes:
        revenue: Of the fiscal year, closed months included, plan-currency units.
        cac: Cost of a new customer; None where none is won.
    """

    revenue: float
    cac: float | None


@dataclass(frozen=True)
class PackageEffect:
    """Where the year lands without a package and with it.

    Attributes:
        without, taken: The plan as it stands, and with the package taken.
    """

    without: Landing
    taken: Landing

    @property
    def revenue(self) -> float:
        """How much more is booked with the package, below 0 less."""
        return self.taken.revenue - self.without.revenue

    @property
    def cac(self) -> float | None:
        """How much more a new customer costs with the package, below 0 less."""
        if self.taken.cac is None or self.without.cac is None:
            return None
        return self.taken.cac - self.without.cac


def landing(question: Question, draws: int = DRAWS) -> Landing:
    """Return where the plan behind a question lands.

    Args:
        question: A plan's.
        draws: Over how many draws; one takes everything as expected.
    """
    found = current_kpis(question, draws)
    return Landing(found["revenue"].p50 or 0.0, found["cac"].p50)


def current_kpis(question: Question, draws: int = DRAWS) -> dict[str, Range]:
    """Return the figures of the plan behind a question, as `Allocation.current_kpis` has them."""
    plan = current_plan(question.problem)
    drawn = drawn_for(question, draws) if draws > 1 else None
    return kpis(simulate(question.problem, plan, drawn), plan, question.closed)
