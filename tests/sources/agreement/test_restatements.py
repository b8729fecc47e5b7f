"""What changes in a closed month later is told, against the facts both leaders looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.actors import LOCAL
from data_sources.workspace import Workspace
from planning.agreed.signatures import SEATS
from planning.errors import NotPossible
from tests.workspaces import csv_file, leads, request, workspace_in


@pytest.fixture
def agreed(tmp_path: Path) -> Workspace:
    """A company with two leads in April 2025 and an agreed plan for the year."""
    workspace = workspace_in(tmp_path / "home", LOCAL)
    brought(workspace, tmp_path, "L1", "L2", "L3", created_on="2025-04-03")
    brought(workspace, tmp_path, "M1", created_on="2025-05-20")
    scenario = workspace.plan.begin(2025, "Plan 2025").id
    workspace.agreement.propose_plan(scenario)
    for seat in SEATS:
        workspace.agreement.sign(scenario, seat, seen=workspace.revision())
    workspace.agreement.agree(scenario)
    return workspace


def brought(workspace: Workspace, folder: Path, *ids: str, created_on: str) -> None:
    """Import leads."""
    path = csv_file(folder, f"{ids[0]}.csv", leads(*ids, created_on=created_on))
    workspace.import_file(request(path, "leads"))


def test_leads_that_arrive_after_a_month_was_closed_are_a_restatement(
    agreed: Workspace, tmp_path: Path
) -> None:
    agreed.agreement.close_month("2025-04", "marketing")
    brought(agreed, tmp_path, "L4", created_on="2025-04-04")
    agreed.agreement.close_month("2025-04", "sales")
    assert agreed.agreement.restatements(2025) == ()
    brought(agreed, tmp_path, "L5", "L6", created_on="2025-04-30")
    brought(agreed, tmp_path, "M2", created_on="2025-05-21")
    assert [it.sentence for it in agreed.agreement.restatements(2025)] == [
        "Leads of Apr 2025 was 4 when the month was closed and is 6 now."
    ]


def test_a_month_one_team_closed_has_no_restatements(agreed: Workspace, tmp_path: Path) -> None:
    agreed.agreement.close_month("2025-04", "marketing")
    brought(agreed, tmp_path, "L4", created_on="2025-04-04")
    assert agreed.agreement.restatements(2025) == ()


def test_a_month_that_is_not_over_in_the_facts_is_not_closed(agreed: Workspace) -> None:
    with pytest.raises(NotPossible, match="May 2025 is not over in the facts"):
        agreed.agreement.close_month("2025-05", "marketing")


def test_facts_that_were_signed_or_closed_are_kept(agreed: Workspace) -> None:
    agreed.agreement.close_month("2025-04", "marketing")
    snapshot = agreed.snapshot()
    assert snapshot is not None
    assert set(snapshot.keeps) == {"Plan 2025 was signed", "2025-04 was closed"}
