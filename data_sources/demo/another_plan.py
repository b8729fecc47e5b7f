"""Another plan for the fictitious firm's running year: proposed, with give and take around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pydantic import JsonValue

from data_sources.demo.planned_programme import overspent_channel
from data_sources.demo.planned_talk import Said
from data_sources.demo.planners import address
from data_sources.demo.planning_year import Row, Year, drivers_in
from planning.agreed.lines import PLAN
from planning.agreed.scenarios import Scenario

_LATER: Final = (8, 9, 10, 11)
"""The months it changes, by position: they have not begun when it is proposed."""

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class AnotherPlan:
    """A copy of a plan, changed and proposed.

    Attributes:
        scenario: Its name and months; a draft until it is proposed.
        by: Address of who copies and proposes it.
        steps: What was changed, offered and disputed, in order; rows keep the keys of the
            plan it is a copy of.
    """

    scenario: Scenario
    by: str
    steps: tuple[Said, ...]


def another_plan(year: Year, rows: Mapping[str, Row]) -> AnotherPlan:
    """Return the other plan of a year.

    Args:
        year: The year.
        rows: The rows of its plan by key.
    """
    name = f"{year.scenario.name}, less {overspent_channel(year)}"
    return AnotherPlan(
        scenario=year.scenario.model_copy(update={"name": name}),
        by=address(year.people.heads["marketing"]),
        steps=tuple(_steps(year, rows)),
    )


def _steps(year: Year, rows: Mapping[str, Row]) -> Iterator[Said]:
    marketing, sales = (address(year.people.heads[team]) for team in ("marketing", "sales"))
    channel = overspent_channel(year)
    over = next(
        row for row in rows.values() if row.kind == "line" and row.cells.get("channel") == channel
    )
    other = rows["M-WBN-01" if over.key != "M-WBN-01" else "M-SEA-01"]
    moved = _moved(over, other, channel)
    yield Said(marketing, moved)
    package = _package(year, {**rows, **{row.key: row for row in moved}})
    yield Said(marketing, (package,))
    yield Said(
        sales,
        (_comment(package, "From which month could the person start?", marketing),),
    )
    yield Said(sales, tuple(_disputes(over, channel)))


def _moved(over: Row, other: Row, channel: str) -> tuple[Row, Row]:
    """Return two lines after a third of one's later months went to the other."""
    less, more = dict(over.cells), dict(other.cells)
    for cell in (PLAN[at] for at in _LATER):
        standing = Decimal(str(less.get(cell) or 0))
        moved = (standing * Decimal("0.33")).quantize(_CENT)
        less[cell] = f"{standing - moved:.2f}"
        more[cell] = f"{Decimal(str(more.get(cell) or 0)) + moved:.2f}"
    less["reason"] = f"{channel} rose for two years and leads did not: a third less from September."
    more["reason"] = f"What {channel} gives back: leads from here still close."
    return replace(over, cells=less), replace(other, cells=more)


def _package(year: Year, rows: Mapping[str, Row]) -> Row:
    shows = rows["M-EVT-01"]
    wishes: dict[str, JsonValue] = {}
    for cell in (PLAN[at] for at in _LATER):
        if (kept := shows.cells.get(cell)) is not None:
            half = (Decimal(str(kept)) / 2).quantize(_CENT)
            wishes[cell] = {"base": kept, "wanted": f"{half:.2f}"}
    developing = next(row for row in rows.values() if row.cells.get("job") == "development")
    cells: dict[str, JsonValue] = {
        "name": "Half of the autumn shows for a development head",
        "by_team": "marketing",
        "changes": [
            {"row": shows.key, "changes": wishes},
            {"new": "line", "cells": _head(year, developing)},
        ],
        "reason": "Leads of the shows wait for a week. We give half of the money "
        "if sales adds one person who calls them.",
        "state": "open",
    }
    return Row(f"package {year.scenario.fiscal_year}", "package", "sales", cells)


def _head(year: Year, like: Row) -> dict[str, JsonValue]:
    costs = (
        driver["cost_per_month"]
        for driver in drivers_in(like)
        if isinstance(driver, dict) and "cost_per_month" in driver
    )
    cost = str(next(costs))
    starts = year.month(_LATER[0])
    return {
        "team": "sales",
        "category": "people",
        "job": "development",
        "region": like.cells.get("region"),
        "owner": year.people.heads["sales"],
        "status": "placed",
        "reason": "One more person who calls leads, from September.",
        "drivers": [{"job": "development", "heads": "1", "cost_per_month": cost, "starts": starts}],
        **{PLAN[at]: cost for at in _LATER},
    }


def _disputes(over: Row, channel: str) -> Iterator[Row]:
    yield Row(
        f"dispute {over.key}", "dispute", "joint",
        {
            "name": f"What is a lead of {channel} worth?",
            "about": over.key,
            "marketing_says": "They are early, and many come back through search months later.",
            "sales_says": "One of fifty becomes a customer, and each costs an hour of calling.",
            "state": "in discussion",
        },
    )  # fmt: skip
    yield Row(
        "dispute credit", "dispute", "joint",
        {
            "name": "Who may count a deal that began at a show?",
            "sales_says": "The region that closed it.",
            "state": "parked",
        },
    )  # fmt: skip


def _comment(about: Row, text: str, *mentions: str) -> Row:
    cells: dict[str, JsonValue] = {"about": about.key, "text": text, "mentions": list(mentions)}
    return Row(f"comment {about.key}", "comment", about.team, cells)
