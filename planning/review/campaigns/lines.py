"""What the plan still holds for a campaign, and what was said about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.agreed.lines import PLAN, Line
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario


@dataclass(frozen=True)
class PlannedLine:
    """One line of the plan that names a campaign.

    Attributes:
        row: The line.
        cells: Its months that are still to come, by month number.
        left: What is planned for them.
        committed: What of it is promised already.
    """

    row: PlanRow
    cells: dict[int, str]
    left: Decimal
    committed: Decimal


def lines_of(
    rows: Iterable[PlanRow], campaign: str, scenario: Scenario, after: int
) -> tuple[PlannedLine, ...]:
    """Return the lines that name a campaign, with the money of the months to come.

    Args:
        rows: The lines of a plan.
        campaign: Its name, whatever its capitals.
        scenario: The plan.
        after: The month of the facts; months after it are still to come.
    """
    wanted = campaign.strip().casefold()
    found = []
    for row in rows:
        if str(row["campaign"] or "").strip().casefold() != wanted:
            continue
        line = Line.of(row.cells)
        places = [at for at in range(len(PLAN)) if scenario.first_month + at > after]
        found.append(
            PlannedLine(
                row,
                {scenario.first_month + at: PLAN[at] for at in places},
                sum((line.plan[at] or Decimal(0) for at in places), Decimal(0)),
                sum((line.committed[at] or Decimal(0) for at in places), Decimal(0)),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Said:
    """An action or a decision that concerns a campaign.

    Attributes:
        row: The action or decision.
        by_name: Whether it names the campaign or a line of it; else only its channel.
    """

    row: PlanRow
    by_name: bool


_TEXTS = ("what", "question", "chosen", "why")


def said_of(
    rows: Iterable[PlanRow], campaign: str, channel: str | None, lines: Sequence[str]
) -> tuple[Said, ...]:
    """Return the actions and decisions that concern a campaign, those naming it first.

    Args:
        rows: Actions and decisions.
        campaign: Its name, found in any text whatever its capitals.
        channel: Its channel; decisions about a channel concern its campaigns.
        lines: Ids of the lines that name it.
    """
    wanted = campaign.strip().casefold()
    found = []
    for row in rows:
        options = row["options"] if isinstance(row["options"], list) else []
        texts = [*(row[cell] for cell in _TEXTS if cell in row.cells), *options]
        named = row["about"] in lines or any(wanted in str(text).casefold() for text in texts)
        if named or (channel is not None and row["channel"] == channel):
            found.append(Said(row, named))
    return tuple(sorted(found, key=lambda one: not one.by_name))
