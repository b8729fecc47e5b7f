"""The room People, and who finds which room: sign-in claims stand in for a provider."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_sources.store.agreed_values import typed
from pages.shared.people import agreed
from planning.errors import NotPossible, UsageError
from tests.claims import AUTH, opened_by
from tests.rooms import companies
from tests.rooms.conftest import Visit, words

ADA = "ada@example.com"
Comes = Callable[..., AppTest]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of one's own without facts."""
    companies.empty(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def comes(monkeypatch: pytest.MonkeyPatch) -> Comes:
    """Open the shell as whoever the sign-in provider says is there."""

    def opened(home: Path, email: str | None, **claims: object) -> AppTest:
        return opened_by(monkeypatch, home, email, **claims).run()

    return opened


def registered(home: Path, email: str = ADA, role: str = "planner", *teams: str) -> None:
    companies.opened(home).people.add(email, [role], teams or ["sales"])


def rooms(app: AppTest) -> set[str]:
    """The rooms a visitor finds; each is tried by its file."""
    found = set()
    for name in ("know/scorecard.py", "setup/data.py", "setup/people.py"):
        room = app.switch_page(name).run()
        found |= {title.value for title in room.title} & {Path(name).stem.capitalize()}
    return found


# ---- who comes in ----


def test_before_signing_in_nothing_but_the_way_to_it_is_shown(comes: Comes, home: Path) -> None:
    app = comes(home, None)
    assert [title.value for title in app.title] == ["Tandem"]
    assert [button.label for button in app.button] == ["Sign in"]
    assert not app.sidebar.markdown


def test_who_is_registered_sees_who_they_are_and_the_way_out(comes: Comes, home: Path) -> None:
    registered(home, ADA, "planner", "sales")
    app = comes(home, ADA, name="Ada *Adams*")
    shown = [element.value for element in (*app.sidebar.markdown, *app.sidebar.caption)]
    assert r"**Ada \*Adams\***" in shown
    assert "planner of sales" in shown
    assert [button.label for button in app.sidebar.button] == ["Sign out"]


def test_who_is_not_registered_gets_one_sentence(comes: Comes, home: Path) -> None:
    app = comes(home, "eve@example.com")
    assert "is not registered here" in app.error[0].proto.title
    assert not app.metric
    assert not app.sidebar.markdown


def test_a_removed_person_is_out_at_the_next_rerun(comes: Comes, home: Path) -> None:
    registered(home)
    app = comes(home, ADA)
    assert [title.value for title in app.title] == ["Scorecard"]
    companies.opened(home).people.remove(ADA)
    app.run()
    assert "is not registered here" in app.error[0].proto.title
    assert [title.value for title in app.title] == ["Tandem"]


def test_a_room_that_a_role_may_not_open_is_not_found(comes: Comes, home: Path) -> None:
    registered(home, ADA, "planner", "sales")
    registered(home, "bo@example.com", "administrator")
    assert "People" in rooms(comes(home, "bo@example.com"))
    with pytest.raises(ValueError, match="people"):
        rooms(comes(home, ADA))


def test_what_a_role_may_not_do_is_not_offered(comes: Comes, tmp_path: Path) -> None:
    home = tmp_path / "home"
    companies.whole(home)
    registered(home, ADA, "planner", "sales")
    registered(home, "bo@example.com", "administrator")
    reads = comes(home, ADA).switch_page("setup/data.py").run()
    brings = comes(home, "bo@example.com").switch_page("setup/data.py").run()
    assert not reads.get("file_uploader")
    assert brings.get("file_uploader")
    assert [title.value for title in reads.title] == ["Data"]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"cookie_secret": ""}, "lacks cookie"),
        ({"client_secret": None}, "lacks client"),
        ({"cookie_secret": "short"}, "too short"),
        ({"redirect_uri": "http://tandem.example.com/oauth2callback"}, "must be https"),
        ({"redirect_uri": "https://tandem.example.com/"}, "oauth2callback"),
    ],
)
def test_a_sign_in_set_up_wrongly_lets_nobody_in_not_even_the_signed_in(
    comes: Comes,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    missing: dict[str, str | None],
    said: str,
) -> None:
    registered(home)
    for name, value in missing.items():
        monkeypatch.setitem(AUTH, name, value)
    app = comes(home, ADA)
    assert said in app.error[0].value
    assert not app.title


def test_headers_that_name_a_user_keep_everybody_out(
    comes: Comes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(home)
    asked = st.get_option
    trusted = {"server.trustedUserHeaders": {"X-User": "email"}}
    monkeypatch.setattr(st, "get_option", lambda name: trusted.get(name) or asked(name))
    app = comes(home, ADA)
    assert "Headers cannot say who somebody is" in app.error[0].value
    assert not app.title


# ---- the register ----


def test_somebody_is_added_changed_and_told_about(visit: Visit, home: Path) -> None:
    app = visit(home, "people")
    assert "Nobody is registered yet." in words(app)
    app.text_input(key="email-new-0").input("Ada@Example.com")
    app.checkbox(key="role-planner-new-0").check()
    app.checkbox(key="team-sales-new-0").check()
    app.button[0].click().run()
    assert not app.error
    (ada,) = companies.opened(home).people.all()
    assert (ada.email, [*ada.roles], [*ada.teams]) == (ADA, ["planner"], ["sales"])
    assert "1 person may come in" in words(app)
    assert app.text_input(key="email-new-1").value == ""
    app.selectbox(key="person").set_value(ADA).run()
    app.checkbox(key=f"role-viewer-{ADA}-1").check()
    app.button[0].click().run()
    assert companies.opened(home).people.all()[0].roles == {"viewer", "planner"}


def test_a_refusal_is_told_and_what_was_typed_stays(visit: Visit, home: Path) -> None:
    app = visit(home, "people")
    app.text_input(key="email-new-0").input("ada")
    app.checkbox(key="role-viewer-new-0").check()
    app.button[0].click().run()
    assert "not an e\\-mail address" in app.error[0].proto.title
    assert app.text_input(key="email-new-0").value == "ada"
    assert companies.opened(home).people.all() == ()


def test_names_stay_text(visit: Visit, home: Path) -> None:
    companies.opened(home).people.add(ADA, ["viewer"], name="[x](javascript:1) **b** <b>")
    app = visit(home, "people")
    listed = app.dataframe[0].value.iloc[0]
    assert (listed["Address"], listed["Name"]) == (ADA, "[x](javascript:1) **b** <b>")


# ---- what the company agreed once ----


def test_settings_are_changed_together(visit: Visit, home: Path) -> None:
    app = visit(home, "people", part="Settings")
    app.text_input(key="agreed-name-0").input("Acme")
    hours = next(it for it in app.number_input if "hours" in it.label)
    hours.set_value(48)
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.error
    company = companies.opened(home).company
    assert (company.name, company.sla_hours) == ("Acme", 48)
    acts = [entry.thing for entry in companies.opened(home).history(2)]
    assert sorted(acts) == ["name", "sla_hours"]


def test_a_setting_that_somebody_changed_meanwhile_is_not_overwritten(
    visit: Visit, home: Path
) -> None:
    app = visit(home, "people", part="Settings")
    companies.opened(home).set_setting("sla_hours", "12")
    hours = next(it for it in app.number_input if "hours" in it.label)
    hours.set_value(48)
    next(button for button in app.button if button.label == "Save").click().run()
    assert "changed sla\\_hours to “12” meanwhile" in app.error[0].proto.title
    assert companies.opened(home).company.sla_hours == 12
    app.button(key="agreed-renew").click().run()
    hours = next(it for it in app.number_input if "hours" in it.label)
    assert hours.value == 12


def test_another_setting_that_somebody_changed_meanwhile_stays_changed(home: Path) -> None:
    workspace = companies.opened(home)
    seen = typed(workspace.company)
    workspace.set_setting("sla_hours", "12")
    workspace.set_settings({"name": "Acme"}, seen=seen)
    assert (workspace.company.name, workspace.company.sla_hours) == ("Acme", 12)
    with pytest.raises(NotPossible, match="meanwhile"):
        workspace.set_settings({"sla_hours": "48"}, seen=seen)


def test_rates_are_added_changed_and_taken_away(home: Path) -> None:
    workspace = companies.opened(home)
    workspace.set_settings({"rate.USD": "0.9", "rate.CHF.2025": "1.1"})
    base = typed(workspace.company)
    rows = [("usd", "", "0.95"), ("GBP", "2026", "1.2"), (None, None, None)]
    frame = pd.DataFrame(rows, columns=[agreed.CURRENCY, agreed.YEAR, agreed.RATE])
    wanted = agreed.rate_settings(frame.to_dict("records"))
    changes = agreed.changed(base, {**{k: v for k, v in base.items() if "rate" not in k}, **wanted})
    assert changes == {"rate.USD": "0.95", "rate.GBP.2026": "1.2", "rate.CHF.2025": None}


@pytest.mark.parametrize(
    "rows",
    [
        [{"Currency": "USD", "Fiscal year": "", "Rate": ""}],
        [{"Currency": "", "Fiscal year": "2025", "Rate": "1"}],
        [{"Currency": "USD", "Rate": "1"}, {"Currency": "usd", "Rate": "2"}],
    ],
)
def test_an_unfinished_or_doubled_rate_is_refused(rows: list[dict[object, object]]) -> None:
    with pytest.raises(UsageError):
        agreed.rate_settings(rows)
