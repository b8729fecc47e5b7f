"""Which rooms each role finds, what it is offered there, and that an old screen helps nobody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from tests.claims import SHELL, opened_by
from tests.rights.call import ADMINISTRATORS, EXECUTIVE, LEADERS, PLANNERS, READERS
from tests.rights.world import PEOPLE, REMOVED, World, address, everything

ROOMS: Final[dict[str, frozenset[str]]] = {
    "meet/this_week.py": READERS,
    "meet/campaigns.py": READERS,
    "meet/wins_and_losses.py": READERS,
    "know/scorecard.py": READERS,
    "know/leads.py": READERS,
    "know/evidence.py": READERS,
    "plan/budget.py": READERS,
    "plan/targets.py": READERS,
    "plan/accounts.py": READERS,
    "plan/tradeoffs.py": READERS,
    "setup/assumptions.py": READERS,
    "setup/data.py": READERS,
    "setup/history.py": READERS,
    "setup/people.py": ADMINISTRATORS,
}
"""Who finds each room."""

ROUTED: Final = frozenset(re.findall(r'"(\w+/\w+\.py)"', SHELL.read_text("utf-8")))
"""The rooms of the navigation; another test holds that every room is one."""

ACTING: Final = "acting@example.com"


@dataclass(frozen=True)
class Action:
    """Something a room offers.

    Attributes:
        room: Its file.
        may: Who is offered it.
        there: Whether it is offered.
        do: Does it on a screen that offers it; None where a dialog asks first.
        part: The tab it stands in.
    """

    room: str
    may: frozenset[str]
    there: Callable[[AppTest], bool]
    do: Callable[[AppTest], object] | None = None
    part: str = ""


def _has(key: str) -> Callable[[AppTest], bool]:
    return lambda app: any(it.key == key and not it.disabled for it in app.button)


def _labelled(label: str) -> Callable[[AppTest], bool]:
    return lambda app: any(it.label == label for it in app.button)


def _press(label: str) -> Callable[[AppTest], object]:
    return lambda app: next(it for it in app.button if it.label == label).click().run()


def _import(app: AppTest) -> None:
    app.file_uploader[0].upload("more.csv", b"Lead ID;Created\nL901;31.01.2025\n").run()
    app.button(key="import").click().run()


def _add(app: AppTest) -> None:
    app.text_input(key="email-new-0").input("eve@example.com")
    app.checkbox(key="role-administrator-new-0").check()
    _press("Add")(app)


def _rename_company(app: AppTest) -> None:
    app.text_input(key="agreed-name-0").input("Mine")
    _press("Save")(app)


ACTIONS: Final[dict[str, Action]] = {
    "import a file": Action(
        "setup/data.py", ADMINISTRATORS, lambda app: bool(app.get("file_uploader")), _import
    ),
    "run saved imports": Action(
        "setup/data.py",
        ADMINISTRATORS,
        _has("refresh"),
        lambda app: app.button(key="refresh").click().run(),
        "Saved imports",
    ),
    "go back to older facts": Action(
        "setup/data.py", ADMINISTRATORS, _has("back"), part="Snapshots"
    ),
    "say who owns a channel": Action(
        "setup/data.py",
        ADMINISTRATORS,
        _labelled("Save"),
        _press("Save"),
        "Who owns which channel",
    ),
    "register somebody": Action("setup/people.py", ADMINISTRATORS, _labelled("Add"), _add),
    "change settings": Action(
        "setup/people.py", ADMINISTRATORS, _labelled("Save"), _rename_company, "Settings"
    ),
    "add an action": Action("meet/this_week.py", PLANNERS, _has("add-action")),
    "put a question": Action("meet/this_week.py", LEADERS, _has("ask")),
    "set envelopes": Action("plan/budget.py", EXECUTIVE, _has("plan-envelopes")),
    "begin a plan": Action("plan/budget.py", LEADERS, _has("plan-scenarios")),
    "name a plan": Action("plan/budget.py", LEADERS, _has("plan-rename")),
    "copy a plan": Action("plan/budget.py", LEADERS, _has("plan-copy")),
    "archive a plan": Action("plan/budget.py", LEADERS, _has("plan-archive")),
    "put a plan away": Action("plan/budget.py", LEADERS, _has("plan-put-away")),
}


def shown(app: AppTest, room: str, part: str = "", plan: str = "") -> AppTest:
    """A room with one of its tabs open, and one of the plans chosen."""
    if part:
        app.query_params["part"] = part
    if plan:
        app.session_state["plan"] = plan
    app.run()
    app.switch_page(room).run()
    assert not app.exception
    return app


@pytest.fixture
def home(world: World, tmp_path: Path) -> Path:
    """A copy of the world's home."""
    return shutil.copytree(world.home, tmp_path / "home")


def test_every_room_stands_in_the_table() -> None:
    assert ROOMS.keys() >= ROUTED


@pytest.mark.parametrize("who", PEOPLE)
def test_a_role_finds_its_rooms_and_is_offered_what_it_may(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    before = None
    for room in sorted(ROUTED):
        finders = ROOMS[room]
        if who not in finders:
            with pytest.raises(ValueError, match="people"):
                shown(opened_by(monkeypatch, home, address(who)), room)
            continue
        actions = {name: one for name, one in ACTIONS.items() if one.room == room}
        for part in dict.fromkeys(one.part for one in actions.values()) or [""]:
            here = opened_by(monkeypatch, home, address(who))
            # All that can be done with a plan as a whole can be done with a draft.
            app = shown(here, room, part, world.scenario if room == "plan/budget.py" else "")
            # The first visit binds the address; looking around changes nothing after it.
            before = before or everything(world.opened(home))
            offered = {name for name, one in actions.items() if one.part == part and one.there(app)}
            assert offered == {
                name for name, one in actions.items() if one.part == part and who in one.may
            }
    assert everything(world.opened(home)) == before


@pytest.mark.parametrize("name", [name for name, one in ACTIONS.items() if one.do is not None])
@pytest.mark.parametrize(
    "who", ["viewer", "planner of sales", "leader of sales", "executive", REMOVED]
)
def test_a_screen_drawn_before_a_role_went_changes_nothing(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, name: str, who: str
) -> None:
    action, workspace = ACTIONS[name], world.opened(home)
    workspace.people.add(ACTING, ["administrator"])
    app = shown(opened_by(monkeypatch, home, ACTING), action.room, action.part)
    assert action.there(app)
    if who == REMOVED:
        workspace.people.remove(ACTING)
    else:
        role, teams = PEOPLE[who]
        workspace.people.change(ACTING, roles=[role], teams=teams)
    before = everything(workspace)
    assert action.do is not None
    try:
        action.do(app)
    except (KeyError, IndexError, StopIteration, ValueError):
        # What is drawn anew on the way no longer offers it.
        assert not action.there(app)
    assert everything(workspace) == before


@pytest.mark.parametrize("name", [name for name, one in ACTIONS.items() if one.do is not None])
def test_the_same_screen_changes_something_for_whoever_still_may(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    action, workspace = ACTIONS[name], world.opened(home)
    app = shown(opened_by(monkeypatch, home, address("administrator")), action.room, action.part)
    before = everything(workspace)
    assert action.do is not None
    action.do(app)
    assert not app.error
    assert everything(workspace) != before
