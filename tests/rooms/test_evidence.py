"""Evidence as a planner meets it: a verdict, pictures, a list matched, a sentence to take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_sources.account_reading import Accounts
from planning.actuals.book import AccountBook
from planning.review.evidence.audience import Matched
from planning.review.evidence.verdict import Verdict
from tests.books import book
from tests.claims import opened_by
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import ROOMS, Visit, words
from tests.rooms.test_pictures import parts
from tests.rooms.test_targets import read
from views.evidence import VERDICTS
from views.evidence_pictures import named_bars
from views.weeks_ahead import _bars

LIST = b"Name;Email;Company\nAda Lovelace;ada@acme.com;Acme\nBo;bo@gmail.com;\nCy;cy@no.example;\n"


def shown(app: AppTest) -> str:
    """The page as a reader sees it."""
    assert not app.exception, app.exception[0].message
    return read(words(app))


def sentence(app: AppTest) -> str:
    """What is to be taken into the meeting."""
    (code,) = app.code
    return str(code.value)


def address(app: AppTest, name: str) -> str:
    """What the address says."""
    said = app.query_params[name]
    return said if isinstance(said, str) else said[0]


def test_a_kind_the_facts_do_not_know_gets_the_spread_of_what_was_new(
    visit: Visit, demo_home: Path
) -> None:
    app = visit(demo_home, "evidence", channel="Podcasts", amount="12000")
    assert "Podcasts: no facts yet." in shown(app)
    told = sentence(app)
    assert told.startswith("Podcasts: no facts yet. Of ")
    assert "new campaigns since Oct 2024" in told
    assert "reached the top ten in the first year" in told
    assert "12,000 in Partner would bring about" in told


def test_a_channel_is_held_against_the_others(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "evidence", channel="content SYNDICATION", amount="12000")
    told = sentence(app)
    assert ": not supported. It is number 9 of 9 by customers" in told
    assert "other channels of marketing pay" in told
    assert "in Partner it would bring" in told
    # What its lines came to in both years stands below.
    assert "Lines like it before" in shown(app)
    labels = [it.proto.label for it in app.get("download_button")]
    assert "One page as text" in labels
    assert "Table as CSV" in labels


def test_the_first_line_of_the_plan_is_looked_at_and_another_can_be_chosen(
    visit: Visit, demo_home: Path
) -> None:
    app = visit(demo_home, "evidence")
    first = sentence(app)
    assert first.startswith("Website: Steady flow, always on:")
    box = next(it for it in app.selectbox if it.label == "Line of Plan 2026")
    other = next(it for it in box.options if it.startswith("Webinars: Expert hour"))
    app = box.select_index(box.options.index(other)).run()
    assert sentence(app).startswith("Webinars: Expert hour")
    assert sentence(app) != first
    # The address tells which, so that it can be sent to somebody.
    again = visit(demo_home, "evidence", line=address(app, "line"))
    assert sentence(again) == sentence(app)


def test_a_line_that_is_in_no_plan_is_said_to_be_gone(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "evidence", line="0" * 32)
    assert "no longer in a plan" in shown(app)
    assert app.code


@pytest.mark.parametrize("odd", ["-1", "1e9", "many", "", "9" * 40])
def test_an_odd_address_asks_about_something_all_the_same(
    visit: Visit, demo_home: Path, odd: str
) -> None:
    asked = {"channel": "Webinars", "amount": odd, "from": odd, "months": odd, "region": odd}
    app = visit(demo_home, "evidence", **asked)
    assert shown(app)
    assert len(app.code) == 1


def test_something_new_is_asked_in_the_form(visit: Visit, demo_home: Path) -> None:
    app = visit(demo_home, "evidence", channel="Webinars")
    next(it for it in app.number_input if it.label.startswith("Amount")).set_value(5000)
    app.button[0].click().run()
    assert address(app, "amount") == "5000"
    assert "5,000 here brings" in sentence(app)


def test_without_a_plan_the_facts_speak_and_the_model_is_said_to_be_silent(
    visit: Visit, small_home: Path
) -> None:
    app = visit(small_home, "evidence", channel="Fairs")
    assert "There is no plan yet" in shown(app)
    assert sentence(app).startswith("Fairs: ")
    nothing = visit(small_home, "evidence")
    assert "something nobody has tried yet" in shown(nothing)
    assert not nothing.code


def test_an_empty_home_offers_the_first_step(visit: Visit, tmp_path: Path) -> None:
    companies.empty(tmp_path / "home")
    app = visit(tmp_path / "home", "evidence")
    assert "whether the facts support a line" in shown(app)
    assert not app.code


def test_a_viewer_reads_it_all(demo_home: Path, tmp_path: Path, monkeypatch: Any) -> None:  # noqa: ANN401
    home = companies.copied(demo_home, tmp_path / "home")
    companies.opened(home).people.add("vi@example.com", ["viewer"], (), "Vi")
    app = opened_by(monkeypatch, home, "vi@example.com")
    app.query_params["channel"] = "Webinars"
    app.switch_page(ROOMS["evidence"]).run()
    assert "Webinars:" in shown(app)
    assert len(app.code) == 1


@pytest.mark.parametrize("name", NAUGHTY)
def test_any_name_is_shown_as_it_is(visit: Visit, small_home: Path, name: str) -> None:
    app = visit(small_home, "evidence", channel=name)
    assert "no facts yet" in shown(app)
    assert name.strip().removeprefix("\u202e") in sentence(app)


def _book() -> AccountBook:
    accounts: list[dict[str, object]] = [
        {"account_id": "1", "name": "Acme", "domain": "acme.com", "segment": "Big",
         "is_customer": True, "deals_open": 2, "open_cents": 100_00},
        {"account_id": "2", "name": "Else", "domain": "else.example"},
    ]  # fmt: skip
    return book(accounts)


def test_a_list_is_matched_and_nobody_on_it_is_kept(
    visit: Visit, small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Accounts, "book", lambda _: _book(), raising=False)
    home = companies.copied(small_home, tmp_path / "home")
    app = visit(home, "evidence", channel="Fairs")
    app.file_uploader[0].upload("people.csv", LIST).run()
    assert [it.value for it in app.selectbox if it.label in ("E-mail or website", "Company name")] \
        == [1, 2]  # fmt: skip
    app.button(key="audience-match").click().run()
    told = shown(app)
    assert "1 account would be there: 1 customer, 2 open deals worth 100 EUR" in told
    assert "1 of 3 rows matched" in told
    assert "2 unmatched, 1 of them free-mail" in told
    matched = app.session_state["audience-found"]
    assert isinstance(matched, Matched)
    assert matched.by_account == {"1": 1}
    kept = repr(app.session_state).casefold()
    assert "audience-found" in kept
    for word in ("lovelace", "ada@", "bo@gmail", "cy@"):
        assert word not in kept
        assert word not in told.casefold()
    # The list itself is out of the uploader.
    assert not app.file_uploader[0].value
    for path in home.rglob("*"):
        if path.is_file():
            assert b"lovelace" not in path.read_bytes().lower()


def test_every_verdict_has_a_sign_of_its_own() -> None:
    from typing import get_args

    assert set(VERDICTS) == set(get_args(Verdict))
    assert len({sign for sign, _ in VERDICTS.values()}) == len(VERDICTS)


@pytest.mark.parametrize("spec", [named_bars(4), _bars()], ids=["named-bars", "weeks"])
def test_pictures_hold_no_data_and_no_colour_of_their_own(spec: dict[str, Any]) -> None:
    assert not any("data" in part or "datasets" in part for part in parts(spec))
    assert "#" not in json.dumps(spec)
