"""The demo company's facts never contradict themselves."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest

from data_sources.demo import DemoCompany
from planning.actuals.tables import TABLES, TableSpec
from tests.sources.demo.companies import AS_OF, FIRST_DAY, company, facts

SEEDS = (7, 8, 10)


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed {seed}")
def demo(request: pytest.FixtureRequest) -> DemoCompany:
    """Demo companies whose problems stand in different places."""
    return company(request.param)


def test_every_table_has_exactly_its_columns(demo: DemoCompany) -> None:
    assert list(demo.frames) == list(TABLES)
    for name, spec in TABLES.items():
        assert list(demo.frames[name].columns) == [field.column for field in spec.fields]


def read_row(spec: TableSpec, row: dict[str, object]) -> None:
    """Read a stored row by its table's model, which refuses what is not allowed."""
    values: dict[str, object] = {}
    for field in spec.fields:
        value = row[field.column]
        if value is None or value is pd.NA or value is pd.NaT:
            continue
        if field.kind == "money":
            value = Decimal(int(str(value))) / 100
        values[field.name] = json.loads(str(value)) if field.kind == "attributes" else value
    spec.model.model_validate(values)


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_rows_of_their_model(table: str) -> None:
    frame = company().frames[table]
    sample = frame.sample(min(len(frame), 300), random_state=1).astype(object)
    for row in sample.to_dict("records"):
        read_row(TABLES[table], {str(name): value for name, value in row.items()})


@pytest.mark.parametrize("table", [name for name, spec in TABLES.items() if spec.id_column])
def test_ids_are_unique(demo: DemoCompany, table: str) -> None:
    id_column = TABLES[table].id_column
    assert id_column is not None
    assert demo.frames[table][id_column].is_unique


REFERENCES = (
    ("leads", "account_id", "accounts", "account_id"),
    ("leads", "opportunity_id", "opportunities", "opportunity_id"),
    ("leads", "owner", "people", "person_id"),
    ("leads", "marketing_owner", "people", "person_id"),
    ("leads", "campaign", "spend", "campaign"),
    ("opportunities", "account_id", "accounts", "account_id"),
    ("opportunities", "lead_id", "leads", "lead_id"),
    ("opportunities", "owner", "people", "person_id"),
    ("accounts", "owner", "people", "person_id"),
    ("accounts", "parent_id", "accounts", "account_id"),
    ("touches", "account_id", "accounts", "account_id"),
    ("touches", "lead_id", "leads", "lead_id"),
    ("touches", "opportunity_id", "opportunities", "opportunity_id"),
    ("touches", "campaign", "spend", "campaign"),
    ("touches", "asset_id", "leads", "asset"),
    ("people", "manager", "people", "person_id"),
    ("quotas", "person_id", "people", "person_id"),
)


@pytest.mark.parametrize(("table", "column", "there", "key"), REFERENCES)
def test_what_is_referred_to_exists(table: str, column: str, there: str, key: str) -> None:
    for seed in SEEDS:
        demo = company(seed)
        named = demo.frames[table][column].dropna()
        assert len(named)
        assert set(named) <= set(demo.frames[there][key].dropna())


def test_leads_and_deals_link_both_ways(demo: DemoCompany) -> None:
    leads, deals = demo.frames["leads"], demo.frames["opportunities"]
    from_leads = leads.dropna(subset=["opportunity_id"])[["lead_id", "opportunity_id"]]
    from_deals = deals.dropna(subset=["lead_id"])[["lead_id", "opportunity_id"]]
    assert set(map(tuple, from_leads.to_numpy())) == set(map(tuple, from_deals.to_numpy()))
    both = leads.merge(deals, on="opportunity_id", suffixes=("", "_deal"))
    for same in ("account_id", "channel", "region", "segment"):
        assert (both[same] == both[f"{same}_deal"]).all(), same


ORDERED = (
    ("leads", ("created_on", "mql_on", "assigned_on")),
    ("leads", ("created_on", "mql_on", "first_touch_on", "sal_on", "sql_on")),
    ("leads", ("created_on", "disqualified_on")),
    ("leads", ("sal_on", "recycled_on")),
    ("opportunities", ("created_on", "accepted_on", "closed_on", "renewal_due_on")),
    ("people", ("start_on", "end_on")),
    ("quotas", ("start", "end")),
)


@pytest.mark.parametrize(("table", "columns"), ORDERED)
def test_days_come_in_order(table: str, columns: tuple[str, ...]) -> None:
    for seed in SEEDS:
        frame = facts(company(seed), table)
        for earlier, later in pairwise(columns):
            both = frame.dropna(subset=[earlier, later])
            assert len(both)
            assert (both[earlier] <= both[later]).all(), (earlier, later)


def test_a_step_needs_the_steps_before(demo: DemoCompany) -> None:
    leads = facts(demo, "leads")
    steps = ("created_on", "mql_on", "first_touch_on", "sal_on", "sql_on", "opportunity_id")
    for before, after in pairwise(steps):
        assert leads.loc[leads[after].notna(), before].notna().all(), (before, after)
    assert not (leads["disqualified_on"].notna() & leads["opportunity_id"].notna()).any()
    assert not (leads["disqualified_on"].notna() & leads["recycled_on"].notna()).any()


def test_a_deal_begins_after_its_lead_is_qualified(demo: DemoCompany) -> None:
    both = facts(demo, "leads").merge(
        facts(demo, "opportunities"), on="opportunity_id", suffixes=("", "_deal")
    )
    assert (both["sql_on"] <= both["created_on_deal"]).all()


def test_nothing_happens_after_the_as_of(demo: DemoCompany) -> None:
    plans = {"renewal_due_on", "end", "start"}
    for table in TABLES:
        frame = facts(demo, table)
        for name in frame.columns:
            if name not in plans and pd.api.types.is_datetime64_any_dtype(frame[name].dtype):
                assert not (frame[name] > AS_OF).any(), (table, name)
    assert pd.Timestamp(demo.as_of) == AS_OF


def test_leads_spend_and_touches_fill_the_24_months_and_no_more(demo: DemoCompany) -> None:
    for table, column in (("leads", "created_on"), ("spend", "month"), ("touches", "on")):
        days = facts(demo, table)[column]
        assert days.min() >= FIRST_DAY
        assert days.dt.strftime("%Y-%m").nunique() == 24


def test_won_lost_and_open_deals_say_what_they_must(demo: DemoCompany) -> None:
    deals = facts(demo, "opportunities")
    won, lost, is_open = (
        deals[deals["stage"] == "Won"],
        deals[deals["stage"] == "Lost"],
        deals[deals["is_won"].isna()],
    )
    assert won["is_won"].all()
    assert not lost["is_won"].any()
    assert len(won) + len(lost) + len(is_open) == len(deals)
    assert won["closed_on"].notna().all()
    assert (won["amount_cents"] > 0).all()
    assert lost["loss_reason"].notna().all()
    assert lost["renewal_due_on"].isna().all()
    assert is_open["closed_on"].isna().all()
    assert (won["renewal_due_on"].notna() == won["recurring_amount_cents"].notna()).all()
    competitor = deals["loss_reason"].fillna("") == "Competitor"
    assert (deals["competitor"].notna() == competitor).all()


def test_open_deals_are_young_enough_to_be_open(demo: DemoCompany) -> None:
    deals = facts(demo, "opportunities")
    age = (AS_OF - deals.loc[deals["is_won"].isna(), "created_on"]).dt.days
    assert len(age) > 100
    assert age.median() < 90
    assert age.quantile(0.99) < 365


def test_every_contract_that_ran_out_has_its_renewal(demo: DemoCompany) -> None:
    deals = facts(demo, "opportunities")
    due = deals[deals["renewal_due_on"].between(FIRST_DAY, AS_OF)]
    renewals = deals[(deals["motion"] == "retain") & (deals["created_on"] >= "2024-03-01")]
    per_account = renewals.groupby("account_id").size()
    wanted = due.groupby("account_id").size()
    assert len(wanted) > 100
    assert (per_account.reindex(wanted.index).fillna(0) >= wanted).all()


def test_an_account_is_acquired_once_and_asked_for_more_only_as_a_customer(
    demo: DemoCompany,
) -> None:
    deals = facts(demo, "opportunities").merge(facts(demo, "accounts"), on="account_id")
    acquired = deals[(deals["motion"] == "acquire") & (deals["stage"] == "Won")]
    assert acquired["account_id"].is_unique
    assert (acquired["closed_on"] == acquired["customer_since"]).all()
    more = deals[deals["motion"].isin(["cross-sell", "up-sell", "retain"])]
    assert (more["customer_since"] < more["created_on"]).all()


def test_nobody_was_acquired_before_the_first_month(demo: DemoCompany) -> None:
    deals = facts(demo, "opportunities")
    older = deals[deals["closed_on"] < FIRST_DAY]
    assert set(older["motion"]) == {"retain"}


def test_former_customers_buy_no_more(demo: DemoCompany) -> None:
    accounts, deals = facts(demo, "accounts"), facts(demo, "opportunities")
    former = accounts[~accounts["is_customer"] & accounts["customer_since"].notna()]
    assert len(former) > 5
    left = deals[(deals["motion"] == "retain") & (deals["stage"] == "Lost")]
    last_loss = left.groupby("account_id")["closed_on"].max().reindex(former["account_id"])
    assert last_loss.notna().all()


def test_stage_events_tell_the_same_days_as_the_records(demo: DemoCompany) -> None:
    events = facts(demo, "stage_events")
    leads, deals = facts(demo, "leads"), facts(demo, "opportunities")
    for stage, column in (("new", "created_on"), ("MQL", "mql_on"), ("SQL", "sql_on")):
        told = events[(events["object"] == "lead") & (events["stage"] == stage)]
        known = leads.dropna(subset=[column]).set_index("lead_id")[column]
        assert told.set_index("id")["on"].sort_index().equals(known.sort_index()), stage
    of_deals = events[events["object"] == "opportunity"]
    last = of_deals.groupby("id", sort=True).tail(1).set_index("id")["stage"].sort_index()
    assert (last == deals.set_index("opportunity_id")["stage"].sort_index()).all()


def test_some_deals_step_back_without_losing_their_history(demo: DemoCompany) -> None:
    events = demo.frames["stage_events"]
    entered = events[events["stage"] == "Proposal"].groupby("id").size()
    assert (entered == 2).sum() > 20


def test_only_sales_touches_name_leads_and_only_leads_that_were_touched(
    demo: DemoCompany,
) -> None:
    touches, leads = facts(demo, "touches"), facts(demo, "leads")
    of_leads = touches.dropna(subset=["lead_id"])
    assert set(of_leads["team"]) == {"sales"}
    first = of_leads.groupby("lead_id")["on"].min().sort_index()
    known = leads.dropna(subset=["first_touch_on"]).set_index("lead_id")["first_touch_on"]
    assert first.index.equals(known.sort_index().index)
    assert (first == known.sort_index()).all()


def test_hours_to_the_first_touch_agree_with_its_day(demo: DemoCompany) -> None:
    leads = facts(demo, "leads").dropna(subset=["first_touch_on"])
    waited = (leads["first_touch_on"] - leads["mql_on"]).dt.days
    assert (leads["first_touch_hours"] >= 0).all()
    assert ((leads["first_touch_hours"] / 24 - waited).abs() <= 1).all()


def test_some_leads_still_wait_on_the_as_of(demo: DemoCompany) -> None:
    leads = facts(demo, "leads")
    waiting = leads["mql_on"].notna() & leads["first_touch_on"].isna()
    fresh = waiting & ((AS_OF - leads["mql_on"]).dt.days <= 30)
    assert fresh.sum() > 10
    assert (leads.loc[waiting & leads["disqualified_on"].isna(), "status"] == "new").all()


def test_there_are_25_sales_people_and_the_owner_is_there_when_given_work(
    demo: DemoCompany,
) -> None:
    people = facts(demo, "people")
    sales = people[people["team"] == "sales"]
    assert len(sales) == 25
    assert set(sales["job"]) == {"development", "closing"}
    deals = facts(demo, "opportunities").merge(people, left_on="owner", right_on="person_id")
    deals = deals[deals["created_on"] >= FIRST_DAY]
    assert (deals["job"] == "closing").all()
    assert (deals["region_x"] == deals["region_y"]).all()
    assert (deals["start_on"] <= deals["created_on"]).all()
    assert (deals["end_on"].isna() | (deals["created_on"] <= deals["end_on"])).all()


def test_names_cannot_be_taken_for_real_ones(demo: DemoCompany) -> None:
    accounts = demo.frames["accounts"]
    assert accounts["name"].is_unique
    assert accounts["domain"].str.endswith(".example").all()
