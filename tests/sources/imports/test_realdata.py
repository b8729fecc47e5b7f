"""Files that nobody here wrote give the figures their notes name, and none does harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_sources.imports.request import ImportRequest
from data_sources.imports.stage import stage
from data_sources.imports.staged import Staged
from planning.actuals.reading import plain_to_csv
from planning.actuals.tables import TABLES
from planning.company import Company
from planning.errors import TandemError
from tests.sources.imports.importing import REAL, column_of, csv_file, staged

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not beside the project"),
]
DIRTY = sorted((REAL / "dirty").glob("*")) if REAL.is_dir() else []


def read(folder: Path, file: str, table: str, **asked: Any) -> Staged:  # noqa: ANN401
    """Stage one of the real files."""
    request = ImportRequest(path=REAL / file, label=file, table=table, **asked)
    return stage(request, Company(), folder)


def figures(outcome: Staged, sql: str) -> tuple[object, ...]:
    """Return what a query says about the accepted rows."""
    found = duckdb.execute(f"SELECT {sql} FROM read_parquet(?)", [str(outcome.rows)]).fetchone()
    assert found is not None
    return found


def test_maven_s_pipeline(tmp_path: Path) -> None:
    outcome = read(tmp_path, "maven_crm/sales_pipeline.csv", "opportunities")
    assert (outcome.read, outcome.rejected, outcome.undated) == (8800, 0, 500)
    assert figures(
        outcome,
        "count(*) FILTER (is_won), count(*) FILTER (NOT is_won), count(*) FILTER (is_won IS NULL), "
        "sum(amount_cents) FILTER (is_won), median(closed_on - created_on) FILTER (is_won)",
    ) == (4238, 2473, 2089, 1_000_553_400, 57.0)
    assert outcome.findings == ()


def test_maven_s_accounts_and_teams(tmp_path: Path) -> None:
    assert read(tmp_path, "maven_crm/accounts.csv", "accounts").accepted == 85
    people = read(tmp_path, "maven_crm/sales_teams.csv", "people")
    assert people.accepted == 35
    assert set(column_of(people, "region")) == {"Central", "East", "West"}


def test_marketstar_s_leads(tmp_path: Path) -> None:
    outcome = read(tmp_path, "marketstar/Leads.csv", "leads")
    assert outcome.accepted == 43_033
    assert figures(outcome, "count(*) FILTER (status = 'new'), max(created_on)::VARCHAR") == (
        10_466,
        "2022-09-29",
    )


def test_marketstar_s_decisions(tmp_path: Path) -> None:
    outcome = read(
        tmp_path,
        "marketstar/Opportunities.csv",
        "opportunities",
        columns={"closed_on": "AcceptedDecisionDate", "stage": "IsAccepted"},
        won=("TRUE",),
        lost=("FALSE",),
    )
    assert figures(
        outcome,
        "count(*) FILTER (is_won), count(*), sum(amount_cents) FILTER (is_won), "
        "median(closed_on - created_on), count(*) FILTER (closed_on > DATE '2022-09-29')",
    ) == (697, 1061, 301_423_157, 4.0, 16)


def test_kag_s_spend_and_leads(tmp_path: Path) -> None:
    file = "kag_ads/KAG_conversion_data.csv"
    spend = read(tmp_path, file, "spend", columns={"month": "Date", "amount": "Spent"})
    assert figures(spend, "sum(amount_cents), count(*)") == (5_870_523, 1143)
    leads = read(
        tmp_path,
        file,
        "leads",
        columns={
            "lead_id": "ad_id",
            "created_on": "Date",
            "quantity": "Total_Conversion",
            "won_quantity": "Approved_Conversion",
        },
    )
    assert figures(leads, "sum(quantity), sum(won_quantity)") == (3264, 1079)
    assert leads.dates == {"created_on": "%d-%m-%Y"}


def test_x_education_s_leads(tmp_path: Path) -> None:
    outcome = read(
        tmp_path,
        "xeducation_leads/leads.csv",
        "leads",
        columns={"status": "Converted"},
        statuses={"won": ("1",)},
    )
    assert figures(outcome, "count(*) FILTER (status = 'won'), count(*)") == (3542, 9191)
    assert outcome.undated == 9191


@pytest.mark.parametrize("path", DIRTY, ids=lambda path: path.name)
@pytest.mark.parametrize("table", TABLES)
def test_dirty_files_are_read_or_told_in_a_sentence(tmp_path: Path, path: Path, table: str) -> None:
    outcome = outcome_or_sentence(path, table, tmp_path)
    if isinstance(outcome, str):
        assert outcome.endswith(".")
        assert "\n" not in outcome
    else:
        assert outcome.read == outcome.accepted + outcome.rejected > 0


def outcome_or_sentence(path: Path, table: str, folder: Path) -> Staged | str:
    """Stage a file and return what came out, or what stood in the way."""
    try:
        return stage(ImportRequest(path=path, label=path.name, table=table), Company(), folder)
    except TandemError as told:
        return str(told)


@pytest.mark.parametrize(
    ("file", "encoding", "separator", "header_row", "columns"),
    [
        ("simple.csv", "utf-8", ",", 1, 3),
        ("simple.psv", "utf-8", "|", 1, 6),
        ("simple.ssv", "utf-8", ";", 1, 3),
        ("example.tsv", "utf-8", "\t", 1, 17),
        ("excel_pasting.csv", "utf-8", ",", 4, 9),
        ("spanish_chars.csv", "cp1252", ",", 1, 8),
        ("utf8bom.csv", "utf-8-sig", ",", 1, 2),
    ],
)
def test_dirty_files_are_understood(
    file: str, encoding: str, separator: str, header_row: int, columns: int
) -> None:
    from data_sources.imports.read import inspect_file

    shape = inspect_file(REAL / "dirty" / file, label=file)
    told = (shape.encoding, shape.separator, shape.header_row, len(shape.columns))
    assert told == (encoding, separator, header_row, columns)


def naughty() -> list[str]:
    """Return the strings that break other programs."""
    found: list[str] = json.loads((REAL / "dirty" / "blns.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("escaped", [False, True])
def test_naughty_strings_survive_as_account_names(tmp_path: Path, *, escaped: bool) -> None:
    names = naughty()
    written = [plain_to_csv(text.strip()) if escaped else text for text in names]
    rows = [["account_id", "name"], *([f"A{n}", text] for n, text in enumerate(written))]
    outcome = staged(csv_file(tmp_path, rows), "accounts", tmp_path)
    assert outcome.read == len(names)
    assert column_of(outcome, "name") == [text.strip() or None for text in names]


def test_blank_naughty_strings_are_no_account_ids(tmp_path: Path) -> None:
    names = naughty()
    rows = [["account_id", "domain"], *([text, "x"] for text in names)]
    outcome = staged(csv_file(tmp_path, rows), "accounts", tmp_path)
    blank = sum(1 for text in names if not text.strip())
    assert (outcome.rejected, blank) == (blank, 2)
    assert column_of(outcome, "account_id") == [t.strip() for t in names if t.strip()]
