"""What others found odd about their data is found here too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from data_sources.workspace import Workspace
from planning.actuals.quality import QualityReport
from planning.errors import Finding
from tests.workspaces import request, workspace_in

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not on this machine"),
]


def judged(workspace: Workspace) -> tuple[QualityReport, Mapping[str, Finding]]:
    report = workspace.quality()
    assert report is not None
    return report, {finding.code: finding for finding in report.findings}


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace, folder = workspace_in(tmp_path_factory.mktemp("maven")), DATA / "maven_crm"
    accounts = request(folder / "accounts.csv", "accounts", columns={"account_id": "account"})
    workspace.import_file(accounts)
    workspace.import_file(request(folder / "sales_teams.csv", "people"))
    workspace.import_file(request(folder / "sales_pipeline.csv", "opportunities"))
    return workspace


def test_nothing_but_mavens_known_traps_is_found(maven: Workspace) -> None:
    _, found = judged(maven)
    assert {code: finding.count for code, finding in found.items()} == {
        "lost-with-zero": 2473,
        "words-run-together": 1480,
        "no-account": 1425,
        "inflated-start": 647,
        "person-without-deal": 5,
    }


def test_mavens_product_in_two_spellings_is_named(maven: Workspace) -> None:
    _, found = judged(maven)
    assert "“GTXPro” (1,480 rows), perhaps “GTX Pro”" in found["words-run-together"].message


def test_mavens_first_quarter_is_told_with_both_ratios(maven: Workspace) -> None:
    _, found = judged(maven)
    message = found["inflated-start"].message
    assert "Jan 2017 to Mar 2017 is 82.1\u00a0% (531 of 647) against 61.1\u00a0% after" in message
    assert "from 2017-03-01 only; 539 of its deals were created before" in message


def test_mavens_gaps_are_told(maven: Workspace) -> None:
    report, _ = judged(maven)
    deals = next(it for it in report.tables if it.table == "opportunities")
    assert (deals.rows, deals.undated, deals.filled["account_id"]) == (8800, 500, 7375)
    told = " ".join(it.message for it in report.hidden)
    assert "No creation date in 500 of 8,800 deals" in told
    assert "No account in 1,425 of 8,800 deals" in told
    assert "No spend: " in told


def test_all_mavens_rows_without_account_can_be_downloaded(maven: Workspace) -> None:
    rows = maven.suspicious_rows("no-account")
    assert (len(rows), rows["id"].nunique(), set(rows["table"])) == (
        1425,
        1425,
        {"opportunities"},
    )


@pytest.fixture(scope="module")
def marketstar(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = workspace_in(tmp_path_factory.mktemp("marketstar"))
    folder = DATA / "marketstar"
    leads = request(folder / "Leads.csv", "leads")
    workspace.import_file(leads, as_of=date(2022, 9, 29))
    columns = {"closed_on": "AcceptedDecisionDate", "stage": "IsAccepted"}
    deals = request(
        folder / "Opportunities.csv",
        "opportunities",
        columns=columns,
        won=("TRUE",),
        lost=("FALSE",),
    )
    workspace.import_file(deals)
    return workspace


def test_marketstars_decisions_after_the_as_of_date_are_found(marketstar: Workspace) -> None:
    report, found = judged(marketstar)
    assert {code: finding.count for code, finding in found.items()} == {"after-as-of": 16}
    assert len(marketstar.suspicious_rows("after-as-of")) == 16
    told = [it.message for it in report.hidden]
    assert (
        "No time of a first touch in leads: Follow-up within SLA and Time to follow-up "
        "cannot be read on Scorecard."
    ) in told
