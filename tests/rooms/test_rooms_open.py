"""Every room opens on every company: no stack trace, whatever the facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.rooms import companies
from tests.rooms.companies import BROKEN
from tests.rooms.conftest import ROOMS, Visit, words
from views.cuts import CUTS
from views.spans import SPANS

TITLES = {room: room.replace("_", " ").capitalize() for room in ROOMS} | {"tradeoffs": "Trade-offs"}


def opens(app: AppTest, room: str) -> None:
    assert not app.exception, app.exception[0].message
    assert not app.error, app.error[0].value
    assert [title.value for title in app.title] == [TITLES[room]]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_opens_on_the_demo_company(visit: Visit, demo_home: Path, room: str) -> None:
    opens(visit(demo_home, room), room)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_opens_without_facts(visit: Visit, tmp_path: Path, room: str) -> None:
    companies.empty(tmp_path / "home")
    app = visit(tmp_path / "home", room)
    opens(app, room)
    assert not app.metric


@pytest.mark.parametrize("what", BROKEN)
def test_every_room_opens_on_a_broken_company(visit: Visit, tmp_path: Path, what: str) -> None:
    # One test per company: building it costs more than all the visits.
    home = tmp_path / "home"
    companies.broken(home, what)
    for room in ROOMS:
        opens(visit(home, room), room)
    for span in SPANS:
        opens(visit(home, period=span), "scorecard")
    # Names and dates are what cuts stand on; elsewhere one cut tells as much as all.
    for cut in CUTS if what in ("naughty names", "no dates") else CUTS[:1]:
        opens(visit(home, by=cut.capitalize(), period="All time"), "scorecard")
    app = visit(home, period="All time")
    for key in ("cac", "close_ratio", "leads", "sales_cycle_days"):
        opens(app.button(key=f"count-{key}").click().run(), "scorecard")


def test_the_first_visit_of_a_new_home_opens_the_demo_company(visit: Visit, tmp_path: Path) -> None:
    app = visit(tmp_path / "home")
    opens(app, "scorecard")
    assert "demo company" in words(app)
    assert len(app.metric) == 12


def test_a_home_that_cannot_be_written_says_so(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file stands here")
    app = visit(tmp_path / "home")
    assert not app.exception
    assert not app.title
    assert "cannot be written" in app.error[0].proto.title
    assert "TANDEM\\_HOME" in app.error[0].value
