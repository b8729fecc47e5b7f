"""What the methods of meetings are called with, and who may call them."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import JsonValue

from data_sources.together import Chosen
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.agreed.rows import PlanRow
from tests.rights.call import EXECUTIVE, LEADERS, OF_MARKETING, PLANNERS, READERS, Call
from tests.rights.world import World

MARKETINGS_LEADER: Final = frozenset({"leader of marketing"})


_NOTE: Final[dict[str, JsonValue]] = {"week": "2026-03-02", "text": "Call them."}
_PARKED: Final[dict[str, JsonValue]] = {
    "item": "placeholders", "until": "2026-04-01", "why": "The agency writes.",
}  # fmt: skip


def _promised(workspace: Workspace, team: str) -> object:
    cells = {"what": "Call", "owner": "Bo", "team": team, "due": "2026-03-04"}
    return workspace.together.add_action(cells)


def _asked(workspace: Workspace) -> object:
    return workspace.together.ask({"question": "When?", "options": ["Now", "Later"]})


def _moved(workspace: Workspace, row: PlanRow, cell: str, value: str) -> object:
    return workspace.together.change([Edit(row.id, {cell: row[cell]}, {cell: value})])


def _decided(workspace: Workspace, world: World) -> object:
    return workspace.together.decide(world.table.met.question.id, Chosen("We", "It is ours."))


LOOKING: Final[dict[str, Call]] = {
    "together.today": Call(READERS, lambda w, _: w.together.today()),
    "together.actions": Call(READERS, lambda w, _: w.together.actions()),
    "together.may_finish": Call(READERS, lambda w, _: w.together.may_finish()),
    "together.decisions": Call(READERS, lambda w, _: w.together.decisions()),
    "together.notes": Call(READERS, lambda w, _: w.together.notes()),
    "together.parked": Call(READERS, lambda w, _: w.together.parked()),
    "together.held": Call(READERS, lambda w, _: w.together.held()),
    "together.called": Call(READERS, lambda w, x: w.together.called([x.table.met.own])),
    "together.stamps": Call(READERS, lambda w, x: w.together.stamps([x.table.met.note])),
}

MEETING: Final[dict[str, Call]] = {
    "together.add_action: of marketing": Call(OF_MARKETING, lambda w, _: _promised(w, "marketing")),
    "together.add_action: of both": Call(EXECUTIVE, lambda w, _: _promised(w, "joint")),
    "together.finish: one's own": Call(
        OF_MARKETING, lambda w, x: w.together.finish(x.table.met.own.id)
    ),
    "together.finish: somebody else's": Call(
        MARKETINGS_LEADER, lambda w, x: w.together.finish(x.table.met.given.id)
    ),
    "together.reopen": Call(OF_MARKETING, lambda w, x: w.together.reopen(x.table.met.done.id)),
    "together.change: one's own": Call(
        OF_MARKETING, lambda w, x: _moved(w, x.table.met.own, "due", "2026-03-11")
    ),
    "together.change: somebody else's": Call(
        MARKETINGS_LEADER, lambda w, x: _moved(w, x.table.met.given, "due", "2026-03-11")
    ),
    "together.change: a question": Call(
        LEADERS, lambda w, x: _moved(w, x.table.met.question, "question", "Which of us?")
    ),
    "together.ask": Call(LEADERS, lambda w, _: _asked(w)),
    "together.decide": Call(LEADERS, _decided),
    "together.note": Call(PLANNERS, lambda w, _: w.together.note(_NOTE)),
    "together.change: one's own note": Call(
        frozenset({"planner of marketing"}),
        lambda w, x: _moved(w, x.table.met.note, "text", "We wait no more."),
    ),
    "together.remove": Call(
        frozenset({"planner of marketing"}), lambda w, x: w.together.remove(x.table.met.note.id)
    ),
    "together.park": Call(PLANNERS, lambda w, _: w.together.park(_PARKED)),
    "together.close": Call(LEADERS, lambda w, _: w.together.close(date(2026, 3, 2), [])),
}
