"""Offering a package: lines and targets of both teams, told before it goes out."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue
from streamlit.testing.v1 import AppTest

from planning.agreed.changes import Edit
from planning.agreed.packages import Package
from planning.agreed.rows import PlanRow
from tests.rooms.plans import pressed
from tests.rooms.table_of_two import TableOfTwo, labels, read, table

__all__ = ["table"]


def begun(table: TableOfTwo, *rows: PlanRow, who: str = "ada") -> AppTest:
    """Somebody's offer with rows chosen, called “Give”."""
    app = pressed(table.visited(who), "Offer a package")
    for team in ("marketing", "sales"):
        chosen = [row.id for row in rows if row.team == team]
        app.multiselect(key=f"offer-rows-{team}-1").set_value(chosen)
    app.run()
    app.text_input(key="offer-name-1").set_value("Give").run()
    return app


def typed(
    app: AppTest, table: TableOfTwo, kind: str, edited: Mapping[int, Mapping[str, JsonValue]]
) -> AppTest:
    """Type into the grid of lines or targets: cells by position of the row, from 0."""
    key = app.session_state[f"offer-{table.scenario.id}"].grid(kind)
    rows = {at: dict(cells) for at, cells in edited.items()}
    app.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception
    return app


def wishes(table: TableOfTwo) -> dict[str, dict[str, JsonValue]]:
    """What the only package wants, by row."""
    (row,) = table.packages()
    return {it.row: dict(it.wanted) for it in Package.of(row.cells).wishes}


def test_a_package_is_offered_from_chosen_lines_an_amount_and_a_new_head(
    table: TableOfTwo,
) -> None:
    app = begun(table, table.row("Events"))
    app.text_input(key="offer-amount-1").set_value("40,000")
    app.select_slider(key="offer-months-1").set_range(2, 2)
    pressed(app, "Put into the months")
    app.text_input(key="offer-new-region-1").set_value("EMEA")
    app.text_input(key="offer-new-cost-1").set_value("6,000")
    app.selectbox(key="offer-new-from-1").select_index(2)
    pressed(app, "Add to the package")
    shown = read(app)
    assert "Mar 2025: 40,000 → 0" in shown
    assert "Mar–Dec 2025: 6,000 a month" in shown
    assert "Marketing would then plan 2,000 of 43 k EUR." in shown
    assert table.packages() == ()
    pressed(app, "Offer")
    assert not app.exception
    assert not app.error
    (row,) = table.packages()
    package = Package.of(row.cells)
    assert (package.name, package.by_team, row.team) == ("Give", "marketing", "sales")
    (wish,) = package.wishes
    assert (wish.base, wish.wanted) == ({"plan_03": "40000.00"}, {"plan_03": "0.00"})
    (new,) = package.additions
    assert new.cells["plan_12"] == "6000.00"
    assert "plan_02" not in new.cells or new.cells["plan_02"] == "0.00"
    assert "“Give” is offered." in read(app)
    assert "Offer a package" in labels(app)


def test_months_and_targets_of_both_teams_are_typed_and_offered_as_they_were_seen(
    table: TableOfTwo,
) -> None:
    events, outbound, target = table.row("Events"), table.row("Outbound"), table.target()
    app = begun(table, events, outbound, target, who="bo")
    typed(app, table, "line", {0: {"plan_01": "900", "plan_02": "1,000.00"}, 1: {"plan_04": "50"}})
    typed(app, table, "target", {0: {"value": "1,100"}})
    shown = read(app)
    assert "Jan 2025: 1,000 → 900" in shown
    assert "Apr 2025: blank → 50" in shown
    assert "Target: 1,000 → 1,100" in shown
    pressed(app, "Offer")
    assert wishes(table) == {
        events.id: {"plan_01": "900.00"},
        outbound.id: {"plan_04": "50.00"},
        target.id: {"value": "1100"},
    }
    assert table.packages()[0]["by_team"] == "sales"


def test_what_cannot_be_is_told_in_place_and_nothing_is_offered(table: TableOfTwo) -> None:
    app = begun(table, table.row("Events"))
    typed(app, table, "line", {0: {"plan_01": "soon", "plan_02": "7"}})
    assert "Events: January must be an amount of 0 or more, not “soon”." in read(app)
    pressed(app, "Offer")
    assert table.packages() == ()
    assert "not “soon”" in read(app)
    app.text_input(key="offer-name-1").set_value(" ")
    typed(app, table, "line", {0: {"plan_02": "7"}})
    assert "Package must be filled in." in read(pressed(app, "Offer"))
    assert table.packages() == ()
    app.text_input(key="offer-name-1").set_value("Give").run()
    assert not app.error


def test_an_offer_that_changes_nothing_says_so(table: TableOfTwo) -> None:
    app = begun(table, table.row("Events"))
    assert "what you offer is then shown here" in read(app)
    assert "A package changes something. Add a change to it first." in read(pressed(app, "Offer"))
    assert table.packages() == ()


def test_money_that_is_not_there_is_not_taken(table: TableOfTwo) -> None:
    app = begun(table, table.row("Events"))
    app.select_slider(key="offer-months-1").set_range(0, 2)
    for typed_amount, told in {
        "50,000": "Events: These months hold 42,000, less than 50,000. Take less, or more months.",
        "12,000": "Events: Jan 2025 holds 1,000, less than its even part. "
        "Spread it as the months are planned.",
        "much": "Events: The amount must be an amount of 0 or more, not “much”.",
    }.items():
        app.text_input(key="offer-amount-1").set_value(typed_amount)
        assert told in read(pressed(app, "Put into the months"))
    app.text_input(key="offer-amount-1").set_value("21,000")
    app.selectbox(key="offer-spread-1").select("as planned")
    shown = read(pressed(app, "Put into the months"))
    assert "Jan–Feb 2025: 1,000 → 500" in shown
    assert "Mar 2025: 40,000 → 20,000" in shown
    assert "−21,000 EUR" in shown


def test_a_line_changed_meanwhile_is_looked_at_again_before_it_is_offered(
    table: TableOfTwo,
) -> None:
    events = table.row("Events")
    app = begun(table, events)
    typed(app, table, "line", {0: {"plan_03": "0"}})
    edit = Edit(events.id, {"plan_03": "40000.00"}, {"plan_03": "39000.00"})
    table.workspace.plan.save([edit])
    shown = read(pressed(app, "Offer"))
    assert "Events was changed by somebody meanwhile. Look at it again." in shown
    assert "Mar 2025: 39,000 → 0" in shown
    assert table.packages() == ()
    pressed(app, "Offer")
    assert wishes(table) == {events.id: {"plan_03": "0.00"}}


def test_whoever_may_no_longer_offer_is_told_and_nothing_is_offered(table: TableOfTwo) -> None:
    app = begun(table, table.row("Events"))
    typed(app, table, "line", {0: {"plan_03": "0"}})
    table.workspace.people.change("ada@example.com", roles=["viewer"], teams=[])
    pressed(app, "Offer")
    assert not app.exception
    assert table.packages() == ()
    assert "offers packages." in read(app)


def test_an_offer_being_written_outlives_a_look_at_another_view(table: TableOfTwo) -> None:
    app = begun(table, table.row("Events"))
    typed(app, table, "line", {0: {"plan_03": "0"}})
    app.segmented_control(key="view").set_value("Lines").run()
    app.segmented_control(key="view").set_value("Give and take").run()
    assert app.text_input(key="offer-name-1").value == "Give"
    assert "Mar 2025: 40,000 → 0" in read(app)
    pressed(app, "Cancel")
    assert "Offer a package" in labels(app)
    assert table.packages() == ()


def test_an_offer_being_written_outlives_a_reload_until_it_is_sent(table: TableOfTwo) -> None:
    events = table.row("Events")
    app = begun(table, events)
    typed(app, table, "line", {0: {"plan_03": "0"}})
    again = table.visited("ada")
    assert again.text_input(key="offer-name-1").value == "Give"
    assert "Mar 2025: 40,000 → 0" in read(again)
    assert "Offer a package" in labels(table.visited("bo"))
    pressed(again, "Offer")
    assert wishes(table) == {events.id: {"plan_03": "0.00"}}
    assert "Offer a package" in labels(table.visited("ada"))


def test_a_new_line_that_is_not_whole_is_not_added(table: TableOfTwo) -> None:
    app = begun(table, table.row("Events"))
    pressed(app, "Add to the package")
    assert "Drivers need in row 1 the cost per month." in read(app)
    app.segmented_control(key="offer-new-what-1").set_value("Other money").run()
    app.text_input(key="offer-new-total-1").set_value("lots")
    told = "The total must be an amount of 0 or more, not “lots”."
    assert told in read(pressed(app, "Add to the package"))
    app.text_input(key="offer-new-total-1").set_value("1,200")
    shown = read(pressed(app, "Add to the package"))
    assert "New line: programme, Sales" in shown
    assert "Jan–Dec 2025: 100 a month" in shown or "2025: 100 a month" in shown
    assert "what you offer is then shown here" in read(pressed(app, "Leave out"))
