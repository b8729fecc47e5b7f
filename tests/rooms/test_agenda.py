"""The agenda on This week, and the meeting on the big screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from planning.actuals.individuals import KEYS_OF_PEOPLE
from planning.together.actions import monday
from tests.claims import opened_by
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from views.formats import day

NAUGHTY = "[click](javascript:alert(1)) **b** <script>alert(1)</script>"


@pytest.fixture
def demo(demo_home: Path, tmp_path: Path) -> Path:
    """The demo company, to be changed."""
    return companies.copied(demo_home, tmp_path / "home")


def labels(app: AppTest) -> list[str]:
    """The words on the buttons."""
    return [button.label for button in app.button]


def on(app: AppTest, label: str) -> AppTest:
    """Press a button by its words."""
    return next(button for button in app.button if button.label == label).click().run()


def every_round(app: AppTest) -> list[str]:
    """What each round of the meeting says, to the last."""
    found = [words(app)]
    while not next(it for it in app.button if it.label == "Next").disabled:
        app = on(app, "Next")
        assert not app.exception
        found.append("\n".join([words(app), *(it.value for it in app.header)]))
    return found


def test_the_agenda_names_the_demo_problems_most_money_first(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "this_week")
    assert not app.exception
    text = words(app)
    assert "items to talk about, most money first" in text
    for finding in ("lack account coverage by sales", "is short", "Leads do not follow spend"):
        assert finding in text
    assert "803\u00a0k EUR at stake" in text
    assert "What beat the plan" in text
    assert {"Assign", "Decide", "Park", "Meeting"} <= set(labels(app))
    assert "2 placeholders hold" in text  # parked, with the day it comes back


def test_an_item_is_assigned_asked_and_parked_in_dialogs(visit: Visit, demo: Path) -> None:
    app = visit(demo, "this_week")
    app = on(app, "Assign")
    what = app.text_area(key="assign-what").value
    assert what == "Share them out and call them first (Nordics, Enterprise)"
    assert app.selectbox(key="assign-team").value == "sales"
    assert app.selectbox(key="assign-owner").value == "Wim Heath"
    app = on(visit(demo, "this_week"), "Decide")
    assert str(app.text_area(key="item-options").value).endswith("\nLeave it as it is")
    app = on(visit(demo, "this_week"), "Park")
    assert app.text_area(key="park-why").value == ""


def test_what_is_in_hand_and_what_is_parked_is_seen(visit: Visit, demo: Path) -> None:
    together = companies.opened(demo).together
    key = "ignored-accounts|region=Nordics|segment=Enterprise"
    due = (together.today() + timedelta(days=7)).isoformat()
    action: dict[str, JsonValue] = {
        "what": NAUGHTY, "owner": "Bo", "team": "sales", "due": due, "item": key,
    }  # fmt: skip
    together.add_action(action)
    together.park({"item": "short-region|region=Iberia", "until": due, "why": "New people."})
    # What was parked until a day that has come is back, with what was said.
    gem = {"item": "hidden-gem|channel=Partner", "until": "2026-01-05", "why": "Wait for March."}
    together.park(gem)
    text = words(visit(demo, "this_week"))
    assert "Parked until 5 Jan 2026" in text
    assert "Wait for March" in text
    assert "Partner brings few leads" in text
    assert "In hand" in text
    assert "](javascript" not in text
    assert "New people" in text


def test_the_meeting_goes_from_promises_to_minutes(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "this_week", mode="meeting")
    assert not app.exception
    assert [it.value for it in app.title] == ["What was promised"]
    rounds = every_round(app)
    assert len(rounds) == 11
    assert "of the leads from Webinars in Benelux" in "".join(rounds[1:7])
    assert any("The audiences are narrowed" in one for one in rounds)
    assert "What beat the plan" in rounds[-3]
    assert "What is to be decided" in rounds[-2]
    assert "Minutes" in rounds[-1]


def test_a_page_read_anew_goes_on_where_the_meeting_stood(visit: Visit, demo_home: Path) -> None:
    app = on(on(visit(demo_home, "this_week", mode="meeting"), "Next"), "Next")
    stood, key = app.title[0].value, "".join(app.query_params["at"])
    again = visit(demo_home, "this_week", mode="meeting", at=key)
    assert again.title[0].value == stood
    assert not {"at", "mode"} & set(on(again, "Leave").query_params)
    gone = visit(demo_home, "this_week", mode="meeting", at="{{nothing}}|<b>")
    assert gone.title[0].value == "What was promised"


def test_one_of_the_other_items_is_taken_up_with_notes(visit: Visit, demo: Path) -> None:
    app = visit(demo, "this_week", mode="meeting", at="rest")
    assert app.title[0].value == "Also to talk about"
    box = app.selectbox(key="meeting-taken")
    woke = next(it for it in box.options if "woke up" in it)
    assert woke.split(" · ")[-1] in words(app)
    app = box.select(woke).run()
    assert {"Assign", "Decide", "Park", "Add the note"} <= set(labels(app))
    key = app.selectbox(key="meeting-taken").value
    app.text_area(key=f"note-{key}").set_value("Bo calls them.").run()
    app = on(app, "Add the note")
    (note,) = [row for row in companies.opened(demo).together.notes() if row["item"] == key]
    assert note["text"] == "Bo calls them."
    assert note["finding"] == woke
    parked = {"item": key, "finding": woke, "until": "2099-01-01", "why": "They are on leave"}
    companies.opened(demo).together.park(parked)
    app = app.run()
    assert not app.exception
    assert woke not in app.selectbox(key="meeting-taken").options
    assert not {"Assign", "Add the note"} & set(labels(app))


def test_nobodys_figures_are_on_the_big_screen(visit: Visit, demo_home: Path) -> None:
    workspace = companies.opened(demo_home)
    counts = workspace.counts()
    assert counts is not None
    names = {
        str(label)
        for cube in counts.cubes.values()
        for key in KEYS_OF_PEOPLE
        for label in cube.labels.get(key, ())
        if label
    }
    sellers = set(workspace.accounts.sellers()["name"])
    heads = {"Wim Heath", "Zeno Park"}  # who answers for all of a team, as the plan says
    assert len(names) > 5
    told = "\n".join(every_round(visit(demo_home, "this_week", mode="meeting")))
    assert [name for name in sorted((names | sellers) - heads) if name in told] == []


def test_a_viewer_reads_the_meeting_and_writes_nothing(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    companies.opened(demo).people.add("vic@example.com", ["viewer"])
    app = opened_by(monkeypatch, demo, "vic@example.com")
    app.query_params["mode"] = "meeting"
    app = app.run().switch_page("meet/this_week.py")
    app.query_params["mode"] = "meeting"
    app = app.run()
    app = on(app, "Next")
    assert not app.exception
    assert not set(labels(app)) & {"Assign", "Decide", "Park", "Add the note"}
    assert "Notes are written by people with the role planner" in words(app)


def test_notes_of_others_stand_with_their_names_and_minutes_gather_them(
    visit: Visit, demo: Path
) -> None:
    together = companies.opened(demo).together
    week = monday(together.today()).isoformat()
    key = "ignored-accounts|region=Nordics|segment=Enterprise"
    together.note({"week": week, "text": NAUGHTY, "item": key, "finding": "Then"})
    app = on(visit(demo, "this_week", mode="meeting"), "Next")
    text = words(app)
    assert "](javascript" not in text
    assert "**You**" in text
    app.text_area(key=f"note-{key}").set_value("A second one").run()
    app = on(app, "Add the note")
    assert {row["text"] for row in together.notes()} >= {NAUGHTY, "A second one"}
    last = every_round(app)[-1]
    assert "2 notes written" in last
    assert "A second one" in last


def test_a_note_after_the_meeting_was_closed_is_kept(visit: Visit, demo: Path) -> None:
    app = on(visit(demo, "this_week", mode="meeting", at="close"), "Close the meeting")
    assert "Closed on" in words(app)
    assert "Close the meeting" not in labels(app)
    app.text_area(key="note-week").set_value("One more thing").run()
    told = words(on(app, "Add the note"))
    assert "1 note written" in told
    assert told.count("One more thing") == 2  # among the notes and in the minutes


def test_minutes_of_weeks_before_the_last_are_at_hand(visit: Visit, demo: Path) -> None:
    together = companies.opened(demo).together
    long_ago = monday(together.today()) - timedelta(weeks=5)
    together.note({"week": long_ago.isoformat(), "text": "Said five weeks ago"})
    app = visit(demo, "this_week")
    box = app.selectbox(key="minutes-week")
    assert box.options[-1] == day(long_ago)
    assert "Said five weeks ago" not in words(app)
    assert "Said five weeks ago" in words(box.select(long_ago).run())


def test_an_empty_home_has_no_meeting(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = visit(tmp_path / "home", "this_week", mode="meeting")
    assert not app.exception
    assert [it.value for it in app.title] == ["This week"]


@pytest.mark.parametrize("what", ["only leads", "naughty names"])
def test_a_company_of_one_team_or_of_odd_names_holds_a_meeting(
    visit: Visit, tmp_path: Path, what: str
) -> None:
    companies.broken(tmp_path / "home", what)
    app = visit(tmp_path / "home", "this_week", mode="meeting")
    assert not app.exception
    rounds = every_round(app)
    assert "Nothing was promised yet" in rounds[0]
    assert "Nothing was noted, assigned or decided yet" in rounds[-1]


def test_a_small_company_without_a_plan_has_a_meeting(visit: Visit, small_home: Path) -> None:
    app = visit(small_home, "this_week", mode="meeting")
    assert not app.exception
    assert len(every_round(app)) >= 3
