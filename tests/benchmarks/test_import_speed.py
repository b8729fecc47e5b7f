"""How long imports take beside the engine's bare reading and writing, printed.

Run with `uv run pytest -m benchmark -n0 -s tests/benchmarks/test_import_speed.py`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from data_sources.imports.request import ImportRequest
from data_sources.settings import Settings
from data_sources.workspace import Workspace
from planning.actuals.tables import TABLES
from tests.benchmarks.large import as_csv, million_leads, stored_facts
from tests.benchmarks.pairs import compared

pytestmark = pytest.mark.benchmark

CHANGED = 50_000
"""Rows that a daily file changes; it brings as many new ones."""


@pytest.fixture(scope="module")
def leads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A million leads as they are stored."""
    return stored_facts(million_leads(), tmp_path_factory.mktemp("large") / "facts")["leads"]


def opened(home: Path, like: Path | None = None) -> Workspace:
    """Open a home that is new, or a copy of another."""
    shutil.rmtree(home, ignore_errors=True)
    if like is not None:
        shutil.copytree(like, home)
    return Workspace.open(Settings(home=home))


def imported(workspace: Workspace, file: Path) -> Path:
    """Import leads and return the file that holds all of them now."""
    report = workspace.import_file(ImportRequest(path=file, label=file.name, table="leads"))
    assert report.rejected == 0
    assert not [finding for finding in report.findings if finding.level != "info"]
    snapshot = workspace.snapshot()
    assert snapshot is not None
    return workspace.home.facts / snapshot.tables["leads"].file


def assert_same_leads(found: str, expected: str) -> None:
    """Hold every value of two queries' leads together, whatever their order."""
    names = ", ".join(
        f'CAST("{field.column}" AS VARCHAR)'
        for field in TABLES["leads"].fields
        if field.kind not in ("attributes", "number")
    )
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE found AS SELECT {names} FROM {found}")
        database.execute(f"CREATE TABLE expected AS SELECT {names} FROM {expected}")
        for one, other in (("found", "expected"), ("expected", "found")):
            beyond = database.execute(f"FROM {one} EXCEPT ALL FROM {other} LIMIT 3").fetchall()
            assert beyond == []


def test_a_million_leads_are_imported(leads: Path, tmp_path: Path) -> None:
    file = as_csv("leads", f"'{leads}'", tmp_path / "leads.csv")
    copied = tmp_path / "copied.parquet"

    def copy(_: Workspace) -> None:
        with duckdb.connect() as database:
            database.execute(f"COPY (FROM read_csv('{file}')) TO '{copied}' (FORMAT parquet)")

    found, _ = compared(
        "1 million leads checked and imported : read_csv and COPY TO parquet",
        lambda workspace: imported(workspace, file),
        copy,
        lambda: opened(tmp_path / "home"),
    )
    cents = "CAST(CAST(won_amount AS DECIMAL(18, 2)) * 100 AS BIGINT) AS won_amount_cents"
    assert_same_leads(f"'{found}'", f"(SELECT *, {cents} FROM '{copied}')")


def test_a_tenth_of_the_leads_is_updated(leads: Path, tmp_path: Path) -> None:
    first = as_csv("leads", f"'{leads}'", tmp_path / "first.csv")
    moved = (
        "SELECT * EXCLUDE (place) REPLACE (coalesce(region, '') || ' (moved)' AS region, "
        f"CASE WHEN place < {CHANGED} THEN lead_id ELSE 'N' || lead_id END AS lead_id) FROM "
        "(SELECT *, row_number() OVER () - 1 AS place FROM "
        f"(FROM '{leads}' WHERE hash(lead_id) % 9 = 0 LIMIT {2 * CHANGED}))"
    )
    update = as_csv("leads", f"({moved})", tmp_path / "update.csv")
    imported(opened(tmp_path / "start"), first)
    found, _ = compared(
        "100 thousand leads onto 1 million : the first import",
        lambda places: imported(places[0], update),
        lambda places: imported(places[1], first),
        lambda: (opened(tmp_path / "home", tmp_path / "start"), opened(tmp_path / "other")),
    )
    assert_same_leads(
        f"'{found}'",
        f"(FROM '{leads}' WHERE lead_id NOT IN (SELECT lead_id FROM ({moved})) "
        f"UNION ALL FROM ({moved}))",
    )
