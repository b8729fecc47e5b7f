"""A small company and small plans of it: Web doubles from the second quarter on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.periods import Period
from planning.review.shortfall.planned_months import YearPlan
from planning.review.shortfall.shortfall import Shortfall
from tests.actuals.small_counts import JAN, Row, months, small_counts
from tests.agreed.small_plan import YEAR

CONTEXT = Context(channel_teams={"Outbound": "sales"})
QUARTER = months("2025-04", "2025-07")
HALF_YEAR: tuple[Row, ...] = tuple(
    {
        "month": JAN + at,
        "channel": channel,
        "region": region,
        "leads": 10 * size,
        "won": size,
        "lost": 3 * size,
        "won_cents": size * 100_000,
        "customers_with_account": size,
        "marketing_cents": size * 50_000,
        "marketing_programme_cents": size * 20_000,
    }
    for at in range(6)
    for channel, region, size in (("Web", "DACH", 2 if at < 3 else 4), ("Outbound", "Nordics", 1))
)
"""Each month Web doubles from the second quarter on: 20 leads, 2 of 8 won, then 40, 4 of 16."""


def company(
    period: Period | None = QUARTER, *, as_of: date = date(2025, 6, 30), **kept: tuple[str, ...]
) -> Slice:
    """The small company, or a part of it."""
    counts = small_counts(as_of=as_of, base=HALF_YEAR)
    return Slice(counts, Scope(period=period, **kept), CONTEXT)


def target(
    kpi: str, value: float | None, start: str = "2025-04", length: int = 3, **cells: object
) -> Target:
    """A target of the second quarter; without a value the cells say what is agreed."""
    return Target(team="joint", kpi=kpi, start=start, months=length, value=value, **cells)


def plan(*targets: Target, lines: Sequence[PlanRow] = (), **released: bool) -> YearPlan:
    """The plan of 2025."""
    return YearPlan(YEAR, targets, tuple(lines), released)


def effects(found: Shortfall) -> dict[str, int]:
    """Effects of the whole in plain numbers by the drivers told together."""
    assert found.whole is not None, found.findings
    return {" ".join(term.drivers): round(float(term.effect)) for term in found.whole.terms}


def said(found: Shortfall) -> str:
    """Everything found out beside the numbers."""
    return " ".join(f"{it.message} {it.remedy}" for it in found.findings)
