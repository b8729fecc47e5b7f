"""The agenda of a week for its paper, by the facts and the plan as they were known then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.meeting_reading import gather
from planning.actuals.individuals import shown_to
from planning.together.agenda import WeekAgenda, week_agenda
from planning.together.minutes import parked_until

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.together.week_ground import WeekGround


def agenda_then(workspace: Workspace, ground: WeekGround) -> WeekAgenda:
    """Return what the meeting of a week had before it.

    Accounts, and landings that moved, are told by the current facts only: of older ones no
    book is kept.

    Args:
        workspace: In whose hands it is read.
        ground: What the week's paper rests on.

    Raises:
        NotAllowed: The actor may not read.
    """
    from data_sources.meeting_week import landings_before
    from data_sources.proving import contradiction

    known = ground.known
    current = workspace.snapshot()
    is_current = current is not None and current.id == known.snapshot
    nobody = None if is_current else ()
    counts = shown_to(ground.month.part.counts, ())
    found = () if ground.answer is None else ground.answer.collisions
    collide = tuple(contradiction(one.conflict, one.repairs) for one in found)
    return week_agenda(
        gather(
            workspace,
            # Nobody's own figures go out on paper.
            counts=counts,
            plan=ground.plan,
            as_of=known.revision,
            today=known.today,
            landings={one.landing.key: one.landing for one in ground.ahead.outlooks},
            landings_before=landings_before(workspace, ground.plan, counts) if is_current else {},
            contradictions=collide,
            uncovered=nobody,
            woken=nobody,
            parked=parked_until(workspace.together.parked(as_of=known.revision)),
        )
    )
