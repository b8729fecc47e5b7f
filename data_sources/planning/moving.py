"""Moving a plan on: proposed, taken back, returned, agreed, archived."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydantic import JsonValue

from data_sources.desk import Desk
from data_sources.facts import snapshots
from data_sources.planning import closing_months
from data_sources.planning.editing import place_rows
from data_sources.planning.operation import Operation, operating
from data_sources.planning.saved import Saved
from data_sources.proving import hold_as_proven
from data_sources.store import agreed_years, plan_rows
from planning.agreed.closing import first_open
from planning.agreed.disputes import discussed
from planning.agreed.kinds import cleaned, refusals, title
from planning.agreed.life import Move, agreed_of, hold_replaces, moved, next_number
from planning.agreed.packages import still_open
from planning.agreed.re_agreeing import Restored, past_lines, past_months, past_targets
from planning.agreed.rows import SIGNED, Kind, PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.signatures import hold_signed
from planning.agreed.stretches import Proven, hold_no_open_ones
from planning.errors import NotPossible, UsageError
from planning.periods import month_key, month_name, parse_month

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def propose(desk: Desk, scenario: str, operation: str | None) -> Saved:
    """Put a draft up for signatures.

    Where a plan is agreed for its year, past months become as they were agreed: agreeing
    again replaces future months only.

    Raises:
        NotAllowed: The actor may not propose plans.
        NotPossible: It is no draft, or no month of the year is left to change.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("scenarios")
        if doing.done is not None:
            return doing.finish()
        row, plan = doing.plan(scenario)
        state = moved(plan, "propose")
        agreed = _agreed(doing.change.connection, plan)
        changes: dict[str, JsonValue] = {"state": state, "replaces": None, "changes_from": None}
        if agreed is not None:
            begins = _first_open(desk, doing, plan)
            _keep_past(doing, agreed.id, scenario, plan, begins)
            changes |= {"replaces": agreed.id, "changes_from": month_key(begins)}
        doing.put(row, {**(row.cells or {}), **changes, "returned": None})
        return doing.finish(how="proposed")


def take_back(desk: Desk, scenario: str, operation: str | None) -> Saved:
    """Make a proposed plan a draft again; its signatures are withdrawn.

    Raises:
        NotAllowed: The actor may not take plans back.
        NotPossible: It is not proposed.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("scenarios")
        return _moved(doing, scenario, "take back", {})


def give_back(desk: Desk, scenario: str, reason: str, operation: str | None) -> Saved:
    """Return a proposed plan with a reason; its signatures are withdrawn.

    Raises:
        NotAllowed: The actor may not return plans.
        NotPossible: It is not proposed.
        UsageError: There is no such plan, or no reason.
    """
    with operating(desk, operation) as doing:
        doing.require("return")
        told = cleaned("scenario", {"returned": reason})
        for sentence in refusals("scenario", told).values():
            raise UsageError(sentence)
        if told["returned"] is None:
            raise UsageError("A plan is returned with a reason.", "Say what should change.")
        return _moved(doing, scenario, "return", told)


def archive(desk: Desk, scenario: str, operation: str | None) -> Saved:
    """Archive a draft or a proposed plan: it can be read, compared and copied.

    Raises:
        NotAllowed: The actor may not archive plans.
        NotPossible: It is agreed, or archived or put away already.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("scenarios")
        return _moved(doing, scenario, "archive", {})


def agree(desk: Desk, scenario: str, found: Proven, operation: str | None) -> Saved:
    """Make a plan that everybody signed the agreed one of its year, archiving the former.

    Args:
        desk: In whose hands it is.
        scenario: The plan's id.
        found: What of the plan is proven to collide.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor may not agree plans.
        NotPossible: It is not proposed or not signed by all as it stands; another plan was
            agreed or a month closed since it was proposed; a package is open or a dispute
            in discussion; or its targets collide and nobody accepted it as a stretch.
            Nothing is written.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("agree")
        if doing.done is not None:
            return doing.finish()
        row, plan = doing.plan(scenario)
        state = moved(plan, "agree")
        connection = doing.change.connection
        agreed = _agreed(connection, plan)
        hold_replaces(plan, agreed, scenario)
        _hold_nothing_open(connection, scenario)
        signatures = plan_rows.of_kind(connection, "signature", scenario)
        revision = plan_rows.latest_change(connection, scenario, SIGNED)
        hold_signed(plan, signatures, revision)
        facts = snapshots.current(connection)
        hold_as_proven(found, revision, facts.id if facts else None)
        hold_no_open_ones(plan, found.contradictions)
        _hold_months_open(connection, plan)
        plans = plan_rows.of_kind(connection, "scenario", None)
        number = next_number(plans, plan.origin, plan.fiscal_year)
        doing.put(row, {**(row.cells or {}), "state": state, "agreed_as": number})
        if agreed is not None:
            former, standing = doing.plan(agreed.id)
            doing.put(former, {**(former.cells or {}), "state": moved(standing, "replace")})
        agreed_years.claim(
            connection, plan.origin, plan.fiscal_year, scenario, agreed.id if agreed else None
        )
        return doing.finish(how="agreed")


def _moved(doing: Operation, scenario: str, move: Move, cells: dict[str, JsonValue]) -> Saved:
    if doing.done is None:
        row, plan = doing.plan(scenario)
        doing.put(row, {**(row.cells or {}), **cells, "state": moved(plan, move)})
    return doing.finish(how=move)


def _agreed(connection: Connection, plan: Scenario) -> PlanRow | None:
    plans = plan_rows.of_kind(connection, "scenario", None)
    return agreed_of(plans, plan.origin, plan.fiscal_year)


def _first_open(desk: Desk, doing: Operation, plan: Scenario) -> int:
    connection = doing.change.connection
    closings = closing_months.of_year(connection, plan.origin, plan.fiscal_year)
    begins = first_open(plan, closings, closing_months.today(desk, connection))
    if begins >= plan.period.end:
        raise NotPossible(
            f"No month of {plan.fiscal_year} is left to change.", "Begin the plan of next year."
        )
    return begins


def _keep_past(doing: Operation, agreed: str, scenario: str, plan: Scenario, begins: int) -> None:
    def both(kind: Kind) -> tuple[tuple[PlanRow, ...], tuple[PlanRow, ...]]:
        connection = doing.change.connection
        return (
            plan_rows.of_kind(connection, kind, agreed),
            plan_rows.of_kind(connection, kind, scenario),
        )

    _write(doing, scenario, "line", past_lines(*both("line"), past_months(plan, begins)))
    _write(doing, scenario, "target", past_targets(*both("target"), begins))


def _write(doing: Operation, scenario: str, kind: Kind, restored: Restored) -> None:
    doing.load([*restored.changed, *restored.removed])
    for row, cells in restored.changed.items():
        doing.put(doing.known(row), cells)
    for row in restored.removed:
        doing.put(doing.known(row), None)
    rows = [row.cells for row in restored.added]
    place_rows(doing, kind, scenario, rows, asks=False)


def _hold_nothing_open(connection: Connection, scenario: str) -> None:
    waiting: Iterable[PlanRow] = still_open(plan_rows.of_kind(connection, "package", scenario))
    for package in waiting:
        name = title("package", package.cells)
        raise NotPossible(f"The package {name} is open.", "Take, decline or withdraw it first.")
    dispute = discussed(plan_rows.of_kind(connection, "dispute", scenario))
    if dispute is not None:
        name = title("dispute", dispute.cells)
        raise NotPossible(f"The dispute {name} is in discussion.", "Settle or park it first.")


def _hold_months_open(connection: Connection, plan: Scenario) -> None:
    if plan.changes_from is None:
        return
    closings = closing_months.of_year(connection, plan.origin, plan.fiscal_year)
    last = first_open(plan, closings, plan.first_month - 1) - 1
    if last >= parse_month(plan.changes_from):
        raise NotPossible(
            f"{month_name(last)} was closed since {plan.name} was proposed.",
            "Take it back and propose it again.",
        )
