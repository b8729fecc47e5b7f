"""Forecast accuracy: how near plans came, and what is no forecast."""

from __future__ import annotations

from datetime import date

import pytest

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.targets import Target
from planning.periods import Period
from planning.review.accuracy import Accuracy, accuracies, forecast_accuracy
from planning.review.shortfall.planned_months import YearPlan
from tests.actuals.small_counts import JAN, Row, months, small_counts
from tests.agreed.small_plan import YEAR, line

QUARTER = months("2025-01", "2025-04")


def company(as_of: date = date(2025, 12, 31), period: Period | None = QUARTER) -> Slice:
    """Three months: 100, 80 and no leads, 5 of 20, 5 of 10 and no deals won."""
    rows: list[Row] = [
        {"month": JAN, "leads": 100, "won": 5, "lost": 15, "marketing_cents": 900_00, "mqls": 10},
        {"month": JAN + 1, "leads": 80, "won": 5, "lost": 5, "marketing_cents": 500_00},
        {"month": JAN + 2, "won_cents": 1, "region": "DACH"},
    ]
    return Slice(small_counts(base=rows, as_of=as_of), Scope(period=period), Context())


def target(kpi: str, length: int = 12, **cells: object) -> Target:
    """A target that begins with 2025."""
    return Target(team="joint", kpi=kpi, start="2025-01", months=length, **cells)


def of(*targets: Target, part: Slice | None = None, **more: object) -> dict[str, Accuracy]:
    """Accuracies by KPI."""
    plan = YearPlan(YEAR, targets, **more)  # type: ignore[arg-type]
    return {it.kpi: it for it in accuracies(part or company(), [plan])}


@pytest.mark.parametrize(
    ("actual", "plan", "near"),
    [(100, 100, 1), (80, 100, 0.75), (120, 100, 1 - 20 / 120), (10, 35, -1.5), (100, 0, 0)],
)
def test_the_formula_by_hand(actual: float, plan: float, near: float) -> None:
    assert forecast_accuracy(actual, plan) == pytest.approx(near)


@pytest.mark.parametrize(("actual", "plan"), [(0, 10), (-5, 10), (None, 10), (10, None)])
def test_without_an_actual_above_zero_or_a_plan_it_is_undefined(
    actual: float | None, plan: float | None
) -> None:
    assert forecast_accuracy(actual, plan) is None


def test_each_month_stands_beside_what_was_planned_for_it() -> None:
    leads = of(target("leads", value=1200))["leads"]
    assert leads.planned == (100, 100, 100)
    assert leads.actual == (100, 80, 0)
    assert leads.accuracy == (1, 0.75, None)
    assert leads.mean == 0.875


def test_a_ratio_is_forecast_for_every_month_alike() -> None:
    assert of(target("close_ratio", value="0.25"))["close_ratio"].accuracy == (1, 0.5, None)


def test_limits_and_ranges_are_no_forecasts() -> None:
    assert of(target("leads", low=100), target("close_ratio", low="0.2", high="0.3")) == {}


def test_spend_is_forecast_by_the_lines_of_the_budget() -> None:
    lines = (line(plan=(600, 500, 400)), line(category="people", plan=(300,)),
             line(team="sales", plan=(1, 2, 3)))  # fmt: skip
    found = of(lines=lines)
    assert found["spend_marketing"].planned == (900, 500, 400)
    assert found["spend_marketing"].accuracy == (1, 1, None)
    assert "spend_sales" not in found


def test_rates_of_young_leads_are_not_judged_yet() -> None:
    aim = target("mql_rate", value="0.1")
    assert of(aim)["mql_rate"].accuracy[0] == 1
    assert "mql_rate" not in of(aim, part=company(date(2025, 4, 1)))


def test_only_months_that_are_over_count() -> None:
    part = company(date(2025, 2, 27))
    assert of(target("leads", value=1200), part=part)["leads"].months == (JAN,)
    assert of(target("leads", value=1200), part=company(date(2025, 1, 5))) == {}
    assert of(target("leads", value=1200), part=company(period=None)) == {}


def test_a_part_of_the_company_is_held_against_its_own_targets() -> None:
    own, whole = target("leads", value=1200, region="DACH"), target("leads", value=5)
    counts = small_counts(base=[{"month": JAN, "leads": 80, "region": "DACH"}])
    part = Slice(counts, Scope(period=QUARTER, region=("DACH",)), Context())
    assert of(own, whole, part=part)["leads"].accuracy == (0.75, None, None)
    assert of(whole, part=part) == {}
