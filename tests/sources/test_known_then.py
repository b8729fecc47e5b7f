"""What was known in a week: facts by their as-of date, the plan as it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import JsonValue

from data_sources.actors import LOCAL
from data_sources.known_then import known_then
from data_sources.week_reading import week_ground
from data_sources.workspace import Workspace
from planning.agreed.changes import Edit
from planning.errors import NotPossible
from planning.together.week_ground import KnownThen
from planning.weeks import week_of
from tests.workspaces import csv_file, leads, request, workspace_in

FIRST, SECOND = date(2025, 6, 1), date(2025, 6, 15)
"""As-of dates, both Sundays; each was brought in on the Monday after."""


def at(workspace: Workspace, month: int, day: int) -> Workspace:
    """The workspace on a day of 2025, at noon."""
    return replace(workspace, now=lambda: datetime(2025, month, day, 12, tzinfo=UTC))


def bring(workspace: Workspace, folder: Path, number: int, as_of: date | None) -> str:
    """Import some leads of May; returns the snapshot."""
    rows = leads(*(f"L{at}" for at in range(number)), status="new", channel="Web")
    path = csv_file(folder, "leads.csv", rows)
    assert workspace.import_file(request(path, "leads"), as_of=as_of).accepted
    snapshot = workspace.snapshot()
    assert snapshot is not None
    return snapshot.id


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where everything lies."""
    return tmp_path / "home"


@pytest.fixture
def workspace(home: Path, tmp_path: Path) -> Workspace:
    """Ten leads were known on 2 June, thirty on 16 June; a plan began on 3 June."""
    opened = workspace_in(home)
    bring(at(opened, 6, 2), tmp_path, 10, FIRST)
    local = workspace_in(home, actor=LOCAL)
    scenario = at(local, 6, 3).plan.begin(2025, "Plan 2025")
    at(local, 6, 3).plan.add("target", scenario.id, dict(target("40")))
    bring(at(opened, 6, 16), tmp_path, 30, SECOND)
    (row,) = local.plan.rows("target", scenario.id)
    at(local, 6, 18).plan.save([Edit(row.id, {"value": "40"}, {"value": "60"})])
    return at(local, 7, 1)


def target(value: str) -> Mapping[str, JsonValue]:
    """A target of leads for the year."""
    return {"kpi": "leads", "team": "marketing", "start": "2025-01", "months": 12, "value": value}


def told(workspace: Workspace, day: date) -> KnownThen:
    return known_then(workspace, week_of(day))[0]


# ---- facts ----


def test_a_week_is_told_by_the_newest_facts_that_had_been_brought_in(workspace: Workspace) -> None:
    first, second = (it.id for it in reversed(workspace.snapshots()))
    assert told(workspace, date(2025, 6, 4)).snapshot == first
    # The facts up to Sunday 15 June came on Monday: that week's own meeting knew the older.
    assert told(workspace, date(2025, 6, 13)).snapshot == first
    assert told(workspace, date(2025, 6, 16)).snapshot == second


@pytest.mark.parametrize("day", ["2025-06-16", "2025-06-18", "2025-06-22"])
def test_any_day_of_a_week_tells_the_same(workspace: Workspace, day: str) -> None:
    assert told(workspace, date.fromisoformat(day)) == told(workspace, date(2025, 6, 17))


def test_of_a_past_that_nobody_had_kept_the_newest_counts_and_it_says_so(
    workspace: Workspace,
) -> None:
    found = told(workspace, date(2025, 5, 30))
    assert (found.as_of, found.in_hindsight, found.ends_before) == (FIRST, True, False)


def test_after_the_newest_facts_the_newest_count_and_it_says_so(workspace: Workspace) -> None:
    found = told(workspace, date(2025, 6, 27))
    assert (found.as_of, found.in_hindsight, found.ends_before) == (SECOND, False, True)


def test_before_the_first_facts_nothing_is_told(workspace: Workspace) -> None:
    with pytest.raises(NotPossible, match=r"the first end on 1 Jun 2025\. Choose 2025-06-01"):
        told(workspace, date(2025, 5, 25))


def test_without_facts_nothing_is_told(home: Path) -> None:
    with pytest.raises(NotPossible, match="no facts yet"):
        told(workspace_in(home), date(2025, 6, 4))


# ---- the plan ----


@pytest.mark.parametrize(("day", "value"), [("2025-06-04", 40), ("2025-06-16", 60)])
def test_the_plan_is_read_as_it_stood_at_the_weeks_end(
    workspace: Workspace, day: str, value: int
) -> None:
    ground = week_ground(workspace, date.fromisoformat(day))
    (leads_of_year,) = (it for it in ground.ahead.outlooks if it.landing.key == "leads")
    assert leads_of_year.low == Decimal(value)


def test_what_was_not_begun_then_is_not_in_it(workspace: Workspace) -> None:
    # The first facts came on 2 June, the plan a day later.
    assert week_ground(workspace, date(2025, 5, 30)).plan is None


def test_the_current_facts_in_hindsight_stand_beside_the_plan_as_it_stands(
    home: Path, tmp_path: Path
) -> None:
    opened = workspace_in(home, actor=LOCAL)
    bring(at(opened, 9, 1), tmp_path, 10, FIRST)
    at(opened, 9, 20).plan.begin(2025, "Late")
    ground = week_ground(at(opened, 9, 25), FIRST)
    assert ground.plan is not None
    assert (ground.plan["name"], ground.known.today) == ("Late", date(2025, 9, 25))


def test_figures_are_those_of_the_facts_of_then(workspace: Workspace) -> None:
    figures = [
        week_ground(workspace, date(2025, 6, day)).follow_up.figures["leads"].value
        for day in (4, 16)
    ]
    assert figures == [10, 30]


def test_counts_at_hand_are_used_only_where_they_are_of_the_weeks_facts(
    workspace: Workspace,
) -> None:
    counts = workspace.counts()
    assert counts is not None
    current = week_ground(workspace, date(2025, 6, 16), counts=counts)
    assert current.month.part.counts is counts
    older = week_ground(workspace, date(2025, 6, 4), counts=counts)
    assert older.month.part.counts is not counts
    assert older.follow_up.figures["leads"].value == 10


def test_actions_are_late_by_the_end_of_the_week(workspace: Workspace) -> None:
    call: dict[str, JsonValue] = {"what": "Call", "owner": "Bo", "team": "sales"}
    at(workspace, 6, 5).together.add_action({**call, "due": "2025-06-12"})
    states = [
        [it.state for it in week_ground(workspace, date(2025, 6, day)).actions.open]
        for day in (4, 16)
    ]
    assert states == [["open"], ["overdue"]]
