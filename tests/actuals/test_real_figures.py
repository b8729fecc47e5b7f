"""Figures of data nobody here wrote agree with what others counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import grouped, scorecard
from planning.periods import Period
from tests.builders import counts_of

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.exists(), reason="the real data stand beside the project only"),
]


def rows_of(path: str, **options: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - pandas' own
    frame = pd.read_csv(DATA / path, **options)
    for row in frame.to_dict("records"):
        yield {str(name): None if pd.isna(value) else value for name, value in row.items()}


def day(text: str | None, pattern: str = "%Y-%m-%d") -> date | None:
    return None if text is None else pd.to_datetime(text, format=pattern).date()


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Counts:
    deals = [
        {
            "opportunity_id": row["opportunity_id"],
            "account_id": row["account"],
            "owner": row["sales_agent"],
            "product": row["product"],
            "stage": row["deal_stage"],
            "is_won": {"Won": True, "Lost": False}.get(row["deal_stage"]),
            "created_on": day(row["engage_date"], "%m/%d/%Y"),
            "closed_on": day(row["close_date"], "%m/%d/%Y"),
            "amount": row["close_value"],
        }
        for row in rows_of("maven_crm/sales_pipeline.csv")
    ]
    people = [
        {
            "person_id": row["sales_agent"],
            "name": row["sales_agent"],
            "team": "sales",
            "job": "closing",
            "region": row["regional_office"],
        }
        for row in rows_of("maven_crm/sales_teams.csv")
    ]
    folder = tmp_path_factory.mktemp("maven")
    return counts_of(folder, as_of=date(2017, 12, 31), opportunities=deals, people=people)


def test_maven_has_its_published_wins_revenue_and_cycle(maven: Counts) -> None:
    card = scorecard(maven)
    found = card.figures
    assert (found["won"].value, found["close_ratio"].denominator) == (4238, 6711)
    assert found["close_ratio"].value == 4238 / 6711
    assert found["revenue"].value == Decimal("10005534.00")
    assert found["average_deal"].value == pytest.approx(2360.91, abs=0.005)
    assert found["sales_cycle_days"].value == 57
    assert next(it for it in found["sales_cycle_days"].rivals).value == pytest.approx(51.782, 1e-5)
    assert found["customers"].value == 85
    assert any("History starts in Mar 2017" in sentence for sentence in card.warnings)
    assert card.undated == 500


def test_mavens_regions_come_from_the_agents_and_re_add(maven: Counts) -> None:
    groups = grouped(maven, by="region", keys=["won", "revenue", "close_ratio"])
    shown = {it.name: (it.figures["won"].value, it.figures["revenue"].value) for it in groups}
    assert shown == {
        "Central": (1629, Decimal("3346293.00")),
        "East": (1171, Decimal("3090594.00")),
        "West": (1438, Decimal("3568647.00")),
    }


@pytest.mark.parametrize(
    ("start", "won", "revenue"),
    [
        ("2017-01", 531, 1_134_672),
        ("2017-04", 1254, 3_086_111),
        ("2017-07", 1257, 2_982_255),
        ("2017-10", 1196, 2_802_496),
    ],
)
def test_mavens_quarters_have_their_published_wins(
    maven: Counts, start: str, won: int, revenue: int
) -> None:
    first = Period.parse(start, "2018-01").start
    found = scorecard(maven, Scope(period=Period(start=first, end=first + 3))).figures
    assert (found["won"].value, found["revenue"].value) == (won, revenue)


def test_kag_leads_cost_what_was_spent_on_them_in_all(tmp_path: Path) -> None:
    rows = list(rows_of("kag_ads/KAG_conversion_data.csv"))
    spend = [{"month": date(2017, 8, 1), "amount": row["Spent"]} for row in rows]
    leads = [
        {
            "lead_id": str(row["ad_id"]),
            "quantity": row["Total_Conversion"],
            "won_quantity": row["Approved_Conversion"],
        }
        for row in rows
    ]
    found = scorecard(counts_of(tmp_path, spend=spend, leads=leads)).figures
    assert found["spend_marketing"].number == pytest.approx(58_705.23, abs=0.01)
    assert found["leads"].value == 3264
    assert found["cost_per_lead"].value == pytest.approx(17.98567, abs=5e-6)
    assert found["customers"].value == 1079
    assert found["lead_to_customer"].numerator == 1079


def test_x_education_turned_3542_of_9191_leads_into_customers(tmp_path: Path) -> None:
    source = next((DATA / "xeducation_leads").glob("*.csv"))
    leads = [
        {"lead_id": str(at), "status": "won" if row["Converted"] == 1 else "working"}
        for at, row in enumerate(rows_of(f"xeducation_leads/{source.name}"))
    ]
    found = scorecard(counts_of(tmp_path, leads=leads)).figures["lead_to_customer"]
    assert (found.numerator, found.denominator) == (3542, 9191)
