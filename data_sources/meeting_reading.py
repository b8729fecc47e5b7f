"""What a meeting looks at, read from a workspace: one way for page, pack and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from planning.errors import NotPossible

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.actuals.book import AccountBook
    from planning.actuals.counts import Counts
    from planning.agreed.rows import PlanRow
    from planning.agreed.stretches import Contradiction
    from planning.review.exceptions.accounts_left import Uncovered, Woken
    from planning.review.landing import Landing
    from planning.together.agenda import Gathered
    from planning.together.gathering import PlanOfWeek


def gather(
    workspace: Workspace,
    *,
    counts: Counts | None = None,
    plan: PlanRow | None = None,
    as_of: int | None = None,
    today: date | None = None,
    landings: Mapping[str, Landing] | None = None,
    landings_before: Mapping[str, Landing] | None = None,
    contradictions: Sequence[Contradiction] = (),
    uncovered: Sequence[Uncovered] | None = None,
    woken: Sequence[Woken] | None = None,
    book: AccountBook | None = None,
    parked: Mapping[str, date] | None = None,
) -> Gathered:
    """Return everything the agenda of the week is made of; nothing is written.

    What takes longer than the agenda itself (landings, the verdict on the plan) is handed
    in by callers that have it.

    Args:
        workspace: Of the company.
        counts: The facts, for callers that hold on to them; None reads them.
        plan: The plan to hold them against; None takes the agreed one of the facts' year,
            else its draft.
        as_of: After which revision of the store plan and meetings are read; None means now.
        today: The day of the calendar; None asks the clock.
        landings: Where KPIs land now, by key.
        landings_before: Where they landed by the facts of a week before.
        contradictions: What of the plan is proven to collide (`proving.proven`).
        uncovered: A accounts nobody covers, by region; None looks for them in the accounts.
        woken: Accounts that woke up; None looks for them in the accounts.
        book: The accounts, for callers that hold on to them; None reads them if need be.
        parked: By key of an item until which day it stays away.

    Raises:
        NotAllowed: The actor may not read.
    """
    from planning.actuals.slices import Context
    from planning.together.gathering import Gathering, gathered

    workspace.require("read")
    together = workspace.together
    chosen = _plan(workspace, plan, as_of)
    if book is None and (uncovered is None or woken is None):
        book = workspace.accounts.book()
    return gathered(
        Gathering(
            counts=counts if counts is not None else workspace.counts(),
            context=Context(company=workspace.company, channel_teams=workspace.channel_teams()),
            today=today or together.today(),
            plan=chosen,
            actions=together.actions(as_of=as_of),
            decisions=together.decisions(as_of=as_of),
            landings=landings or {},
            landings_before=landings_before or {},
            contradictions=contradictions,
            uncovered=uncovered,
            woken=woken,
            book=book,
            parked=parked or {},
        )
    )


def _plan(workspace: Workspace, row: PlanRow | None, as_of: int | None) -> PlanOfWeek | None:
    from data_sources.allocating import Allocations
    from planning.agreed.scenarios import Scenario
    from planning.together.gathering import PlanOfWeek

    try:
        row = row or Allocations(workspace).plan()
    except NotPossible:
        return None
    return PlanOfWeek(
        name=str(row["name"]),
        scenario=Scenario.of(row.cells),
        lines=workspace.plan.rows("line", row.id, as_of=as_of),
        targets=workspace.plan.rows("target", row.id, as_of=as_of),
        criteria=workspace.plan.rows("criterion", row.id, as_of=as_of),
        coverage=workspace.plan.rows("coverage", row.id, as_of=as_of),
    )
