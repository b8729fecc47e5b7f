"""Every effect names KPIs, fields and screens that exist."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planning.actuals.quality import QualityReport, TableQuality, what_it_hides
from planning.actuals.quality_effects import EFFECTS, Effect
from planning.actuals.slices import GROUPINGS
from planning.actuals.tables import TABLES
from planning.kpis import KPIS

PAGES = Path(__file__).resolve().parents[2] / "pages"


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda it: " ".join(it.lacks))
def test_an_effect_names_only_what_exists(effect: Effect) -> None:
    assert effect.kpis
    assert set(effect.kpis) <= set(KPIS)
    for place in (*effect.lacks, *effect.has):
        table, _, name = place.partition(".")
        assert name == "" or TABLES[table].field(name)
        assert table in TABLES
    screen = effect.screen.lower().replace(" ", "_")
    assert list(PAGES.glob(f"*/{screen}.py")), f"no page {effect.screen}"
    assert effect.by is None or effect.by in GROUPINGS


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda it: " ".join(it.lacks))
def test_an_effect_says_something_that_can_be_counted(effect: Effect) -> None:
    assert effect.hides or effect.hides_partly
    # Rows without a value can be counted in one field only, not in any of several.
    assert not effect.hides_partly or len(effect.lacks) == 1
    assert (effect.silences == "by") == (effect.by is not None)


def test_no_effect_is_told_twice() -> None:
    said = [(effect.lacks, effect.kpis, effect.by) for effect in EFFECTS]
    assert len(said) == len(set(said))


def leads(source: str, rows: int, **filled: int) -> TableQuality:
    names = dict.fromkeys((field.name for field in TABLES["leads"].fields), rows)
    return TableQuality(
        table="leads",
        source=source,
        rows=rows,
        undated=0,
        latest=None,
        days_old=None,
        filled={**names, **filled},
        dates={},
    )


def sentences(*tables: TableQuality) -> list[str]:
    return [it.message for it in what_it_hides(tables)]


def test_a_field_that_one_source_fills_is_no_whole_gap() -> None:
    assert any("No MQL date in leads" in it for it in sentences(leads("a", 9, mql_on=0)))
    both = sentences(leads("a", 9, mql_on=0), leads("b", 1))
    assert not any("MQL date" in it for it in both)


def test_rows_of_all_sources_are_added_up() -> None:
    both = sentences(leads("a", 900, created_on=500), leads("b", 600, created_on=500))
    assert (
        "No creation date in 500 of 1,500 leads: they are left out of Leads, Lead to customer "
        "and Cost per lead when a period is chosen on Scorecard."
    ) in both


def test_whole_gaps_come_before_partial_ones() -> None:
    found = what_it_hides([leads("a", 10, created_on=9, channel=5, sql_on=0)])
    shares = [it.share for it in found]
    assert shares == sorted(shares, reverse=True)
    assert shares[-2:] == [0.5, 0.1]


def test_a_missing_table_is_told_once_and_not_field_by_field() -> None:
    found = what_it_hides([leads("a", 10)])
    assert [it.lacks for it in found if it.lacks[0].startswith("opportunities")] == [
        ("opportunities",)
    ]


def test_a_report_survives_being_kept() -> None:
    table = leads("a", 10, channel=4)
    report = QualityReport(
        as_of=date(2025, 1, 1), tables=(table,), findings=(), hidden=what_it_hides([table])
    )
    assert QualityReport.model_validate_json(report.model_dump_json()) == report
