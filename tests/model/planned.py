"""A small company and its plan: two channels, two closing people, a customer won in February."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from planning.actuals.slices import Context
from planning.agreed.kinds import cleaned
from planning.agreed.lines import PLAN
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.model.measuring.calibrate import Calibration, calibrate
from tests.builders import counts_of

AS_OF = date(2026, 3, 31)
YEAR = Scenario(name="Plan 2026", fiscal_year=2026, start="2026-01")
APRIL, MAY, AUGUST, DECEMBER = 3, 4, 7, 11


def line(key: str, months: Mapping[int, float] | float, **cells: JsonValue) -> PlanRow:
    """Return a line of so much in each month, or in some (0 is January)."""
    amounts = dict.fromkeys(range(12), months) if isinstance(months, float | int) else months
    given = {"status": "placed", **cells, **{PLAN[at]: str(it) for at, it in amounts.items()}}
    clean = cleaned("line", given)
    return PlanRow(key, "line", "plan", clean["team"], cells=clean)  # type: ignore[arg-type]


def envelope(amount: float) -> PlanRow:
    cells: dict[str, JsonValue] = {"scope": "company", "amount": f"{amount:.2f}"}
    return PlanRow("envelope", "envelope", "plan", "joint", cells=cells)


def heads(count: int, **more: JsonValue) -> list[JsonValue]:
    return [{"job": "closing", "heads": str(count), "cost_per_month": "5000.00", **more}]


SEARCH: dict[str, Any] = {"team": "marketing", "category": "programme", "channel": "Search"}
PEOPLE: dict[str, Any] = {
    "team": "sales", "category": "people", "job": "closing", "region": "North",
}  # fmt: skip
ROWS = (
    line("search", 1000, **SEARCH, committed_04="800.00"),
    line("spring", dict.fromkeys(range(6), 500), **SEARCH | {"channel": "search"}),
    line("events", 300, team="sales", category="programme", channel="Events", status="placeholder"),
    line("podcast", 200, **SEARCH | {"channel": "Podcast"}),
    line("reserve", {DECEMBER: 900}, **SEARCH, status="reserve", reserve_kpi="leads"),
    line("people", 10_000, **PEOPLE, drivers=heads(2)),
    line(
        "hire", dict.fromkeys(range(AUGUST, 12), 5000), **PEOPLE, drivers=heads(1, starts="2026-08")
    ),
    line("rooms", 700, team="joint", category="overhead"),
    envelope(200_000),
)


def tiny_calibration(folder: Path) -> Calibration:
    """Two channels, two closing people, and one customer won in February."""
    months = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(15)]
    counts = counts_of(
        folder,
        as_of=AS_OF,
        leads=[
            {"lead_id": f"{channel} {month}", "quantity": count, "channel": channel,
             "region": "North", "created_on": f"{month}-10", "mql_on": f"{month}-11",
             "first_touch_on": f"{month}-12", "sql_on": f"{month}-14"}
            for channel, count in (("Search", 20), ("Events", 8))
            for month in months
        ],
        opportunities=[
            {"opportunity_id": "D1", "account_id": "A1", "channel": "Search", "region": "North",
             "motion": "acquire", "created_on": "2025-11-20", "closed_on": "2026-02-10",
             "stage": "Won", "is_won": True, "amount": 10_000, "currency": "EUR"}
        ],
        accounts=[{"account_id": "A1", "name": "One"}],
        spend=[
            {"month": f"{month}-01", "team": team, "category": "programme", "channel": channel,
             "amount": amount, "currency": "EUR"}
            for team, channel, amount in (("marketing", "Search", 1400), ("sales", "Events", 300))
            for month in months
        ],
        people=[
            {"person_id": name, "name": name, "team": "sales", "job": "closing",
             "region": "North", "start_on": "2024-01-01"}
            for name in ("Ada", "Bo")
        ],
    )  # fmt: skip
    return calibrate(counts, Context())
