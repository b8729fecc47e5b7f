"""The room Leads: its views on every company, what each role sees, and what it takes away."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.claims import opened_by
from tests.rooms import companies
from tests.rooms.companies import BROKEN
from tests.rooms.conftest import Visit, words

VIEWS = ("Funnel", "What works", "Follow-up", "Reasons")


def seen(app: AppTest) -> str:
    assert not app.exception, app.exception[0].message
    assert not app.error, app.error[0].value
    return words(app)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_on_the_demo(visit: Visit, demo_home: Path, view: str) -> None:
    app = visit(demo_home, "leads", **{"leads-view": view})
    assert "demo company" in seen(app)
    assert len(app.dataframe) >= 1


@pytest.mark.parametrize("what", BROKEN)
def test_every_view_opens_on_a_broken_company(visit: Visit, tmp_path: Path, what: str) -> None:
    home = tmp_path / "home"
    companies.broken(home, what)
    for view in VIEWS:
        seen(visit(home, "leads", **{"leads-view": view}))
        seen(visit(home, "leads", **{"leads-view": view, "period": "All time"}))


@pytest.mark.parametrize("view", VIEWS)
def test_leads_are_not_told_by_motion(visit: Visit, demo_home: Path, view: str) -> None:
    app = visit(demo_home, "leads", **{"leads-view": view, "motion": ["acquire"]})
    assert "Leads have a motion only once a deal is linked" in seen(app)
    assert not app.dataframe


def test_naughty_names_open_in_every_cut(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "naughty names")
    for view, key, cuts in (
        ("Funnel", "funnel-by", ("Campaign", "Segment")),
        ("What works", "works-by", ("Campaign", "Region")),
        ("Follow-up", "follow-by", ("Channel", "Region")),
        ("Reasons", "later-by", ("Reason",)),
    ):
        for cut in cuts:
            seen(visit(home, "leads", **{"leads-view": view, key: cut}))


def test_the_funnel_tells_steps_changes_and_months(visit: Visit, demo_home: Path) -> None:
    shown = seen(app := visit(demo_home, "leads"))
    assert "Of 100 leads of Jul 2025 to Jun 2026, 39 became MQLs and 1\\.7 were won\\." in shown
    assert "these leads had less time so far" in shown
    assert "Jan 2026 to Jun 2026 can still change" in shown
    steps, groups, months = (frame.value for frame in app.dataframe)
    assert steps["Leads"].is_monotonic_decreasing
    assert groups["Leads"].sum() == steps["Leads"].iloc[0] == months["Leads"].sum()
    young = months[months["Can change"] == "yes"]
    assert (young["In the end"] >= young["Won"]).all()


def test_what_works_says_who_goes_furthest(visit: Visit, demo_home: Path) -> None:
    shown = seen(app := visit(demo_home, "leads", **{"leads-view": "What works"}))
    assert "Partner\\: 6\\.3 of 100 leads buy, 2\\.7 times the average\\." in shown
    assert "Partner is among the best 3 with a probability of 98" in shown
    assert app.dataframe[0].value["Channel"].iloc[-1] == "All leads"


def test_follow_up_prices_silence_and_lists_the_leads(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "leads", **{"leads-view": "Follow-up"})
    assert "404 were never followed up and 43 still wait" in seen(app)
    assert [it.label for it in app.metric] == [
        "Spent on leads never followed up, EUR",
        "Expected margin lost with them, EUR",
        "Expected margin still waiting, EUR",
    ]
    listed = app.dataframe[-1].value
    assert len(listed) == 404 + 43
    assert listed["Expected revenue, EUR"].is_monotonic_decreasing
    assert "Owner" not in listed.columns


def test_the_filters_choose_the_leads_listed(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "leads", **{"leads-view": "Follow-up", "channel": ["Partner"]})
    seen(app)
    assert set(app.dataframe[-1].value["Channel"]) == {"Partner"}


def test_each_lead_leads_back_to_the_crm(visit: Visit, demo_home: Path, tmp_path: Path) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    companies.opened(home).set_setting("crm_link", "https://crm.example.com/lead/{id}")
    app = visit(home, "leads", **{"leads-view": "Follow-up"})
    seen(app)
    listed = app.dataframe[-1].value
    assert (listed["CRM"] == "https://crm.example.com/lead/" + listed["Lead"]).all()


def test_reasons_name_what_the_ideal_customer_could_rule_out(visit: Visit, demo_home: Path) -> None:
    shown = seen(visit(demo_home, "leads", **{"leads-view": "Reasons"}))
    assert "3,491 leads of Jul 2025 to Jun 2026 were disqualified" in shown
    assert "Content syndication brings “Student or private” more often" in shown
    assert "1,293 leads handed back to marketing, none came back to sales" in shown


def test_without_leads_or_facts_the_page_says_what_would_stand_here(
    visit: Visit, tmp_path: Path
) -> None:
    companies.empty(tmp_path / "home")
    assert "how far leads come" in seen(visit(tmp_path / "home", "leads"))
    companies.broken(tmp_path / "deals", "only deals")
    assert "hold no leads yet" in seen(visit(tmp_path / "deals", "leads"))


@pytest.mark.parametrize("view", VIEWS)
def test_undated_facts_name_no_month(visit: Visit, tmp_path: Path, view: str) -> None:
    companies.broken(tmp_path / "home", "no dates")
    shown = seen(visit(tmp_path / "home", "leads", **{"leads-view": view}))
    assert "facts without dates" in shown
    assert "1970" not in shown


@pytest.mark.parametrize(
    ("role", "team", "sees"),
    [("viewer", "sales", False), ("planner", "sales", False), ("leader", "marketing", False),
     ("leader", "sales", True)],
)  # fmt: skip
def test_figures_by_owner_are_for_leaders_of_sales(
    monkeypatch: pytest.MonkeyPatch,
    demo_home: Path,
    tmp_path: Path,
    role: str,
    team: str,
    sees: bool,
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    companies.opened(home).people.add("eve@example.com", [role], [team])
    app = opened_by(monkeypatch, home, "eve@example.com")
    app.query_params["leads-view"] = "Follow-up"
    app.query_params["follow-by"] = "Owner"
    app.run()
    app.switch_page("know/leads.py").run()
    seen(app)
    heads = [frame.value.columns[0] for frame in app.dataframe]
    assert ("Owner" in heads) == sees
    assert ("S-11" in app.dataframe[0].value.to_csv()) == sees
