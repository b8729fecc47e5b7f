"""The whole agenda: facts of a week before, and targets kept, on a company worked by hand."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

from pydantic import JsonValue

from data_sources.meeting_week import records, whole
from planning.actuals.slices import Context
from planning.agreed.rows import PlanRow
from planning.together.promises import Kept, targets_kept
from tests.rooms import companies


def target(name: str, **cells: JsonValue) -> PlanRow:
    """A target of marketing for leads of a month; the company has ten in every one."""
    told: dict[str, JsonValue] = {"kpi": "leads", "start": "2025-06", "months": 1}
    return PlanRow(name, "target", "p", "marketing", cells={**told, **cells})


def test_landings_are_held_against_the_facts_of_a_week_before(tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    companies.imported(
        home, {"leads": [companies.lead(900 + at, 6) for at in range(5)]}, as_of=date(2025, 6, 24)
    )
    workspace = companies.opened(home)
    counts = workspace.counts()
    assert counts is not None
    assert counts.as_of == date(2025, 6, 24)
    companies.imported(
        home, {"leads": [companies.lead(800 + at, 6) for at in range(90)]}, as_of=companies.AS_OF
    )
    found = whole(companies.opened(home))
    moved = [item for item in found.items if item.kind == "landing-moved"]
    assert "landing-moved|leads" in {item.key for item in moved}
    leads = next(item for item in moved if item.key == "landing-moved|leads")
    assert leads.picture is not None
    before, now = leads.picture.values
    assert before is not None
    assert now is not None
    assert now > before
    # Without facts of a week before nothing has moved.
    other = tmp_path / "other" / "home"
    companies.whole(other)
    assert not [it for it in whole(companies.opened(other)).items if it.kind == "landing-moved"]


def test_targets_are_kept_missed_or_not_over(tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    workspace = companies.opened(home)
    context = Context(company=workspace.company, channel_teams={})
    rows = [
        target("met", value="10"),
        target("missed", value="11"),
        target("of a year", start="2025-01", months=12, value="10"),
        target("long ago", start="2024-05", value="10"),
    ]
    kept = targets_kept(rows, workspace.counts(), context)
    assert kept["marketing"] == Kept(kept=1, missed=1)
    assert kept["sales"] == Kept()
    assert targets_kept(rows, None, context)["marketing"] == Kept()


def test_records_know_who_wrote_what_when(tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    workspace = companies.opened(home)
    note = workspace.together.note({"week": "2025-06-30", "text": "Call."}).rows[0]
    found = records(workspace)
    assert found.notes == (note,)
    assert dataclasses.astuple(found.stamps[note.id]) == (
        workspace.together.today(), workspace.together.today(), "local",
    )  # fmt: skip
    assert records(workspace, as_of=note.revision - 1).notes == ()
