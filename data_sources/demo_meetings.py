"""Placing what the demo company's meetings left behind, beside its plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from data_sources.planning.placing import places
from data_sources.store import plan_rows, plan_saving
from data_sources.store.plan_rows import Kept
from data_sources.store.plan_saving import Step
from planning.agreed.rows import MEETING, meeting_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data_sources.demo.planned_talk import Said
    from data_sources.store.history import Change

_ACT: Final = "plan"


def place_meetings(change: Change, said: Iterable[Said]) -> None:
    """Write actions and decisions, unless there ever were some of a demo company.

    Args:
        change: The transaction that makes its facts current.
        said: Who promised and decided what, in order.
    """
    sheet = meeting_sheet("demo")
    if any(plan_rows.ends(change.connection, sheet, kind) for kind in MEETING):
        return
    for one in said:
        doing = replace(change, act=_ACT, actor=one.by)
        for row in one.rows:
            standing = plan_rows.ends(change.connection, sheet, row.kind)
            (position,), _ = places(standing, None, 1)
            kept = Kept(uuid4().hex, row.kind, sheet, row.team, position, 0, 0, row.cells)
            thing = f"{row.kind} × 1 of meetings"
            plan_saving.write(doing, [Step(kept, None)], thing, uuid4().hex)
