"""The budget as people see it: the columns of its sheet and how its lines are called."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from planning.agreed.lines import CATEGORIES, COMMITTED, MOTIONS, PLAN, STATUSES
from planning.agreed.lines import title as line_title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.totals import Against, Totals
from planning.errors import UsageError
from planning.kpis import KPIS
from planning.periods import month_name, parse_month
from views.formats import short, visible
from views.sheets import Column, goal_column

TEAM_WORDS: Final = {"marketing": "Marketing", "sales": "Sales", "joint": "Both"}
PLANNED, PROMISED, ABOUT = "Plan", "Committed", "About"


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


def columns(
    scenario: Scenario, currency: str, goals: Mapping[str, str]
) -> dict[str, tuple[Column, ...]]:
    """Return the views of the sheet, each with its columns.

    Args:
        scenario: The plan.
        currency: The plan currency.
        goals: The names of its goals, by id.
    """
    line = Column("line", "Line", computed=called, width=216, pinned=True)
    team = Column("team_word", "Team", computed=_team, width=80)
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
        ABOUT: (line, team, goal_column(goals), *_about()),
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


def true_sentence(name: str, totals: Totals, currency: str) -> str:
    """Say how much of the envelope is placed, and which team is over its own.

    Args:
        name: What the plan is called.
        totals: What its lines come to.
        currency: The plan currency.
    """
    company = totals.against[0]
    planned = short(company.planned)
    if not company.planned:
        return f"{name} has no money placed yet."
    if company.envelope is None:
        head = f"{name} places {planned} {currency}; the company's envelope is not set"
    else:
        head = f"{name} places {planned} of {short(company.envelope)} {currency}"
        if company.left is not None and company.left < 0:
            head += f", {short(-company.left)} too much"
    over = [one for one in totals.against[1:] if one.left is not None and one.left < 0]
    if over:
        told = [f"{_whose(one)} is {short(-(one.left or 0))} over" for one in over]
        return f"{head}; {' and '.join(told)} its envelope."
    open_money = totals.company.placeholder + totals.company.reserve
    if open_money:
        return f"{head}; {short(open_money)} of it is placeholder or reserve."
    return f"{head}."


def _whose(one: Against) -> str:
    return "what both share" if one.scope == "joint" else one.scope


def about_words(row: PlanRow) -> str:
    """Say in one line what a line of the budget is.

    Example:
        >>> cells = {"team": "sales", "category": "people", "owner": "Ada", "status": "placed"}
        >>> about_words(PlanRow("a", "line", "s", "sales", cells=cells))
        'Sales · people · owner Ada'
    """
    parts = [TEAM_WORDS[row.team], row["category"], row["channel"], row["job"], row["motion"]]
    told = [str(part) for part in parts if part]
    if row["owner"]:
        told.append(f"owner {row['owner']}")
    if row["status"] not in (None, "placed"):
        told.append(str(row["status"]))
    return visible(" · ".join(told))


def reserve_words(row: PlanRow) -> str:
    """Say what a reserve waits for; empty while its trigger is not whole.

    Example:
        >>> cells = {"reserve_kpi": "leads", "reserve_when": "above", "reserve_threshold": "500",
        ...     "reserve_month": "2026-03", "reserve_then": "book the fair"}
        >>> reserve_words(PlanRow("a", "line", "s", "sales", cells=cells))
        'When leads is above 500 in Mar 2026: book the fair.'
    """
    kpi = KPIS.get(str(row["reserve_kpi"]))
    needed = ("reserve_when", "reserve_threshold", "reserve_month")
    if kpi is None or any(row[cell] is None for cell in needed):
        return ""
    try:
        month = month_name(parse_month(str(row["reserve_month"])))
    except UsageError:
        return ""
    then = f": {row['reserve_then']}" if row["reserve_then"] else " it is released"
    said = f"{row['reserve_when']} {row['reserve_threshold']} in {month}{then}"
    return visible(f"When {kpi.name[0].lower()}{kpi.name[1:]} is {said}.")
