"""What a change of a plan withdraws in the same transaction: signatures, and a stretch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from data_sources.store import plan_rows
from data_sources.store.plan_rows import Kept
from data_sources.store.plan_saving import Step
from planning.agreed.changes import sentence
from planning.agreed.kinds import title
from planning.agreed.rows import SIGNED
from planning.agreed.scenarios import OPEN, Scenario
from planning.agreed.signatures import Signature
from planning.agreed.stories import story, why_withdrawn
from planning.agreed.stretches import is_of
from planning.agreed.stretches import lifted as without_stretch
from planning.agreed.targets import MEANT

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def withdrawn(
    connection: Connection, steps: Sequence[Step], plans: Mapping[str, Kept], who: str
) -> list[Step]:
    """Return the signatures that a change withdraws, as they are afterwards.

    Args:
        connection: The transaction of the change.
        steps: What becomes of the rows it changes.
        plans: Rows as they stood, the plans of the steps among them.
        who: Name of whoever makes the change.
    """
    changed: dict[str, list[Step]] = {}
    for step in steps:
        touched = step.changes or step.moves
        if touched and step.row.kind in SIGNED and step.row.scenario in plans:
            changed.setdefault(step.row.scenario, []).append(step)
    found = []
    for scenario, of_it in changed.items():
        plan = Scenario.of(plans[scenario].cells or {})
        if plan.state == "proposed" and _state_after(of_it, plan) in OPEN:
            why = why_withdrawn(_told(who, of_it, plan))
            found += list(_steps(connection, scenario, why, {step.row.id for step in steps}))
    return found


def lifted(steps: Sequence[Step], plans: Mapping[str, Kept]) -> list[Step]:
    """Return the steps of a change with what it makes of plans accepted as a stretch.

    Where one of the targets that collide becomes another or goes, the stretch goes too.

    Args:
        steps: What becomes of the rows it changes.
        plans: Rows as they stood, the plans of the steps among them.
    """
    changed: dict[str, set[str]] = {}
    for step in steps:
        if step.row.kind == "target" and step.before is not None and _means_another(step):
            changed.setdefault(step.row.scenario, set()).add(step.row.id)
    found = {step.row.id: step for step in steps}
    for scenario, targets in changed.items():
        kept = plans.get(scenario)
        if kept is not None and is_of(Scenario.of(kept.cells or {}), targets):
            now = found[scenario].row if scenario in found else kept
            found[scenario] = Step(replace(now, cells=without_stretch(now.cells or {})), kept)
    return list(found.values())


def _means_another(step: Step) -> bool:
    was, now = step.was or {}, step.row.cells
    return now is None or any(was.get(cell) != now.get(cell) for cell in MEANT)


def _state_after(steps: Iterable[Step], plan: Scenario) -> object:
    own = (step.row.cells or {} for step in steps if step.row.kind == "scenario")
    return next((cells.get("state") for cells in own), plan.state)


def _told(who: str, steps: Sequence[Step], plan: Scenario) -> str:
    # Rows that only make room for others are not what was done.
    changing = [step for step in steps if step.changes]
    if not changing:
        return f"{who} put the {steps[0].row.kind}s in another order."
    first = changing[0].row
    cells = first.cells or changing[0].was or {}
    was, called = changing[0].was, title(first.kind, cells)
    told = story(who, first.kind, was, first.cells) or sentence(
        who, first.kind, called, was, first.cells, plan
    )
    more = len(changing) - 1
    return told if not more else f"{told[:-1]}, and {more} more row{'s' * (more > 1)}."


def _steps(connection: Connection, scenario: str, why: str, besides: set[str]) -> Iterable[Step]:
    rows = plan_rows.of_kind(connection, "signature", scenario)
    standing = [row.id for row in rows if row["state"] == "signed" and row.id not in besides]
    for kept in plan_rows.kept(connection, standing).values():
        cells = Signature.of(kept.cells or {}).withdrawn(why).cells()
        yield Step(replace(kept, cells=cells), kept)
