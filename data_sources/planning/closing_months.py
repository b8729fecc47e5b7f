"""Closing a month of the agreed plan, and what its figures became since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from data_sources.desk import Desk
from data_sources.facts import snapshots
from data_sources.planning.operation import operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed.closing import (
    Closing,
    ClosingTeam,
    Restatement,
    hold_closable,
    latest_per_month,
    restated,
)
from planning.agreed.closing import closable as months_to_close
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible
from planning.periods import Period, month_key, month_of, parse_month

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.facts.snapshots import Snapshot
    from data_sources.workspace import Workspace

FIGURES: Final = ("revenue", "customers", "leads", "won", "spend_marketing", "spend_sales")
"""The KPIs of a closed month that are watched for restatements."""


def close(
    desk: Desk, month: str, team: Literal["marketing", "sales"], origin: str, operation: str | None
) -> Saved:
    """Close a month for a team; once both teams did, later changes are restatements.

    The facts they looked at are kept, so that what changes later can be told.

    Args:
        desk: In whose hands it is.
        month: `YYYY-MM`.
        team: In whose name.
        origin: “real” or “demo”, as the facts are.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor does not lead the team.
        NotPossible: The month is not over, is closed already, or no plan is agreed for it.
        UsageError: The month cannot be read.
    """
    at = month_key(parse_month(month))
    with operating(desk, operation) as doing:
        doing.require("close", team)
        if doing.done is not None:
            return doing.finish()
        connection = doing.change.connection
        plan = _agreed_in(connection, parse_month(at), origin)
        year = Scenario.of(plan.cells)
        hold_closable(
            at, team, of_year(connection, origin, year.fiscal_year), _running(desk, connection)
        )
        current = snapshots.current(connection)
        snapshot = None if current is None else current.id
        cells = Closing(month=at, team=team, snapshot=snapshot, by=doing.actor.email).cells()
        (position,), _ = places(plan_rows.ends(connection, plan.id, "closing"), None, 1)
        doing.bring("closing", plan.id, team, cells, position)
        if snapshot is not None:
            snapshots.keep(connection, snapshot, f"{at} was closed")
        return doing.finish(how="closed")


def of_year(connection: Connection, origin: str, fiscal_year: int) -> tuple[PlanRow, ...]:
    """Return the closings of a year's months, whichever plan was agreed when they were made."""
    plans = {
        row.id
        for row in plan_rows.of_kind(connection, "scenario", None)
        if (row["origin"], row["fiscal_year"]) == (origin, fiscal_year)
    }
    rows = plan_rows.of_kind(connection, "closing", None)
    return tuple(row for row in rows if row.scenario in plans)


def closable(workspace: Workspace, plan: PlanRow) -> dict[ClosingTeam, tuple[str, ...]]:
    """Return the months of a plan's year that each team may close, as `YYYY-MM`.

    Args:
        workspace: Where facts and plans are.
        plan: The agreed plan of the year.
    """
    year = Scenario.of(plan.cells)
    with workspace.store.read() as connection:
        rows = of_year(connection, year.origin, year.fiscal_year)
        running = _running(workspace, connection)
    teams: tuple[ClosingTeam, ...] = ("marketing", "sales")
    return {team: months_to_close(year, team, rows, running) for team in teams}


def today(desk: Desk, connection: Connection) -> int:
    """Return the number of the month the facts' as-of date lies in, else the clock's."""
    return month_of(_as_of(desk, connection))


def _running(desk: Desk, connection: Connection) -> int:
    """Return the first month that is not over: on a month's last day the next one."""
    return month_of(_as_of(desk, connection) + timedelta(days=1))


def _as_of(desk: Desk, connection: Connection) -> date:
    current = snapshots.current(connection)
    as_of = None if current is None else current.as_of
    return as_of or desk.now().date()


def restatements(workspace: Workspace, fiscal_year: int, origin: str) -> tuple[Restatement, ...]:
    """Return the figures of a year's closed months that are others now.

    Args:
        workspace: Where facts and plans are.
        fiscal_year: The year.
        origin: “real” or “demo”, as the facts are.
    """
    found: list[Restatement] = []
    with workspace.store.read() as connection:
        closings = latest_per_month(of_year(connection, origin, fiscal_year))
        current = snapshots.current(connection)
        named = {str(row["snapshot"]) for row in closings.values() if row["snapshot"]}
        then = {one: snapshots.found(connection, one) for one in named}
    for month in sorted(closings):
        stood = then.get(str(closings[month]["snapshot"]))
        if current is None or stood is None or stood.id == current.id:
            continue
        found += restated(
            month, _figures(workspace, stood, month), _figures(workspace, current, month)
        )
    return tuple(found)


def _figures(workspace: Workspace, snapshot: Snapshot, month: str) -> Mapping[str, Decimal | None]:
    from data_sources.reading import counts_of
    from planning.actuals.counts import Scope
    from planning.actuals.scorecard import scorecard
    from planning.actuals.slices import Context, Slice

    company = workspace.company
    counts = counts_of(workspace.home, snapshot, company, workspace.channels())
    at = parse_month(month)
    scope = Scope(period=Period(start=at, end=at + 1))
    agreed = Context(company=company, channel_teams=workspace.channel_teams())
    card = scorecard(Slice(counts, scope, agreed), keys=FIGURES)
    return {
        key: None if figure.value is None else Decimal(str(figure.value))
        for key, figure in card.figures.items()
    }


def _agreed_in(connection: Connection, month: int, origin: str) -> PlanRow:
    for row in plan_rows.of_kind(connection, "scenario", None):
        if row["origin"] == origin and row["state"] == "agreed":
            period = Scenario.of(row.cells).period
            if period.start <= month < period.end:
                return row
    raise NotPossible(
        f"No plan is agreed for {month_key(month)}.", "Months of an agreed plan are closed."
    )
