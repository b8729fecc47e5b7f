"""Accepting a plan as a stretch although its targets collide, and taking that back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from data_sources.agreeing import settings_in_force
from data_sources.desk import Desk
from data_sources.facts import snapshots
from data_sources.planning.operation import operating
from data_sources.planning.saved import Saved
from data_sources.proving import hold_as_proven
from data_sources.store import agreed_values, plan_rows
from planning.agreed.rows import SIGNED
from planning.agreed.stretches import Proven, hold_stretch, lifted, recorded
from planning.errors import NotPossible


def accept(desk: Desk, scenario: str, found: Proven, seen: int, operation: str | None) -> Saved:
    """Accept a proposed plan as a stretch: who, when and of what stand with the plan.

    Signatures given before are withdrawn, as by every change of a proposed plan.

    Args:
        desk: In whose hands it is.
        scenario: The plan's id.
        found: What of it is proven to collide.
        seen: The revision the person read: of the store or of the plan.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor is no executive.
        NotPossible: The plan is not proposed, was changed since, or nothing in it collides.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("stretch")
        if doing.done is not None:
            return doing.finish()
        row, plan = doing.plan(scenario)
        connection = doing.change.connection
        revision = plan_rows.latest_change(connection, scenario, SIGNED)
        facts = snapshots.current(connection)
        hold_stretch(plan, found.contradictions, seen=seen, revision=revision)
        hold_as_proven(found, revision, facts.id if facts else None)
        company = agreed_values.company_from(settings_in_force(connection))
        today = desk.now().astimezone(ZoneInfo(company.time_zone)).date()
        cells = recorded(found.contradictions, doing.actor.email, today)
        doing.put(row, {**lifted(row.cells or {}), **cells})
        return doing.finish(how="stretched")


def take_back(desk: Desk, scenario: str, operation: str | None) -> Saved:
    """No longer accept a proposed plan as a stretch; its signatures are withdrawn.

    Raises:
        NotAllowed: The actor is no executive.
        NotPossible: It is not proposed, or was not accepted as a stretch.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("stretch")
        if doing.done is not None:
            return doing.finish()
        row, plan = doing.plan(scenario)
        if plan.state != "proposed":
            raise NotPossible(f"{plan.name} is {plan.state}.", "What was accepted stands.")
        if not plan.stretch_of:
            raise NotPossible(f"{plan.name} is not accepted as a stretch.")
        doing.put(row, lifted(row.cells or {}))
        return doing.finish(how="stretched no longer")
