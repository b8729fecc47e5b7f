"""The lead score as people meet it: how good it is, its rules, campaigns and leaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from tests.rooms import companies
from tests.rooms.conftest import SECONDS
from tests.rooms.conftest import words as written

RULES: tuple[dict[str, JsonValue], ...] = (
    {"rule": "points", "attribute": "channel", "test": "is one of", "values": "Fairs", "points": 9},
    {"rule": "hand over from", "points": 5},
)


def _room() -> None:
    import streamlit as st

    from pages.shared import session
    from pages.shared.leads import score

    st.title("Leads")
    plans = session.workspace().plan.scenarios()
    score.draw(session.now(), plans[0] if plans else None)


def visited(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TANDEM_HOME", str(home))
    return AppTest.from_function(_room, default_timeout=SECONDS).run()


def words(app: AppTest) -> str:
    """Everything a visitor can read, as it looks: without what escapes it."""
    return written(app).replace("\\", "")


def button(app: AppTest, label: str) -> None:
    next(it for it in app.button if it.label == label).click().run()


@pytest.fixture
def planned(small_home: Path, tmp_path: Path) -> Path:
    """A small company with a plan and without rules."""
    home = companies.copied(small_home, tmp_path / "home")
    companies.opened(home).plan.begin(2025, "Plan 2025")
    return home


def test_the_demo_says_how_good_its_score_is_and_what_is_known_afterwards(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visited(demo_home, monkeypatch)
    assert not app.exception
    said = words(app)
    assert "times as often as all; the score is right in" in said
    assert "It reads industry, known only after the outcome" in said
    assert "known only after the outcome: Call outcome, Account" in said
    assert "open leads reach 30 points today" in said
    assert {it.value for it in app.subheader} >= {
        "What a lead scores",
        "Volume against quality",
        "Known only afterwards",
        "Scores today",
    }


def test_suggested_points_say_how_they_did_on_leads_they_never_saw(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visited(demo_home, monkeypatch)
    app.toggle(key="score-suggest").set_value(True).run()
    assert not app.exception
    assert "on the later ones they are right in" in words(app)


def test_suggested_points_take_the_place_of_the_agreed_ones_and_undo_brings_those_back(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    plan = companies.opened(home).plan
    scenario = plan.scenarios()[0].id
    before = {row.id for row in plan.rows("score", scenario)}
    app = visited(home, monkeypatch)
    app.toggle(key="score-suggest").set_value(True).run()
    button(app, "Use them instead of the agreed ones")
    assert not app.exception
    after = plan.rows("score", scenario)
    assert after
    assert not before & {row.id for row in after}
    assert [row["rule"] for row in after].count("hand over from") == 1
    button(app, "Undo")
    assert before <= {row.id for row in plan.rows("score", scenario)}


def test_without_rules_the_page_says_so_and_offers_to_add_one(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visited(planned, monkeypatch)
    assert not app.exception
    assert "No lead score is agreed yet." in words(app)
    button(app, "Add a rule")
    assert not app.exception


def test_an_agreed_rule_scores_every_open_lead(
    planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = companies.opened(planned).plan
    saved = plan.add("score", plan.scenarios()[0].id, RULES)
    assert not saved.refused
    app = visited(planned, monkeypatch)
    assert not app.exception
    frame = next(it.value for it in app.dataframe if "Score" in it.value.columns)
    assert set(frame["Score"]) == {0, 9}
    assert (frame.loc[frame["Score"] == 9, "Channel"] == "Fairs").all()
    assert (frame.loc[frame["Score"] == 9, "Handed over"] == "yes").all()
    assert list(frame["Score"]) == sorted(frame["Score"], reverse=True)


def test_a_company_without_a_plan_still_learns_what_is_known_afterwards(
    small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visited(small_home, monkeypatch)
    assert not app.exception
    assert "there is none yet" in words(app)
    assert "Known only afterwards" in {it.value for it in app.subheader}


@pytest.mark.parametrize("what", ["naughty names", "no dates", "no wins", "one row", "only leads"])
def test_odd_companies_open(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    companies.broken(home, what)
    plan = companies.opened(home).plan
    scenario = plan.begin(2025, "Plan 2025")
    assert not plan.add("score", scenario.id, RULES).refused
    app = visited(home, monkeypatch)
    assert not app.exception
    assert "[click](javascript" not in written(app)
