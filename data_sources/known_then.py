"""What was known in a week: the newest facts up to then, and the plan as it stood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from data_sources.facts import snapshots
from data_sources.facts.snapshots import Snapshot
from data_sources.planning.beginning import shown
from data_sources.store import plan_rows
from planning.errors import NotPossible
from planning.periods import month_name, month_of
from planning.together.week_ground import KnownThen
from planning.weeks import Week

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.agreed.rows import PlanRow


def snapshot_of(found: Sequence[Snapshot], week: Week, zone: ZoneInfo) -> Snapshot:
    """Return the facts that a week was told by.

    Of the snapshots whose as-of date lies in the week or before it counts the newest that
    had been brought in by then, else the newest: facts of a past that nobody had kept.

    Args:
        found: All that are kept, newest first.
        week: The week.
        zone: The company's time zone.

    Raises:
        NotPossible: Nothing reaches back so far.
    """
    if not found:
        raise NotPossible(
            "There are no facts yet.", "Bring a file in with tandem import, or run tandem demo."
        )
    dated = [one for one in found if one.as_of is not None]
    if not dated:
        raise NotPossible(
            "The facts have no dates, so no week can be told from them.",
            "Import facts with dates.",
        )
    upto = [one for one in dated if one.as_of is not None and one.as_of <= week.last]
    if not upto:
        first = min(one.as_of for one in dated if one.as_of is not None)
        raise NotPossible(
            f"No facts of the week of {_day(week.first)} or before are kept; "
            f"the first end on {_day(first)}.",
            f"Choose {first} or a later day.",
        )
    brought = [one for one in upto if brought_on(one, zone) <= week.last]
    return (brought or upto)[0]


def brought_on(one: Snapshot, zone: ZoneInfo) -> date:
    """Return the day on which facts were brought in, in the company's time zone."""
    return one.created_at.astimezone(zone).date()


def known_then(workspace: Workspace, week: Week) -> tuple[KnownThen, Snapshot]:
    """Return which state of facts and plan tells a week.

    Plan, actions and decisions are read as they stood at the week's end. Facts that were
    brought in later are told beside the plan of the day they came, the current ones beside
    the plan as it stands.

    Raises:
        NotPossible: There are no facts of that week or before.
    """
    workspace.require("read")
    zone = ZoneInfo(workspace.company.time_zone)
    with workspace.store.read() as connection:
        standing, found = snapshots.current(connection), snapshots.latest(connection)
    chosen = snapshot_of(found, week, zone)
    came, today = brought_on(chosen, zone), workspace.together.today()
    until = week.last if came <= week.last else came
    if standing is not None and chosen.id == standing.id and came > week.last:
        until = max(today, until)
    known = KnownThen(
        week=week,
        snapshot=chosen.id,
        as_of=chosen.as_of or came,
        brought_on=came,
        revision=workspace.plan.revision_at(until),
        today=min(today, until),
        is_demo=chosen.origin == "demo",
    )
    return known, chosen


def plans_then(workspace: Workspace, known: KnownThen) -> tuple[PlanRow, ...]:
    """Return the plans that stood then, the latest fiscal year first."""
    with workspace.store.read() as connection:
        ids = [row.id for row in plan_rows.of_kind(connection, "scenario", None)]
        rows = tuple(
            row
            for one in ids
            for row in plan_rows.of_kind_as_of(connection, "scenario", one, known.revision)
        )
    return shown(rows, "demo" if known.is_demo else "real")


def keep_for_pack(workspace: Workspace, known: KnownThen) -> None:
    """Keep the facts that a pack names for good, so that it can be made again.

    Whoever may take a pack may do this: it changes nothing that anybody sees.

    Args:
        workspace: In whose hands the pack was made.
        known: What it was told by.
    """
    workspace.require("read")
    reason = f"the pack of the week of {_day(known.week.first)} names it"
    with workspace.store.write() as connection:
        if reason not in snapshots.kept(connection).get(known.snapshot, ()):
            snapshots.keep(connection, known.snapshot, reason)
            snapshots.mark(connection, [known.snapshot], None)


def _day(day: date) -> str:
    return f"{day.day} {month_name(month_of(day))}"
