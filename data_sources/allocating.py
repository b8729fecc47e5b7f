"""The best use of money and heads, asked of a workspace by one actor; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.agreed.rows import PlanRow
    from planning.model.advising.question import Question
    from planning.model.limits import Limit
    from planning.model.measuring.calibrate import Calibration


@dataclass(frozen=True)
class Allocations:
    """What the joint model can be asked about the plans of a workspace."""

    workspace: Workspace

    def plan(self, name: str | None = None) -> PlanRow:
        """Return a plan by its name or id; by default the agreed one of the facts' year.

        Where none is agreed yet it is that year's draft, else its proposed plan.

        Raises:
            NotPossible: There is no plan for that year, or there are no facts.
            UsageError: No plan, or more than one, goes by that name.
        """
        if name is None:
            return self._standing()
        wanted = name.strip().casefold()
        rows = self.workspace.plan.scenarios()
        found = [row for row in rows if row.id == name or str(row["name"]).casefold() == wanted]
        kept = [row for row in found if row["state"] != "archived"] or found
        if len(kept) == 1:
            return kept[0]
        if kept:
            raise UsageError(f"{len(kept)} plans are called “{name}”.", "Name the id of one.")
        raise UsageError(f"There is no plan called “{name}”.", _named(rows))

    def _standing(self) -> PlanRow:
        snapshot = self.workspace.snapshot()
        if snapshot is None or snapshot.as_of is None:
            raise _no_facts()
        year = self.workspace.company.fiscal_year(snapshot.as_of)
        rows = self.workspace.plan.scenarios()
        own = [row for row in rows if row["fiscal_year"] == year]
        for state in ("agreed", "draft", "proposed"):
            for row in own:
                if row["state"] == state:
                    return row
        raise NotPossible(f"There is no plan for {year}.", _named(rows))

    def calibration(self, scenario: PlanRow | None = None) -> Calibration:
        """Return what the facts say and a plan's leaders judge, with defaults for the rest.

        Args:
            scenario: Whose leaders' answers count; None for nobody's.

        Raises:
            NotPossible: There are no facts.
        """
        found = self.workspace.assumptions.current(scenario.id if scenario else None)
        if found is None:
            raise _no_facts()
        return found

    def question(
        self,
        scenario: PlanRow,
        limits: Sequence[Limit] = (),
        *,
        enveloped: bool = True,
        calibration: Calibration | None = None,
        lines: Sequence[PlanRow] | None = None,
    ) -> Question:
        """Return the question a plan puts from the first month that is not over.

        Args:
            scenario: The plan.
            limits: More limits than the plan's own; an envelope stands in place of its.
            enveloped: Whether the plan's envelope, else its total, is a limit.
            calibration: What is assumed; None reads it anew.
            lines: The plan's lines if they were others; None takes them as they stand.

        Raises:
            NotPossible: There are no facts, or every month of the plan is over.
        """
        from planning.model.advising.question import ask

        plan = self.workspace.plan
        standing = plan.rows("line", scenario.id) if lines is None else lines
        rows = [*standing, *plan.rows("envelope", scenario.id)]
        aliases = {
            alias: channel.name
            for channel in self.workspace.channels()
            for alias in channel.aliases
        }
        found = ask(
            Scenario.of(scenario.cells),
            rows,
            calibration or self.calibration(scenario),
            limits=limits,
            enveloped=enveloped,
            aliases=aliases,
        )
        return replace(found, warnings=(*self.unsigned(scenario), *found.warnings))

    def revenue_target(self, scenario: PlanRow) -> float | None:
        """Return the revenue a plan's targets ask of the company for its year, or None."""
        from planning.agreed.year_targets import least_of_year

        rows = self.workspace.plan.rows("target", scenario.id)
        return least_of_year(rows, "revenue", Scenario.of(scenario.cells).period)

    def unsigned(self, scenario: PlanRow) -> tuple[str, ...]:
        """Say that nobody agreed on a plan, where its year has no agreed one."""
        year = scenario["fiscal_year"]
        rows = self.workspace.plan.scenarios()
        if any(row["state"] == "agreed" and row["fiscal_year"] == year for row in rows):
            return ()
        state = "a draft" if scenario["state"] == "draft" else scenario["state"]
        return (f"No plan is agreed for {year} yet; {scenario['name']} is {state}.",)


def _no_facts() -> NotPossible:
    return NotPossible(
        "There are no facts yet.", "Bring a file in with tandem import, or run tandem demo."
    )


def _named(rows: Sequence[PlanRow]) -> str:
    """Return how to go on: by naming one of these plans."""
    if not rows:
        return "Begin a plan on page Budget first."
    names = ", ".join(f'"{row["name"]}"' for row in rows[:3])
    return f"Choose one with --scenario: {names}."
