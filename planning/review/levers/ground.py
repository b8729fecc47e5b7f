"""What levers are pulled on: the current plan, what it brings, and what it brings in time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from planning.model.assuming.axes import RETAIN
from planning.model.fields import statements
from planning.model.problem import Plan, Problem, current_plan
from planning.model.simulating.order import Order, order_of_work
from planning.model.simulating.outcome import Outcome
from planning.model.simulating.simulate import simulate
from planning.model.tables import NONE, TABLES, Floats

Kpi = Literal["revenue", "customers", "won", "leads"]

KPIS_WITH_LEVERS: Final[tuple[Kpi, ...]] = ("revenue", "customers", "won", "leads")
"""Counts and sums of the fiscal year that levers can raise."""


def within_year(problem: Problem) -> Problem:
    """Return a question without the months looked ahead: they bring nothing in the year."""
    tables = {}
    for name, table in TABLES.items():
        own = getattr(problem, name)
        cut = {
            column: getattr(own, column)[..., : problem.open_months]
            for column, said in statements(table)
            if said.along == "months"
        }
        tables[name] = replace(own, **cut)
    return replace(problem, ahead_months=0, **tables)


@dataclass(frozen=True, eq=False)
class Ground:
    """The current plan of a question, and what of its months is a fact already.

    Attributes:
        problem: The question, as far as the fiscal year (`within_year`).
        kpi: What the year shall bring more of.
        handed_over: Whether MQLs are counted, so that more of them can be asked for.
        reached: Share of leads handed over that somebody follows up where there is time,
            by cell, (K); empty for all.
        lost: Deals expected to be lost by open month, (O); None where nothing tells.
        fresh_so_far: What new business has brought of the KPI in the running month.
        wins_so_far: How many of its deals were won in it.
        left: Share of the first open month that is still to come.
        works_by: The order of work of the whole question; None takes the problem's own.
        fresh_before: The same in each closed month of the fiscal year, latest first.
    """

    problem: Problem
    kpi: Kpi
    handed_over: bool = True
    reached: Floats = field(default_factory=lambda: np.zeros(0))
    lost: Floats | None = None
    fresh_so_far: float = 0.0
    wins_so_far: float = 0.0
    left: float = 1.0
    works_by: Order | None = None
    fresh_before: tuple[float, ...] = ()

    @cached_property
    def plan(self) -> Plan:
        """What the current plan decides."""
        return current_plan(self.problem)

    @cached_property
    def order(self) -> Order:
        """Sales goes by what it believes, whatever lever is pulled."""
        return self.works_by or order_of_work(self.problem)

    @cached_property
    def base(self) -> Outcome:
        """What the current plan brings."""
        return simulate(self.problem, self.plan, order=self.order)

    @property
    def opened(self) -> int:
        """Open months of the fiscal year."""
        return self.problem.open_months

    def gain(self, problem: Problem | None = None, plan: Plan | None = None) -> float:
        """Return how much more of the KPI the year brings under another question or plan."""
        told = simulate(problem or self.problem, plan or self.plan, order=self.order)
        return float(told.year(self.kpi)[0] - self.base.year(self.kpi)[0])

    @cached_property
    def retains(self) -> npt.NDArray[np.bool_]:
        """Which cells are renewals, which no lever here moves, (K)."""
        motions = self.problem.groups.motion
        return np.array([motions[at] == RETAIN for at in self.problem.cells.group], dtype=np.bool_)

    @cached_property
    def fresh(self) -> Floats:
        """What new business is still to bring of the KPI by open month, (O)."""
        return self.of_new_business(self.kpi, self.fresh_so_far)

    @cached_property
    def fresh_wins(self) -> Floats:
        """Wins of new business still to come by open month, (O)."""
        return self.of_new_business("won", self.wins_so_far)

    def of_new_business(self, kpi: str, so_far: float) -> Floats:
        """Return what new business is still to bring of a figure, (O).

        Args:
            kpi: Of an outcome: revenue, customers or won.
            so_far: What the running month has brought of it.
        """
        whole = getattr(self.base, kpi)[: self.opened, 0]
        renewed = getattr(self.problem.cells, f"open_{kpi}")[self.retains, : self.opened].sum(0)
        found = np.asarray(whole - renewed, dtype=np.float64)
        found[0] -= so_far
        return np.maximum(found, 0.0)

    @cached_property
    def to_come(self) -> Floats:
        """Share of each month still to come, (T)."""
        shares = np.ones(self.problem.months)
        shares[0] = self.left
        return shares

    @cached_property
    def leads(self) -> Floats:
        """Leads the plan is still to bring by channel and month, (C, T)."""
        return np.asarray(self.base.leads[:, :, 0].T * self.to_come, dtype=np.float64)

    @cached_property
    def asked(self) -> Floats:
        """Those still to ask for follow-up by cell and month of their hand-over, (K, T)."""
        return np.asarray(self.asking(self.base.leads[:, :, 0].T) * self.to_come, dtype=np.float64)

    @cached_property
    def usual(self) -> Floats:
        """How many ask in a whole month of these days, by cell, (K)."""
        return self.asking(self.base.leads[:, :, 0].T)[:, 0]

    def asking(self, leads: Floats) -> Floats:
        """Return who of some leads asks for follow-up, in the month of their hand-over, (K, T).

        Args:
            leads: By channel and month, (C, T).
        """
        cells, problem = self.problem.cells, self.problem
        lag, months = problem.lead_lag, problem.months
        moved = sum(share * np.eye(months, k=step) for step, share in enumerate(lag[:months]))
        lagged = np.append(leads @ moved, np.zeros((1, months)), axis=0)
        reaches = np.where(cells.channel == NONE, 0.0, cells.share * cells.asks)
        return np.asarray(reaches[:, None] * lagged[cells.channel], dtype=np.float64)

    @cached_property
    def worth(self) -> Floats:
        """What a lead followed up brings of the KPI in the end, by cell, (K)."""
        cells = self.problem.cells
        each = {
            "revenue": cells.revenue_per_win,
            "customers": cells.customers_per_win,
            "won": np.ones(len(cells.group)),
            "leads": np.zeros(len(cells.group)),
        }[self.kpi]
        return np.asarray(cells.qualifies * cells.closes * each, dtype=np.float64)

    def arrives(self, *, from_lead: bool) -> Floats:
        """Return the share of it that has come by months since hand-over, (K, S), adding up.

        Args:
            from_lead: Whether months count from the lead in place of its hand-over.
        """
        problem = self.problem
        kernels = problem.pays if self.kpi == "revenue" else problem.cycle
        before = problem.ready_lag
        if from_lead:
            before = np.convolve(problem.lead_lag, before)
        whole = np.array([np.convolve(before, kernel) for kernel in kernels])
        found: Floats = np.cumsum(whole, axis=1)[problem.cells.group]
        return found

    def in_year(self, month: int, *, from_lead: bool) -> Floats:
        """Return the share that falls in the fiscal year of what begins in a month, (K).

        Args:
            month: From the first open one; below 0 before it.
            from_lead: As `arrives`.
        """
        come = self.arrives(from_lead=from_lead)
        last = come.shape[1] - 1
        until = self.opened - 1 - month
        too_soon = -self.problem.before.months - 1 - month
        told: Floats = come[:, min(until, last)] if until >= 0 else np.zeros(len(come))
        return told - come[:, min(too_soon, last)] if too_soon >= 0 else told

    def since(self, asking: Floats, months: int, *, from_lead: bool) -> float:
        """Return what leads before today would have brought in the year, with time for all.

        Args:
            asking: Leads of a month that ask for follow-up, by cell, (K).
            months: For so many months before the first open one.
            from_lead: As `arrives`.
        """
        flows = asking * self.worth
        return sum(
            float(flows @ self.in_year(-back, from_lead=from_lead)) for back in range(1, months + 1)
        )

    def had_time(self, asking: Floats, gained: float, *, from_lead: bool) -> float:
        """Return the share of what leads could bring that sales has time to make of them.

        Args:
            asking: Leads that ask for follow-up, by cell and open month, (K, O).
            gained: What they bring by the simulation.
            from_lead: As `arrives`.
        """
        could = sum(
            float(asking[:, month] * self.worth @ self.in_year(month, from_lead=from_lead))
            for month in range(asking.shape[1])
        )
        return min(max(gained / could, 0.0), 1.0) if could > 0 else 1.0

    def last_worth_while(self, *, from_lead: bool) -> int:
        """Return the last open month whose leads bring half as much in the year as those now.

        Args:
            from_lead: As `arrives`.
        """
        flows = self.usual * self.worth
        now = float(flows @ self.in_year(0, from_lead=from_lead))
        if now <= 0:
            return 0
        shares = [
            float(flows @ self.in_year(month, from_lead=from_lead)) for month in range(self.opened)
        ]
        return max(month for month, share in enumerate(shares) if share >= now / 2)

    def with_more_asking(self, more: Floats) -> Problem:
        """Return the question with more leads asking for follow-up, by cell and month, (K, T)."""
        cells = self.problem.cells
        arriving = cells.arriving_leads + more
        return replace(self.problem, cells=replace(cells, arriving_leads=arriving))
