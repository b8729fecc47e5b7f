"""Closed deals and the leads of campaigns, read one by one from small facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import ibis  # type: ignore[import-untyped]
import pandas as pd
import psycopg
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.deal_reading import Deals
from data_sources.facts.campaign_leads import campaign_leads
from data_sources.facts.closed_deals import closed_deals
from data_sources.facts.engine import open_engine
from data_sources.facts.resolved import resolve, resolving
from planning.actuals.campaign_leads import COLUMNS as LEAD_COLUMNS
from planning.actuals.closed_deals import COLUMNS
from planning.actuals.tables import TABLES
from planning.company import Company
from planning.periods import UNDATED, Period, parse_month
from tests.builders import facts
from tests.facts.any_facts import AS_OF, COMPANY, crowd
from tests.facts.test_postgres import asked, postgres, store
from tests.workspaces import csv_file, request, workspace_in

__all__ = ["postgres"]

MAY: Final = Period.parse("2025-05", "2025-06")
DEAL: Final[dict[str, Any]] = {
    "opportunity_id": "D", "account_id": "A", "created_on": "2025-04-10",
    "closed_on": "2025-05-20", "is_won": True, "amount": 100, "stage": "Won",
}  # fmt: skip
TODAY: Final = date(2025, 12, 31)


def read(folder: Path, period: Period = MAY, **tables: Any) -> pd.DataFrame:  # noqa: ANN401 - rows
    """The closed deals of a period."""
    with open_engine(facts(folder, **tables)) as engine:
        rows = closed_deals(resolve(engine, TODAY, Company()), period)
        found: pd.DataFrame = rows.to_pyarrow().to_pandas()
        return found


def brought(folder: Path, **tables: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - rows
    """What became of the leads of campaigns."""
    with open_engine(facts(folder, **tables)) as engine:
        rows = campaign_leads(resolve(engine, TODAY, Company()))
        found: list[dict[str, Any]] = rows.to_pyarrow().to_pylist()
        return found


def touch(on: str, team: str = "marketing", **named: str) -> dict[str, Any]:
    """A touch of a team."""
    return {"on": on, "team": team, "kind": "call", **named}


def test_only_deals_that_closed_in_the_months_are_read_the_latest_first(tmp_path: Path) -> None:
    rows = [
        DEAL | {"opportunity_id": "D1", "closed_on": "2025-05-01"},
        DEAL | {"opportunity_id": "D2", "closed_on": "2025-05-31", "is_won": False},
        DEAL | {"opportunity_id": "D3", "closed_on": "2025-06-01"},
        DEAL | {"opportunity_id": "D4", "closed_on": None},
        DEAL | {"opportunity_id": "D5", "is_won": None},
        DEAL | {"opportunity_id": "D6", "quantity": 0},
    ]
    found = read(tmp_path, opportunities=rows)
    assert list(found.columns) == list(COLUMNS)
    assert found["outcome"].tolist() == ["lost", "won"]
    assert found["closed_month"].tolist() == [parse_month("2025-05")] * 2


def test_a_deal_brings_its_firm_its_rival_and_the_age_of_its_lead(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        opportunities=[DEAL | {"is_won": False, "competitor": "Rival", "loss_reason": "Price"}],
        accounts=[{"account_id": "A", "name": "A", "industry": "Food", "employees": 70}],
        leads=[
            {"lead_id": "L", "opportunity_id": "D", "channel": "Web", "created_on": "2025-04-01"}
        ],
    )
    (one,) = found.to_dict("records")
    told = ("industry", "employees", "competitor", "reason", "channel", "lead_days", "cents")
    assert [one[name] for name in told] == ["Food", 70.0, "Rival", "Price", "Web", 9.0, 10_000]


def test_touches_up_to_the_close_count_for_what_they_name(tmp_path: Path) -> None:
    touches = [
        touch("2024-01-01", opportunity_id="D"),  # of the deal, whenever before it closed
        touch("2025-05-20", opportunity_id="D"),
        touch("2025-05-21", opportunity_id="D"),  # after it closed
        touch("2024-02-01", "sales", lead_id="L", account_id="A"),  # of its lead
        touch("2025-04-20", lead_id="another", account_id="A"),  # of another lead
        touch("2025-04-20", opportunity_id="another", account_id="A"),
        touch("2025-01-10", account_id="A"),  # 90 days before it was created
        touch("2025-01-09", account_id="A"),  # 91 days before
        touch("2025-05-01", "joint", account_id="A"),  # of both teams
        touch("2025-05-01", account_id="B"),
        {"team": "sales", "kind": "call", "opportunity_id": "D"},  # undated
    ]
    lead = {"lead_id": "L", "opportunity_id": "D", "channel": "Web"}
    found = read(tmp_path, opportunities=[DEAL], leads=[lead], touches=touches)
    # Marketing: two of the deal, one of the account in time, the joint one.
    assert found["marketing_touches"].tolist() == [4]
    assert found["sales_touches"].tolist() == [2]


def test_touches_never_double_a_deal(tmp_path: Path) -> None:
    rows = [DEAL | {"opportunity_id": name} for name in ("D1", "D2")]
    touches = [touch("2025-05-01", account_id="A")] * 3
    found = read(tmp_path, opportunities=rows, touches=touches)
    assert found["marketing_touches"].tolist() == [3, 3]


def test_leads_are_good_or_bad_once(tmp_path: Path) -> None:
    lead = {"campaign": "Spring", "channel": "Web", "created_on": "2025-05-01"}
    rows = [
        lead | {"lead_id": "1", "sql_on": "2025-05-09", "disqualified_on": "2025-06-01"},
        lead | {"lead_id": "2", "disqualified_on": "2025-06-01"},
        lead | {"lead_id": "3", "status": "disqualified"},
        lead | {"lead_id": "4", "opportunity_id": "D"},
        lead | {"lead_id": "5"},
        lead | {"lead_id": "6", "status": "won"},
        lead | {"lead_id": "7", "status": "working"},
        {"lead_id": "8", "channel": "Web"},
    ]
    deals = [DEAL | {"is_won": None}, DEAL | {"opportunity_id": "E", "lead_id": "5"}]
    (one,) = brought(tmp_path, leads=rows, opportunities=deals)
    assert list(one) == list(LEAD_COLUMNS)
    # Good are 1, 4, 5 and 6; bad are 2 and 3; 7 is open; 8 names no campaign.
    assert (one["leads"], one["good"], one["bad"], one["won"]) == (7, 4, 2, 2)
    assert one["won_cents"] == 10_000


def test_a_row_of_several_leads_is_good_as_often_as_it_was_won(tmp_path: Path) -> None:
    row = {"lead_id": "1", "campaign": "Ads", "quantity": 50, "won_quantity": 3,
           "status": "disqualified"}  # fmt: skip
    (one,) = brought(tmp_path, leads=[row])
    assert (one["month"], one["leads"], one["good"], one["bad"]) == (UNDATED, 50, 3, 47)


def test_an_alias_is_read_as_the_channel_it_means(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    assert Deals(workspace).closed(MAY) is None
    assert Deals(workspace).of_campaigns() is None
    rows = [{"lead_id": "1", "campaign": "Ads", "channel": "web", "created_on": "2025-05-01"}]
    workspace.import_file(request(csv_file(tmp_path, "leads.csv", rows), "leads"))
    workspace.set_channel("Website", team="marketing", aliases=["web"])
    found = workspace.deals.of_campaigns()
    assert found is not None
    assert found["channel"].tolist() == ["Website"]


@pytest.mark.parametrize("told", [True, False])
def test_whether_touches_are_known_at_all_is_said(tmp_path: Path, *, told: bool) -> None:
    workspace = workspace_in(tmp_path / "home")
    deals = [{"opportunity_id": "D", "stage": "won", "closed_on": "2025-05-02"}]
    workspace.import_file(
        request(csv_file(tmp_path, "deals.csv", deals), "opportunities", won=("won",))
    )
    if told:
        rows = [{"on": "2025-05-01", "team": "sales", "kind": "call", "opportunity_id": "D"}]
        workspace.import_file(request(csv_file(tmp_path, "touches.csv", rows), "touches"))
    found = workspace.deals.closed(MAY)
    assert found is not None
    assert (found.touches_told, found.complete, len(found.frame)) == (told, True, 1)


def test_postgres_reads_the_same(postgres: str, tmp_path: Path) -> None:
    paths = facts(tmp_path, stored=True, **crowd(seed=4))
    resolved, steps = resolving(AS_OF, COMPANY)
    period = Period(start=0, end=10**6)
    with open_engine(paths) as engine, psycopg.connect(postgres) as connection:
        for name in TABLES:
            store(connection, name, pq.read_table(paths[name]).to_pylist())
        for name, table in steps.expressions.items():
            statement = ibis.to_sql(table, dialect="postgres")
            connection.execute(f"CREATE TEMPORARY TABLE {name} AS {statement}")
        own = resolve(engine, AS_OF, COMPANY)
        for ask in (lambda it: closed_deals(it, period), campaign_leads):
            here = ask(own).to_pyarrow().to_pylist()
            there = asked(connection, ask(resolved)).to_pylist()
            assert here
            assert sorted(map(repr, here)) == sorted(map(repr, there))
