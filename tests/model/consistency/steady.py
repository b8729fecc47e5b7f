"""A company in which every month is like the last, so that its best can be told by hand.

Each month: 100 leads, 40 MQLs, 20 SALs, 10 SQLs, 5,000 of programme money; 10 opportunities
of 10,000, each decided in the month after: 3 won, 7 lost; every win a new customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import JsonValue

from planning.actuals.slices import Context
from planning.agreed.kinds import cleaned
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.model.consistency.history import History
from tests.builders import counts_of

YEAR = Scenario(name="Plan 2026", fiscal_year=2026, start="2026-01")
MONTHS = 24


def steady_history(folder: Path) -> History:
    """The facts of two years that end with December 2025."""
    months = [(2024 + at // 12, at % 12 + 1) for at in range(MONTHS)]
    later = [(2024 + at // 12, at % 12 + 1) for at in range(1, MONTHS + 1)]
    leads: list[Mapping[str, object]] = []
    deals: list[Mapping[str, object]] = []
    for at, (year, month) in enumerate(months):
        day = f"{year}-{month:02d}-"
        steps: tuple[tuple[int, dict[str, object]], ...] = (
            (60, {}),
            (20, {"mql_on": day + "03"}),
            (10, {"mql_on": day + "03", "sal_on": day + "05"}),
            (10, {"mql_on": day + "03", "sal_on": day + "05", "sql_on": day + "08"}),
        )
        for part, (count, dates) in enumerate(steps):
            channel = "Search" if part < 3 else "Webinars"
            leads.append(
                {"lead_id": f"L{at}.{part}", "quantity": count, "channel": channel,
                 "region": "North", "created_on": day + "02", **dates}
            )  # fmt: skip
        closed = f"{later[at][0]}-{later[at][1]:02d}-"
        for won, count in ((True, 3), (False, 7)):
            over = later[at] <= (2025, 12)
            deals += [
                {"opportunity_id": f"D{at}.{won}.{nth}", "account_id": f"A{at}.{won}.{nth}",
                 "channel": "Search", "region": "North", "motion": "acquire",
                 "created_on": day + "10", "stage": "Won" if won else "Lost",
                 "amount": 10_000, "currency": "EUR",
                 **({"closed_on": closed + "09", "is_won": won} if over else {"stage": "Open"})}
                for nth in range(count)
            ]  # fmt: skip
    counts = counts_of(
        folder,
        as_of=date(2025, 12, 31),
        leads=leads,
        opportunities=deals,
        accounts=[{"account_id": it["account_id"], "name": it["account_id"]} for it in deals],
        spend=[
            {"month": f"{year}-{month:02d}-01", "team": team, "category": category,
             "channel": channel, "amount": amount, "currency": "EUR"}
            for year, month in months
            for team, category, channel, amount in (
                ("marketing", "programme", "Search", 5_000), ("sales", "people", None, 20_000)
            )
        ],
        people=[
            {"person_id": name, "name": name, "team": "sales", "job": "closing",
             "region": "North", "start_on": "2023-01-01"}
            for name in ("Ada", "Bo")
        ],
    )  # fmt: skip
    return History.of(counts, Context())


def target(
    kpi: str,
    value: JsonValue = None,
    low: JsonValue = None,
    high: JsonValue = None,
    *,
    start: str = "2026-01",
    months: int = 12,
    **cells: JsonValue,
) -> PlanRow:
    """A target as a row of a plan; bounds as people type them."""
    told: dict[str, JsonValue] = {
        name: it for name, it in (("value", value), ("low", low), ("high", high)) if it
    }
    said: dict[str, JsonValue] = {"team": "joint", "kpi": kpi, "start": start, "months": months}
    clean = cleaned("target", said | told | cells)
    kept: dict[str, JsonValue] = {name: it for name, it in clean.items() if it is not None}
    places = "".join(str(cells.get(it, "")) for it in ("channel", "region", "scope_team"))
    name = f"{kpi} {places} {start}/{months} {value} {low} {high}"
    return PlanRow(name, "target", "plan", "joint", cells=kept)
