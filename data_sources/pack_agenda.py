"""The agenda of a week for its paper, by the facts and the plan as they were known then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.meeting_reading import gather
from planning.actuals.individuals import shown_to
from planning.together.agenda import WeekAgenda, week_agenda
from planning.together.minutes import parked_until

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.agreed.stretches import Contradiction
    from planning.together.week_ground import WeekGround


def agenda_then(workspace: Workspace, ground: WeekGround) -> WeekAgenda:
    """Return what the meeting of a week had before it.

    Accounts are told by the current facts only: of older ones no book is kept.

    Args:
        workspace: In whose hands it is read.
        ground: What the week's paper rests on.

    Raises:
        NotAllowed: The actor may not read.
    """
    from data_sources.proving import proven

    known = ground.known
    current = workspace.snapshot()
    is_current = current is not None and current.id == known.snapshot
    nobody = None if is_current else ()
    collide: tuple[Contradiction, ...] = ()
    if ground.plan is not None and ground.answer is not None and not ground.answer.consistent:
        collide = proven(workspace, ground.plan.id).contradictions if is_current else ()
    return week_agenda(
        gather(
            workspace,
            # Nobody's own figures go out on paper.
            counts=shown_to(ground.month.part.counts, ()),
            plan=ground.plan,
            as_of=known.revision,
            today=known.today,
            landings={one.landing.key: one.landing for one in ground.ahead.outlooks},
            contradictions=collide,
            uncovered=nobody,
            woken=nobody,
            parked=parked_until(workspace.together.parked(as_of=known.revision)),
        )
    )
