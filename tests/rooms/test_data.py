"""The room where files come in: guessed, checked, imported, told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.rooms import companies
from tests.rooms.conftest import Visit, words

LEADS = (
    "Lead ID;Channel;Created;E-mail\n"
    "L1;Web;31.01.2025;a@example.com\n"
    "L2;Fair;15.02.2025;b@example.com\n"
    ";Fair;15.02.2025;c@example.com\n"
)


@pytest.fixture
def room(visit: Visit, tmp_path: Path) -> AppTest:
    """The room in a home without facts."""
    companies.empty(tmp_path / "home")
    return visit(tmp_path / "home", "data")


def uploaded(app: AppTest, text: str = LEADS, name: str = "leads.csv") -> AppTest:
    app.file_uploader[0].upload(name, text.encode()).run()
    assert not app.exception
    return app


def edited(app: AppTest, editor: str, rows: dict[int, dict[str, object]]) -> AppTest:
    """Change cells of the editor whose key begins so."""
    key = next(name for name in app.session_state.to_dict() if str(name).startswith(editor))
    app.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception
    return app


def columns_of(app: AppTest) -> Any:  # noqa: ANN401 - cells of any kind
    """The columns of the uploaded file as the room lists them, by name."""
    return app.dataframe[0].value.set_index("Your column")


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def rows_of(app: AppTest) -> dict[str, int]:
    """Rows by table, as the room lists them."""
    held = next(it.value for it in app.dataframe if "Source" in it.value)
    return dict(zip(held["Table"], held["Rows"], strict=True))


def test_an_empty_home_says_what_to_do_first(room: AppTest) -> None:
    assert "bring in a first file" in words(room)


def test_what_was_found_out_about_a_file_is_shown(room: AppTest) -> None:
    app = uploaded(room)
    assert "4 columns, UTF-8, separated by semicolons" in words(app)
    assert app.selectbox[0].value == "leads"


def test_columns_are_guessed_with_samples_and_the_reason(room: AppTest) -> None:
    guesses = columns_of(uploaded(room))
    assert list(guesses.loc["Lead ID", "Feeds"]) == ["lead_id"]
    assert list(guesses.loc["Created", "Feeds"]) == ["created_on"]
    assert guesses.loc["Created", "Why"] == "known name"
    assert guesses.loc["Created", "Samples"] == "31.01.2025, 15.02.2025"
    assert list(guesses.loc["E-mail", "Feeds"]) == []


def test_columns_nobody_maps_are_named_as_left_behind(room: AppTest) -> None:
    assert "Not read and not kept: E\\-mail" in words(uploaded(room))


def test_a_check_changes_nothing(room: AppTest, tmp_path: Path) -> None:
    app = pressed(uploaded(room), "check")
    assert "nothing changed yet" in words(app)
    assert "2 of 3 rows accepted, 1 rejected" in words(app)
    assert companies.opened(tmp_path / "home").snapshot() is None


def test_an_import_is_told_with_its_rejects_and_empties_the_form(
    room: AppTest, tmp_path: Path
) -> None:
    app = pressed(uploaded(room), "import")
    assert "2 of 3 rows accepted, 1 rejected" in app.success[0].value
    assert "1 rejected row" in app.get("download_button")[0].proto.label
    assert app.file_uploader[0].value is None
    assert rows_of(app) == {"leads": 2}
    snapshot = companies.opened(tmp_path / "home").snapshot()
    assert snapshot is not None
    assert snapshot.rows == {"leads": 2}


def test_the_same_file_again_changes_nothing_and_says_so(room: AppTest) -> None:
    app = pressed(uploaded(room), "import")
    app = pressed(uploaded(app), "import")
    assert "nothing changed" in words(app)


def test_a_corrected_mapping_is_used(room: AppTest, tmp_path: Path) -> None:
    app = uploaded(room, "Lead ID,Where,Created\nL1,Web,2025-01-31\n")
    place = list(columns_of(app).index).index("Where")
    edited(app, "columns-", {place: {"Feeds": ["channel"]}})
    fields = list(app.dataframe[1].value["Field"])
    edited(app, "values-", {fields.index("region"): {"Value": "North"}})
    assert "Not read and not kept" not in words(app)
    pressed(app, "import")
    rows = companies.opened(tmp_path / "home").rows("leads", where={})
    assert list(rows["channel"]) == ["Web"]
    assert list(rows["region"]) == ["North"]


def test_a_guess_taken_out_stays_out(room: AppTest, tmp_path: Path) -> None:
    app = uploaded(room)
    place = list(columns_of(app).index).index("Channel")
    edited(app, "columns-", {place: {"Feeds": []}})
    assert "Not read and not kept: Channel" in words(app)
    pressed(app, "import")
    rows = companies.opened(tmp_path / "home").rows("leads", where={})
    assert set(rows["channel"]) == {"unknown"}


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(room: AppTest) -> None:
    room.file_uploader[0].upload("broken.xlsx", b"PK\x03\x04 not a workbook").run()
    assert not room.exception
    assert "broken.xlsx" in room.error[0].proto.title.replace("\\", "")


def test_an_upload_never_chooses_where_it_lies(room: AppTest, tmp_path: Path) -> None:
    pressed(uploaded(room, name="../../../escape.csv"), "import")
    assert not list(tmp_path.parent.glob("**/escape.csv"))
    assert not list((tmp_path / "home").glob("**/upload.*"))


def test_after_an_import_the_share_that_finds_its_other_half_is_told(
    visit: Visit, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    companies.imported(home, {"leads": [companies.lead(number) for number in range(4)]})
    deals = companies.written(tmp_path / "deals.csv", [companies.deal(n) for n in range(2, 12)])
    app = uploaded(visit(home, "data"), deals.read_text("utf-8"), "deals.csv")
    pressed(app, "import")
    told = words(app).replace("\u00a0", " ")
    assert "20 % of the 10 rows of opportunities that name a lead find it, by id" in told
    assert "8 rows name none that is there, for example L10" in told


def test_real_facts_close_the_demo_company(visit: Visit, demo_home: Path, tmp_path: Path) -> None:
    home = companies.copied(demo_home, tmp_path / "home")
    app = visit(home, "data")
    assert "closes the demo company" in words(app)
    app = pressed(uploaded(app), "import")
    assert rows_of(app) == {"leads": 2}
    assert "closes the demo company" not in words(app)


def test_a_channel_changes_its_owner(visit: Visit, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.imported(home, {"leads": [companies.lead(1, channel="Fairs")]})
    app = visit(home, "data", part="Who owns which channel")
    app.selectbox[0].select("Fairs")
    next(it for it in app.segmented_control if it.label == "Owner").set_value("sales")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert companies.opened(home).channel_teams() == {"Fairs": "sales"}
