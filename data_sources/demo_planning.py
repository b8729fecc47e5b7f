"""Placing the demo company's plan, in the transaction that makes its facts current."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from data_sources.planning.placing import places
from data_sources.store import plan_rows, plan_saving
from data_sources.store.plan_rows import Kept
from data_sources.store.plan_saving import Step
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario

if TYPE_CHECKING:
    from data_sources.demo.plan import DemoPlan
    from data_sources.demo.planned_talk import Said
    from data_sources.demo.planning_year import Row
    from data_sources.store.history import Change

_ACT: Final = "plan"
_PUT_AWAY: Final = "put away"


def has_plan(change: Change) -> bool:
    """Whether a plan of the demo company stands."""
    return bool(_standing(change))


def place_plans(change: Change, plans: Iterable[DemoPlan]) -> None:
    """Write a demo company's plans; those of another demo company are put away.

    Args:
        change: The transaction that makes its facts current.
        plans: Its plans, one a fiscal year.
    """
    planning = replace(change, act=_ACT)
    for row in _standing(change):
        kept = plan_rows.kept(change.connection, [row])[row]
        cells = {**(kept.cells or {}), "state": _PUT_AWAY}
        _write(planning, [Step(replace(kept, cells=cells), kept)], f"scenario {cells['name']}")
    for plan in plans:
        _place(planning, plan)


def _standing(change: Change) -> list[str]:
    rows = plan_rows.of_kind(change.connection, "scenario", None)
    return [row.id for row in rows if row["origin"] == "demo" and row["state"] != _PUT_AWAY]


def _place(change: Change, plan: DemoPlan) -> None:
    scenario = uuid4().hex
    own = Kept(scenario, "scenario", scenario, "joint", 0, 0, 0, plan.scenario.cells())
    sheet = _Sheet(scenario)
    for position, said in enumerate(plan.steps):
        steps = [Step(own, None)] if position == 0 else []
        steps += [sheet.step(row) for row in said.rows]
        _write(replace(change, actor=said.by), steps, _told(said, plan.scenario))


@dataclass
class _Sheet:
    """The rows of a plan placed so far, by key."""

    scenario: str
    rows: dict[str, Kept] = field(default_factory=dict)
    _tops: dict[Kind, int] = field(default_factory=dict)

    def step(self, row: Row) -> Step:
        """Return what becomes of a row: a new one goes below the last of its kind."""
        before = self.rows.get(row.key)
        if before is None:
            standing = [("", self._tops[row.kind])] if row.kind in self._tops else []
            (self._tops[row.kind],), _ = places(standing, None, 1)
        now = Kept(
            id=uuid4().hex if before is None else before.id,
            kind=row.kind,
            scenario=self.scenario,
            team=row.team,
            position=self._tops[row.kind] if before is None else before.position,
            version=0 if before is None else before.version,
            revision=0,
            cells=self._cells(row),
        )
        self.rows[row.key] = replace(now, version=now.version + 1)
        return Step(now, before)

    def _cells(self, row: Row) -> Cells:
        if row.kind not in ("comment", "proposal"):
            return row.cells
        return {**row.cells, "about": self.rows[str(row.cells["about"])].id}


def _told(said: Said, scenario: Scenario) -> str:
    kinds = {row.kind for row in said.rows}
    count = f" × {len(said.rows)}" if len(said.rows) > 1 else ""
    return f"{min(kinds)}{count} of {scenario.name}"


def _write(change: Change, steps: Iterable[Step], thing: str) -> None:
    plan_saving.write(change, list(steps), thing, uuid4().hex)
