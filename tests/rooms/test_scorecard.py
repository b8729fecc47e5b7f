"""The scorecard as a visitor meets it: both teams, one question in the address, no names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.tiles import TEAM_NAMES
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from views.tiles import TILES


def value(app: AppTest, label: str) -> str:
    """What the tile of a label shows."""
    return next(metric.value for metric in app.metric if metric.label == label)


def table(app: AppTest) -> dict[str, dict[str, float]]:
    """The table behind the scorecard by name, then column."""
    frame = next(it.value for it in app.dataframe if "Leads" in it.value.columns)
    rows = frame.set_index(frame.columns[0])
    return {str(name): dict(row) for name, row in rows.iterrows()}


def test_marketing_stands_left_sales_right_and_both_between(visit: Visit, small_home: Path) -> None:
    app = visit(small_home)
    heads = [it.value for it in app.markdown if re.fullmatch(r"\*\*:\w+\[\w+\]\*\*", it.value)]
    assert heads == ["**:blue[Marketing]**", "**:violet[Together]**", "**:orange[Sales]**"]
    assert list(TEAM_NAMES) == list(TILES) == ["marketing", "joint", "sales"]


def test_a_newcomer_reads_cost_per_lead_cac_close_ratio_and_cycle(
    visit: Visit, small_home: Path
) -> None:
    app = visit(small_home)
    # 60 leads, 30 of them from webinars, the only channel with spend: 6 × 500.
    assert value(app, "Leads") == "60"
    assert value(app, "Cost per lead, EUR") == "50"
    # Of deals 0 to 39 every third is lost: 14 lost, 26 won.
    assert value(app, "Close ratio") == "65\u00a0%"
    assert "sales won 26 of 40 decided deals" in words(app)


def test_a_filter_in_the_address_narrows_every_number(visit: Visit, small_home: Path) -> None:
    app = visit(small_home, channel="Fairs")
    assert value(app, "Leads") == "30"
    assert list(table(app)) == ["Fairs", "Company"]


def test_several_values_of_one_filter_come_with_a_link_to_the_bare_address(
    visit: Visit, small_home: Path
) -> None:
    app = visit(small_home, channel=["Fairs", "Webinars"])
    assert app.multiselect(key="channel").value == ["Fairs", "Webinars"]
    assert value(app, "Leads") == "60"


def test_chosen_months_come_with_the_link(visit: Visit, small_home: Path) -> None:
    address = {"period": "Chosen months", "from": "Mar 2025", "through": "Apr 2025"}
    app = visit(small_home, **address)
    assert "In Mar 2025 to Apr 2025, 20 leads came in" in words(app)


def test_months_chosen_backwards_are_read_forwards(visit: Visit, small_home: Path) -> None:
    address = {"period": "Chosen months", "from": "Apr 2025", "through": "Mar 2025"}
    assert "In Mar 2025 to Apr 2025, 20 leads" in words(visit(small_home, **address))


@pytest.mark.parametrize(
    "address",
    [{"channel": "Nobody"}, {"period": "Yesterday"}, {"by": "owner"}, {"by": "Owner"}],
)
def test_an_address_nobody_offers_is_ignored(
    visit: Visit, small_home: Path, address: dict[str, str]
) -> None:
    app = visit(small_home, **address)
    assert not app.exception
    assert value(app, "Leads") == "60"
    assert list(table(app)) == ["Fairs", "Webinars", "Company"]


def test_reset_brings_back_the_page_a_newcomer_sees(visit: Visit, small_home: Path) -> None:
    app = visit(small_home, channel="Fairs", period="Last month")
    assert value(app, "Leads") != "60"
    next(button for button in app.button if button.label == "Reset").click().run()
    assert not app.exception
    assert value(app, "Leads") == "60"
    assert not app.multiselect(key="channel").value


def test_all_time_counts_rows_without_a_date_too(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    undated = [companies.lead(number, created_on="") for number in range(5)]
    companies.imported(home, {"leads": [companies.lead(9), *undated]})
    assert value(visit(home, period="All time"), "Leads") == "6"
    dated = visit(home)
    assert value(dated, "Leads") == "1"
    assert "5 leads and deals without a creation date are left out" in words(dated)


def test_facts_without_any_date_offer_no_other_period(visit: Visit, tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", "no dates")
    app = visit(tmp_path / "home")
    assert value(app, "Leads") == "20"
    assert app.selectbox(key="period").options == ["All time"]


def test_an_empty_home_offers_the_demo_company(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = visit(tmp_path / "home")
    next(it for it in app.button if it.label.startswith("Look around")).click().run()
    assert not app.exception
    assert len(app.metric) == 12


def test_how_a_number_is_counted_is_told_when_asked_and_not_before(
    visit: Visit, small_home: Path
) -> None:
    app = visit(small_home)
    assert not app.table
    app.button(key="count-close_ratio").click().run()
    told = app.table[0].value.set_index("").iloc[:, 0]
    assert told["**Above the line**"].startswith("26")
    assert told["**Below the line**"].startswith("40")
    assert "Wilson" in told["**Likely between**"]
    assert "By value" in "".join(app.table[1].value[""])
    rows = app.dataframe[-1].value
    assert len(rows) == 40
    assert set(rows["outcome"]) == {"won", "lost"}


def test_the_rows_behind_a_number_follow_the_filters(visit: Visit, small_home: Path) -> None:
    app = visit(small_home, channel="Fairs", period="Last 3 months")
    app.button(key="count-leads").click().run()
    rows = app.dataframe[-1].value
    assert str(len(rows)) == value(app, "Leads")
    assert set(rows["channel"]) == {"Fairs"}


def test_rows_lead_back_to_the_crm_where_a_link_is_set(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.imported(home, {"leads": [companies.lead(1, lead_id="a/b?c")]})
    companies.opened(home).set_setting("crm_link", "https://crm.example.com/x/{id}")
    app = visit(home, period="All time")
    app.button(key="count-leads").click().run()
    assert list(app.dataframe[-1].value["CRM"]) == ["https://crm.example.com/x/a%2Fb%3Fc"]


def test_figures_of_single_people_are_not_offered(visit: Visit, small_home: Path) -> None:
    options = next(it.options for it in visit(small_home).segmented_control if it.key == "by")
    assert "Owner" not in options
    assert {"Channel", "Campaign", "Product"} <= set(options)


def test_every_picture_says_its_finding_in_words(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home)
    charts = app.get("vega_lite_chart")
    assert len(charts) == 5
    text = words(app).replace("\\", "")
    for chart in charts:
        assert chart.proto.alt.split(". ")[0] in text


def test_the_company_stands_last_and_its_channels_add_up_to_it(
    visit: Visit, demo_home: Path
) -> None:
    rows = table(visit(demo_home))
    *channels, company = rows.values()
    assert list(rows)[-1] == "Company"
    for column in ("Leads", "Won deals", "Customers", "Opportunities"):
        assert sum(row[column] for row in channels) == company[column], column


def test_names_from_outside_stay_text(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "naughty names")
    app = visit(home, period="All time")
    assert set(NAUGHTY) <= set(table(app))
    # Markdown may hold such a name only with its signs escaped.
    for element in (*app.markdown, *app.caption):
        assert "[click](" not in element.value
        assert "<script>" not in element.value
        assert "**bold**" not in element.value
        assert ":red[red]" not in element.value


def test_a_naughty_name_can_be_chosen_as_a_filter(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "naughty names")
    for name in NAUGHTY:
        app = visit(home, period="All time", channel=name)
        assert not app.exception
        assert value(app, "Leads") == "3", name
