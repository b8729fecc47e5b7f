"""Placing the demo company's plan, in the transaction that makes its facts current."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pydantic import JsonValue

from data_sources.planning.placing import places
from data_sources.store import agreed_years, plan_rows, plan_saving
from data_sources.store.plan_rows import Kept
from data_sources.store.plan_saving import Step
from planning.agreed.assumptions import own_id
from planning.agreed.life import copied, copied_cells
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario
from planning.teams import Team

if TYPE_CHECKING:
    from data_sources.demo.another_plan import AnotherPlan
    from data_sources.demo.plan import DemoPlan
    from data_sources.demo.planned_talk import Said
    from data_sources.demo.planning_year import Row
    from data_sources.store.history import Change

_ACT: Final = "plan"
_PUT_AWAY: Final = "put away"
_COPIED: Final[frozenset[Kind]] = frozenset(
    {
        "envelope",
        "goal",
        "line",
        "target",
        "assumption",
        "coverage",
        "criterion",
        "score",
    }
)


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
        agreed_years.release(change.connection, row)
    for plan in plans:
        placed = _place(planning, plan)
        if plan.another is not None:
            _place_another(planning, plan.another, placed)


def _standing(change: Change) -> list[str]:
    rows = plan_rows.of_kind(change.connection, "scenario", None)
    return [row.id for row in rows if row["origin"] == "demo" and row["state"] != _PUT_AWAY]


def _place(change: Change, plan: DemoPlan) -> _Sheet:
    scenario = uuid4().hex
    own = Kept(scenario, "scenario", scenario, "joint", 0, 0, 0, plan.scenario.cells())
    sheet = _Sheet(scenario)
    for position, said in enumerate(plan.steps):
        steps = [Step(own, None)] if position == 0 else []
        steps += [sheet.step(row) for row in said.rows]
        _write(replace(change, actor=said.by), steps, _told(said, plan.scenario))
    return sheet


def _place_another(change: Change, plan: AnotherPlan, of: _Sheet) -> None:
    """Write a copy of a plan, what was changed in it, and that it was proposed."""
    scenario = uuid4().hex
    cells = copied(plan.scenario, of.scenario, plan.scenario.name).cells()
    own = Kept(scenario, "scenario", scenario, "joint", 0, 0, 0, cells)
    sheet = _Sheet(scenario)
    doing = replace(change, actor=plan.by)
    _write(doing, [Step(own, None), *sheet.copies(of)], f"scenario × 1 of {plan.scenario.name}")
    for said in plan.steps:
        steps = [sheet.step(row) for row in said.rows]
        _write(replace(change, actor=said.by), steps, _told(said, plan.scenario))
    begun = plan_rows.kept(change.connection, [scenario])[scenario]
    after = replace(begun, cells={**cells, "state": "proposed"})
    _write(doing, [Step(after, begun)], f"proposed: scenario × 1 of {plan.scenario.name}")


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
            id=self._new_id(row.kind, row.team, row.cells) if before is None else before.id,
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

    def copies(self, of: _Sheet) -> Iterator[Step]:
        """Return the rows a copy of another sheet begins with; goals first."""
        goals = {row.id: uuid4().hex for row in of.rows.values() if row.kind == "goal"}
        for key, row in of.rows.items():
            if row.kind in _COPIED:
                own = goals.get(row.id) or self._new_id(row.kind, row.team, row.cells or {})
                cells = copied_cells(row.row, goals)
                now = replace(row, id=own, scenario=self.scenario, version=0, cells=cells)
                self.rows[key] = replace(now, version=1)
                self._tops[row.kind] = max(self._tops.get(row.kind, 0), row.position)
                yield Step(now, None)

    def _new_id(self, kind: Kind, team: Team, cells: Cells) -> str:
        answers = kind == "assumption"
        return own_id(self.scenario, team, str(cells["key"])) if answers else uuid4().hex

    def _cells(self, row: Row) -> Cells:
        cells = dict(row.cells)
        if (about := cells.get("about")) is not None:
            cells["about"] = self.rows[str(about)].id
        if (goal := cells.get("goal")) is not None:
            cells["goal"] = self.rows[str(goal)].id
        if row.kind == "package" and isinstance(parts := cells["changes"], list):
            cells["changes"] = [self._part(part) for part in parts if isinstance(part, dict)]
        before = self.rows.get(row.key)
        if before is not None and (of := (before.cells or {}).get("copied_from")) is not None:
            cells["copied_from"] = of
        return cells

    def _part(self, part: dict[str, JsonValue]) -> JsonValue:
        return {**part, "row": self.rows[str(part["row"])].id} if "row" in part else part


def _told(said: Said, scenario: Scenario) -> str:
    kinds = {row.kind for row in said.rows}
    count = f" × {len(said.rows)}" if len(said.rows) > 1 else ""
    return f"{min(kinds)}{count} of {scenario.name}"


def _write(change: Change, steps: Iterable[Step], thing: str) -> None:
    plan_saving.write(change, list(steps), thing, uuid4().hex)
