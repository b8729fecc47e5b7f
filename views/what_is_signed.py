"""What people put their name to, in words: money by team, what differs, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from planning.agreed.comparison import Comparison
from planning.agreed.disputes import discussed, unsettled
from planning.agreed.disputes import title as dispute_title
from planning.agreed.packages import still_open
from planning.agreed.packages import title as package_title
from planning.agreed.rows import PlanRow
from planning.agreed.totals import Totals
from views.approval import listed
from views.formats import counted, short


def places(totals: Totals, currency: str) -> str:
    """Say what a plan places in all and by team, as each who signs it puts their name to.

    Args:
        totals: What its lines come to.
        currency: The plan currency.
    """
    names = {"marketing": "marketing", "sales": "sales", "joint": "both together"}
    parts = [f"{names[str(one.label)]} {short(one.planned)}" for one in totals.by_team]
    whole = f"It places {short(totals.company.planned)} {currency} in the year"
    return f"{whole}: {', '.join(parts)}." if parts else "It places no money yet."


def against(comparison: Comparison, name: str, currency: str) -> str:
    """Say in one sentence how a plan differs from another.

    Args:
        comparison: The other plan first, then the plan.
        name: What the other is called.
        currency: The plan currency.
    """
    apart = [line for line in comparison.lines if not line.is_alike]
    aims = [one for one in comparison.targets if not one.is_alike]
    if not apart and not aims and not comparison.judged:
        return f"It says the same as {name}."
    before, after = comparison.totals
    more = after - before
    money = (
        f"{short(abs(more))} {currency} {'more' if more > 0 else 'less'}"
        if more
        else "as much money"
    )
    counts = [
        counted(len(found), noun)
        for found, noun in (
            (apart, "line"),
            (aims, "target"),
            (comparison.judged, "assumption"),
        )
        if found
    ]
    verb = "differs" if len(apart) + len(aims) + len(comparison.judged) == 1 else "differ"
    return f"Against {name}: {money}; {listed(counts)} {verb}."


def largest(comparison: Comparison, currency: str) -> str:
    """Say which line moved most between two plans; empty where none moved.

    Args:
        comparison: The other plan first, then the plan.
        currency: The plan currency.
    """
    first = next((line for line in comparison.lines if line.apart), None)
    if first is None:
        return ""
    before, after = (total or 0 for total in first.totals)
    more = "more" if after > before else "less"
    return f"Most of all {first.title}: {short(first.apart)} {currency} {more}."


def cautions(packages: Sequence[PlanRow], disputes: Sequence[PlanRow]) -> tuple[str, ...]:
    """Say what waits for an answer around a plan; open packages and talks hinder agreeing."""
    waiting, talk = still_open(packages), discussed(disputes)
    told = []
    if waiting:
        names = listed([package_title(row.cells) for row in waiting])
        verb = "is" if len(waiting) == 1 else "are"
        told.append(f"{counted(len(waiting), 'package')} {verb} open: {names}.")
    if talk is not None:
        told.append(f"The dispute {dispute_title(talk.cells)} is in discussion.")
    parked = len(unsettled(disputes)) - (talk is not None)
    if parked:
        verb = "is" if parked == 1 else "are"
        told.append(f"{counted(parked, 'dispute')} {verb} parked.")
    return tuple(told)


def hinders(packages: Sequence[PlanRow], disputes: Sequence[PlanRow]) -> bool:
    """Whether something has to be answered before the plan can be agreed."""
    return bool(still_open(packages)) or discussed(disputes) is not None
