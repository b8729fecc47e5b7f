"""What of a plan is proven to collide: looked at before somebody signs it, never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.facts import snapshots
from data_sources.store import plan_rows
from planning.agreed.rows import SIGNED
from planning.agreed.stretches import Contradiction, Proven
from planning.errors import NotPossible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.workspace import Workspace
    from planning.model.consistency.conflicts import Conflict
    from planning.model.consistency.history import History
    from planning.model.consistency.repairs import Repair


def proven(workspace: Workspace, scenario: str, history: History | None = None) -> Proven:
    """Return what of a plan is proven to collide, with its budget and the facts.

    Args:
        workspace: Of the plan.
        scenario: Its id.
        history: The facts, where a page holds on to them; None reads them anew.

    Raises:
        NotAllowed: The actor may not read.
        UsageError: There is no such plan.
    """
    workspace.require("read")
    with workspace.store.read() as connection:
        revision = plan_rows.latest_change(connection, scenario, SIGNED)
        facts = snapshots.current(connection)
        targets = plan_rows.of_kind(connection, "target", scenario)
    found = _contradictions(workspace, scenario, history) if targets else ()
    return Proven(found, revision, facts.id if facts else None)


def hold_as_proven(found: Proven, revision: int, snapshot: str | None) -> None:
    """Hold that a plan and the facts are still those that were looked at.

    Raises:
        NotPossible: Somebody changed one of them in between.
    """
    if (found.revision, found.snapshot) != (revision, snapshot):
        raise NotPossible(
            "The plan or the facts changed at this moment.", "Read it again, then sign."
        )


def contradiction(conflict: Conflict, ways: Sequence[Repair] | None = None) -> Contradiction:
    """Return a conflict as the agreement records it.

    Args:
        conflict: What cannot all hold.
        ways: What of it alone would do, where a caller has found out; None finds out.
    """
    from planning.model.consistency.money import money_between
    from planning.model.consistency.repairs import repairs
    from planning.model.consistency.words import conflict_sentence

    members: set[str] = set()
    for one in (conflict, *conflict.echoes):
        for it in one.statements:
            if it.kind == "target":
                members.add(f"{it.source} {it.side} {it.value:.12g}")
            else:
                # What people planned counts with its value, what the facts show without.
                value = f" {it.value:.12g}" if it.basis == "budget" else ""
                members.add(f"{it.basis} {it.kpi} {it.side}{value}")
        members |= {f"link {one.question.system.links[at].key}" for at in one.links}
    between = money_between(repairs(conflict) if ways is None else ways)
    return Contradiction(conflict_sentence(conflict), frozenset(members), between)


def _contradictions(
    workspace: Workspace, scenario: str, history: History | None
) -> tuple[Contradiction, ...]:
    from data_sources.checking import Checks
    from planning.model.consistency.conflicts import names, verdict

    question = Checks(workspace).question(workspace.plan.row(scenario), history=history)
    try:
        collide = () if verdict(question) else names(question)
    except NotPossible:
        # Where nothing could be concluded nothing is proven.
        return ()
    return tuple(map(contradiction, collide))
