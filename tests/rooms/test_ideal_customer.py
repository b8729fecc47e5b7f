"""The view Ideal customer as people meet it: on the demo, on nothing, while typing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from data_sources.actors import Actor
from data_sources.workspace import Workspace
from pages.shared import session
from planning.agreed.accounts.criteria import Criterion
from planning.agreed.rows import PlanRow
from tests.review.accounts.plain_tiers import tier_of
from tests.rooms import companies
from tests.rooms.companies import NAUGHTY
from tests.rooms.conftest import SECONDS, words
from tests.rooms.plans import grid_key
from tests.rooms.test_targets import read
from tests.sources.plan.sheets import BO, MAX, VIC

Open = Callable[..., AppTest]


def room() -> None:
    """Draw the view alone, of the plan in the address."""
    from datetime import date

    import streamlit as st

    from pages.shared import session
    from pages.shared.accounts import ideal

    plans = {str(row["name"]): row for row in session.workspace().plan.scenarios()}
    on = st.query_params.get("on")
    row = plans[st.query_params["plan"]]
    ideal.draw(session.now(), row, date.fromisoformat(on) if on else None)


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the view on a home's plan."""

    def opened(home: Path, plan: str, **address: str) -> AppTest:
        monkeypatch.setenv("TANDEM_HOME", str(home))
        app = AppTest.from_function(room, default_timeout=SECONDS)
        for name, value in {"plan": plan, **address}.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception[0].message
        return app

    return opened


@pytest.fixture
def own(demo_home: Path, tmp_path: Path) -> Path:
    """The demo company, to be changed."""
    return companies.copied(demo_home, tmp_path / "home")


def demo_plan(home: Path) -> tuple[Workspace, PlanRow]:
    workspace = companies.opened(home)
    (plan,) = [
        row
        for row in workspace.plan.scenarios()
        if row["name"] == "Plan 2026" and row["state"] == "draft"
    ]
    return workspace, plan


def by_hand(workspace: Workspace, criteria: list[dict[str, Any]]) -> list[str]:
    """The tier of every account, one by one."""
    book = workspace.accounts.book()
    assert book is not None
    read_ = [Criterion.of(cells) for cells in criteria]
    return [tier_of(row, read_)[0] for row in book.accounts.to_dict("records")]  # type: ignore[arg-type]


def cells_of(workspace: Workspace, plan: PlanRow) -> list[dict[str, Any]]:
    return [dict(row.cells) for row in workspace.plan.rows("criterion", plan.id)]


def with_accounts(home: Path, accounts: list[dict[str, object]]) -> tuple[Workspace, PlanRow]:
    """A company of one's own with a plan and nothing agreed in it."""
    companies.imported(
        home,
        {
            "accounts": accounts,
            "opportunities": [
                companies.deal(at, account_id=one["account_id"]) for at, one in enumerate(accounts)
            ],
        },
    )
    workspace = companies.opened(home)
    return workspace, workspace.plan.begin(2025, "Plan 2025")


def type_in(app: AppTest, plan: PlanRow, cells: dict[str, JsonValue], row: int = 0) -> AppTest:
    edited = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    app.session_state[grid_key(app, plan, "criterion")] = edited
    return app.run()


def test_the_demo_says_how_its_accounts_fall_and_that_the_deals_bear_it_out(
    demo_home: Path, look: Open
) -> None:
    workspace, plan = demo_plan(demo_home)
    app = look(demo_home, "Plan 2026")
    tiers = Counter(by_hand(workspace, cells_of(workspace, plan)))
    told = read(words(app))
    assert f"Of 600 accounts, {tiers['A']} fit best (A), {tiers['B']} fit (B)" in told
    assert f"{tiers['no target']} are no target." in told
    assert "that A is better is over 99 % sure." in told
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 2
    assert app.dataframe[0].value["Accounts"].tolist() == [
        tiers[name] for name in ("A", "B", "C", "no target")
    ]


def test_what_is_typed_says_whom_it_would_move_before_it_is_saved(own: Path, look: Open) -> None:
    workspace, plan = demo_plan(own)
    criteria = cells_of(workspace, plan)
    app = type_in(look(own, "Plan 2026"), plan, {"points": "0"})
    before = by_hand(workspace, criteria)
    after = by_hand(workspace, [{**criteria[0], "points": 0}, *criteria[1:]])
    moved = Counter(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])
    ((old, new), most), *_ = sorted(moved.items(), key=lambda it: (-it[1], it[0]))
    told = read(words(app)).replace("**", "")
    assert f"As typed, not saved: {most} accounts move from {old} to {new}" in told
    assert cells_of(workspace, plan) == criteria


def test_the_accounts_of_a_tier_stand_with_their_reasons(demo_home: Path, look: Open) -> None:
    workspace, plan = demo_plan(demo_home)
    tiers = by_hand(workspace, cells_of(workspace, plan))
    app = look(demo_home, "Plan 2026")
    shown = app.dataframe[-1].value
    assert set(shown["Tier"]) == {"A"}
    assert len(shown) == min(200, tiers.count("A"))
    for row in shown.head(20).to_dict("records"):
        given = [int(it.split()[0].replace("−", "-")) for it in row["Reasons"].split("; +")[:1]]
        assert given[0] > 0
        assert row["Points"] >= 50


def test_without_facts_the_first_step_is_offered(
    tmp_path: Path, look: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    companies.empty(tmp_path / "home")
    companies.opened(tmp_path / "home").plan.begin(2025, "Plan 2025")
    monkeypatch.setattr(session, "LOCAL", VIC)
    told = read(words(look(tmp_path / "home", "Plan 2025")))
    assert "Here both teams agree whom to win" in told
    assert "administrator to bring in facts" in told


def test_with_nothing_agreed_the_sheet_and_the_suggestions_are_offered(
    tmp_path: Path, look: Open
) -> None:
    accounts: list[dict[str, object]] = [{"account_id": f"A{at}"} for at in range(12)]
    with_accounts(tmp_path / "home", accounts)
    app = look(tmp_path / "home", "Plan 2025")
    assert "Nothing is agreed yet about whom to win, so 12 accounts look alike." in read(words(app))
    assert not app.get("vega_lite_chart")
    labels = [it.label for it in app.button]
    assert {"Add a rule", "Suggest from the facts"} <= set(labels)


def test_default_thresholds_and_what_flatters_are_said(tmp_path: Path, look: Open) -> None:
    accounts: list[dict[str, object]] = [
        {"account_id": f"A{at}", "industry": "Food", "is_customer": "yes"} for at in range(9)
    ]
    workspace, plan = with_accounts(tmp_path / "home", accounts)
    known: dict[str, JsonValue] = {"rule": "points", "test": "is known", "points": 20}
    workspace.plan.add("criterion", plan.id, [{**known, "attribute": "industry"}])
    workspace.plan.add("criterion", plan.id, [{**known, "attribute": "is_customer"}])
    told = read(words(look(tmp_path / "home", "Plan 2025")))
    assert "Nobody agreed where A and B begin: A takes 27 points, B 14." in told
    assert "Customer changes when a deal is won" in told


def test_facts_without_accounts_say_so(tmp_path: Path, look: Open) -> None:
    companies.imported(tmp_path / "home", {"leads": [companies.lead(1)]})
    companies.opened(tmp_path / "home").plan.begin(2025, "Plan 2025")
    # The way to page Data needs the whole shell, so somebody looks who may not import.
    app_words = "The facts hold no accounts yet"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "LOCAL", VIC)
        assert app_words in read(words(look(tmp_path / "home", "Plan 2025")))


@pytest.mark.parametrize(("who", "writes"), [(MAX, True), (BO, False), (VIC, False)])
def test_leaders_change_the_profile_and_others_read_it(
    demo_home: Path, look: Open, monkeypatch: pytest.MonkeyPatch, who: Actor, writes: bool
) -> None:
    monkeypatch.setattr(session, "LOCAL", who)
    labels = [it.label for it in look(demo_home, "Plan 2026").button]
    assert ("Add a rule" in labels) == writes
    assert ("Suggest from the facts" in labels) == writes


def test_a_rule_removed_later_is_seen_when_looking_back(own: Path, look: Open) -> None:
    workspace, plan = demo_plan(own)
    today = workspace.plan.history()[0].at.date().isoformat()
    app = look(own, "Plan 2026", on=today)
    assert not [it for it in app.button if it.label in {"Save", "Add a rule"}]
    assert len(app.dataframe[1].value) == len(cells_of(workspace, plan))


def test_names_of_every_kind_stay_text(tmp_path: Path, look: Open) -> None:
    accounts: list[dict[str, object]] = [
        {"account_id": f"A{at}", "name": name, "industry": name, "segment": name}
        for at, name in enumerate(NAUGHTY)
    ]
    workspace, plan = with_accounts(tmp_path / "home", accounts)
    cells: dict[str, JsonValue] = {"rule": "points", "attribute": "industry", "points": 5}
    for name in NAUGHTY:
        # A formula is no word, and is refused in words of its own.
        workspace.plan.add("criterion", plan.id, [{**cells, "test": "is one of", "values": name}])
    assert len(cells_of(workspace, plan)) == len(NAUGHTY) - 1
    app = look(tmp_path / "home", "Plan 2025")
    assert "<script>" not in json.dumps([it.value for it in app.markdown])
    assert len(app.dataframe[-1].value) > 0


def dialogs() -> None:
    """Draw the body of a dialog on a page of its own: a test cannot press within a dialog."""
    import streamlit as st

    from pages.shared import session
    from pages.shared.accounts import adding_criteria, ideal, suggesting_criteria
    from pages.shared.accounts.ideal_standing import standing

    plans = {str(row["name"]): row for row in session.workspace().plan.scenarios()}
    now = session.now()
    stands = standing(now, plans[st.query_params["plan"]], now.revision)
    assert stands is not None
    sheet = ideal.sheet_of(stands)
    if st.query_params["dialog"] == "suggest":
        suggesting_criteria.body(sheet, stands)
    else:
        adding_criteria.form(sheet, stands)


def dialog(home: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("TANDEM_HOME", str(home))
    app = AppTest.from_function(dialogs, default_timeout=SECONDS)
    app.query_params["plan"], app.query_params["dialog"] = "Plan 2026", name
    return app.run()


def test_the_tool_opens_what_the_facts_suggest(demo_home: Path, look: Open) -> None:
    _, plan = demo_plan(demo_home)
    app = look(demo_home, "Plan 2026")
    app = app.button(key=f"suggest-criterion-{plan.id}").click().run()
    assert not app.exception
    assert read(app.checkbox[0].label).startswith("−30 points, segment: Small buys for ")


def test_suggestions_are_ticked_and_added_with_their_reason(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, plan = demo_plan(own)
    app = dialog(own, "suggest", monkeypatch)
    told = read(app.checkbox[0].label)
    app = app.checkbox[0].check().run()
    before = by_hand(workspace, cells_of(workspace, plan))
    small: dict[str, Any] = {"rule": "points", "attribute": "segment", "test": "is one of"}
    small |= {"values": "Small", "points": -30}
    after = by_hand(workspace, [*cells_of(workspace, plan), small])
    moved = Counter(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])
    assert f"{max(moved.values())} accounts move from" in read(words(app))
    app = app.button(key="suggested-add").click().run()
    assert not app.exception
    (row,) = [it for it in workspace.plan.rows("criterion", plan.id) if it["values"] == "Small"]
    assert row["points"] == -30
    assert str(row["reason"]) in told


def test_a_rule_is_added_by_its_dialog_which_says_whom_it_moves(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, plan = demo_plan(own)
    criteria = cells_of(workspace, plan)
    app = dialog(own, "add", monkeypatch)
    app = app.multiselect(key="criterion-new-words-industry").set_value(["Software"]).run()
    new = {"rule": "points", "attribute": "industry", "test": "is one of", "points": 10}
    before = by_hand(workspace, criteria)
    after = by_hand(workspace, [*criteria, {**new, "values": "Software"}])
    moved = Counter(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])
    assert f"{max(moved.values())} accounts move from" in read(words(app))
    app = app.button(key="criterion-new-add").click().run()
    assert not app.exception
    assert workspace.plan.rows("criterion", plan.id)[-1]["values"] == "Software"


def test_half_a_rule_is_not_added_and_says_what_is_missing(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, plan = demo_plan(own)
    before = cells_of(workspace, plan)
    app = dialog(own, "add", monkeypatch).button(key="criterion-new-add").click().run()
    assert "Compared with must be filled in." in read(words(app))
    assert cells_of(workspace, plan) == before
