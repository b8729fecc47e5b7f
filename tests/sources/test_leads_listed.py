"""Leads nobody followed up, one by one: the most valuable first, and never a person's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_sources.actors import Actor
from data_sources.facts.lead_rows import COLUMNS
from data_sources.workspace import Workspace
from planning.actuals.counts import Scope
from planning.actuals.lead_value import at_stake, lead_values
from planning.actuals.slices import Context, Slice
from planning.errors import NotAllowed, UsageError
from planning.periods import Period
from tests.workspaces import VIEWER, csv_file, request, workspace_in

BO = "Bo@Example.com"
VALUES = pd.DataFrame(
    [("Web", None, "North", 50.0), ("Web", None, "South", 80.0), ("Fairs", None, "North", 20.0)],
    columns=["channel", "segment", "region", "value"],
)


@pytest.fixture
def facts(tmp_path: Path) -> Workspace:
    workspace = workspace_in(tmp_path / "home")
    plain = {"channel": "Web", "region": "North", "status": "new", "owner": "Ada"}
    rows: list[dict[str, object]] = [
        {**plain, "lead_id": "fresh", "created_on": "2025-05-31"},
        {**plain, "lead_id": "late", "created_on": "2025-05-20", "region": "South"},
        {**plain, "lead_id": "old", "created_on": "2025-01-01", "quantity": 3, "account_id": "A1"},
        {**plain, "lead_id": "fair", "created_on": "2025-01-01", "channel": "Fair", "owner": BO},
        {**plain, "lead_id": "unknown", "created_on": "2025-01-02", "channel": "Radio"},
        {**plain, "lead_id": "undated"},
        {**plain, "lead_id": "called", "created_on": "2025-01-01", "status": "working"},
        {**plain, "lead_id": "met", "created_on": "2025-01-01", "first_touch_on": "2025-01-02"},
    ]
    workspace.import_file(
        request(csv_file(tmp_path, "leads.csv", rows), "leads"), as_of=date(2025, 6, 1)
    )
    accounts = [{"account_id": "A1", "name": "Alpha works", "owner": "Ada"}]
    workspace.import_file(request(csv_file(tmp_path, "accounts.csv", accounts), "accounts"))
    return workspace


def test_the_most_valuable_stand_first_with_state_and_age(facts: Workspace) -> None:
    found = facts.leads.listed(VALUES)
    assert list(found.columns) == list(COLUMNS)
    ages = [None if pd.isna(days) else int(days) for days in found["age_days"]]
    columns = (found["lead_id"], found["state"], ages, found["value"])
    shown = list(zip(*columns, strict=True))
    assert shown == [
        ("old", "never", 151, 150.0),
        ("late", "overdue", 12, 80.0),
        ("fresh", "waiting", 1, 50.0),
        ("undated", "undated", None, 50.0),
        ("fair", "never", 151, 0.0),
        ("unknown", "never", 150, 0.0),
    ]
    account = found[found["lead_id"] == "old"][["account_id", "account"]]
    assert account.to_numpy().tolist() == [["A1", "Alpha works"]]


def test_no_person_stands_in_the_list(facts: Workspace) -> None:
    assert not {"owner", "marketing_owner", "name"} & set(COLUMNS)
    text = facts.leads.listed(VALUES).to_csv()
    assert "Ada" not in text
    assert BO not in text


def test_a_channel_goes_by_all_its_names(facts: Workspace) -> None:
    facts.set_channel("Fairs", aliases=("Fair",))
    found = facts.leads.listed(VALUES, where={"channel": ("Fairs",)})
    assert found[["lead_id", "channel", "value"]].to_numpy().tolist() == [["fair", "Fairs", 20.0]]


def test_states_months_and_the_limit_choose(facts: Workspace) -> None:
    listed = facts.leads.listed
    assert listed(VALUES, states=("overdue",))["lead_id"].tolist() == ["late"]
    may = {"created_month": Period.parse("2025-05", "2025-06")}
    assert listed(VALUES, where=may)["lead_id"].tolist() == ["late", "fresh"]
    assert listed(VALUES, limit=2)["lead_id"].tolist() == ["old", "late"]
    with pytest.raises(UsageError, match="Leads cannot be “lost”"):
        listed(VALUES, states=("lost",))


def test_mine_are_those_the_facts_know_me_as_the_owner_of(facts: Workspace) -> None:
    bo = Actor(email="bo@example.com", name="Ada", roles=frozenset({"viewer"}))
    assert facts.acting_as(bo).leads.listed(VALUES, mine=True)["lead_id"].tolist() == ["fair"]
    assert facts.acting_as(VIEWER).leads.listed(VALUES, mine=True).empty


def test_leads_of_somebody_else_are_theirs_and_their_leaders(facts: Workspace) -> None:
    with pytest.raises(NotAllowed):
        facts.acting_as(VIEWER).leads.listed(VALUES, where={"owner": ("Ada",)})


def test_an_empty_home_lists_nothing(tmp_path: Path) -> None:
    assert workspace_in(tmp_path / "home").leads.listed(VALUES).empty


def test_the_demos_list_adds_up_to_what_is_at_stake(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    workspace.load_demo()
    counts = workspace.counts()
    assert counts is not None
    part = Slice(counts, Scope(), Context(workspace.company, workspace.channel_teams()))
    values = lead_values(part)
    listed = workspace.leads.listed(values.frame(), limit=10_000)
    stake = at_stake(part, values)
    sums = listed.groupby("state")["value"].sum()
    assert sums["never"] == pytest.approx(stake.never)
    assert sums["overdue"] == pytest.approx(stake.overdue)
    assert sums["waiting"] == pytest.approx(stake.waiting)
    assert listed["value"].is_monotonic_decreasing
