"""The room's tab that says how far the facts can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planning.actuals.quality import QualityReport, what_it_hides
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from views.quality_tables import completeness, fields, filled_share, findings, verdict

TAB = "Quality"


def looked(visit: Visit, home: Path) -> AppTest:
    app = visit(home, "data", part=TAB)
    assert not app.exception
    return app


def test_an_empty_home_says_what_would_stand_here(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    assert "how complete and fresh" in words(looked(visit, tmp_path / "home"))


def test_nothing_is_looked_through_before_the_tab_opens(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    visit(home, "data")
    assert not list((home / "counts").glob("quality-*"))
    looked(visit, home)
    assert list((home / "counts").glob("quality-*"))


def test_tables_are_told_with_source_and_age(visit: Visit, small_home: Path) -> None:
    app = looked(visit, small_home)
    table = next(it.value for it in app.dataframe if "Newest" in it.value)
    assert set(table["Table"]) == {"leads", "opportunities", "spend"}
    assert "What gaps hide" in words(app)


def test_gaps_are_told_with_the_screen_they_darken(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "only leads")
    app = looked(visit, home)
    assert "on Scorecard" in words(app)
    assert "gaps hide figures" in words(app)


@pytest.mark.parametrize("what", ["dates in the future", "naughty names", "negative amounts"])
def test_a_broken_company_is_told_in_words(visit: Visit, tmp_path: Path, what: str) -> None:
    home = tmp_path / "home"
    companies.broken(home, what)
    app = looked(visit, home)
    assert not app.error
    assert "What looks wrong" in words(app)


def test_the_rows_behind_a_finding_are_shown_and_taken_away(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "dates in the future")
    companies.imported(home, {"leads": [companies.lead(99)]})
    app = looked(visit, home)
    report = companies.opened(home).quality()
    assert report is not None
    app.selectbox(key="finding").select(report.findings[0].code).run()
    assert not app.exception
    rows = next(it.value for it in app.dataframe if set(it.value) == {"table", "id", "what"})
    assert len(rows)
    labels = {it.proto.label for it in app.get("download_button")}
    assert {"Rows as CSV", "Rows as XLSX", "Findings as CSV", "Findings as XLSX"} <= labels


def test_the_demo_is_looked_through(visit: Visit, demo_home: Path) -> None:
    app = looked(visit, demo_home)
    table = next(it.value for it in app.dataframe if "Newest" in it.value)
    assert len(table) == 8


def test_shares_count_used_fields_only(small_home: Path) -> None:
    report = companies.opened(small_home).quality()
    assert report is not None
    leads = next(one for one in report.tables if one.table == "leads")
    assert 0 < filled_share(leads) <= 1
    by_field = fields(leads).set_index("Field")["Filled"]
    assert by_field["lead_id"] == 100
    assert by_field["owner"] == 0
    assert list(completeness([leads])["Rows"]) == [60]
    assert len(findings(report)) == len(report.findings)


def test_the_sentence_counts_what_misleads(small_home: Path) -> None:
    report = companies.opened(small_home).quality()
    assert report is not None
    calm = QualityReport(as_of=None, tables=report.tables, findings=(), hidden=())
    assert verdict(calm).startswith("Nothing looks wrong")
    dark = calm.model_copy(update={"hidden": what_it_hides(report.tables)[:1]})
    assert verdict(dark) == "Nothing may mislead, and one gap hides figures."
