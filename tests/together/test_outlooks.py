"""Outlooks: a year's landing holds its target, misses it, or is open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.periods import Period
from planning.review.landing import LANDED
from planning.together.outlooks import Outlook, outlooks
from tests.actuals.small_counts import JAN, small_counts
from views.week_pictures import landing_frame, landing_picture, landing_words

YEAR = Period(start=JAN, end=JAN + 12)


def target(kpi: str, **cells: Any) -> PlanRow:  # noqa: ANN401
    """A target for 2025."""
    said = {"team": "marketing", "kpi": kpi, "start": "2025-01", "months": 12, **cells}
    return PlanRow(kpi, "target", "plan", "marketing", cells=said)


def company(as_of: date = date(2025, 9, 30)) -> Slice:
    """A hundred leads a month, for 5,000 each month."""
    rows = [
        {"month": JAN - 12 + at, "leads": 100, "marketing_cents": 500_000,
         "marketing_programme_cents": 500_000}
        for at in range(21)
    ]  # fmt: skip
    return Slice(small_counts(as_of=as_of, base=rows), Scope(), Context())


def found(*targets: PlanRow) -> dict[str, Outlook]:
    """Outlooks by KPI."""
    return {one.landing.key: one for one in outlooks(company(), targets, YEAR)}


@pytest.mark.parametrize(
    ("wanted", "verdict"), [("900", "holds"), ("1200", "open"), ("2000", "misses")]
)
def test_a_landing_holds_its_target_misses_it_or_is_open(wanted: str, verdict: str) -> None:
    leads = found(target("leads", value=wanted))["leads"]
    assert leads.verdict == verdict
    assert leads.landing.low is not None
    assert leads.landing.high is not None
    assert 900 < leads.landing.low < 1200 < leads.landing.high < 1400
    assert leads.off == (pytest.approx(0.4, abs=0.05) if verdict == "misses" else leads.off)


def test_what_must_not_be_exceeded_holds_below() -> None:
    assert found(target("spend_marketing", value="90000"))["spend_marketing"].verdict == "holds"
    assert found(target("spend_marketing", value="30000"))["spend_marketing"].verdict == "misses"


def test_targets_of_a_part_or_of_another_period_do_not_speak() -> None:
    parts = target("leads", value="5", region="DACH"), target("leads", value="9", months=3)
    assert found(*parts)["leads"].verdict == "no target"


def test_every_landed_kpi_is_told_those_with_a_target_first() -> None:
    listed = outlooks(company(), [target("cost_per_lead", high="60")], YEAR)
    assert {one.landing.key for one in listed} == set(LANDED)
    assert listed[0].landing.key == "cost_per_lead"


def test_the_picture_says_first_what_will_miss() -> None:
    told = outlooks(company(), [target("leads", value="2000"), target("cost_per_lead", high="60")],
                    YEAR)  # fmt: skip
    drawn = landing_picture(told, "2025", "EUR")
    assert drawn is not None
    assert drawn.finding == landing_words(told, "2025") == "Leads will miss 2025"
    assert [row["name"] for row in drawn.rows] == ["Leads ▼", "Cost per lead ▲"]
    leads = drawn.rows[0]
    assert leads["low"] < leads["middle"] < leads["high"] < leads["from"] == leads["to"] == 100
    frame = landing_frame(told, "EUR")
    assert len(frame) == len(LANDED)
    assert frame.iloc[0]["The target"] == "▼ misses"


def test_without_targets_there_is_no_picture() -> None:
    assert landing_picture(outlooks(company(), [], YEAR), "2025", "EUR") is None
