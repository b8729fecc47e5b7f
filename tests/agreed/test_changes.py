"""Changes: what others did is never overwritten in silence, and can be taken back and told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.changes import Clash, Edit, asked, difference, merge, sentence, undo
from planning.agreed.proposals import Proposal
from planning.agreed.rows import Cells, PlanRow
from tests.agreed.small_plan import YEAR

names = st.sampled_from("abcdef")
values = st.sampled_from([None, "1.00", "2.00", "3.00"])
cells = st.dictionaries(names, values)


def edit_from(base: Cells, changed: Cells) -> Edit:
    """The edit of somebody who saw `base` and typed `changed`."""
    return Edit("row", {cell: base.get(cell) for cell in changed}, changed)


def applied(base: Cells, *edits: Edit) -> dict[str, JsonValue]:
    """The row after several edits, one after the other."""
    row = dict(base)
    for edit in edits:
        row |= merge(edit, row).cells
    return {cell: value for cell, value in row.items() if value is not None}


def test_a_cell_nobody_else_touched_takes_my_value() -> None:
    merged = merge(Edit("r", {"a": "1"}, {"a": "2"}), {"a": "1", "b": "9"})
    assert (merged.cells, merged.clashes) == ({"a": "2"}, ())


def test_the_same_cell_changed_to_another_value_clashes_and_is_not_written() -> None:
    merged = merge(Edit("r", {"a": "1", "b": "1"}, {"a": "2", "b": "2"}), {"a": "3", "b": "1"})
    assert merged.cells == {"b": "2"}
    assert merged.clashes == (Clash("r", "a", base="1", mine="2", theirs="3"),)


def test_a_cell_both_changed_to_the_same_value_needs_nothing() -> None:
    merged = merge(Edit("r", {"a": "1"}, {"a": "2"}), {"a": "2"})
    assert (merged.cells, merged.clashes) == ({}, ())


def test_emptying_a_cell_is_a_change_and_a_missing_cell_is_an_empty_one() -> None:
    assert merge(Edit("r", {"a": "1"}, {"a": None}), {"a": "1"}).cells == {"a": None}
    assert merge(Edit("r", {}, {"a": "2"}), {"a": None}).cells == {"a": "2"}
    assert merge(Edit("r", {"a": "1"}, {"a": None}), {}).clashes == ()


@given(cells, cells, cells)
@settings(deadline=None)
def test_a_clash_is_exactly_where_both_sides_changed_to_different_values(
    base: Cells, mine: Cells, theirs: Cells
) -> None:
    standing = {**base, **theirs}
    merged = merge(edit_from(base, mine), standing)
    expected = {
        cell
        for cell, value in mine.items()
        if value != base.get(cell) and standing.get(cell) not in (base.get(cell), value)
    }
    assert {clash.cell for clash in merged.clashes} == expected
    assert not expected & set(merged.cells)


@given(cells, st.dictionaries(st.sampled_from("abc"), values),
       st.dictionaries(st.sampled_from("def"), values))  # fmt: skip
@settings(deadline=None)
def test_edits_of_different_cells_both_arrive_in_either_order(
    base: Cells, mine: Cells, theirs: Cells
) -> None:
    one, other = edit_from(base, mine), edit_from(base, theirs)
    assert applied(base, one, other) == applied(base, other, one)
    expected = {cell: it for cell, it in {**base, **mine, **theirs}.items() if it is not None}
    assert applied(base, one, other) == expected


@given(cells, cells)
@settings(deadline=None)
def test_undoing_a_change_nobody_touched_since_restores_what_was(
    before: Cells, changes: Cells
) -> None:
    after = {**before, **changes}
    back = undo({"row": before}, {"row": after})
    assert applied(after, *back) == applied(before)


@given(cells, cells, cells)
@settings(deadline=None)
def test_undoing_touches_only_what_the_change_changed_and_clashes_where_it_moved_since(
    before: Cells, changes: Cells, later: Cells
) -> None:
    after = {**before, **changes}
    now = {**after, **later}
    for back in undo({"row": before}, {"row": after}):
        merged = merge(back, now)
        moved = {cell for cell in changes if before.get(cell) != after.get(cell)}
        assert set(merged.cells) | {clash.cell for clash in merged.clashes} <= moved
        for clash in merged.clashes:
            assert now.get(clash.cell) != after.get(clash.cell)
        for cell in merged.cells:
            assert now.get(cell) == after.get(cell)


def test_rows_added_or_removed_are_no_edits_of_cells() -> None:
    assert undo({"r": None, "s": {"a": 1}}, {"r": {"a": 1}, "s": None}) == ()


@given(cells, cells)
@settings(deadline=None)
def test_a_difference_is_empty_exactly_where_rows_are_alike(before: Cells, after: Cells) -> None:
    was, now = difference(before, after)
    assert set(was) == set(now)
    assert all(was[cell] != now[cell] for cell in was)
    assert applied({**before, **now}) == applied(after)


def test_taking_a_proposal_is_an_edit_based_on_what_it_was_written_against() -> None:
    wish = Proposal(about="r", changes={"plan_01": {"base": "1.00", "wanted": "2.00"}})
    assert asked(wish) == Edit("r", {"plan_01": "1.00"}, {"plan_01": "2.00"})
    assert merge(asked(wish), {"plan_01": "5.00"}).clashes[0].theirs == "5.00"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"plan_03": "4000.00"}, {"plan_03": "5000.00"},
         "Ada changed March of Events from 4,000 to 5,000."),
        ({"plan_03": None}, {"plan_03": "5000.50"}, "Ada set March of Events to 5,000.50."),
        ({"plan_03": "4000.00"}, {"plan_03": None},
         "Ada emptied March of Events, which was 4,000."),
        ({"channel": "Web"}, {"channel": "Fairs"},
         "Ada changed Channel of Events from Web to Fairs."),
        ({"drivers": None}, {"drivers": [{}]}, "Ada set Drivers of Events to 1 entry."),
        ({}, {"plan_01": "1.00", "committed_01": "1.00"},
         "Ada changed 2 cells of Events: January, Committed in January."),
        ({}, {f"plan_0{at}": "1.00" for at in range(1, 6)},
         "Ada changed 5 cells of Events: January, February, March and 2 more."),
        (None, {"plan_01": "1.00"}, "Ada added the line Events."),
        ({"plan_01": "1.00"}, None, "Ada removed the line Events."),
        ({"plan_01": "1.00"}, {"plan_01": "1.00"}, "Ada changed nothing of Events."),
    ],
)  # fmt: skip
def test_a_change_is_told_in_one_plain_sentence(
    before: Cells | None, after: Cells | None, told: str
) -> None:
    assert sentence("Ada", "line", "Events", before, after, YEAR) == told
    assert len(told.split()) < 20


def test_a_row_with_other_cells_stays_the_same_row() -> None:
    row = PlanRow("r", "line", "plan", "sales", version=3, cells={"a": "1"})
    changed = row.with_cells({"b": "2"})
    assert (changed.version, changed["a"], changed["b"], changed["c"]) == (3, "1", "2", None)
    assert row["b"] is None
