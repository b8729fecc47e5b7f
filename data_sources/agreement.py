"""From draft to agreement: what becomes of the plans, in the hands of one actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data_sources import proving
from data_sources.planning import (
    adopting,
    closing_months,
    copying,
    disputing,
    moving,
    packing,
    signing,
    stretching,
)
from data_sources.planning.adopting import Advice as Advice
from data_sources.planning.packing import Offer as Offer
from data_sources.planning.saved import Saved
from data_sources.store import agreed_years, plan_rows
from planning.agreed.closing import ClosingTeam, Restatement
from planning.agreed.comparison import Comparison, Side, compare
from planning.agreed.life import baseline_of
from planning.agreed.rows import SIGNED, PlanRow
from planning.agreed.signatures import Seat
from planning.agreed.stretches import Proven

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.model.consistency.history import History

Team = Literal["marketing", "sales"]


@dataclass(frozen=True)
class Agreement:
    """How the plans of a workspace come to be agreed."""

    workspace: Workspace

    # ---- what stands ----

    def agreed(self, fiscal_year: int) -> PlanRow | None:
        """Return the agreed plan of a fiscal year, or None."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            found = agreed_years.agreed(connection, self._origin, fiscal_year)
            kept = plan_rows.kept(connection, [found] if found else [])
        return None if found is None or found not in kept else kept[found].row

    def baseline(self, fiscal_year: int) -> PlanRow | None:
        """Return the plan that was agreed first for a fiscal year, or None."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            plans = plan_rows.of_kind(connection, "scenario", None)
        return baseline_of(plans, self._origin, fiscal_year)

    def revision_of(self, scenario: str) -> int:
        """Return the revision of a plan's latest change: what a signature of it names."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return plan_rows.latest_change(connection, scenario, SIGNED)

    def closings(self, fiscal_year: int) -> tuple[PlanRow, ...]:
        """Return who closed which months of a year; see `planning.agreed.closing.closed`."""
        self.workspace.require("read")
        with self.workspace.store.read() as connection:
            return closing_months.of_year(connection, self._origin, fiscal_year)

    def closable(self, fiscal_year: int) -> dict[ClosingTeam, tuple[str, ...]]:
        """Return the months of an agreed year that each team may close, as `YYYY-MM`."""
        plan = self.agreed(fiscal_year)
        return {} if plan is None else closing_months.closable(self.workspace, plan)

    def restatements(self, fiscal_year: int) -> tuple[Restatement, ...]:
        """Return the figures of a year's closed months that are others now."""
        self.workspace.require("read")
        return closing_months.restatements(self.workspace, fiscal_year, self._origin)

    def compare(self, scenarios: Sequence[str]) -> Comparison:
        """Compare two or three plans; see `planning.agreed.comparison.compare`."""
        self.workspace.require("read")
        with self.workspace.store.read_as_at_once() as connection:
            sides = [
                Side(
                    plan_rows.of_kind(connection, "line", one),
                    plan_rows.of_kind(connection, "target", one),
                    plan_rows.of_kind(connection, "assumption", one),
                )
                for one in scenarios
            ]
        return compare(sides)

    # ---- the life of a plan ----

    def copy(self, scenario: str, name: str, *, operation: str | None = None) -> Saved:
        """Copy a plan as a draft; see `data_sources.planning.copying.copy`."""
        return copying.copy(self.workspace, scenario, name, operation)

    def adopt(
        self, scenario: str, advice: Advice, name: str, *, operation: str | None = None
    ) -> Saved:
        """Adopt advice as a draft; see `data_sources.planning.adopting.adopt`."""
        return adopting.adopt(self.workspace, scenario, advice, name, operation)

    def propose_plan(self, scenario: str, *, operation: str | None = None) -> Saved:
        """Put a draft up for signatures; see `data_sources.planning.moving.propose`."""
        return moving.propose(self.workspace, scenario, operation)

    def take_back(self, scenario: str, *, operation: str | None = None) -> Saved:
        """Make a proposed plan a draft; see `data_sources.planning.moving.take_back`."""
        return moving.take_back(self.workspace, scenario, operation)

    def return_plan(self, scenario: str, reason: str, *, operation: str | None = None) -> Saved:
        """Return a proposed plan; see `data_sources.planning.moving.give_back`."""
        return moving.give_back(self.workspace, scenario, reason, operation)

    def agree(
        self, scenario: str, *, history: History | None = None, operation: str | None = None
    ) -> Saved:
        """Make a signed plan the agreed one; see `data_sources.planning.moving.agree`."""
        return moving.agree(self.workspace, scenario, self.proven(scenario, history), operation)

    def archive(self, scenario: str, *, operation: str | None = None) -> Saved:
        """Archive a draft or proposed plan; see `data_sources.planning.moving.archive`."""
        return moving.archive(self.workspace, scenario, operation)

    def sign(
        self,
        scenario: str,
        seat: Seat,
        *,
        seen: int,
        history: History | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Sign a plan as it was read; see `data_sources.planning.signing.sign`."""
        found = self.proven(scenario, history)
        return signing.sign(self.workspace, scenario, seat, seen, found, operation)

    def withdraw(self, signature: str, reason: str = "", *, operation: str | None = None) -> Saved:
        """Take a signature back; see `data_sources.planning.signing.withdraw`."""
        return signing.withdraw(self.workspace, signature, reason, operation)

    def proven(self, scenario: str, history: History | None = None) -> Proven:
        """Return what of a plan is proven to collide; see `data_sources.proving.proven`."""
        return proving.proven(self.workspace, scenario, history)

    def accept_stretch(
        self,
        scenario: str,
        *,
        seen: int,
        history: History | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Accept a plan as a stretch; see `data_sources.planning.stretching.accept`."""
        found = self.proven(scenario, history)
        return stretching.accept(self.workspace, scenario, found, seen, operation)

    def take_back_stretch(self, scenario: str, *, operation: str | None = None) -> Saved:
        """No longer accept a stretch; see `data_sources.planning.stretching.take_back`."""
        return stretching.take_back(self.workspace, scenario, operation)

    def close_month(self, month: str, team: Team, *, operation: str | None = None) -> Saved:
        """Close a month for a team; see `data_sources.planning.closing_months.close`."""
        return closing_months.close(self.workspace, month, team, self._origin, operation)

    # ---- give and take ----

    def offer(self, scenario: str, wanted: Offer, *, operation: str | None = None) -> Saved:
        """Offer a package; see `data_sources.planning.packing.offer`."""
        return packing.offer(self.workspace, scenario, wanted, operation)

    def answer_package(
        self, package: str, take: bool, words: str = "", *, operation: str | None = None
    ) -> Saved:
        """Take or decline a package whole; see `data_sources.planning.packing.answer`."""
        return packing.answer(self.workspace, package, take, words, operation)

    def settle_package(
        self, package: str, take: bool, reason: str, *, operation: str | None = None
    ) -> Saved:
        """Decide about a package; see `data_sources.planning.packing.settle`."""
        return packing.settle(self.workspace, package, take, reason, operation)

    def withdraw_package(self, package: str, *, operation: str | None = None) -> Saved:
        """Take a package back; see `data_sources.planning.packing.withdraw`."""
        return packing.withdraw(self.workspace, package, operation)

    # ---- disputes ----

    def raise_dispute(
        self,
        scenario: str,
        name: str,
        *,
        about: str | None = None,
        operation: str | None = None,
    ) -> Saved:
        """Raise a dispute; see `data_sources.planning.disputing.bring_up`."""
        return disputing.bring_up(self.workspace, scenario, name, about, operation)

    def say(self, dispute: str, team: Team, words: str, *, operation: str | None = None) -> Saved:
        """Say how a team sees a dispute; see `data_sources.planning.disputing.say`."""
        return disputing.say(self.workspace, dispute, team, words, operation)

    def take_up(self, dispute: str, *, operation: str | None = None) -> Saved:
        """Take up a dispute; see `data_sources.planning.disputing.take_up`."""
        return disputing.take_up(self.workspace, dispute, operation)

    def park(self, dispute: str, *, operation: str | None = None) -> Saved:
        """Put a dispute aside; see `data_sources.planning.disputing.park`."""
        return disputing.park(self.workspace, dispute, operation)

    def settle_dispute(self, dispute: str, outcome: str, *, operation: str | None = None) -> Saved:
        """Settle a dispute; see `data_sources.planning.disputing.settle`."""
        return disputing.settle(self.workspace, dispute, outcome, operation)

    @property
    def _origin(self) -> str:
        return "demo" if self.workspace.is_demo else "real"
