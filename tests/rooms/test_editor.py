"""The working copy of a sheet: what was typed, by row and cell, whatever moves around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from pages.shared.editor.copies import Copy, edits, moved, put, typed, without, without_same
from planning.agreed.rows import PlanRow
from views.sheets import UNSAVED, Column, frame, marks, others_words, spelled, table, unsaved_words


def row(name: str, **cells: JsonValue) -> PlanRow:
    return PlanRow(name, "line", "s", "marketing", cells=cells)


def by_id(*rows: PlanRow) -> dict[str, PlanRow]:
    return {one.id: one for one in rows}


def same(_cell: str, value: JsonValue, standing: JsonValue) -> bool:
    return value == standing


BASE = by_id(row("a", x="1", y="2"), row("b", x="3"))


def test_what_the_grid_holds_by_position_becomes_a_draft_by_row() -> None:
    found = typed({}, ("b", "a"), {0: {"x": "9"}, 1: {"y": "8"}}, BASE, same)
    assert found == {"b": {"x": "9"}, "a": {"y": "8"}}


def test_reading_the_grid_twice_changes_nothing() -> None:
    edited = {1: {"x": "7"}}
    once = typed({"b": {"x": "9"}}, ("b", "a"), edited, BASE, same)
    assert typed({"b": {"x": "9"}}, ("b", "a"), edited, BASE, same) == once


def test_a_cell_that_comes_back_to_its_base_is_no_draft() -> None:
    assert typed({"a": {"x": "9"}}, ("a",), {0: {"x": "1"}}, BASE, same) == {}


def test_an_emptied_cell_is_blank() -> None:
    assert typed({}, ("a",), {0: {"x": "  "}}, BASE, same) == {"a": {"x": None}}


def test_a_position_the_grid_never_had_is_passed_over() -> None:
    assert typed({}, ("a",), {7: {"x": "9"}, -1: {"x": "9"}}, BASE, same) == {}


def test_rows_out_of_sight_keep_their_draft() -> None:
    assert typed({"b": {"x": "9"}}, ("a",), {}, BASE, same) == {"b": {"x": "9"}}


def test_edits_name_the_values_they_are_based_on() -> None:
    (edit,) = edits({"a": {"x": "5"}}, BASE, ["a"])
    assert (edit.row, edit.based_on_cells, edit.mine) == ("a", {"x": "1"}, {"x": "5"})


def test_only_cells_that_somebody_else_moved_are_asked_about() -> None:
    mine: dict[str, dict[str, JsonValue]] = {"a": {"x": "5", "y": "6"}, "b": {"x": "7"}}
    now = by_id(row("a", x="4", y="2"), row("b", x="3"))
    assert moved(mine, BASE, now) == {"a": {"x": "5"}}


def test_a_row_that_is_gone_is_not_a_moved_cell() -> None:
    assert moved({"a": {"x": "5"}}, BASE, by_id(row("b", x="3"))) == {}


def test_drawing_anew_feeds_what_was_typed_under_a_new_key() -> None:
    copy = Copy(shown=3, based_on=3, mine={"a": {"x": "5"}})
    copy.draw_anew()
    copy.mine["a"]["x"] = "6"
    assert (copy.grid, copy.fed) == (1, {"a": {"x": "5"}})


CELLS = st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["1", "2", "3", None]), max_size=3)
DRAFTS = st.dictionaries(st.sampled_from(["a", "b"]), CELLS.filter(bool), max_size=2)


@given(DRAFTS, DRAFTS)
def test_what_is_put_over_a_draft_stands_and_the_rest_stays(
    mine: dict[str, dict[str, JsonValue]], more: dict[str, dict[str, JsonValue]]
) -> None:
    found = put(mine, more)
    for name in {*mine, *more}:
        assert found[name] == {**mine.get(name, {}), **more.get(name, {})}


@given(DRAFTS)
def test_taking_every_cell_out_leaves_nothing(mine: dict[str, dict[str, JsonValue]]) -> None:
    assert without(mine, [(name, cell) for name, cells in mine.items() for cell in cells]) == {}


@given(DRAFTS)
def test_a_draft_holds_only_what_differs(mine: dict[str, dict[str, JsonValue]]) -> None:
    kept = without_same(mine, BASE, same)
    assert all(value != BASE[name][cell] for name in kept for cell, value in kept[name].items())
    assert without_same(kept, BASE, same) == kept


COLUMNS = (Column("x", "X", "number"), Column("sum", "Sum", "number", computed=lambda _row: 2.0))


def test_a_column_keeps_its_type_whether_anything_is_typed_or_not() -> None:
    # Otherwise the browser takes it for another grid and forgets what was typed.
    rows = [row("a"), row("b")]
    blank = frame(COLUMNS, rows, {}, {})
    filled = frame(COLUMNS, rows, {"a": {"x": "abc"}}, {"a": "✎ X"})
    assert list(blank.dtypes) == list(filled.dtypes)
    assert list(filled.index) == ["a", "b"]
    assert (filled.loc["a", "x"], filled.loc["a", UNSAVED]) == ("abc", "✎ X")


def test_money_is_shown_with_thousands_and_files_hold_numbers() -> None:
    assert [spelled(it, "number") for it in ("1200.50", "4000.00", "1e400", "NaN", "")] == [
        "1,200.50",
        "4,000",
        "1e400",
        "NaN",
        None,
    ]
    assert table(COLUMNS, [row("a", x="1200.50")]).to_dict("list") == {"X": [1200.5], "Sum": [2.0]}


def test_control_characters_in_a_cell_are_visible() -> None:
    assert spelled("a\x00b") == "a␀b"


def test_unsaved_cells_are_named_and_counted() -> None:
    mine: dict[str, dict[str, JsonValue]] = {
        "a": {"x": "1"},
        "b": dict.fromkeys("xyzuv", "1"),
    }
    told = marks(mine, {"x": "Jan"}, proposed=["a"])
    assert told == {"a": "→ Jan", "b": "✎ Jan, y, z, 2 more"}
    assert unsaved_words(mine, "line") == "6 cells in 2 lines not saved"
    assert unsaved_words({}, "line") == ""


def test_others_changes_are_told_by_person() -> None:
    told = others_words([("ada", 2), ("bo", 1), ("ada", 1)], "line")
    assert told == "ada changed 3 lines; bo changed 1 line."
