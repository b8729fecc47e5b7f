"""Goals: what a plan is for, from the top, served by its lines and targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, Unfit, text
from planning.agreed.lines import PLAN
from planning.agreed.rows import Cells, PlanRow
from planning.errors import NotPossible
from planning.money import quoted

MOST: Final = 5
"""A plan that wants more than this wants nothing in particular."""

_MOST_STEPS: Final = 12
_NAME: Final = text(NAME_LIMIT)


def steps(value: object) -> list[JsonValue]:
    r"""Read the steps to a goal: a list, or text with one step a line.

    Example:
        >>> steps("Hire two people\n\n Call within a day ")
        ['Hire two people', 'Call within a day']
    """
    given = value.splitlines() if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        raise Unfit(f"must be one step a line, not “{quoted(value)}”.")
    found: list[JsonValue] = [
        _NAME(step) for step in given if not isinstance(step, str) or step.strip()
    ]
    if len(found) > _MOST_STEPS:
        raise Unfit(f"may be {_MOST_STEPS}, not {len(found)}.", "Keep those that matter.")
    return found


COLUMNS: Final = (
    Column("name", "Goal", _NAME, needed=True),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("steps", "Steps", steps),
    Column("benchmark", "Benchmark", text(TEXT_LIMIT, lines=True)),
    Column("marketing_owner", "Owner in marketing", _NAME),
    Column("sales_owner", "Owner in sales", _NAME),
    Column("copied_from", "Copied from", _NAME, fixed=True),
)


class Goal(BaseModel):
    """What a plan wants to reach.

    Attributes:
        name: In a few words.
        reason: Why it matters.
        steps: What is done for it, in order.
        benchmark: What it is held against: others, last year, what is usual.
        marketing_owner, sales_owner: Who answers for it in each team.
        copied_from: The goal it was copied from, in another plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    reason: str = ""
    steps: tuple[str, ...] = ()
    benchmark: str = ""
    marketing_owner: str | None = None
    sales_owner: str | None = None
    copied_from: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a goal from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        told = self.model_dump(mode="json").items()
        return {name: it for name, it in told if it not in (None, "", [])}


@dataclass(frozen=True, slots=True)
class Served:
    """What of a plan serves one goal.

    Attributes:
        goal: The goal's row.
        lines, targets: Ids of the rows that name it, by position.
        planned: What the lines plan for the year, in plan-currency units.
    """

    goal: PlanRow
    lines: tuple[str, ...]
    targets: tuple[str, ...]
    planned: Decimal


def title(cells: Cells) -> str:
    """Return what a goal is called.

    Example:
        >>> title({"name": "Twice the customers in EMEA"})
        '“Twice the customers in EMEA”'
    """
    return f"“{quoted(str(cells.get('name') or ''))}”"


def orphans(rows: Iterable[PlanRow], goals: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
    """Return the lines and targets that serve no goal of the plan.

    A goal that was removed is none: what served it is an orphan.

    Example:
        >>> goal = PlanRow("g", "goal", "plan", "joint", cells={"name": "Grow"})
        >>> one = PlanRow("a", "line", "plan", "sales", cells={"goal": "g"})
        >>> two = PlanRow("b", "line", "plan", "sales", cells={"goal": "gone"})
        >>> [row.id for row in orphans([one, two], [goal])]
        ['b']
    """
    known = {goal.id for goal in goals}
    return tuple(row for row in rows if row["goal"] not in known)


def served(
    goals: Sequence[PlanRow], lines: Iterable[PlanRow], targets: Iterable[PlanRow]
) -> tuple[Served, ...]:
    """Return what serves each goal, in the order of the goals."""
    by_goal: Mapping[str, tuple[list[PlanRow], list[PlanRow]]] = {
        goal.id: ([], []) for goal in goals
    }
    for place, rows in enumerate((lines, targets)):
        for row in rows:
            if (goal := row["goal"]) in by_goal:
                by_goal[str(goal)][place].append(row)
    return tuple(
        Served(
            goal=goal,
            lines=tuple(row.id for row in own),
            targets=tuple(row.id for row in aims),
            planned=sum((_planned(row) for row in own), Decimal("0.00")),
        )
        for goal, (own, aims) in zip(goals, by_goal.values(), strict=True)
    )


def hold_room(standing: int, more: int = 1) -> None:
    """Hold that a plan may have more goals.

    Args:
        standing: How many it has.
        more: How many are to come.

    Raises:
        NotPossible: It has as many as a plan may.
    """
    if standing + more > MOST:
        raise NotPossible(
            f"A plan has at most {MOST} goals.", "Remove one first, or let one serve both."
        )


def _planned(line: PlanRow) -> Decimal:
    return sum((Decimal(str(line[cell])) for cell in PLAN if line[cell] is not None), Decimal(0))
