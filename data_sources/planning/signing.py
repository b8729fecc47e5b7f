"""Signing a proposed plan, and taking a signature back."""

from __future__ import annotations

from data_sources.desk import Desk
from data_sources.facts import snapshots
from data_sources.planning.operation import operating
from data_sources.planning.placing import places
from data_sources.planning.saved import Saved
from data_sources.proving import hold_as_proven
from data_sources.store import plan_rows
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.rows import SIGNED
from planning.agreed.signatures import TEAMS_OF, Seat, Signature, hold_signable
from planning.agreed.stretches import Proven, hold_no_open_ones
from planning.errors import NotPossible, UsageError


def sign(
    desk: Desk, scenario: str, seat: Seat, seen: int, found: Proven, operation: str | None
) -> Saved:
    """Sign a proposed plan as it was read; the signature names its exact revision.

    Args:
        desk: In whose hands it is.
        scenario: The plan's id.
        seat: For which team, or as the executive.
        seen: The revision the person read: of the store or of the plan.
        found: What of the plan is proven to collide.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor does not lead the team, or is no executive.
        NotPossible: The plan is not proposed, was changed since, or is signed already; or
            its targets collide and nobody accepted it as a stretch.
        UsageError: There is no such plan, or nobody signs so.
    """
    if seat not in TEAMS_OF:
        raise UsageError(f"“{seat}” signs nothing.", "Sign for marketing, sales or executive.")
    with operating(desk, operation) as doing:
        doing.require("sign", TEAMS_OF[seat])
        if doing.done is not None:
            return doing.finish()
        _, plan = doing.plan(scenario)
        connection = doing.change.connection
        rows = plan_rows.of_kind(connection, "signature", scenario)
        revision = plan_rows.latest_change(connection, scenario, SIGNED)
        hold_signable(plan, seat, rows, seen=seen, revision=revision)
        facts = snapshots.current(connection)
        hold_as_proven(found, revision, facts.id if facts else None)
        hold_no_open_ones(plan, found.contradictions)
        if facts is not None:
            snapshots.keep(connection, facts.id, f"{plan.name} was signed")
        signature = Signature(
            seat=seat, by=doing.actor.email, signed=revision, snapshot=facts.id if facts else None
        )
        (position,), _ = places(plan_rows.ends(connection, scenario, "signature"), None, 1)
        doing.bring("signature", scenario, TEAMS_OF[seat], signature.cells(), position)
        return doing.finish(how="signed")


def withdraw(desk: Desk, signature: str, reason: str, operation: str | None) -> Saved:
    """Take a signature back, which stays to be seen.

    Raises:
        NotAllowed: The actor does not lead the team, or is no executive.
        NotPossible: It was withdrawn before, or the plan is agreed.
        UsageError: There is no such signature, or the reason cannot be kept.
    """
    with operating(desk, operation) as doing:
        row = doing.known(signature)
        if row.kind != "signature":
            raise UsageError("There is no such signature.", "Choose one that is shown.")
        doing.require("sign", row.team)
        if doing.done is not None:
            return doing.finish()
        _, plan = doing.plan(row.scenario)
        given = Signature.of(row.cells or {})
        if plan.state != "proposed":
            raise NotPossible(f"{plan.name} is {plan.state}.", "What was signed stands.")
        if given.state != "signed":
            raise NotPossible("This signature was withdrawn.", "Sign again instead.")
        why = cleaned("signature", {"why": reason})["why"]
        for sentence in refusals("signature", {"why": why}).values():
            raise UsageError(sentence)
        doing.put(row, given.withdrawn(str(why or "Taken back.")).cells())
        return doing.finish(how="withdrew")
