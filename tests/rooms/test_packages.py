"""Packages on screen: offered with both sides, taken or declined whole, by those who may."""

from __future__ import annotations

from planning.agreed.packages import Package
from tests.rooms.plans import pressed
from tests.rooms.table_of_two import TableOfTwo, labels, read, table

__all__ = ["table"]


def test_an_open_package_tells_both_sides_and_what_they_do_to_the_envelopes(
    table: TableOfTwo,
) -> None:
    table.offered()
    shown = read(table.visited("sue"))
    assert "1 package waits for sales." in shown
    assert "Mar 2025: 40,000 → 0" in shown
    assert "Made of: 1 development at 6,000 a month from Mar 2025" in shown
    assert "−40,000 EUR" in shown
    assert "+6,000 EUR" in shown
    assert "Marketing would then plan 2,000 of 43 k EUR." in shown
    assert "Sales would then plan 9,000 of 8,000 EUR, 1,000 too much." in shown
    assert "Together −34,000 EUR." in shown


def test_the_other_teams_leader_takes_a_package_whole(table: TableOfTwo) -> None:
    table.offered()
    app = table.visited("sue")
    app.text_input(key=f"words-{table.packages()[0].id}").set_value("Fine.")
    pressed(app, "Take it")
    assert not app.exception
    (package,) = table.packages()
    assert (package["state"], package["answer"]) == ("taken", "Fine.")
    assert table.row("Events")["plan_03"] == "0.00"
    assert "“Events for a head” was taken." in read(app)
    assert "sue@example.com" in read(app)


def test_a_package_is_offered_from_chosen_lines_an_amount_and_a_new_head(
    table: TableOfTwo,
) -> None:
    app = pressed(table.visited("ada"), "Offer a package")
    app.multiselect(key="offer-rows-marketing-1").set_value([table.row("Events").id]).run()
    app.text_input(key="offer-name-1").set_value("Events for a head")
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
    assert table.packages() == ()
    pressed(app, "Offer")
    assert not app.exception
    assert not app.error
    (row,) = table.packages()
    package = Package.of(row.cells)
    assert (package.name, package.by_team, row.team) == ("Events for a head", "marketing", "sales")
    (wish,) = package.wishes
    assert (wish.base, wish.wanted) == ({"plan_03": "40000.00"}, {"plan_03": "0.00"})
    (new,) = package.additions
    assert new.cells["plan_12"] == "6000.00"
    assert "“Events for a head” is offered." in read(app)
    assert "Offer a package" in labels(app)
