"""Where a mapping starts, what a file's words mean, and the mapping as a small file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.imports.choices import Choice, Choices
from data_sources.imports.request import ImportRequest, Mapping
from pages.shared.data.file import KINDS
from pages.shared.data.words import title, with_answers
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.test_data import columns_of, edited, pressed, uploaded

DEALS = (
    "Id,Won on,Phase,Sum\n"
    "D1,2025-02-01,6 - Gained (won),100\n"
    "D2,2025-02-02,Parked,200\n"
    "D3,2025-02-03,Parked,300\n"
)
CHANNELS = (
    "lead_id,created_on,channel\n"
    + "".join(f"L{number},2025-01-15,Online Store\n" for number in range(3))
    + "L9,2025-01-15,OnlineStore\n"
)
ADS = (
    "campaign.id,campaign.name,metrics.cost_micros,segments.date,customer.currency_code\n"
    "1,Spring,5000000,2025-01-03,EUR\n"
)
AS_FIELDS = {"columns": {"opportunity_id": "Id", "closed_on": "Won on", "stage": "Phase"}}


@pytest.fixture
def room(visit: Visit, tmp_path: Path) -> AppTest:
    """The room in a home without facts."""
    companies.empty(tmp_path / "home")
    return visit(tmp_path / "home", "data")


def words_of(app: AppTest, field: str) -> Any:  # noqa: ANN401 - cells of any kind
    """The words of a field as the room lists them."""
    frames = [it.value for it in app.dataframe if "Your word" in it.value]
    labels = [it.label for it in app.expander if it.label.startswith("Words of")]
    drawn = [label for label in labels if ":" in label]
    place = next(at for at, label in enumerate(drawn) if label.startswith(f"Words of {field}:"))
    return frames[place].set_index("Your word")


def start_of(app: AppTest) -> str:
    return str(next(box.value for box in app.selectbox if box.label == "Read it"))


def mapped(app: AppTest, mapping: object) -> AppTest:
    """Give the room a mapping file."""
    text = mapping if isinstance(mapping, str) else json.dumps(mapping)
    place = next(it for it in app.file_uploader if it.label == "Read by a mapping file")
    place.upload("mine.json", text.encode()).run()
    assert not app.exception
    return app


def deals(app: AppTest) -> AppTest:
    mapping = {"tandem_mapping": 1, "table": "opportunities", "guess": False, **AS_FIELDS}
    return mapped(uploaded(app, DEALS, "deals.csv"), mapping)


def test_a_mapping_file_chooses_table_and_columns(room: AppTest) -> None:
    app = deals(room)
    assert next(box.value for box in app.selectbox if box.label == "What is in it?") == (
        "opportunities"
    )
    assert list(columns_of(app).loc["Phase", "Feeds"]) == ["stage"]
    assert columns_of(app).loc["Phase", "Why"] == "mapping file"


def test_stages_say_with_rows_what_they_mean(room: AppTest) -> None:
    stages = words_of(deals(room), "stage")
    assert stages.loc["6 - Gained (won)", "Means"] == "won"
    assert stages.loc["6 - Gained (won)", "Why"] == "contains a known word"
    assert stages.loc["Parked", "Means"] == "open"
    assert stages.loc["Parked", "Rows"] == 2


def test_a_stage_means_what_a_person_says(room: AppTest, tmp_path: Path) -> None:
    app = deals(room)
    place = list(words_of(app, "stage").index).index("Parked")
    edited(app, "meanings-stage", {place: {"Means": "lost"}})
    pressed(app, "import")
    told: Any = companies.opened(tmp_path / "home").history(1)[0].after
    assert told["accepted"] == 3
    assert told["mapping"]["won"] == ["6 - Gained (won)"]
    assert told["mapping"]["lost"] == ["Parked"]


def test_names_that_look_alike_are_joined_only_when_asked(room: AppTest, tmp_path: Path) -> None:
    app = uploaded(room, CHANNELS)
    assert words_of(app, "channel").loc["OnlineStore", "Means"] == "OnlineStore"
    offer = next(box for box in app.checkbox if "look alike" in box.label)
    assert "OnlineStore (1) means Online Store" in offer.label
    offer.check().run()
    assert words_of(app, "channel").loc["OnlineStore", "Means"] == "Online Store"
    pressed(app, "import")
    rows = companies.opened(tmp_path / "home").rows("leads", where={})
    assert set(rows["channel"]) == {"Online Store"}


def test_names_that_look_alike_stay_apart_unasked(room: AppTest, tmp_path: Path) -> None:
    pressed(uploaded(room, CHANNELS), "import")
    rows = companies.opened(tmp_path / "home").rows("leads", where={})
    assert set(rows["channel"]) == {"Online Store", "OnlineStore"}


def test_the_next_file_alike_starts_as_the_last_one(room: AppTest) -> None:
    app = deals(room)
    pressed(app, "import")
    app = uploaded(app, DEALS.replace("D1", "D7"), "more.csv")
    assert start_of(app) == "as the last file alike"
    assert "deals.csv" in columns_of(app).loc["Phase", "Why"]
    assert "remembered from" in columns_of(app).loc["Phase", "Why"]


def test_a_known_product_is_recognised_and_can_be_left_aside(room: AppTest) -> None:
    app = uploaded(room, ADS, "ads.csv")
    assert start_of(app) == "google-ads"
    assert "Read as Google Ads" in words(app)
    assert columns_of(app).loc["metrics.cost_micros", "Why"].startswith("preset Google Ads")
    next(box for box in app.selectbox if box.label == "Read it").select("none").run()
    assert not app.exception
    assert "Read as Google Ads" not in words(app)


def test_a_file_may_take_the_place_of_all_its_source_holds(room: AppTest, tmp_path: Path) -> None:
    app = pressed(uploaded(room, CHANNELS), "import")
    app = uploaded(app, "lead_id,created_on,channel\nL1,2025-01-15,Web\n")
    next(box for box in app.checkbox if "all its source holds" in box.label).check().run()
    pressed(app, "import")
    rows = companies.opened(tmp_path / "home").rows("leads", where={})
    assert list(rows["lead_id"]) == ["L1"]
    assert "3 removed" in app.success[0].value
    app = uploaded(app, CHANNELS)
    assert not next(box for box in app.checkbox if "all its source holds" in box.label).value


def test_what_every_row_needs_is_named_while_nothing_feeds_it(room: AppTest) -> None:
    app = uploaded(room, "Channel,Region\nWeb,North\n")
    next(it for it in app.selectbox if it.label == "What is in it?").select("leads").run()
    assert "Nothing feeds" in app.warning[0].value


def test_a_file_of_unknown_columns_asks_for_the_first(room: AppTest) -> None:
    app = uploaded(room, "a,b\n1,2\n")
    assert "No column feeds anything yet" in app.warning[0].value


def test_two_columns_for_one_field_are_told(room: AppTest, tmp_path: Path) -> None:
    app = uploaded(room, "lead_id,created_on,Also\nL1,2025-01-15,L2\n")
    edited(app, "columns-", {2: {"Feeds": ["lead_id"]}})
    assert "lead\\_id is fed by lead\\_id and Also" in app.warning[0].value
    pressed(app, "import")
    rows = companies.opened(tmp_path / "home").rows("leads", where={})
    assert list(rows["lead_id"]) == ["L1"]


@pytest.mark.realdata
def test_every_dirty_file_ends_in_a_mapping_or_a_sentence(visit: Visit, tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "dirty"
    if not folder.is_dir():
        pytest.skip("the real files are not here")
    companies.empty(tmp_path / "home")
    for file in sorted(folder.iterdir()):
        if file.suffix.lstrip(".") in KINDS:
            app = visit(tmp_path / "home", "data")
            app.file_uploader[0].upload(file.name, file.read_bytes()).run()
            assert not app.exception, file.name
            assert "Found in" in words(app) or app.error, file.name


def test_a_mapping_file_of_something_else_is_told_in_a_sentence(room: AppTest) -> None:
    app = mapped(uploaded(room), "[1, 2]")
    assert "is no mapping" in app.error[0].proto.title
    assert not [it for it in app.button if it.label == "Import"]


def stages(*choices: Choice) -> Choices:
    return Choices(
        field="stage", meanings=("won", "lost", "open"), choices=choices, more=0, empty=0
    )


def test_known_words_left_alone_are_not_written_down() -> None:
    found = stages(Choice(value="Won", rows=3, meaning="won", why="known"))
    request = ImportRequest(path=Path(), label="a.csv", table="opportunities")
    assert with_answers(request, found, ["won"], joined=False) == request
    answered = with_answers(request, found, ["lost"], joined=False)
    assert (answered.won, answered.lost) == ((), ("Won",))


def test_a_word_may_mean_nothing() -> None:
    found = Choices(
        field="channel",
        meanings=(),
        choices=(Choice(value="n/a", rows=3, meaning="n/a", why="itself"),),
        more=0,
        empty=0,
    )
    request = ImportRequest(path=Path(), label="a.csv", table="leads")
    answered = with_answers(request, found, [""], joined=False)
    assert Mapping.model_validate(
        answered.model_dump(include=set(Mapping.model_fields))
    ).values == {"channel": {"n/a": ""}}


def test_a_line_tells_the_words_without_opening_them() -> None:
    found = stages(
        Choice(value="Won", rows=3, meaning="won", why="known"),
        Choice(value="Talks", rows=3, meaning="open", why="unknown"),
    )
    assert title(found) == "Words of stage: 2 words, 1 won, 1 open"
