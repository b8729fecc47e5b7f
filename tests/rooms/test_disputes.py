"""Disputes on screen: both sides beside one another, one at a time, settled from above."""

from __future__ import annotations

from typing import Final

from planning.agreed.rows import PlanRow
from tests.rooms.plans import pressed
from tests.rooms.table_of_two import TableOfTwo, labels, read, table

__all__ = ["table"]

OFFERED_TO: Final[dict[str, set[str]]] = {
    "ada": {"Raise a dispute", "Say it for marketing"},
    "max": {"Raise a dispute", "Say it for marketing", "Park", "Take up"},
    "bo": {"Raise a dispute", "Say it for sales"},
    "sue": {"Raise a dispute", "Say it for sales", "Park", "Take up"},
    "eve": {"Raise a dispute", "Settle", "Park", "Take up"},
    "vic": set(),
}
"""What is offered to each person while one dispute is discussed and another parked."""


def raised(table: TableOfTwo, name: str, *, discussed: bool = False) -> PlanRow:
    """A dispute about events, raised by Bo; taken up by Sue if it is discussed."""
    about = table.row("Events").id
    row = table.by("bo").raise_dispute(table.scenario.id, name, about=about).rows[0]
    if discussed:
        table.by("sue").take_up(row.id)
    return row


def test_everybody_is_offered_what_they_may(table: TableOfTwo) -> None:
    raised(table, "Who pays?", discussed=True)
    raised(table, "Who counts?")
    acts = set.union(*OFFERED_TO.values())
    for who, may in OFFERED_TO.items():
        app = table.visited(who)
        assert set(labels(app)) & acts == may, who
        assert "1 dispute is in discussion and 1 is parked." in read(app)
        assert ("executive settles it" in read(app)) is (who != "eve"), who


def test_a_dispute_is_raised_about_a_line_and_parked_until_it_is_taken_up(
    table: TableOfTwo,
) -> None:
    app = pressed(table.visited("bo"), "Raise a dispute")
    pressed(app, "Raise")
    assert "Dispute must be filled in." in read(app)
    app.text_input(key="raise-name").set_value("Who pays?")
    app.selectbox(key="raise-about").select(table.row("Events").id)
    shown = read(pressed(app, "Raise"))
    assert "Who pays? · parked · about Events" in shown
    (row,) = table.disputes()
    assert (row["state"], row["about"]) == ("parked", table.row("Events").id)
    assert "Raise a dispute" in labels(app)


def test_each_team_writes_its_own_side_and_reads_the_other(table: TableOfTwo) -> None:
    row = raised(table, "Who pays?", discussed=True)
    app = table.visited("bo")
    (own,) = [it for it in app.text_area if it.label == "Sales says"]
    own.set_value("It is *marketing's* show.")
    pressed(app, "Say it for sales")
    assert table.disputes()[0]["sales_says"] == "It is *marketing's* show."
    other = table.visited("ada")
    assert "“It is *marketing's* show.”" in read(other)
    assert [it.label for it in other.text_area] == ["Marketing says"]
    assert "About Events" in read(other)
    assert row.id == table.disputes()[0].id


def test_a_second_dispute_is_not_taken_up_and_the_first_is_named(table: TableOfTwo) -> None:
    raised(table, "Who pays?", discussed=True)
    raised(table, "Who counts?")
    app = table.visited("sue")
    pressed(app, "Take up")
    assert "“Who pays?” is in discussion" in app.error[0].proto.title
    assert "one at a time" in read(app)
    pressed(app, "Park")
    first, second = table.disputes()
    assert (first["state"], second["state"]) == ("parked", "parked")
    app.button(key=f"take-up-{second.id}").click().run()
    assert [row["state"] for row in table.disputes()] == ["parked", "in discussion"]


def test_the_executive_settles_a_dispute_with_its_outcome(table: TableOfTwo) -> None:
    row = raised(table, "Who pays?", discussed=True)
    app = pressed(table.visited("eve"), "Settle")
    assert "A settled dispute has an outcome" in app.error[0].proto.title
    app.text_area(key=f"outcome-{row.id}").set_value("Half each.")
    shown = read(pressed(app, "Settle"))
    assert "1 dispute settled" in [it.label for it in app.expander]
    assert "Half each." in shown
    assert "Settled by eve@example.com" in shown
    assert "Nothing waits between the teams." in shown


def test_a_dispute_leads_to_the_line_it_is_about(table: TableOfTwo) -> None:
    raised(table, "Who pays?", discussed=True)
    app = pressed(table.visited("bo"), "Open the line")
    assert not app.exception
    assert app.segmented_control(key="view").value == "Lines"
    assert any("programme" in str(it.value) for it in app.caption)
