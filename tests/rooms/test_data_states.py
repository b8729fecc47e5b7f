"""The room's tab of snapshots: what changed, two compared, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.data.states import will_change
from tests.rooms import companies
from tests.rooms.conftest import Visit, words

TAB = "Snapshots"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A company of one lead file, and a second that changes a row and adds two."""
    home = tmp_path / "home"
    companies.imported(home, {"leads": [companies.lead(1), companies.lead(2)]})
    newer = [companies.lead(2, region="South"), companies.lead(3), companies.lead(4)]
    companies.imported(home, {"leads": newer})
    return home


def listed(app: AppTest) -> Any:  # noqa: ANN401 - cells of any kind
    """The snapshots as the room lists them."""
    return next(it.value for it in app.dataframe if "Rows before" in it.value and "Who" in it.value)


def compared(app: AppTest) -> Any:  # noqa: ANN401 - cells of any kind
    frames = [it.value for it in app.dataframe if "For example" in it.value]
    return frames[0].set_index("Table")


def test_an_empty_home_says_what_would_stand_here(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    assert "every state of your facts" in words(visit(tmp_path / "home", "data", part=TAB))


def test_each_state_tells_who_did_what_and_what_changed(visit: Visit, home: Path) -> None:
    states = listed(visit(home, "data", part=TAB))
    newest = states.iloc[0]
    assert newest["What"] == "Imported leads.csv into leads"
    assert newest["Who"] == "local"
    assert (newest["Added"], newest["Changed"], newest["Gone"]) == (2, 1, 0)
    assert (newest["Rows before"], newest["Rows after"]) == (2, 4)
    assert len(states) == 2


def test_two_states_are_compared_on_request(visit: Visit, home: Path) -> None:
    app = visit(home, "data", part=TAB)
    assert not [it for it in app.dataframe if "For example" in it.value]
    app.button(key="compare").click().run()
    assert not app.exception
    leads = compared(app).loc["leads"]
    assert (leads["Added"], leads["Changed"], leads["Gone"]) == (2, 1, 0)
    assert leads["For example"] == "L2, L3, L4"
    both = next(it.value for it in app.dataframe if "Earlier" in it.value)
    counted = both.set_index("Over all time").loc["Leads"]
    assert (counted["Earlier"], counted["Later"]) == ("2", "4")


def test_going_back_first_says_what_will_change(visit: Visit, home: Path) -> None:
    app = visit(home, "data", part=TAB)
    app.button(key="back").click().run()
    assert not app.exception
    assert "4 rows become 2; 2 go, 1 changes" in words(app)
    assert {"Go back", "Stay"} <= {button.label for button in app.button}
    snapshot = companies.opened(home).snapshot()
    assert snapshot is not None
    assert snapshot.rows == {"leads": 4}


def test_after_going_back_the_list_says_so(visit: Visit, home: Path) -> None:
    workspace = companies.opened(home)
    oldest = workspace.snapshots()[-1]
    workspace.go_back(oldest.id)
    app = visit(home, "data", part=TAB)
    states = listed(app)
    assert states.iloc[0]["What"] == "Went back to No. 1"
    assert (states.iloc[0]["Gone"], states.iloc[0]["Changed"]) == (2, 1)
    assert not app.button(key="back").disabled


def test_nobody_goes_back_to_what_stands_already(visit: Visit, home: Path) -> None:
    app = visit(home, "data", part=TAB)
    current = companies.opened(home).snapshots()[0]
    next(box for box in app.selectbox if box.label == "Earlier state").select(current.id).run()
    assert app.button(key="back").disabled
    assert "say this already" in words(app)


def test_the_demo_never_takes_the_place_of_real_facts(
    visit: Visit, demo_home: Path, tmp_path: Path
) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    companies.imported(home, {"leads": [companies.lead(1)]})
    app = visit(home, "data", part=TAB)
    assert list(listed(app)["What"]) == ["Imported leads.csv into leads", "Loaded the demo company"]
    assert app.button(key="back").disabled
    assert "never takes your facts' place" in words(app)


def test_naughty_file_names_stay_text(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.broken(home, "naughty names")
    app = visit(home, "data", part=TAB)
    assert not app.exception
    app.button(key="back").click().run()
    assert not app.exception


def test_equal_rows_are_told_as_such(home: Path) -> None:
    workspace = companies.opened(home)
    newest = workspace.snapshots()[0]
    assert will_change(workspace.compare(newest.id, newest.id)) == [
        "No row changes, only the date the facts stand at."
    ]
