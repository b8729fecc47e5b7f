"""The whole agenda of a week, whatever it takes: facts, plan, accounts, landings, what collides.

Everybody sees the same agenda: facts are read with nobody told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from data_sources.agreeing import is_demo
from data_sources.meeting_reading import gather
from planning.actuals.counts import Counts, Scope
from planning.actuals.individuals import shown_to
from planning.actuals.slices import Context, Slice
from planning.errors import TandemError
from planning.together.agenda import Gathered
from planning.together.minutes import Records, parked_until

if TYPE_CHECKING:
    from data_sources.facts.snapshots import Snapshot
    from data_sources.workspace import Workspace
    from planning.actuals.book import AccountBook
    from planning.agreed.rows import PlanRow
    from planning.agreed.stretches import Contradiction
    from planning.model.consistency.history import History
    from planning.review.landing import Landing

A_WEEK: Final = range(5, 22)
"""So many days before the facts of today those of “a week before” may end."""

_LOOKED_BACK: Final = 30


def whole(
    workspace: Workspace,
    *,
    counts: Counts | None = None,
    plan: PlanRow | None = None,
    book: AccountBook | None = None,
    landings: Mapping[str, Landing] | None = None,
    history: History | None = None,
    as_of: int | None = None,
    today: date | None = None,
) -> Gathered:
    """Return everything the agenda of the week is made of; nothing is written.

    Args:
        workspace: Of the company.
        counts: The facts, for callers that hold on to them; None reads them.
        plan: The plan to hold them against; None takes the agreed one of the facts' year.
        book: The accounts, for callers that hold on to them; None reads them.
        landings: Where KPIs land now, where a caller has them; None computes them.
        history: The facts the verdict on the plan is found with; None reads them.
        as_of: After which revision of the store plan and meetings are read; None means now.
        today: The day of the calendar; None asks the clock.

    Raises:
        NotAllowed: The actor may not read.
    """
    facts = counts if counts is not None else workspace.counts()
    # Nobody's own figures are told in a meeting, whoever looks.
    facts = None if facts is None else shown_to(facts, ())
    plan = plan or _plan(workspace)
    book = book if book is not None else workspace.accounts.book()
    now = landings
    if now is None:
        now = {} if facts is None else _landings(workspace, plan, facts)
    return gather(
        workspace,
        counts=facts,
        plan=plan,
        as_of=as_of,
        today=today,
        landings=now,
        landings_before={} if facts is None or not now else landings_before(workspace, plan, facts),
        contradictions=() if plan is None else _colliding(workspace, plan, history),
        book=book,
        parked=parked_until(workspace.together.parked(as_of=as_of)),
    )


def records(workspace: Workspace, as_of: int | None = None) -> Records:
    """Return what meetings left behind, with when and by whom.

    Args:
        workspace: Of the company.
        as_of: After which revision of the store; None means now.
    """
    together = workspace.together
    kinds = (together.actions, together.decisions, together.notes, together.parked)
    actions, decisions, notes, parked = (rows(as_of=as_of) for rows in kinds)
    stamps = together.stamps((*actions, *decisions, *notes, *parked))
    return Records(actions, decisions, notes, parked, stamps)


def _plan(workspace: Workspace) -> PlanRow | None:
    from data_sources.allocating import Allocations

    try:
        return Allocations(workspace).plan()
    except TandemError:
        return None


def _colliding(
    workspace: Workspace, plan: PlanRow, history: History | None
) -> tuple[Contradiction, ...]:
    from data_sources.proving import proven

    try:
        return proven(workspace, plan.id, history).contradictions
    except TandemError:
        # Without facts to prove it with, nothing is proven.
        return ()


def _landings(workspace: Workspace, plan: PlanRow | None, counts: Counts) -> dict[str, Landing]:
    from data_sources.allocating import Allocations

    if not counts.is_dated:
        return {}
    context = Context(company=workspace.company, channel_teams=workspace.channel_teams())
    ahead = Allocations(workspace).year_ahead(plan, Slice(counts, Scope(), context))
    return {one.landing.key: one.landing for one in ahead.outlooks}


def landings_before(
    workspace: Workspace, plan: PlanRow | None, counts: Counts
) -> dict[str, Landing]:
    """Return where KPIs landed by the facts of a week before, in the same month as today's.

    Facts of another month would be held against another stretch of the plan.

    Args:
        workspace: Of the company.
        plan: The plan whose year lands.
        counts: The current facts.
    """
    earlier = _week_before(workspace, counts.as_of) if counts.is_dated else None
    if earlier is None:
        return {}
    from data_sources.reading import counts_of

    found = counts_of(workspace.home, earlier, workspace.company, workspace.channels())
    try:
        return _landings(workspace, plan, shown_to(found, ()))
    except TandemError:
        return {}


def _week_before(workspace: Workspace, as_of: date) -> Snapshot | None:
    current = workspace.snapshot()
    for one in workspace.snapshots(_LOOKED_BACK):
        of_month = one.as_of is not None and one.as_of.replace(day=1) == as_of.replace(day=1)
        if one.as_of is None or not of_month or is_demo(one) != is_demo(current):
            continue
        if (as_of - one.as_of).days in A_WEEK:
            return one
    return None
