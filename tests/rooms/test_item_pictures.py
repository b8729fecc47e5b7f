"""The small pictures of agenda items: in which order bars stand, and what they are told by."""

from __future__ import annotations

from dataclasses import replace

from planning.review.exceptions.item import Part, Picture
from planning.review.exceptions.sentences import Matter, Words, compose
from views.agenda import LARGE, picture_of
from views.charts import Chart

BARS = Picture("bars", "Leads", ("A", "B", "C"), (5.0, 9.0, 7.0), highlighted=(2,))
PAIR = Picture(
    "pair", "Cost", ("before", "then"), (5.0, 4.0), (None, 9.0), "expected", highlighted=(1,)
)


def drawn(picture: Picture, height: int = LARGE) -> Chart:
    """The picture of an item."""
    item = compose("poor-leads", Words(channel="Web"), Matter(Part(channel="Web")))
    found = picture_of(replace(item, picture=picture), "EUR", height)
    assert found is not None
    return found


def test_what_the_finding_speaks_of_stands_first_but_before_stands_before_then() -> None:
    assert [row["name"] for row in drawn(BARS).rows] == ["C", "A", "B"]
    assert [row["name"] for row in drawn(PAIR).rows] == ["before", "then"]
    assert [row["word"] for row in drawn(PAIR).rows] == ["muted", "joint"]


def test_a_label_stands_beyond_the_bar_and_its_tick_with_room_for_it() -> None:
    rows = drawn(PAIR).rows
    assert [row["end"] for row in rows] == [5.0, 9.0]
    assert all(row["room"] > 9.0 for row in rows)


def test_of_many_bars_those_spoken_of_and_the_largest_are_kept() -> None:
    labels = tuple("ABCDEFGH")
    many = replace(BARS, labels=labels, values=(1, 2, 3, 4, 5, 6, 7, 8), highlighted=(0,))
    assert [row["name"] for row in drawn(many).rows] == ["A", "D", "E", "F", "G", "H"]


def test_two_of_one_name_are_two_bars() -> None:
    names = [row["name"] for row in drawn(replace(BARS, labels=("A", "A", "A"))).rows]
    assert len(set(names)) == 3
    assert {name.strip("\u200b") for name in names} == {"A"}
