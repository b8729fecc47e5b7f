"""A report is made once per snapshot and settings, and again where what is kept is damaged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data_sources.facts.quality_report import report_for
from planning.actuals.quality import QualityReport
from planning.company import Company
from tests.builders import facts
from tests.workspaces import VIEWER, csv_file, leads, request, workspace_in

AS_OF = date(2025, 12, 31)
LEADS = [
    {"lead_id": "1", "created_on": "2025-12-01", "channel": "Web", "sql_on": "2025-11-01"},
    {"lead_id": "2", "created_on": "2025-12-21", "channel": "web"},
]


def report(folder: Path, **different: Any) -> QualityReport:  # noqa: ANN401 - any argument
    asked: dict[str, Any] = {
        "paths": facts(folder / "facts", leads=LEADS),
        "as_of": AS_OF,
        "company": Company(),
        "meant": {},
        "snapshot_id": "s1",
        "cache": folder / "counts",
    }
    return report_for(**{**asked, **different})


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "counts").glob("quality-*.json"))


def test_a_report_is_kept_and_read_again(tmp_path: Path) -> None:
    first = report(tmp_path)
    assert {it.code for it in first.findings} == {"two-spellings", "lead-dates-out-of-order"}
    assert [it.table for it in first.tables] == ["leads"]
    assert first.hidden
    (file,) = kept(tmp_path)
    altered = first.model_copy(update={"findings": ()})
    file.write_text(altered.model_dump_json(), encoding="utf-8")
    assert report(tmp_path) == altered, "read, not made again"


@pytest.mark.parametrize(
    "different",
    [
        {"snapshot_id": "s2"},
        {"as_of": date(2026, 1, 1)},
        {"company": Company(fiscal_year_start=4)},
        {"company": Company(rates={"USD": {0: Decimal("0.9")}})},
        {"meant": {"web": "Web"}},
    ],
)
def test_what_changes_a_report_keeps_it_apart(tmp_path: Path, different: dict[str, object]) -> None:
    report(tmp_path)
    report(tmp_path, **different)
    assert len(kept(tmp_path)) == 2


def test_a_setting_that_changes_no_report_reads_the_same_one(tmp_path: Path) -> None:
    report(tmp_path)
    report(tmp_path, company=Company(name="Acme", sla_hours=4))
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b'{"as_of": 1}', b"\xff"])
def test_a_damaged_report_is_made_again(tmp_path: Path, damage: bytes) -> None:
    first = report(tmp_path)
    (file,) = kept(tmp_path)
    file.write_bytes(damage)
    assert report(tmp_path) == first
    assert QualityReport.model_validate_json(file.read_bytes()) == first


def test_facts_without_any_date_have_a_report_without_ages(tmp_path: Path) -> None:
    undated = facts(tmp_path / "undated", leads=[{"lead_id": "1"}])
    found = report(tmp_path, paths=undated, as_of=None)
    assert (found.as_of, found.tables[0].undated, found.tables[0].days_old) == (None, 1, None)


def test_a_workspace_tells_the_quality_of_its_snapshot(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    assert workspace.quality() is None
    assert workspace.suspicious_rows("two-spellings").empty
    file = csv_file(tmp_path, "leads.csv", [
        *leads("L1", "L2", channel="Web"), *leads("L3", channel="web")])  # fmt: skip
    workspace.import_file(request(file, "leads"))
    found = workspace.quality()
    assert found is not None
    assert [it.code for it in found.findings] == ["two-spellings"]
    assert list(workspace.suspicious_rows("two-spellings")["id"]) == ["L3"]
    workspace.set_channel("Web", aliases=["web"])
    again = workspace.quality()
    assert again is not None
    assert again.findings == ()


def test_rows_of_people_are_for_those_who_may_import(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "home")
    people = [{"person_id": one, "team": "sales", "job": "closing"} for one in ("P1", "P2")]
    deals = [{"opportunity_id": "D1", "owner": "P1", "created_on": "2025-05-01", "stage": "x"}]
    workspace.import_file(request(csv_file(tmp_path, "people.csv", people), "people"))
    workspace.import_file(request(csv_file(tmp_path, "deals.csv", deals), "opportunities"))
    assert list(workspace.suspicious_rows("person-without-deal")["id"]) == ["P2"]
    assert workspace.acting_as(VIEWER).suspicious_rows("person-without-deal").empty
