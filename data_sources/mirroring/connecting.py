"""Connecting a plan to a spreadsheet, parting from it, and settling what clashed."""

from __future__ import annotations

from typing import Literal
from uuid import uuid4

from data_sources.desk import Desk
from data_sources.mirroring.layout import tab_ids
from data_sources.mirroring.state import Mirror
from data_sources.sheets.address import spreadsheet_id
from data_sources.store import mirrors, plan_rows
from planning.agreed.life import hold_editable
from planning.agreed.mirrored.outcome import SheetClash, settled
from planning.agreed.mirrored.tabs import TABS
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible, UsageError

Side = Literal["sheet", "tandem"]


def connect(desk: Desk, spreadsheet: str, scenario: str) -> Mirror:
    """Mirror a plan in a spreadsheet; the first synchronisation makes its tabs.

    Args:
        desk: Where the plan is; the actor may change settings.
        spreadsheet: The spreadsheet's address or id.
        scenario: The plan's id.

    Raises:
        NotAllowed: The actor may not change settings.
        UsageError: There is no such plan, or the address is none of a spreadsheet.
        NotPossible: The plan is no draft, or is mirrored already.
    """
    set_up = uuid4().hex
    wanted = spreadsheet_id(spreadsheet)
    with desk.author("settings").change("mirror") as change:
        plan = plan_rows.kept(change.connection, [scenario]).get(scenario)
        if plan is None or plan.kind != "scenario" or plan.cells is None:
            raise UsageError("There is no such plan.", "Choose one that is shown.")
        hold_editable(Scenario.of(plan.cells))
        if mirrors.of_plan(change.connection, scenario) is not None:
            raise NotPossible("This plan is mirrored already.", "Disconnect it first.")
        if any(one.spreadsheet == wanted for one in mirrors.every(change.connection)):
            raise NotPossible("Another plan is mirrored in this spreadsheet.", "Take a new one.")
        mirror = Mirror(
            scenario=scenario, spreadsheet=wanted, set_up=set_up, log_tab_id=tab_ids(set_up)[0]
        )
        mirrors.keep(change.connection, mirror)
        change.record(f"spreadsheet of {plan.cells.get('name')}", before=None, after=wanted)
    return mirror


def disconnect(desk: Desk, scenario: str) -> None:
    """Part a plan from its spreadsheet; both stay as they are.

    Does nothing where the plan is not mirrored.

    Raises:
        NotAllowed: The actor may not change settings.
    """
    with desk.author("settings").change("mirror") as change:
        found = mirrors.of_plan(change.connection, scenario)
        if found is None:
            return
        mirrors.drop(change.connection, scenario)
        change.record("spreadsheet of a plan", before=found.spreadsheet, after=None)


def settle(desk: Desk, scenario: str, tab: str, clash: SheetClash, side: Side) -> None:
    """Say which side of a clash holds; the next synchronisation makes the other one equal.

    What changes on either side after the clash was shown is not written over: it clashes anew.

    Args:
        desk: Where the plan is; the actor may edit the tab's rows.
        scenario: The plan's id.
        tab: The tab's key.
        clash: The clash as it was shown.
        side: Which side's value is wanted.

    Raises:
        NotAllowed: The actor may not change the team's rows.
        UsageError: There is no such tab or clash.
    """
    of = next((one for one in TABS if one.key == tab), None)
    if of is None:
        raise UsageError("There is no such tab.", "Choose one that is shown.")
    with desk.author("edit", of.team).change("mirror") as change:
        mirror = mirrors.of_plan(change.connection, scenario)
        state = mirrors.tab(change.connection, scenario, tab)
        reports = () if mirror is None else mirror.tabs
        if (
            mirror is None
            or state is None
            or not any(clash in report.clashes for report in reports if report.tab == tab)
        ):
            raise UsageError("This clash is settled already.", "Open the page anew.")
        update = {"base": settled(state.base, clash, side)}
        if state.operation:
            update["written"] = settled(state.written, clash, side)
        mirrors.keep_tab(change.connection, scenario, tab, state.model_copy(update=update))
        left = tuple(
            report.model_copy(update={"clashes": tuple(c for c in report.clashes if c != clash)})
            if report.tab == tab
            else report
            for report in reports
        )
        mirrors.keep(change.connection, mirror.model_copy(update={"tabs": left}))
        kept = "as in the sheet" if side == "sheet" else "as in Tandem"
        change.record(f"{clash.title} of {of.title}: {kept}"[:500], before=None, after=None)


def note_problem(desk: Desk, scenario: str, problem: str) -> None:
    """Note why a synchronisation failed, if the plan is mirrored still."""
    with desk.store.write() as connection:
        found = mirrors.of_plan(connection, scenario)
        if found is not None:
            update = {"problem": problem, "tried_at": desk.now()}
            mirrors.keep(connection, found.model_copy(update=update))
