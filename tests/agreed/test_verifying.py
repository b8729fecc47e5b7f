"""What a tab shows after a write is compared cell by cell with what was to stand there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planning.agreed.mirrored.outcome import Outcome, Put
from planning.agreed.mirrored.reading import Grid
from planning.agreed.mirrored.tabs import TABS
from planning.agreed.mirrored.values import SheetCell, same
from planning.agreed.mirrored.verifying import is_as_written

TAB = TABS[0]
WIDTH = len(TAB.columns) + 2
CELLS = st.sampled_from([None, 0, 1, 2.5, "", "a", "=1", True, "1"])
ROWS = st.lists(st.lists(CELLS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=5)


def test_what_was_written_is_recognised_by_hand() -> None:
    """A cell put, a row below, the first row gone; a person's own column beside."""
    before: Grid = [("Tandem id", "A"), ("x", 1), ("y",)]
    out = Outcome({}, puts=[Put(2, 1, 5)], append=[("z", 7)], delete=[1])
    beside = [None] * (WIDTH - 2) + ["mine"]
    assert is_as_written(TAB, out, before, [("Tandem id", "A"), ("y", 5.0), ("z", 7)])
    assert is_as_written(TAB, out, before, [("Tandem id", "A", *beside), ("y", 5), ("z", 7), ()])
    assert not is_as_written(TAB, out, before, [("Tandem id", "A"), ("z", 7), ("y", 5)])
    assert not is_as_written(TAB, out, before, [("Tandem id", "A"), ("y", 5)])


@given(rows=ROWS, data=st.data())
def test_any_other_cell_is_noticed(rows: list[list[SheetCell]], data: st.DataObject) -> None:
    """One cell of one row other than it was to be."""
    puts = data.draw(
        st.lists(
            st.builds(Put, st.integers(0, len(rows) - 1), st.integers(0, WIDTH - 1), CELLS),
            max_size=4,
        )
    )
    added = data.draw(st.lists(st.lists(CELLS, min_size=WIDTH, max_size=WIDTH), max_size=2))
    gone = data.draw(st.lists(st.integers(1, len(rows)), max_size=2, unique=True))
    out = Outcome({}, puts=puts, append=[tuple(it) for it in added])
    out.delete = [at for at in gone if at < len(rows)]
    after = [list(row) for row in rows]
    for put in puts:
        after[put.at][put.column] = put.value
    after += [list(it) for it in added]
    for at in sorted(out.delete, reverse=True):
        del after[at]
    assert is_as_written(TAB, out, rows, after)
    row, column = data.draw(st.integers(0, len(after) - 1)), data.draw(st.integers(0, WIDTH - 1))
    other = data.draw(CELLS)
    changed = not same(after[row][column], other)
    after[row][column] = other
    assert is_as_written(TAB, out, rows, after) is not changed
