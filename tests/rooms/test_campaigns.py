"""Campaigns as people meet it: good and poor leads, money, and what to change about it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_sources.deal_reading import Deals
from data_sources.workspace import Workspace
from pages.shared.campaigns.changing import Wish, write
from planning.agreed.rows import PlanRow
from planning.review.campaigns.standing import Campaign, Fate
from tests.claims import opened_by
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import ROOMS, Visit, words
from tests.rooms.plans import line, pressed
from tests.rooms.test_pictures import STORED, parts
from tests.rooms.test_targets import read
from views import campaign_pictures, campaigns

TEMPLATES = {
    "good_and_bad": campaign_pictures.good_and_bad(),
    "cost_ranges": campaign_pictures.cost_ranges("EUR"),
}
FAIR, SHOP = "Spring fair", "Shop window"


def leads(campaign: str, start: int, *, good: int, bad: int, rest: int) -> list[dict[str, object]]:
    """Leads of June 2025 that a campaign brought."""
    states = [{"sql_on": "2025-06-20"}] * good + [{"status": "disqualified"}] * bad + [{}] * rest
    return [
        companies.lead(
            start + at, 6, channel="Fairs", campaign=campaign, asset=f"Guide {at % 2}", **state
        )
        for at, state in enumerate(states)
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with two campaigns of one channel, and a plan with a line for one of them."""
    home = tmp_path_factory.mktemp("campaigns") / "home"
    rows = leads(FAIR, 1, good=30, bad=5, rest=15) + leads(SHOP, 101, good=4, bad=40, rest=6)
    money = [companies.money(6, channel="Fairs", campaign=FAIR, amount=3000)]
    companies.imported(home, {"leads": rows, "spend": money})
    workspace = companies.opened(home)
    scenario = workspace.plan.begin(2025, "Plan 2025")
    lines = [
        line("Fairs", campaign=FAIR, plan_06="10.00", plan_07="700.00", committed_07="200.00"),
        line("Fairs", campaign="Another"),
    ]
    assert not workspace.plan.add("line", scenario.id, [dict(it) for it in lines]).refused
    workspace.people.add("bo@example.com", ["planner"], ["marketing"])
    workspace.people.add("sue@example.com", ["planner"], ["sales"])
    workspace.people.add("vic@example.com", ["viewer"])
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return companies.copied(made, tmp_path / "home")


def shown(app: AppTest) -> str:
    """The page as a reader sees it."""
    assert not app.exception, app.exception[0].message
    return read(words(app))


def seen_by(monkeypatch: pytest.MonkeyPatch, home: Path, who: str) -> AppTest:
    """The room as somebody signed in finds it."""
    app = opened_by(monkeypatch, home, who).run()
    return app.switch_page(ROOMS["campaigns"]).run()


def table(app: AppTest, head: str) -> pd.DataFrame:
    """The one table that begins with a column."""
    (found,) = (it.value for it in app.dataframe if it.value.columns[0] == head)
    return found


def labels(app: AppTest) -> set[str]:
    """What stands on the buttons."""
    return {button.label for button in app.button}


# ---- what is true of the campaigns ----


def test_it_says_which_campaigns_stand_out(visit: Visit, home: Path) -> None:
    text = shown(visit(home, "campaigns"))
    assert (
        "2 campaigns in Jun 2025: many good leads from Spring fair; "
        "many poor leads from Shop window." in text
    )


def test_the_list_is_sorted_by_money_and_says_what_is_not_split(visit: Visit, home: Path) -> None:
    found = table(visit(home, "campaigns"), "Campaign").set_index("Campaign")
    assert list(found.index) == [FAIR, SHOP]
    fair, shop = found.loc[FAIR], found.loc[SHOP]
    assert (fair["Leads"], fair["Good"], fair["Bad"], fair["Open"]) == (50, 30, 5, 15)
    assert (fair["Cost, EUR"], fair["Cost per good lead, EUR"]) == (3000, 100)
    # Exact Poisson on 30 good leads: 20.24 to 42.83.
    assert fair["From"] == pytest.approx(3000 / 42.827, rel=1e-4)
    assert fair["To"] == pytest.approx(3000 / 20.241, rel=1e-4)
    assert (fair["Verdict"], shop["Verdict"]) == ("▲ many good", "▼ many poor")
    assert pd.isna(shop["Cost, EUR"])
    assert fair["Others good, %"] == pytest.approx(shop["Good, %"])


def test_one_campaign_is_told_in_full(visit: Visit, home: Path) -> None:
    app = visit(home, "campaigns")
    text = shown(app)
    assert "50 leads: 30 good, 5 bad, 15 still open" in text
    assert "Good: 60 %, other campaigns of its channel in the same months 8.0 %" in text
    assert "Cost: 3,000 EUR; 100 EUR for each good lead (70 to 148)" in text
    assert "700 EUR still planned, 200 of it promised already" in text
    assert "No action or decision names it or its channel." in text
    assert set(table(app, "Asset")["Asset"]) == {"Guide 0", "Guide 1"}
    app = app.selectbox(key="campaign").select(SHOP).run()
    text = shown(app)
    assert "Cost: not split; money is not split by campaign" in text
    assert "No line of Plan 2025 names this campaign." in text
    assert "Change its line" not in labels(app)


def test_another_month_has_no_campaign(visit: Visit, home: Path) -> None:
    app = visit(home, "campaigns", month="Jun 2025", leads="Since the start")
    assert "2 campaigns since the start" in shown(app)


def test_a_month_without_campaigns_says_so(visit: Visit, small_home: Path) -> None:
    text = shown(visit(small_home, "campaigns"))
    assert "No lead and no money names a campaign in Jun 2025." in text


def test_without_dates_it_says_so(visit: Visit, tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", "no dates")
    assert "no month can be told" in shown(visit(tmp_path / "home", "campaigns"))


def test_a_warm_visit_reads_no_deal_anew(
    visit: Visit, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit(demo_home, "campaigns").run()
    before, asked = shown(app), []
    monkeypatch.setattr(Deals, "of_campaigns", lambda *_: asked.append(1))
    assert shown(app.run()) == before
    assert not asked


# ---- what is done about them ----


def test_whoever_plans_promises_an_action_that_the_campaign_finds_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = pressed(seen_by(monkeypatch, home, "bo@example.com"), "Add an action")
    what = app.text_area(key=f"campaign-what-{FAIR}").value
    assert what == "Spring fair: "
    assert app.selectbox(key="campaign-team").options == ["Marketing"]
    assert app.selectbox(key="campaign-owner").value == "bo@example.com"
    workspace = companies.opened(home)
    cells = {"what": f"{what}a smaller stand", "owner": "Bo", "team": "marketing"}
    workspace.together.add_action({**cells, "due": "2030-01-01"})
    text = shown(seen_by(monkeypatch, home, "bo@example.com"))
    assert "Spring fair: a smaller stand" in text
    assert "Bo · Marketing · due 1 Jan 2030" in text


def test_a_viewer_is_offered_nothing_and_told_who_may(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = seen_by(monkeypatch, home, "vic@example.com")
    assert not labels(app) & {"Add an action", "Change its line"}
    assert "Actions are added by people with the role planner" in shown(app)
    assert "Lines are changed by people with the role planner" in shown(app)


def test_a_line_is_changed_by_its_team_and_proposed_by_the_other(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who, label in (("bo", "Change it"), ("sue", "Propose it to marketing")):
        app = pressed(seen_by(monkeypatch, home, f"{who}@example.com"), "Change its line")
        assert app.selectbox(key="campaign-line-month").options[0] == "Jul 2025"
        assert label in labels(app)
        assert {"Why"} & {box.label for box in app.text_input} == (
            {"Why"} if who == "sue" else set()
        )


def planned(home: Path) -> tuple[Workspace, PlanRow]:
    """The workspace and the campaign's line."""
    workspace = companies.opened(home)
    (scenario,) = workspace.plan.scenarios()
    row = next(it for it in workspace.plan.rows("line", scenario.id) if it["campaign"] == FAIR)
    return workspace, row


def test_ones_own_line_changes_at_once_and_back(home: Path) -> None:
    workspace, row = planned(home)
    saved = write(workspace.plan, Wish(row, "plan_07", "450", ""), own=True)
    assert workspace.plan.row(row.id)["plan_07"] == "450.00"
    assert saved.revision is not None
    workspace.plan.undo(saved.revision)
    assert workspace.plan.row(row.id)["plan_07"] == "700.00"


def test_anothers_line_stays_until_its_team_answers(home: Path) -> None:
    workspace, row = planned(home)
    saved = write(workspace.plan, Wish(row, "plan_07", "450", "Too few good leads"), own=False)
    assert not saved.refused
    assert workspace.plan.row(row.id)["plan_07"] == "700.00"
    (asked,) = workspace.plan.rows("proposal", row.scenario)
    assert (asked["about"], asked["reason"]) == (row.id, "Too few good leads")
    workspace.plan.answer(asked.id, take=True, words="Yes")
    assert workspace.plan.row(row.id)["plan_07"] == "450.00"


def test_what_cannot_be_read_and_what_somebody_changed_is_not_written(home: Path) -> None:
    workspace, row = planned(home)
    assert write(workspace.plan, Wish(row, "plan_07", "much", ""), own=True).refused
    write(workspace.plan, Wish(row, "plan_07", "450", ""), own=True)
    assert write(workspace.plan, Wish(row, "plan_07", "900", ""), own=True).clashes
    assert workspace.plan.row(row.id)["plan_07"] == "450.00"


# ---- pictures and words ----


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_stays_as_stored(name: str) -> None:
    stored = json.loads((STORED / f"{name}.json").read_text("utf-8"))
    assert TEMPLATES[name] == stored, "look at the picture, then store its specification again"
    assert not any("data" in part or "datasets" in part for part in parts(TEMPLATES[name]))
    assert "#" not in json.dumps(TEMPLATES[name])


def test_pictures_hold_what_the_campaigns_say_and_names_as_data_only() -> None:
    found = [
        Campaign(name, "Web", Fate(40, 10 + at, 5), Fate(90, 9, 9), spent_cents=100_000)
        for at, name in enumerate(NAUGHTY[:12])
    ]
    for chart in (
        campaign_pictures.leads_picture(found, "in May 2025"),
        campaign_pictures.costs_picture(found, "in May 2025", "EUR"),
    ):
        assert chart is not None
        assert len(chart.rows) == 12
        bare = json.dumps({key: part for key, part in chart.spec.items() if key != "data"})
        assert not any(json.dumps(name)[1:-1] in bare for name in NAUGHTY if len(name) > 5)
    drawn = campaign_pictures.leads_picture(found, "in May 2025")
    assert drawn is not None
    assert [(row["good"], row["bad"]) for row in drawn.rows[:2]] == [(10, -5), (11, -5)]


def test_without_leads_or_money_there_is_no_picture() -> None:
    bare = [Campaign("A", None, Fate())]
    assert campaign_pictures.leads_picture(bare, "ever") is None
    assert campaign_pictures.costs_picture(bare, "ever", "EUR") is None
    lost = [Campaign("A", None, Fate(9, 0, 9), spent_cents=100)]
    assert campaign_pictures.leads_picture(lost, "ever") is not None
    assert campaigns.cost_words(lost[0], "EUR") == "money, but no good lead yet"


def test_foreign_names_stay_text_on_the_page(visit: Visit, tmp_path: Path) -> None:
    companies.broken(tmp_path / "home", "naughty names")
    app = visit(tmp_path / "home", "campaigns", leads="Since the start")
    assert not app.exception
    drawn = [str(element.value) for element in (*app.markdown, *app.caption)]
    assert not any("[click](" in text or "<script>" in text for text in drawn)
