"""The month's targets: the shortest agreed period speaks, working days say what is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.agreed.targets import Target
from planning.company import Company
from planning.periods import parse_month
from planning.together.month_targets import MonthPace, month_pace, month_targets
from planning.together.pipeline_status import Span, pipeline_status, still_to_win
from tests.actuals.small_counts import JAN, small_counts

JUNE = parse_month("2025-06")


def row(kpi: str = "leads", start: str = "2025-06", months: int = 1, **cells: Any) -> PlanRow:  # noqa: ANN401
    """A target of the whole company."""
    said = {"team": "marketing", "kpi": kpi, "start": start, "months": months, **cells}
    return PlanRow(f"{kpi} {start} {months}", "target", "plan", "marketing", cells=said)


def company(as_of: date = date(2025, 6, 30), *, leads: tuple[int, ...] = ()) -> Slice:
    """The company; its leads begin in January 2025, or in January 2024 if there are 18."""
    first = JAN if len(leads) <= 12 else JAN - 12
    rows = [{"month": first + at, "leads": n} for at, n in enumerate(leads or (10,) * 6)]
    return Slice(small_counts(as_of=as_of, base=rows), Scope(), Context(company=Company()))


def test_the_shortest_period_that_holds_the_month_speaks() -> None:
    rows = [
        row(start="2025-01", months=12, value="1200"),
        row(start="2025-04", months=3, value="390"),
        row(value="111"),
        row(start="2025-05", value="999"),
        row(region="DACH", value="5"),
        row(scope_team="sales", value="6"),
    ]
    found = month_targets(rows, company(), JUNE)
    assert {key: target.value for key, target in found.items()} == {"leads": 111}
    assert month_targets(rows[:2], company(), JUNE)["leads"].value == 130
    assert month_targets(rows[:1], company(), JUNE)["leads"].value == 100


def test_a_count_takes_the_share_the_month_had_a_year_before() -> None:
    # June 2024 brought a quarter of its quarter.
    before = (10, 10, 10, 20, 40, 20, *(10,) * 6, *(10,) * 6)
    quarter = row(start="2025-04", months=3, value="400")
    assert month_targets([quarter], company(leads=before), JUNE)["leads"].value == 100


def test_a_ratio_stays_as_agreed() -> None:
    year = row("close_ratio", "2025-01", 12, value="0.3")
    assert month_targets([year], company(), JUNE)["close_ratio"].value == Decimal("0.3")


def at(day: date, value: float | None, target: Target) -> MonthPace:
    """Where a figure stands on a day."""
    return month_pace(target, value, company(day))


def test_of_a_count_as_much_is_due_as_working_days_are_over() -> None:
    june = month_targets([row(value="210")], company(), JUNE)["leads"]
    # June 2025 has 21 working days, ten up to Friday the 13th.
    friday = at(date(2025, 6, 13), 100, june)
    assert (friday.pace.state, friday.pace.low, friday.pace.off) == ("on course", 100, 0)
    sunday = at(date(2025, 6, 15), 90, june)
    assert sunday.pace.state == "off course"
    assert sunday.pace.off == pytest.approx(0.1)
    assert not sunday.is_over


def test_a_ratio_is_due_whole_on_any_day() -> None:
    ratio = month_targets([row("close_ratio", value="0.3")], company(), JUNE)["close_ratio"]
    early = at(date(2025, 6, 3), 0.27, ratio)
    assert early.pace.state == "off course"
    assert early.pace.off == pytest.approx(0.1)


def test_on_its_last_day_a_month_is_met_or_missed() -> None:
    june = month_targets([row(value="210")], company(), JUNE)["leads"]
    assert at(date(2025, 6, 30), 210, june).pace.state == "met"
    last = at(date(2025, 6, 30), 209, june)
    assert (last.pace.state, last.is_over) == ("missed", True)
    assert at(date(2025, 6, 30), None, june).pace.state == "unknown"


# ---- the pipeline ----


def piped(as_of: date = date(2025, 6, 30)) -> Slice:
    """Four open deals of different ages, some won and lost before."""
    ages = [
        {"month": JAN + 5, "outcome": "open", "days": 30, "deals": 2, "cents": 20_000},
        {"month": JAN + 4, "outcome": "open", "days": 31, "deals": 1, "cents": 30_000},
        {"month": 0, "outcome": "open", "days": -1, "deals": 1, "cents": 5_000},
        {"month": JAN + 4, "outcome": "won", "days": 5, "deals": 9, "cents": 99_000},
    ]
    base = [{"month": JAN + 3, "won": 1, "lost": 1, "won_cents": 10_000, "lost_cents": 30_000}]
    days = [{"month": JAN + 3, "outcome": "won", "days": 30, "deals": 1, "cents": 10_000}]
    counts = small_counts(as_of=as_of, base=base, deal_ages=ages, deal_days=days)
    return Slice(counts, Scope(), Context())


def test_open_deals_stand_by_age_and_are_held_against_what_is_needed() -> None:
    found = pipeline_status(piped(), 200.0)
    assert found.spans == (
        Span(0, 30, 2, 200.0), Span(31, 60, 1, 300.0), Span(61, 90, 0, 0.0),
        Span(91, 180, 0, 0.0), Span(181, None, 0, 0.0), Span(None, None, 1, 50.0),
    )  # fmt: skip
    assert (found.deals, found.amount, found.coverage) == (4, 550.0, 2.75)
    # A quarter of the decided money was won, so four times as much is needed.
    assert found.needed == 4
    assert found.is_thin
    assert (found.usual_days, found.older) == (30, 1)


def test_without_a_target_nothing_is_thin() -> None:
    found = pipeline_status(piped(), None)
    assert (found.coverage, found.is_thin) == (None, False)


def test_the_next_three_months_still_lack_their_targets_less_what_came() -> None:
    rows = [row("revenue", f"2025-{month:02d}", value="100") for month in (5, 6, 7, 8, 9)]
    assert still_to_win(rows, piped()) == 300
    # On 29 June the month still runs and September is too far; April's money is April's.
    assert still_to_win(rows, piped(date(2025, 6, 29))) == 300
    assert still_to_win(rows[:3], piped()) == 100
    assert still_to_win([], piped()) is None
    april = [row("revenue", f"2025-{month:02d}", value="150") for month in (4, 5, 6)]
    assert still_to_win(april, piped(date(2025, 4, 10))) == 350
