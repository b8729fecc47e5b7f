"""The budget as a planner meets it: what is true first, then one sheet that loses nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planning.agreed.changes import Edit
from tests.rooms import companies
from tests.rooms.conftest import Visit, words
from tests.rooms.plans import grid_key, line, planned, pressed, typed
from tests.workspaces import ADA

LINES = (line("Fairs"), line("Webinars"), line("Outbound", team="sales"))

BAD = {
    "-5": "January must be an amount of 0 or more, not “-5”.",
    "soon": "January must be an amount of 0 or more, not “soon”.",
    "100000000000000000000": "January must be at most 1,000,000,000,000, not",
    "1e400": "January must be at most 1,000,000,000,000, not “1e400”.",
    "NaN": "January must be an amount of 0 or more, not “NaN”.",
    "=1+1": "January must be an amount, not the formula “=1+1”. Write its result.",
    "1.200": "January must be one amount: “1.200” can mean 1,200 or 1.20.",
    "<b>9</b>": "January must be an amount of 0 or more, not “<b>9</b>”.",
    "a\x00b": "January must be an amount of 0 or more, not “a␀b”.",
}


def unescaped(text: str) -> str:
    """Text as a reader sees it, without the marks that keep it from being Markdown."""
    return text.replace("\\", "").replace("\u2060", "")


def errors(app: AppTest) -> str:
    return unescaped("\n".join(it.value for it in app.error))


def test_the_first_sentence_says_what_is_placed_and_who_is_over(
    visit: Visit, tmp_path: Path
) -> None:
    planned(tmp_path / "home", LINES, company="10000", marketing="5000", sales="9000")
    shown = unescaped(words(visit(tmp_path / "home", "budget")))
    assert "Plan 2025 places 9,000 of 10\u00a0k EUR; marketing is 1,000 over its envelope." in shown
    assert "Marketing plans 1,000 over its envelope" in shown


def test_without_envelopes_the_sentence_says_so(visit: Visit, tmp_path: Path) -> None:
    planned(tmp_path / "home", LINES)
    shown = unescaped(words(visit(tmp_path / "home", "budget")))
    assert "Plan 2025 places 9,000 EUR; the company's envelope is not set." in shown


def test_without_a_plan_the_page_says_what_would_be_here_and_begins_one(
    visit: Visit, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    companies.empty(home)
    app = visit(home, "budget")
    assert "plan their money on one sheet" in words(app)
    app.text_input(key="begin-name").set_value("First plan")
    app.number_input(key="begin-year").set_value(2026)
    pressed(app, "Begin the plan")
    assert not app.exception
    assert "First plan has no money placed yet." in unescaped(words(app))
    assert [row["name"] for row in companies.opened(home).plan.scenarios()] == ["First plan"]


def test_what_is_typed_is_kept_at_once_and_saved_only_when_asked(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {0: {"plan_01": "2,500"}})
    fairs = workspace.plan.rows("line", scenario.id)[0]
    draft = workspace.plan.draft(f"line-{scenario.id}")
    assert draft is not None
    assert draft.mine == {fairs.id: {"plan_01": "2,500"}}
    assert fairs["plan_01"] == "1000.00"
    assert "1 cell in 1 line not saved" in words(app)

    pressed(app, "Save")
    assert workspace.plan.row(fairs.id)["plan_01"] == "2500.00"
    assert workspace.plan.draft(f"line-{scenario.id}") is None
    assert "Saved 1 line." in words(app)
    # What stands above speaks of what is saved.
    assert "places 10.5\u00a0k EUR" in unescaped(words(app))


def test_an_amount_that_means_what_stands_is_no_change(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    typed(visit(tmp_path / "home", "budget"), scenario, {0: {"plan_01": "1,000.00"}})
    assert workspace.plan.draft(f"line-{scenario.id}") is None


@pytest.mark.parametrize("text", BAD)
def test_bad_money_is_refused_in_its_own_words_and_the_rest_of_the_draft_stays(
    visit: Visit, tmp_path: Path, text: str
) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = visit(tmp_path / "home", "budget")
    typed(app, scenario, {0: {"plan_01": text, "plan_02": "7"}, 1: {"plan_01": "8"}})
    pressed(app, "Save")
    assert f"Fairs: {BAD[text]}" in errors(app).replace("**", "")
    fairs, webinars, _ = workspace.plan.rows("line", scenario.id)
    # The row with the refused cell is left whole, the other one is saved.
    assert (fairs["plan_01"], fairs["plan_02"]) == ("1000.00", "1000.00")
    assert webinars["plan_01"] == "8.00"
    draft = workspace.plan.draft(f"line-{scenario.id}")
    assert draft is not None
    assert draft.mine == {fairs.id: {"plan_01": text, "plan_02": "7"}}
    # Mended, it goes through and the refusal is gone.
    typed(app, scenario, {0: {"plan_01": "9"}})
    assert not app.error
    pressed(app, "Save")
    assert workspace.plan.row(fairs.id)["plan_02"] == "7.00"
    assert not app.error


@pytest.mark.parametrize(
    ("cell", "text", "why"),
    [
        ("campaign_start", "2031-05-05", "Campaign start must lie in"),
        ("campaign_start", "next week", "Campaign start must be a date"),
        ("reason", "=HYPERLINK(1)", "Reason must be words, not the formula"),
        ("channel", "x" * 300, "Channel may have 200 characters, not 300."),
        ("category", "bribes", "Category must be one of"),
        ("motion", "sideways", "Motion must be one of"),
    ],
)
def test_bad_words_are_refused_in_their_own_words(
    visit: Visit, tmp_path: Path, cell: str, text: str, why: str
) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = visit(tmp_path / "home", "budget")
    app.segmented_control(key=f"view-line-{scenario.id}").set_value("About").run()
    typed(app, scenario, {0: {cell: text}})
    pressed(app, "Save")
    assert why in errors(app)
    assert workspace.plan.rows("line", scenario.id)[0][cell] != text


@pytest.mark.parametrize("name", companies.NAUGHTY)
def test_naughty_names_stay_names(visit: Visit, tmp_path: Path, name: str) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = visit(tmp_path / "home", "budget")
    app.segmented_control(key=f"view-line-{scenario.id}").set_value("About").run()
    typed(app, scenario, {0: {"owner": name}})
    pressed(app, "Save")
    assert not app.exception
    stands = workspace.plan.rows("line", scenario.id)[0]["owner"]
    assert (stands == name) != bool(app.error)


def test_the_last_save_can_be_taken_back(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {0: {"plan_01": "2500"}})
    pressed(pressed(app, "Save"), "Undo")
    assert workspace.plan.rows("line", scenario.id)[0]["plan_01"] == "1000.00"
    assert "Taken back." in words(app)


def test_discard_lets_go_of_the_draft_and_undo_brings_it_back(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {0: {"plan_01": "2500"}})
    pressed(app, "Discard")
    assert workspace.plan.draft(f"line-{scenario.id}") is None
    assert app.session_state[grid_key(app, scenario)]["edited_rows"] == {}
    pressed(app, "Undo")
    draft = workspace.plan.draft(f"line-{scenario.id}")
    assert draft is not None
    assert [*draft.mine.values()] == [{"plan_01": "2500"}]


def test_two_windows_of_one_person_keep_both_drafts(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    one, other = visit(tmp_path / "home", "budget"), visit(tmp_path / "home", "budget")
    typed(one, scenario, {0: {"plan_01": "2500"}})
    typed(other, scenario, {1: {"plan_01": "3500"}})
    third = visit(tmp_path / "home", "budget")
    assert "Found your draft again: 2 cells." in words(third)
    pressed(other, "Save")
    fairs, webinars, _ = workspace.plan.rows("line", scenario.id)
    assert (fairs["plan_01"], webinars["plan_01"]) == ("1000.00", "3500.00")
    draft = workspace.plan.draft(f"line-{scenario.id}")
    assert draft is not None
    assert draft.mine == {fairs.id: {"plan_01": "2500"}}


def test_a_draft_survives_another_view_and_a_filter(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {1: {"plan_01": "2500"}})
    app.segmented_control(key=f"view-line-{scenario.id}").set_value("Committed").run()
    typed(app, scenario, {1: {"committed_01": "500"}})
    app.text_input(key=f"find-line-{scenario.id}").set_value("fairs").run()
    typed(app, scenario, {0: {"committed_02": "600"}})
    pressed(app, "Save")
    fairs, webinars, _ = workspace.plan.rows("line", scenario.id)
    assert (webinars["plan_01"], webinars["committed_01"]) == ("2500.00", "500.00")
    assert fairs["committed_02"] == "600.00"


def test_somebody_elses_save_moves_no_draft(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {1: {"plan_01": "2500"}})
    first = workspace.plan.rows("line", scenario.id)[0]
    workspace.plan.add("line", scenario.id, line("Podcast"), after=first.id)
    pressed(app.run(), "Save")
    by_channel = {
        row["channel"]: row["plan_01"] for row in workspace.plan.rows("line", scenario.id)
    }
    assert by_channel == {
        "Fairs": "1000.00",
        "Podcast": "1000.00",
        "Webinars": "2500.00",
        "Outbound": "1000.00",
    }


def test_a_clash_shows_both_and_overwrites_nothing(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {0: {"plan_01": "2500"}})
    fairs = workspace.plan.rows("line", scenario.id)[0]
    other = workspace.acting_as(
        ADA.model_copy(update={"roles": frozenset({"leader"}), "teams": frozenset({"marketing"})})
    )
    mine = {"plan_01": "700", "plan_02": "800"}
    other.plan.save([Edit(fairs.id, {cell: fairs[cell] for cell in mine}, mine)])
    pressed(app, "Save")
    assert workspace.plan.row(fairs.id)["plan_01"] == "700.00"
    shown = unescaped(words(app))
    assert "Nothing of these cells was saved." in shown
    assert "January of Fairs" in shown.replace("**", "")
    values = [str(cell) for it in app.table for cell in it.value.iloc[:, 1]]
    assert [unescaped(value) for value in values] == ["1,000", "700", "2,500"]
    # The cell stays typed, and is asked about again until somebody decides.
    draft = workspace.plan.draft(f"line-{scenario.id}")
    assert draft is not None
    assert draft.mine == {fairs.id: {"plan_01": "2500"}}
    pressed(app, "Save")
    assert workspace.plan.row(fairs.id)["plan_01"] == "700.00"


def test_a_line_removed_by_another_says_what_was_typed_in_it(visit: Visit, tmp_path: Path) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    app = typed(visit(tmp_path / "home", "budget"), scenario, {0: {"plan_01": "2500"}})
    fairs = workspace.plan.rows("line", scenario.id)[0]
    workspace.plan.remove([fairs.id])
    pressed(app, "Save")
    assert not app.exception
    shown = unescaped(words(app)).replace("**", "")
    assert "Fairs was removed by local" in shown
    assert "You had changed January." in shown
    assert len(workspace.plan.rows("line", scenario.id)) == 2


def test_spend_that_no_line_planned_is_one_row_with_its_finding(
    visit: Visit, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    spend = [companies.money(1, channel="Fairs"), companies.money(2, channel="Radio", amount=700)]
    companies.imported(home, {"spend": spend})
    _, scenario = planned(home, LINES)
    app = visit(home, "budget")
    app.segmented_control(key=f"view-line-{scenario.id}").set_value("Spent").run()
    table = next(it.value for it in app.dataframe if "Spent" in it.value.columns)
    by_line = table.set_index("Line")["Spent"]
    assert by_line["Fairs"] == 500
    assert by_line["Unplanned"] == 700
    assert by_line["All lines and unplanned"] == 1200
    assert "Spend of 700.00 belongs to no line of this plan." in unescaped(words(app))


def test_the_plan_is_shown_as_it_was_on_a_day_and_cannot_be_edited_there(
    visit: Visit, tmp_path: Path
) -> None:
    workspace, scenario = planned(tmp_path / "home", LINES)
    today = workspace.now().date()
    app = visit(tmp_path / "home", "budget")
    app.date_input(key="as-of").set_value(today).run()
    assert not app.exception
    assert "As it was at the end of" in words(app)
    assert not [button for button in app.button if button.label == "Save"]
    assert "Plan 2025 places 9,000" in unescaped(words(app))
    app.date_input(key="as-of").set_value(today - timedelta(days=1)).run()
    assert "has no money placed yet" in words(app)
    pressed(app, "Back to now")
    assert grid_key(app, scenario)
    assert "Save" in [button.label for button in app.button]
