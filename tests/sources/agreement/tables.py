"""The table the teams sit at: a plan, and people who propose, sign and agree it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data_sources.actors import Actor
from data_sources.agreement import Agreement
from planning.agreed.rows import PlanRow
from planning.agreed.signatures import Seat
from tests.sources.plan.sheets import EVE, MAX, SUE, VIC, Sheet

SIGNERS: Final[dict[Seat, Actor]] = {"marketing": MAX, "sales": SUE, "executive": EVE}


@dataclass(frozen=True)
class Table(Sheet):
    """A draft of a plan, and what becomes of it."""

    def by(self, actor: Actor) -> Agreement:
        """The agreement in somebody's hands."""
        return self.workspace.acting_as(actor).agreement

    def another(self, name: str, fiscal_year: int = 2026) -> Table:
        """Another draft, empty."""
        return Table(self.workspace, self.of(EVE).begin(fiscal_year, name).id)

    def copied(self, name: str) -> Table:
        """A copy of the plan, a draft."""
        rows = self.by(MAX).copy(self.scenario, name).rows
        return Table(self.workspace, next(row.id for row in rows if row.kind == "scenario"))

    def plan(self) -> PlanRow:
        """The plan's own row."""
        return self.now(self.scenario)

    def lines(self) -> dict[str, PlanRow]:
        """The plan's lines by channel."""
        return {str(row["channel"]): row for row in self.of(VIC).rows("line", self.scenario)}

    def proposed(self) -> Table:
        """Propose the plan."""
        self.by(MAX).propose_plan(self.scenario)
        return self

    def sign(self, *seats: Seat) -> None:
        """Sign the plan as it stands, for all unless some are named."""
        for seat in seats or SIGNERS:
            agreement = self.by(SIGNERS[seat])
            agreement.sign(self.scenario, seat, seen=agreement.revision_of(self.scenario))

    def signatures(self, state: str = "signed") -> set[str]:
        """Who signed, or whose signature is in another state."""
        rows = self.of(VIC).rows("signature", self.scenario)
        return {str(row["seat"]) for row in rows if row["state"] == state}

    def agreed(self) -> Table:
        """Take the plan all the way from draft to agreed."""
        self.proposed().sign()
        self.by(EVE).agree(self.scenario)
        return self

    def told(self, count: int = 1) -> list[str]:
        """The latest changes of the plan in sentences, oldest first."""
        entries = self.of(VIC).history(scenario=self.scenario, limit=count)
        return [entry.sentence for entry in reversed(entries)]
