"""The history as people read it: every change one plain sentence, found again, taken back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.chronicle import ACTS, Chronicle, Wanted
from data_sources.workspace import Workspace
from pages.shared import session
from pages.shared.history import listing
from planning.agreed.changes import Edit
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import line, planned
from tests.sources.plan.sheets import SUE
from tests.workspaces import ADA, VIEWER
from views.downloads import csv_bytes
from views.formats import plain
from views.history import Recorded, compared, sentence, taken_away

PLANNER = ADA.model_copy(
    update={"roles": frozenset({"planner"}), "teams": frozenset({"marketing"})}
)


@pytest.fixture
def lines(tmp_path: Path) -> tuple[Workspace, PlanRow]:
    """A plan with two lines."""
    return planned(tmp_path / "home", (line("Fairs"), line("Outbound", team="sales")))


def read(text: str) -> str:
    """Text as a reader sees it."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def opened(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].message
    return app


def told(app: AppTest) -> list[str]:
    """The changes on the page, newest first, without their times."""
    return [read(it.value)[14:] for it in app.markdown if it.value.startswith(":gray[")]


def row_of(workspace: Workspace, scenario: PlanRow, channel: str) -> PlanRow:
    rows = workspace.plan.rows("line", scenario.id)
    return next(row for row in rows if row["channel"] == channel)


def changed(workspace: Workspace, row: PlanRow, **cells: JsonValue) -> None:
    """Change cells of a row as it stands."""
    stands = workspace.plan.row(row.id)
    saved = workspace.plan.save([Edit(row.id, {cell: stands[cell] for cell in cells}, cells)])
    assert saved.revision is not None


def test_every_kind_of_change_is_told_newest_first(
    visit: Visit, lines: tuple[Workspace, PlanRow], tmp_path: Path
) -> None:
    workspace, scenario = lines
    changed(workspace, row_of(workspace, scenario, "Fairs"), plan_01="1500")
    workspace.set_channel("Radio", team="sales")
    workspace.people.add("bo@example.com", ["planner"], ["sales"])
    companies.imported(tmp_path / "home", {"spend": [companies.money(1)]})
    shown = told(opened(visit(tmp_path / "home", "history")))
    assert shown == [
        "You imported 1 row of spend from spend.csv.",
        "You let bo@example.com in as planner of sales.",
        "You gave the channel Radio to sales.",
        "You changed January of Fairs from 1,000 to 1,500.",
        "You added 2 lines of Plan 2025.",
        "You began Plan 2025.",
        "You changed the company's name from the default to Acme.",
    ]


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (("import", "leads", None, {"accepted": 5, "rejected": 2, "file": "a.csv"}),
         "Ada imported 5 rows of leads from a.csv; 2 rows could not be used."),
        (("demo", "facts", None, {"seed": 7}), "Ada loaded the demo company."),
        (("back", "facts", {"snapshot": "a"}, {"snapshot": "b"}),
         "Ada took up earlier facts again."),
        (("keep", "abc", None, {"reason": "signed"}),
         "Ada keeps the facts of snapshot abc: signed."),
        (("tidy", "snapshots", {"snapshots": ["a", "b"]}, None),
         "Tandem let go of 2 older snapshots that nothing needs."),
        (("schedule", "Nightly", None, {"table": "leads"}), "Ada saved the import Nightly."),
        (("schedule", "Nightly", {"table": "leads"}, None), "Ada removed the import Nightly."),
        (("mapping", "leads 12ab", None, {}), "Ada said how a file's columns are read into leads."),
        (("setting", "rate.USD.2025", "0.9", "0.8"),
         "Ada changed the rate of USD in 2025 from 0.9 to 0.8."),
        (("setting", "working_days", [0, 1], None),
         "Ada changed the working days from 0, 1 to the default."),
        (("channel", "Fairs", {"team": "sales"}, {"team": "sales", "aliases": ["Expo"]}),
         "Ada said the channel Fairs is also called Expo."),
        (("channel", "Fairs", None, {"team": "joint"}),
         "Ada gave the channel Fairs to both teams."),
        (("person", "bo@example.com", {"roles": ["viewer"]}, None), "Ada removed bo@example.com."),
        (("person", "bo@example.com", {"roles": ["viewer"]}, {"roles": ["viewer"], "subject": "1"}),
         "bo@example.com signed in for the first time."),
        (("person", "bo@example.com", {"roles": ["viewer"]}, {"roles": ["executive"]}),
         "Ada made bo@example.com executive."),
        (("something new", "the moon", None, 1), "Ada changed the moon."),
    ],
)  # fmt: skip
def test_each_act_has_its_own_sentence(
    recorded: tuple[str, str, JsonValue, JsonValue], said: str
) -> None:
    assert sentence(Recorded("Ada", *recorded)) == said


def test_every_act_that_is_recorded_is_about_something(tmp_path: Path) -> None:
    workspace = companies.opened(tmp_path / "home")
    workspace.load_demo()
    workspace.set_setting("name", "Acme")
    known = {act for acts in ACTS.values() for act in acts}
    assert {entry.act for entry in workspace.history(1000)} <= known


@pytest.mark.parametrize("name", NAUGHTY)
def test_naughty_names_stay_names(visit: Visit, tmp_path: Path, name: str) -> None:
    clean = name.lstrip("=").strip()
    workspace, _ = planned(tmp_path / "home", (line(clean),))
    workspace.set_channel(clean, team="sales")
    app = opened(visit(tmp_path / "home", "history"))
    for said in (f"You gave the channel {clean} to sales.", f"You added the line {clean}."):
        escaped = plain(said).strip("\u2068\u2069")
        assert any(escaped in it.value for it in app.markdown)


def test_an_empty_history_says_so(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = opened(visit(tmp_path / "home", "history", day="2020-01-01"))
    assert "Nothing of this kind was changed." in read(words(app))


# ---- who may read what ----


def test_what_people_may_do_is_told_to_those_only_who_may_change_it(
    visit: Visit,
    lines: tuple[Workspace, PlanRow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, _ = lines
    workspace.people.add("bo@example.com", ["viewer"], [])
    assert any("bo@" in one for one in told(opened(visit(tmp_path / "home", "history"))))
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    shown = told(opened(visit(tmp_path / "home", "history")))
    assert "The local user began Plan 2025." in shown
    assert not any("bo@" in one for one in shown)


# ---- finding again ----


def test_filters_in_the_address_narrow_the_list(
    visit: Visit, lines: tuple[Workspace, PlanRow], tmp_path: Path
) -> None:
    workspace, scenario = lines
    fairs = row_of(workspace, scenario, "Fairs")
    changed(workspace.acting_as(PLANNER), fairs, plan_01="1500")
    home = tmp_path / "home"
    hers = ["ada@example.com changed January of Fairs from 1,000 to 1,500."]
    assert told(opened(visit(home, "history", who="ada@example.com"))) == hers
    assert told(opened(visit(home, "history", row=fairs.id))) == [
        *hers,
        "You added 2 lines of Plan 2025.",
    ]
    about_settings = told(opened(visit(home, "history", about="Settings and channels")))
    assert about_settings == ["You changed the company's name from the default to Acme."]
    of_plan = told(opened(visit(home, "history", **{"of-plan": "Plan 2025"})))
    assert of_plan[-1] == "You began Plan 2025."
    assert len(of_plan) == 3


def test_a_row_that_is_gone_is_still_found_by_its_address(
    visit: Visit, lines: tuple[Workspace, PlanRow], tmp_path: Path
) -> None:
    workspace, scenario = lines
    fairs = row_of(workspace, scenario, "Fairs")
    workspace.plan.remove([fairs.id])
    app = opened(visit(tmp_path / "home", "history", row=fairs.id))
    assert told(app)[0] == "You removed the line Fairs."
    nonsense = opened(visit(tmp_path / "home", "history", row="nothing of that kind"))
    assert len(told(nonsense)) == 4


def test_a_day_is_one_of_the_companys_time_zone(lines: tuple[Workspace, PlanRow]) -> None:
    workspace, scenario = lines
    workspace.set_setting("time_zone", "Pacific/Auckland")
    late = datetime(2030, 1, 1, 12, tzinfo=UTC)
    at_noon = Workspace.open(workspace.settings, now=lambda: late)
    changed(at_noon, row_of(workspace, scenario, "Fairs"), plan_01="1500")
    chronicle = Chronicle(workspace)
    assert chronicle.count(Wanted(day=date(2030, 1, 1))) == 0
    (one,) = chronicle.page(Wanted(day=date(2030, 1, 2)))
    assert one.at.hour == 1


def test_pages_hold_every_change_once(
    visit: Visit, lines: tuple[Workspace, PlanRow], tmp_path: Path
) -> None:
    workspace, scenario = lines
    fairs = row_of(workspace, scenario, "Fairs")
    for number in range(60):
        changed(workspace, fairs, plan_02=str(number + 5))
    chronicle = Chronicle(workspace)
    number = chronicle.count(Wanted())
    pages = [chronicle.page(Wanted(), at) for at in range(1, -(-number // 25) + 1)]
    found = [one.revision for page in pages for one in page]
    assert found == sorted(set(found), reverse=True)
    assert len(found) == number == workspace.revision()
    first = told(opened(visit(tmp_path / "home", "history")))
    second = told(opened(visit(tmp_path / "home", "history", page="2")))
    assert len(first) == len(second) == listing.SIZE
    assert second[0] == listing.told(pages[1][0])


# ---- the way back ----


def test_a_state_is_shown_before_it_is_restored(lines: tuple[Workspace, PlanRow]) -> None:
    workspace, scenario = lines
    fairs = row_of(workspace, scenario, "Fairs")
    before = workspace.revision()
    changed(workspace, fairs, plan_01="1500", reason="A larger stand")
    chronicle = Chronicle(workspace)
    stands, then = chronicle.stands(fairs.id), chronicle.stood(fairs.id, before)
    assert stands is not None
    year = Scenario.of(scenario.cells)
    shown = compared("line", stands.cells, then, ("Now", "Restored"), year)
    assert dict(zip(shown[""], zip(shown["Now"], shown["Restored"], strict=True), strict=True)) == {
        "January": ("1,500", "1,000"),
        "Reason": ("A larger stand", "—"),
    }
    workspace.plan.restore(fairs.id, before)
    assert workspace.plan.row(fairs.id).cells == then


def test_a_row_that_never_was_stood_nowhere(lines: tuple[Workspace, PlanRow]) -> None:
    chronicle = Chronicle(lines[0])
    assert chronicle.stands("nothing") is None
    assert chronicle.stood("nothing", 99) is None


def test_looking_at_a_change_opens_what_it_did(
    visit: Visit, lines: tuple[Workspace, PlanRow], tmp_path: Path
) -> None:
    workspace, scenario = lines
    changed(workspace, row_of(workspace, scenario, "Fairs"), plan_01="1500")
    app = opened(visit(tmp_path / "home", "history"))
    opened(app.button(key=f"look-{workspace.revision()}").click().run())
    (table,) = app.table
    assert table.value.to_dict("list") == {"": ["January"], "Before": ["1,000"], "After": ["1,500"]}
    assert app.button(key="history-undo").label == "Take this change back"


def test_who_may_not_change_a_row_is_offered_no_way_back(
    visit: Visit,
    lines: tuple[Workspace, PlanRow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, scenario = lines
    changed(workspace, row_of(workspace, scenario, "Fairs"), plan_01="1500")
    monkeypatch.setattr(session, "LOCAL", VIEWER)
    app = opened(visit(tmp_path / "home", "history"))
    opened(app.button(key=f"look-{workspace.revision()}").click().run())
    assert len(app.table) == 1
    assert {button.key for button in app.button}.isdisjoint({"history-undo", "history-restore"})


def test_a_leader_of_one_team_may_take_a_copy_of_both_teams_lines_back(
    visit: Visit,
    lines: tuple[Workspace, PlanRow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, scenario = lines
    workspace.agreement.copy(scenario.id, "Copy")
    monkeypatch.setattr(session, "LOCAL", SUE)
    app = opened(visit(tmp_path / "home", "history"))
    opened(app.button(key=f"look-{workspace.revision()}").click().run())
    assert app.button(key="history-undo").label == "Take this change back"


# ---- to take away ----


def test_the_file_tells_each_row_of_a_change_and_runs_nothing(
    lines: tuple[Workspace, PlanRow],
) -> None:
    workspace, scenario = lines
    workspace.plan.add("line", scenario.id, [line("+cmd"), line("Second")])
    changes = Chronicle(workspace).page(Wanted(about="plan"), size=1)
    frame = taken_away(listing.lines_of(changes))
    assert frame["What"].tolist() == ["You added the line +cmd.", "You added the line Second."]
    text = csv_bytes(frame).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 3
    at = datetime.fromisoformat(frame["When"][0])
    assert abs(at - workspace.now()) < timedelta(minutes=5)
