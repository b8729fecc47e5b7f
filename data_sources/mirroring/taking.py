"""Taking what people did in the sheet into the plan, and the base with it, as one change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from data_sources.actors import from_the_sheet
from data_sources.desk import Desk
from data_sources.mirroring.state import Mirror, TabState
from data_sources.planning.editing import edit_row
from data_sources.planning.operation import Operation, operating, right_to_change
from data_sources.planning.placing import places
from data_sources.store import mirrors, plan_rows
from planning.agreed.changes import Edit
from planning.agreed.life import hold_editable
from planning.agreed.mirrored.merging import Sides, merge_tab
from planning.agreed.mirrored.outcome import Outcome
from planning.agreed.mirrored.reading import Grid
from planning.agreed.mirrored.tabs import TabOf
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

HOW: Final = "from the sheet"


@dataclass(frozen=True)
class Seen:
    """A tab as it was read.

    Attributes:
        tab: Which tab it is.
        grid: What stands there.
        logged: Ids of the writes that arrived.
    """

    tab: TabOf
    grid: Grid
    logged: Collection[str]


def take(desk: Desk, mirror: Mirror, seen: Seen) -> Outcome:
    """Merge a tab with the plan as it stands, and give the plan its part.

    The plan's rows, its history and what both sides last had are written in one
    transaction, so that a cut between them leaves nothing half done.

    Args:
        desk: Where the plan is; the edits act as the tab's team from the sheet.
        mirror: The mirror.
        seen: The tab as it was read just now.

    Returns:
        What the merge came to; its spreadsheet side is left to write.

    Raises:
        NotPossible: The mirror was taken away meanwhile.
    """
    with desk.store.read() as connection:
        standing, out = _merged(connection, mirror, seen)
    if not out.changes_plan and _after(standing, out) == standing:
        return out
    with operating(desk.acting_as(from_the_sheet(seen.tab.team)), None) as doing:
        standing, out = _merged(doing.change.connection, mirror, seen)
        if out.changes_plan:
            _apply(doing, mirror.scenario, seen.tab, out)
        after = _after(standing, out)
        mirrors.keep_tab(doing.change.connection, mirror.scenario, seen.tab.key, after)
    return out


def _merged(connection: Connection, mirror: Mirror, seen: Seen) -> tuple[TabState, Outcome]:
    state = mirrors.tab(connection, mirror.scenario, seen.tab.key)
    plan = plan_rows.kept(connection, [mirror.scenario]).get(mirror.scenario)
    if state is None or plan is None:
        raise NotPossible("This plan is mirrored no more.", "Connect it to a spreadsheet anew.")
    scenario = Scenario.of(plan.cells or {})
    rows = plan_rows.of_kind(connection, seen.tab.kind, mirror.scenario)
    arrived = bool(state.operation) and state.operation in seen.logged
    sides = Sides(
        tab=seen.tab,
        scenario=scenario,
        base=state.written if arrived else state.base,
        standing={row.id: row.cells for row in rows if row.team == seen.tab.team},
        known=lambda ids: plan_rows.kept(connection, ids).keys(),
        new_id=lambda: uuid4().hex,
        closed=_closed(scenario),
    )
    return state, merge_tab(sides, seen.grid)


def _after(state: TabState, out: Outcome) -> TabState:
    return state.model_copy(update={"base": out.base, "operation": "", "written": {}})


def _closed(scenario: Scenario) -> str:
    try:
        hold_editable(scenario)
    except NotPossible as told:
        return str(told)
    return ""


def _apply(doing: Operation, scenario: str, tab: TabOf, out: Outcome) -> None:
    doing.load([*out.take, *out.remove, scenario])
    plan = doing.scenario(scenario)
    for one, mine in out.take.items():
        row = doing.known(one)
        doing.require_change(row)
        was = row.cells or {}
        edit_row(doing, row, Edit(one, {cell: was.get(cell) for cell in mine}, mine), plan)
    if out.add:
        doing.require(*right_to_change(tab.kind, tab.team))
        standing = plan_rows.ends(doing.change.connection, scenario, tab.kind)
        positions, _ = places(standing, None, len(out.add))
        for (own_id, cells), position in zip(out.add.items(), positions, strict=True):
            doing.bring(tab.kind, scenario, tab.team, cells, position, own_id)
    for one in out.remove:
        row = doing.known(one)
        doing.require_change(row)
        doing.put(row, None)
    if doing.is_hindered:
        # The merge asked the same rules in the same transaction.
        raise NotPossible(f"The plan refuses an edit of the tab “{tab.title}”.")
    doing.finish(how=HOW)
