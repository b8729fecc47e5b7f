"""A write by place that met other rows: what they had is put back, by hand and by brute force."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planning.agreed.mirrored.missing_the_row import missed
from planning.agreed.mirrored.outcome import Outcome, Put
from planning.agreed.mirrored.tabs import TABS
from planning.agreed.mirrored.values import SheetCell

TAB = TABS[0]
LAST = len(TAB.columns) + 1
IDS = "abcdef"
Rows = list[list[SheetCell]]


def _row(own_id: str, value: SheetCell) -> list[SheetCell]:
    return [own_id, value, *[None] * (LAST - 2), f"sum of {value}"]


def _after(rows: Rows, out: Outcome) -> Rows:
    """What stands there once a batch was made on these rows."""
    found = [list(row) for row in rows]
    for put in out.puts:
        while len(found) <= put.at:
            found.append([None] * (LAST + 1))
        found[put.at][put.column] = put.value
    while found and not any(found[-1]):
        found.pop()
    found += [list(row) for row in out.append]
    return [row for at, row in enumerate(found) if at not in out.delete]


def test_a_row_that_went_before_the_write_by_hand() -> None:
    """The first row is deleted meanwhile: what was meant for b hits c, and d goes, not c."""
    before: Rows = [["head"], *(_row(it, it.upper()) for it in "abcd")]
    out = Outcome(
        {"a": {}, "b": {"category": "old"}, "c": {"category": "c"}, "d": {}},
        puts=[Put(2, 1, "new")],
        delete=[3],
        written={"a": {}, "b": {"category": "new"}, "d": {}},
    )
    meanwhile: Rows = [before[0], *before[2:]]
    found = missed(TAB, out, before, _after(meanwhile, out))
    assert found.back == [Put(2, 1, "C")]
    assert (found.left, found.deleted) == (["c"], ["a", "d"])
    assert found.written(out) == {"b": {"category": "old"}, "c": {"category": "c"}}


def test_a_row_that_the_write_added_and_deleted_at_once_by_hand() -> None:
    """The row above goes meanwhile: the new row stands where b was to be deleted."""
    before: Rows = [["head"], [], _row("b", "B")]
    out = Outcome({"b": {}}, append=[tuple(_row("n", "N"))], delete=[2], written={"n": {}})
    found = missed(TAB, out, before, _after([["head"], _row("b", "B")], out))
    assert (found.left, found.deleted) == (["b"], ["n"])
    assert found.written(out) == {"b": {}}


def test_a_new_row_that_the_write_deleted_by_hand() -> None:
    """It has no id yet: it is written again; one that is there still is not."""
    before: Rows = [["head"], _row("a", "A"), _row("b", "B"), _row("", "new"), _row("", "more")]
    out = Outcome({"a": {}, "b": {}}, puts=[Put(3, 0, "n"), Put(4, 0, "m")], delete=[2])
    found = missed(TAB, out, before, _after([before[0], *before[2:]], out))
    assert [row[1] for row in found.again] == ["new"]
    assert (found.left, found.deleted) == (["b"], ["a"])


def test_a_copy_that_was_hit_has_again_its_own_by_hand() -> None:
    """Both have the id of the row that was copied; the other cells differ."""
    one, other = _row("b", "B"), _row("b", "C")
    one[2], other[2] = "first", "second"
    before: Rows = [["head"], _row("a", "A"), one, other]
    out = Outcome({"a": {}}, puts=[Put(1, 1, "new")])
    assert missed(TAB, out, before, _after([["head"], one, other], out)).back == [Put(1, 1, "B")]
    assert missed(TAB, out, before, _after([["head"], other, one], out)).back == [Put(1, 1, "C")]


def test_a_write_that_met_its_rows_put_nothing_back() -> None:
    """Also where rows were moved right after it."""
    before: Rows = [["head"], *(_row(it, it.upper()) for it in "abcd")]
    out = Outcome({}, puts=[Put(1, 1, "new"), Put(4, 1, "more")], delete=[2])
    assert not missed(TAB, out, before, _after(before, out))
    sorted_after = _after(before, out)
    sorted_after[1:] = sorted_after[:0:-1]
    assert not missed(TAB, out, before, sorted_after).back


@given(data=st.data())
def test_every_row_has_again_what_it_had(data: st.DataObject) -> None:
    """Whatever order the rows were brought into, and whichever went or came."""
    before: Rows = [["head"], *(_row(it, it.upper()) for it in IDS)]
    places = st.integers(1, len(IDS))
    deleted = data.draw(st.lists(places, max_size=2, unique=True))
    put_at = data.draw(st.lists(places, max_size=3, unique=True))
    out = Outcome({}, delete=sorted(deleted, reverse=True))
    out.puts = [Put(at, 1, f"new {at}") for at in put_at if at not in deleted]
    meanwhile = data.draw(st.permutations(before[1:]))
    meanwhile = meanwhile[: data.draw(st.integers(3, len(IDS)))]
    meanwhile.insert(data.draw(st.integers(0, 3)), [None] * (LAST + 1))
    after = _after([before[0], *meanwhile], out)
    found = missed(TAB, out, before, after)
    for put in found.back:
        after[put.at][put.column] = put.value
    right = {str(before[put.at][0]): put.value for put in out.puts}
    for row in after[1:]:
        own = str(row[0] or "")
        if not own:
            assert not any(row)
            continue
        was_missed = "category" in found.cells.get(own, ())
        expected = own.upper() if was_missed or own not in right else right[own]
        assert row[1] == expected
    there = {row[0] for row in after}
    gone = {row[0] for row in meanwhile if row[0]} - there - {before[at][0] for at in deleted}
    assert gone <= set(found.deleted)
