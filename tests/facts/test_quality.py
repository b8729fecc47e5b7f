"""Completeness and freshness are told by table and source, to the row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data_sources.facts.quality import table_quality
from planning.actuals.quality import TableQuality
from planning.actuals.tables import TABLES
from tests.builders import facts

AS_OF = date(2025, 12, 31)
LEADS = [
    {"lead_id": "1", "created_on": "2025-12-01", "channel": "Web", "source": "crm"},
    {"lead_id": "2", "created_on": "2025-12-21", "sql_on": "2025-12-24", "source": "crm"},
    {"lead_id": "3", "channel": "Web", "source": "crm"},
    {"lead_id": "4", "channel": "Fair", "source": "fair"},
]


def by_source(folder: Path) -> dict[str | None, TableQuality]:
    found = table_quality(facts(folder, leads=LEADS), AS_OF)
    return {one.source: one for one in found}


def test_rows_and_shares_are_told_by_source(tmp_path: Path) -> None:
    found = by_source(tmp_path)
    assert {source: one.rows for source, one in found.items()} == {"crm": 3, "fair": 1}
    crm = found["crm"]
    assert (crm.filled["channel"], crm.fields["channel"]) == (2, 2 / 3)
    assert (crm.filled["sql_on"], crm.filled["mql_on"]) == (1, 0)
    assert found["fair"].fields["channel"] == 1.0


def test_freshness_is_the_latest_main_date_before_the_as_of_date(tmp_path: Path) -> None:
    crm = by_source(tmp_path)["crm"]
    assert (crm.latest, crm.days_old) == (date(2025, 12, 21), 10)
    assert crm.dates == {"created_on": date(2025, 12, 21), "sql_on": date(2025, 12, 24)}


def test_undated_rows_are_counted_and_have_no_age(tmp_path: Path) -> None:
    found = by_source(tmp_path)
    assert (found["crm"].undated, found["crm"].undated_share) == (1, 1 / 3)
    assert (found["fair"].undated, found["fair"].latest, found["fair"].days_old) == (1, None, None)


def test_without_an_as_of_date_nothing_has_an_age(tmp_path: Path) -> None:
    found = table_quality(facts(tmp_path, leads=LEADS), None)
    assert {one.days_old for one in found} == {None}


def test_the_planned_closing_of_an_open_deal_makes_nothing_fresh(tmp_path: Path) -> None:
    deals: list[dict[str, object]] = [
        {"opportunity_id": "1", "created_on": "2025-11-01", "closed_on": "2026-09-01"},
        {"opportunity_id": "2", "closed_on": "2025-11-05", "is_won": False},
    ]
    (found,) = table_quality(facts(tmp_path, opportunities=deals), AS_OF)
    assert found.dates["closed_on"] == date(2025, 11, 5)


def test_tables_without_main_date_have_no_undated_rows(tmp_path: Path) -> None:
    (found,) = table_quality(facts(tmp_path, people=[{"person_id": "1"}]), AS_OF)
    assert (found.undated, found.latest, found.days_old) == (0, None, None)


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_every_table_is_told(tmp_path: Path, table: str) -> None:
    (found,) = table_quality(facts(tmp_path, stored=True, **{table: [{}]}), AS_OF)
    assert list(found.filled) == [field.name for field in TABLES[table].fields]
    for field in TABLES[table].fields:
        assert found.filled[field.name] == (field.default is not None)
