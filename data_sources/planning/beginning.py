"""The life of a plan: begun as an empty draft, named, put away."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from data_sources.desk import Desk
from data_sources.planning.editing import edit_row, team_of
from data_sources.planning.operation import Operation, operating
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.agreed.changes import Edit
from planning.agreed.envelopes import SCOPES
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.life import moved
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import UsageError
from planning.periods import month_key

_MONTHS: Final = 12
PUT_AWAY: Final = "put away"


def begin(desk: Desk, fiscal_year: int, first_calendar_month: int, name: str, origin: str) -> Saved:
    """Begin an empty draft with its envelopes.

    Args:
        desk: In whose hands the plan is.
        fiscal_year: Named after the calendar year in which it ends.
        first_calendar_month: In which month (1 to 12) fiscal years begin.
        name: As people will call it.
        origin: “real” or “demo”, as the facts are.

    Raises:
        NotAllowed: The actor may not begin drafts.
        UsageError: The name or year cannot be used, or the name is taken.
    """
    start = month_key(_MONTHS * fiscal_year - (13 - first_calendar_month) % _MONTHS)
    wanted = Scenario(name=name, fiscal_year=fiscal_year, start=start, origin=origin).cells()
    with operating(desk, None) as doing:
        doing.require("scenarios")
        cells = checked(doing, {key: str(value) for key, value in wanted.items()})
        return bring(doing, cells)


def bring(doing: Operation, cells: Cells) -> Saved:
    """Write a new scenario with an envelope for each team and the company."""
    scenario = uuid4().hex
    doing.bring("scenario", scenario, "joint", cells, 0, own_id=scenario)
    for place, scope in enumerate(SCOPES):
        doing.bring("envelope", scenario, team_of({"team": scope}), {"scope": scope}, place + 1)
    return doing.finish()


def rename(desk: Desk, scenario: str, name: str) -> Saved:
    """Give a draft another name, or a proposed plan, which withdraws its signatures.

    Raises:
        NotAllowed: The actor may not name plans.
        NotPossible: It is agreed, archived or put away.
        UsageError: There is none, or the name cannot be used or is taken.
    """
    return _change(desk, scenario, {"name": name})


def put_away(desk: Desk, scenario: str) -> Saved:
    """Put a draft away; its history brings it back.

    Raises:
        NotAllowed: The actor may not put drafts away.
        NotPossible: It is no draft.
        UsageError: There is none.
    """
    return _change(desk, scenario, {"state": PUT_AWAY}, leaves=True)


def shown(rows: tuple[PlanRow, ...], origin: str) -> tuple[PlanRow, ...]:
    """Return the scenarios of an origin that were not put away, latest year first."""
    of_them = [row for row in rows if row["origin"] == origin and row["state"] != PUT_AWAY]
    return tuple(
        sorted(of_them, key=lambda row: (-Scenario.of(row.cells).fiscal_year, row["name"]))
    )


def _change(desk: Desk, scenario: str, cells: Cells, *, leaves: bool = False) -> Saved:
    with operating(desk, None) as doing:
        doing.require("scenarios")
        plan = doing.scenario(scenario)
        if leaves:
            moved(plan, "put away")
        row = doing.known(scenario)
        standing = row.cells or {}
        checked(doing, {**standing, **cells}, besides=scenario)
        edit_row(
            doing, row, Edit(scenario, {cell: standing.get(cell) for cell in cells}, cells), plan
        )
        return doing.finish(also=[scenario])


def checked(doing: Operation, cells: Cells, besides: str = "") -> Cells:
    """Return the cells of a plan's own row, cleaned.

    Args:
        doing: The operation.
        cells: All cells.
        besides: The plan's id if it stands already: it may keep its name.

    Raises:
        UsageError: A cell cannot be so, or the name is taken.
    """
    sentences = refusals("scenario", cells, whole=True)
    for sentence in sentences.values():
        raise UsageError(sentence)
    clean = cleaned("scenario", cells)
    for row in plan_rows.of_kind(doing.change.connection, "scenario", None):
        same = all(row[cell] == clean.get(cell) for cell in ("name", "fiscal_year", "origin"))
        if same and row["state"] != PUT_AWAY and row.id != besides:
            raise UsageError(
                f"There is a plan “{clean.get('name')}” already.", "Name it otherwise."
            )
    return clean
