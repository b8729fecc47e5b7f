"""The budget as people see it: the columns of its sheet and how its lines are called."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from planning.agreed.lines import CATEGORIES, COMMITTED, MOTIONS, PLAN, STATUSES
from planning.agreed.lines import title as line_title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import month_name
from views.formats import visible
from views.sheets import Column

TEAM_WORDS: Final = {"marketing": "Marketing", "sales": "Sales", "joint": "Both"}
PLANNED, PROMISED, ABOUT = "Plan", "Committed", "What and where"


def called(row: PlanRow) -> str:
    """Return what a line is called, with what marks money that is not placed yet.

    Example:
        >>> called(PlanRow("a", "line", "s", "joint", cells={"channel": "Fairs"}))
        'Fairs'
        >>> called(PlanRow("a", "line", "s", "joint", cells={"status": "reserve"}))
        'line (reserve)'
    """
    mark = f" ({row['status']})" if row["status"] in ("placeholder", "reserve") else ""
    return f"{visible(line_title(row.cells))}{mark}"


def months(scenario: Scenario) -> tuple[str, ...]:
    """Return the twelve months' short heads, the year where it changes.

    Example:
        >>> months(Scenario(name="Plan", fiscal_year=2026, start="2025-07"))[4:8]
        ('Nov', 'Dec', 'Jan 26', 'Feb')
    """
    heads = []
    for at, month in enumerate(scenario.period.months()):
        name = month_name(month)
        turns = month % 12 == 0 and at > 0
        heads.append(f"{name[:3]} {name[-2:]}" if turns else name[:3])
    return tuple(heads)


def amount_of(row: PlanRow, cells: tuple[str, ...]) -> float | None:
    """Return the sum of some cells of money, None where all are blank.

    Example:
        >>> row = PlanRow("a", "line", "s", "joint", cells={"plan_01": "1.50", "plan_02": "2"})
        >>> amount_of(row, PLAN), amount_of(row, COMMITTED)
        (3.5, None)
    """
    found = [row[cell] for cell in cells if row[cell] is not None]
    if not found:
        return None
    try:
        return float(sum(Decimal(str(value)) for value in found))
    except InvalidOperation:
        return None


def columns(scenario: Scenario, currency: str) -> dict[str, tuple[Column, ...]]:
    """Return the views of the sheet, each with its columns."""
    line = Column("line", "Line", computed=called, width=200, pinned=True)
    team = Column("team_word", "Team", computed=_team, width=88)
    heads = months(scenario)
    year = f"Year, {currency}"

    def monthly(cells: tuple[str, ...]) -> tuple[Column, ...]:
        by_month = (
            Column(cell, head, "number", width=76) for cell, head in zip(cells, heads, strict=True)
        )
        total = Column(
            "year",
            year,
            "number",
            computed=lambda row: amount_of(row, cells),
            width=112,
        )
        return (line, team, total, *by_month)

    return {
        PLANNED: monthly(PLAN),
        PROMISED: monthly(COMMITTED),
        ABOUT: (line, team, *_about()),
    }


def _team(row: PlanRow) -> str:
    return TEAM_WORDS[row.team]


def _about() -> tuple[Column, ...]:
    """Return the columns that say what a line is for."""
    return (
        Column("category", "Category", "choice", options=CATEGORIES, width=112),
        Column("channel", "Channel", width=136),
        Column("job", "Job", width=104, help="What the people of this line do."),
        Column("campaign", "Campaign", width=136),
        Column("campaign_start", "Starts", width=104, help="A date of the year: 2026-03-31."),
        Column("offer", "Offer", width=136),
        Column("owner", "Owner", width=136),
        Column("region", "Region", width=104),
        Column("segment", "Segment", width=104),
        Column("motion", "Motion", "choice", options=MOTIONS, width=104),
        Column("status", "Money is", "choice", options=STATUSES, width=104),
        Column("line_code", "Line code", width=104, help="The code bookings carry."),
        Column("reason", "Reason", width="large", help="Why this number."),
    )
