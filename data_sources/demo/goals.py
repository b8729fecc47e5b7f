"""What the fictitious firm's plan is for, and which line or target serves which goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pydantic import JsonValue

from data_sources.demo.planning_year import Row, Year

NEW: Final = "goal new customers"
FOLLOW: Final = "goal follow-up"
KEEP: Final = "goal customers kept"
KNOW: Final = "goal cost known"

_BY_KPI: Final = {
    "leads": NEW,
    "mqls": NEW,
    "opportunities": NEW,
    "won": NEW,
    "customers": NEW,
    "revenue": NEW,
    "lead_to_customer": NEW,
    "follow_up_within_sla": FOLLOW,
    "sal_rate": FOLLOW,
    "sql_rate": FOLLOW,
    "close_ratio": FOLLOW,
    "sales_cycle_days": FOLLOW,
    "renewal_rate": KEEP,
    "cac": KNOW,
    "cost_per_lead": KNOW,
    "mql_rate": KNOW,
}
_BY_CATEGORY: Final = {"agency": NEW, "partner": NEW, "commission": NEW}
_BY_JOB: Final = {"development": FOLLOW, "closing": FOLLOW, "marketing": NEW}
_BY_CODE: Final = {"M-TOL-01": KNOW, "S-TOL-01": FOLLOW}


def goals(year: Year) -> Iterator[Row]:
    """Return the goals of a year, in the order that matters to the firm."""
    sales = year.people.regions
    marketing = year.people.channels
    yield _goal(
        year, NEW, "A fifth more new customers",
        "The market grows by a tenth a year; standing still means losing share.",
        ("Place programme money where leads become customers", "Look at every channel quarterly"),
        "Firms of this size win 15 to 25 % more customers a year.",
        marketing.get("Website"), year.people.heads["sales"],
    )  # fmt: skip
    yield _goal(
        year, FOLLOW, "Every good lead called within a day",
        "Leads that wait for three days close half as often.",
        ("Tell regions that fall behind each Monday", "Hire where too few people work deals"),
        "The best quarter so far had nine of ten called in time.",
        year.people.heads["marketing"], next(iter(sales.values()), None),
    )  # fmt: skip
    yield _goal(
        year, KEEP, "Customers stay and buy more",
        "Renewed and extended contracts cost a third of new ones.",
        ("Invite customers to two shows a year", "Speak of renewals 90 days ahead"),
        "Nine of ten contracts renewed is usual in the trade.",
        marketing.get("E-mail"), year.people.heads["sales"],
    )  # fmt: skip
    yield _goal(
        year, KNOW, "Know what a customer costs in each channel",
        "Both teams argue about money with numbers that differ.",
        ("One line code on every booking", "One definition of a qualified lead"),
        "",
        year.people.heads["marketing"], year.people.heads["sales"],
    )  # fmt: skip


def serving(row: Row) -> Row:
    """Return a line or target with the goal it serves, if it serves one."""
    goal = _goal_of(row)
    return row if goal is None else replace(row, cells={**row.cells, "goal": goal})


def _goal_of(row: Row) -> str | None:
    cells = row.cells
    if row.kind == "target":
        return _BY_KPI.get(str(cells.get("kpi")))
    if row.kind != "line" or cells.get("status") == "placeholder":
        return None
    if cells.get("motion") in ("cross-sell", "up-sell", "retain"):
        return KEEP
    if found := _BY_CODE.get(str(cells.get("line_code"))):
        return found
    if cells.get("category") == "people":
        return _BY_JOB.get(str(cells.get("job")))
    if cells.get("category") == "programme":
        return NEW
    return _BY_CATEGORY.get(str(cells.get("category")))


def _goal(
    year: Year,
    key: str,
    name: str,
    reason: str,
    steps: tuple[str, ...],
    benchmark: str,
    marketing: str | None,
    sales: str | None,
) -> Row:
    heads = year.people.heads
    cells: dict[str, JsonValue] = {
        "name": name,
        "reason": reason,
        "steps": list(steps),
        "marketing_owner": marketing or heads["marketing"],
        "sales_owner": sales or heads["sales"],
    }
    if benchmark:
        cells["benchmark"] = benchmark
    return Row(key, "goal", "joint", cells)
