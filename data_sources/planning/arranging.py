"""Arranging the goals of a plan: the first is what matters most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from data_sources.desk import Desk
from data_sources.planning.operation import operating
from data_sources.planning.saved import Saved
from data_sources.store import plan_rows
from planning.errors import NotPossible

ARRANGED: Final = "arranged"
"""What the history calls it."""


def arrange(desk: Desk, scenario: str, goals: Sequence[str], operation: str | None) -> Saved:
    """Let the goals of a plan stand in another order; what they say stays as it is.

    Args:
        desk: In whose hands the plan is.
        scenario: The plan's id.
        goals: The ids of all its goals, the first on top.
        operation: An id that makes a repeat harmless; None gives one.

    Raises:
        NotAllowed: The actor may not set goals.
        NotPossible: The plan is not edited any more, or has other goals by now.
        UsageError: There is no such plan.
    """
    with operating(desk, operation) as doing:
        doing.require("goals")
        doing.scenario(scenario)
        standing = plan_rows.of_kind(doing.change.connection, "goal", scenario)
        if doing.done is None:
            if sorted(goals) != sorted(row.id for row in standing):
                raise NotPossible("The goals changed meanwhile.", "Look at them, then try again.")
            positions = sorted(row.position for row in standing)
            for goal, position in zip(goals, positions, strict=True):
                doing.move(goal, position)
        return doing.finish(how=ARRANGED, also=goals)
