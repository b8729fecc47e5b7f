"""Packages on screen: offered with both sides, taken or declined whole, by those who may."""

from __future__ import annotations

from typing import Final

from data_sources.agreement import Offer
from planning.agreed.changes import Edit
from tests.rooms import companies
from tests.rooms.plans import pressed
from tests.rooms.table_of_two import TableOfTwo, labels, read, table

__all__ = ["table"]

ANSWERS: Final = {"Take it", "Decline"}
SETTLES: Final = {"Settle as taken", "Settle as declined"}
OFFERED_TO: Final[dict[str, set[str]]] = {
    "ada": {"Withdraw", "Offer a package"},
    "max": {"Withdraw", "Offer a package"},
    "bo": {"Offer a package"},
    "sue": {"Offer a package", *ANSWERS},
    "eve": SETTLES,
    "vic": set(),
}
"""What is offered to each person beside a package that Ada of marketing offered."""


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


def test_everybody_is_offered_what_they_may_and_told_who_may_the_rest(table: TableOfTwo) -> None:
    table.offered()
    acts = set.union(*OFFERED_TO.values())
    for who, may in OFFERED_TO.items():
        app = table.visited(who)
        assert set(labels(app)) & acts == may, who
        told = "A leader of sales takes or declines it; the executive may settle it." in read(app)
        assert told is (who != "sue"), who


def test_a_declined_package_stands_folded_with_its_answer_and_who_gave_it(
    table: TableOfTwo,
) -> None:
    package = table.offered()
    app = table.visited("sue")
    app.text_input(key=f"words-{package.id}").set_value("Not in *March*.")
    shown = read(pressed(app, "Decline"))
    assert "1 package answered" in [it.label for it in app.expander]
    assert "▼] Events for a head · declined" in shown
    assert "sue@example.com" in shown
    assert "“Not in *March*.”" in shown
    assert "Nothing waits between the teams." in shown
    assert table.row("Events")["plan_03"] == "40000.00"


def test_where_a_cell_has_moved_nothing_is_taken_and_all_three_values_are_told(
    table: TableOfTwo,
) -> None:
    package = table.offered()
    before = table.visited("sue")
    events = table.row("Events")
    table.workspace.plan.save([Edit(events.id, {"plan_03": "40000.00"}, {"plan_03": "39000.00"})])
    shown = read(pressed(before, "Take it"))
    assert "Nothing of the package was taken, and it stays open." in shown
    values = next(it.value for it in before.table)
    assert [str(it) for it in values.iloc[:, -1]] == ["40,000", "39,000", "0"]
    assert table.row("Events")["plan_03"] == "39000.00"
    assert table.packages()[0]["state"] == "open"
    # Whoever comes later is told before they click.
    later = read(table.visited("sue"))
    assert "1 cell changed since it was offered: it cannot be taken as it is." in later
    assert "Mar 2025: 40,000 → 0 :yellow[:material/warning:] it is 39,000 now" in later
    again = pressed(table.visited("ada"), "Offer it anew")
    assert "Mar 2025: 39,000 → 0" in read(again)
    pressed(again, "Offer")
    assert [row["state"] for row in table.packages()] == ["open", "open"]
    assert package.id in {row.id for row in table.packages()}


def test_a_package_about_a_removed_line_says_so_and_is_not_taken(table: TableOfTwo) -> None:
    table.offered()
    table.workspace.plan.remove([table.row("Events").id])
    app = table.visited("sue")
    assert "1 line or target removed since: it cannot be taken as it is." in read(app)
    pressed(app, "Take it")
    assert "This line was removed" in app.error[0].proto.title
    assert table.packages()[0]["state"] == "open"


def test_the_executive_settles_with_a_reason_and_not_without(table: TableOfTwo) -> None:
    package = table.offered()
    app = pressed(table.visited("eve"), "Settle as taken")
    assert "A decision needs a reason" in app.error[0].proto.title
    assert table.packages()[0]["state"] == "open"
    app.text_area(key=f"settle-why-{package.id}").set_value("Both gain.")
    shown = read(pressed(app, "Settle as taken"))
    assert table.row("Events")["plan_03"] == "0.00"
    assert "settled by eve@example.com" in shown
    assert "“Both gain.”" in shown


def test_who_offered_a_package_withdraws_it(table: TableOfTwo) -> None:
    table.offered()
    shown = read(pressed(table.visited("ada"), "Withdraw"))
    assert "“Events for a head” was withdrawn." in shown
    assert table.packages()[0]["state"] == "withdrawn"


def test_people_speak_about_a_package_and_call_one_another(table: TableOfTwo) -> None:
    package = table.offered()
    app = table.visited("bo")
    app.text_input(key=f"comment-{package.id}").set_value("From when, @ada@example.com?")
    shown = read(pressed(app, "Comment"))
    assert "From when, @ada@example.com?" in shown
    assert "bo@example.com" in shown
    (comment,) = table.workspace.plan.rows("comment", table.scenario.id)
    assert comment["mentions"] == ["ada@example.com"]
    assert "Comment" not in labels(table.visited("vic"))


def test_what_people_write_stays_text(table: TableOfTwo) -> None:
    for name in companies.NAUGHTY:
        if not name.startswith("="):
            wish = {table.row("Events").id: {"plan_03": "0"}}
            offer = Offer(name, "marketing", wish, reason=name)
            table.by("ada").offer(table.scenario.id, offer)
    app = table.visited("sue")
    raw = "\n".join(str(it.value) for it in app.markdown)
    assert "[click](" not in raw
    assert "**bold** _it_" not in raw
    assert "**bold** _it_" in "\n".join(str(it.value).replace("\\", "") for it in app.markdown)
    assert f"{len(table.packages())} packages wait for sales." in read(app)


def test_an_archived_plan_shows_its_packages_and_answers_none(table: TableOfTwo) -> None:
    table.offered()
    table.by("max").archive(table.scenario.id)
    app = table.visited("sue")
    assert not {*ANSWERS, "Offer a package", "Comment"} & set(labels(app))
    assert "The plan is archived: its packages are not answered any more." in read(app)


def test_the_lines_say_that_a_package_waits_and_lead_to_it(table: TableOfTwo) -> None:
    table.offered()
    app = table.visited("sue")
    app.segmented_control(key="view").set_value("Lines").run()
    assert "1 package waits for sales." in read(app)
    pressed(app, "Give and take")
    assert "Mar 2025: 40,000 → 0" in read(app)


def test_without_packages_the_view_says_what_one_is_and_offers_the_first_step(
    table: TableOfTwo,
) -> None:
    app = table.visited("ada")
    assert "A package ties changes of both teams together" in read(app)
    assert "Offer a package" in labels(app)
    told = "A planner or leader or executive of marketing or sales offers packages."
    assert told not in read(app)
    assert "offers packages." in read(table.visited("vic"))
