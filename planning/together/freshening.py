"""An agenda brought up to date with what was promised and parked since it was gathered.

What people say to one another in a meeting must not have the facts looked at anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planning.agreed.rows import PlanRow
from planning.together.actions import agenda
from planning.together.agenda import Gathered
from planning.together.looking_back import late_items
from planning.together.minutes import parked_until


def freshened(
    gathered: Gathered, actions: Iterable[PlanRow], parked: Iterable[PlanRow], today: date
) -> Gathered:
    """Return what was gathered with the promises and parked items of this moment.

    Args:
        gathered: Facts and plan as they were looked at.
        actions: Rows of all actions.
        parked: Rows of parked items.
        today: The day of the calendar.
    """
    promises = agenda(actions, today).open
    others = (it for it in gathered.items if it.kind != "actions-overdue")
    return replace(
        gathered,
        items=(*late_items(promises, today), *others),
        promises=promises,
        parked=parked_until(parked),
        today=today,
    )
