"""`tandem quality` tells how far the facts can be trusted."""

from __future__ import annotations

from pathlib import Path

from planning.kpis import KPIS
from tests.cli.conftest import Tandem
from tests.workspaces import csv_file, leads


def imported(tandem: Tandem, folder: Path) -> None:
    rows = [
        *leads("L1", "L2", channel="Web", status="new"),
        *leads("L3", created_on="", channel="web", status="new"),
    ]
    file = csv_file(folder, "leads.csv", rows)
    assert tandem("import", file, "--as", "leads", "--source", "crm").code == 0


def test_the_document_holds_tables_findings_and_hidden_figures(
    tandem: Tandem, tmp_path: Path
) -> None:
    imported(tandem, tmp_path)
    said = tandem("quality", "--json")
    assert (said.code, said.err) == (0, "")
    told = said.document
    assert set(told) == {"as_of", "tables", "findings", "hidden"}
    assert told["as_of"] == "2025-05-01"
    (table,) = told["tables"]
    promised = {"table": "leads", "source": "crm", "rows": 3, "undated": 1, "days_old": 0}
    assert {key: table[key] for key in promised} == promised
    assert table["latest"] == "2025-05-01"
    assert (table["fields"]["channel"], table["fields"]["created_on"]) == (1, 2 / 3)
    (finding,) = told["findings"]
    assert (finding["code"], finding["count"]) == ("two-spellings", 1)
    assert {key for it in told["hidden"] for key in it["kpis"]} <= set(KPIS)
    assert any(it["message"].startswith("No spend: ") for it in told["hidden"])


def test_the_window_shows_the_same(tandem: Tandem, tmp_path: Path) -> None:
    imported(tandem, tmp_path)
    said = tandem("quality")
    assert said.code == 0
    for words in ("Facts as of 1 May 2025", "crm", "two", "“Web” (2 rows)", "No spend: "):
        assert words.replace("two", "Suspicious") in said.out


def test_an_empty_home_has_no_quality(tandem: Tandem) -> None:
    said = tandem("quality", "--json")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("There are no facts yet.")
