"""The merge of a tab with the plan: by hand, and against a witness that knows one cell."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from planning.agreed.mirrored.merging import Sides, merge_tab
from planning.agreed.mirrored.outcome import Outcome, settled
from planning.agreed.mirrored.tabs import TABS, TabOf
from planning.agreed.mirrored.values import SheetCell, shown
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario

YEAR = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
TAB = TabOf("line", "marketing")
NAMES = [column.name for column in TAB.columns]
A, B, C = "a" * 32, "b" * 32, "c" * 32


def _line(**cells: JsonValue) -> dict[str, JsonValue]:
    return {"category": "programme", "status": "placed", **cells}


def _row(own_id: str, cells: Cells, total: SheetCell = 0) -> list[SheetCell]:
    by_name = {column.name: column for column in TAB.columns}
    return [own_id, *(shown(by_name[name], cells.get(name)) for name in NAMES), total]


def _typed(row: list[SheetCell], cell: str, value: SheetCell) -> list[SheetCell]:
    at = NAMES.index(cell) + 1
    return [*row[:at], value, *row[at + 1 :]]


def _merged(
    rows: list[list[SheetCell]],
    base: Mapping[str, Cells],
    standing: Mapping[str, Cells] | None = None,
    *,
    known: tuple[str, ...] = (),
    closed: str = "",
    headings: tuple[SheetCell, ...] | None = None,
) -> Outcome:
    ids = (f"{at:032x}" for at in count(1))
    sides = Sides(
        tab=TAB,
        scenario=YEAR,
        base=base,
        standing={
            one: {"team": "marketing", **it}
            for one, it in (base if standing is None else standing).items()
        },
        known=lambda asked: set(asked) & set(known),
        new_id=lambda: next(ids),
        closed=closed,
    )
    return merge_tab(sides, [headings or TAB.headings(YEAR), *rows])


def test_nothing_changed_asks_for_nothing() -> None:
    """Rows as they were, in another order, with an empty one between."""
    base = {A: _line(plan_01="10.00", channel="Events"), B: _line(plan_02="5.50")}
    out = _merged([_row(B, base[B], 5.5), [], _row(A, base[A], 10.0)], base)
    assert not out.writes
    assert not out.changes_plan
    assert out.base == out.written == base


def test_one_side_changed_is_taken() -> None:
    """March from the sheet, May from Tandem, and the year's sum of both."""
    base = {A: _line(plan_03="1.00", plan_05="1.00")}
    standing = {A: _line(plan_03="1.00", plan_05="7.00")}
    out = _merged([_typed(_row(A, base[A], 2), "plan_03", 0.1 + 0.2)], base, standing)
    assert out.take == {A: {"plan_03": "0.30"}}
    assert [(put.at, put.value) for put in out.puts] == [(1, 7), (1, 7.3)]
    assert out.puts[0].column == NAMES.index("plan_05") + 1
    assert out.base == {A: _line(plan_03="0.30", plan_05="1.00")}
    assert out.written == {A: _line(plan_03="0.30", plan_05="7.00")}


def test_both_changed_clashes_and_can_be_settled_either_way() -> None:
    """The side that is wanted is then the only one that changed."""
    base, standing = {A: _line(plan_01="1.00")}, {A: _line(plan_01="2.00")}
    grid = [_typed(_row(A, base[A], 2), "plan_01", 3.0)]
    out = _merged(grid, base, standing)
    (clash,) = out.clashes
    assert (clash.base, clash.sheet, clash.tandem) == ("1.00", "3.00", "2.00")
    assert not out.writes
    assert not out.changes_plan
    assert out.base == base
    assert _merged(grid, settled(base, clash, "sheet"), standing).take == {A: {"plan_01": "3.00"}}
    mine = _merged(grid, settled(base, clash, "tandem"), standing)
    assert not mine.take
    assert [put.value for put in mine.puts] == [2]


def test_rows_that_one_side_removed() -> None:
    """They go from the other side too, unless it changed them meanwhile."""
    base = {A: _line(plan_01="1.00"), B: _line(plan_01="2.00"), C: _line(plan_01="3.00")}
    standing = {A: base[A], B: base[B]}
    out = _merged([_row(B, base[B], 2), _row(C, base[C], 3)], base, standing)
    assert out.remove == [A]
    assert out.delete == [2]
    assert set(out.written) == {B}
    changed = _merged([_row(B, base[B], 2)], {A: base[A], B: base[B]}, {A: _line(), B: base[B]})
    assert not changed.remove
    assert [(it.row, it.gone) for it in changed.clashes] == [(A, "sheet")]
    kept_away = settled(changed.base, changed.clashes[0], "sheet")
    assert _merged([_row(B, base[B], 2)], kept_away, {A: _line(), B: base[B]}).remove == [A]
    brought = settled(changed.base, changed.clashes[0], "tandem")
    assert len(_merged([_row(B, base[B], 2)], brought, {A: _line(), B: base[B]}).append) == 1
    edited = _typed(_row(C, base[C], 3), "plan_01", 9)
    clash = _merged([edited], {C: base[C]}, {}).clashes[0]
    assert clash.gone == "tandem"
    assert _merged([edited], settled({C: base[C]}, clash, "tandem"), {}).delete == [1]
    back = _merged([edited], settled({C: base[C]}, clash, "sheet"), {}, known=(C,))
    assert [put.value for put in back.puts] == [f"{1:032x}", 9]


def test_new_rows_get_an_id_first_and_come_once_they_have_it() -> None:
    """So that a repeat after a lost answer brings no row twice."""
    new = _row("", _line(channel="Fairs", plan_01="4.00"), None)
    out = _merged([new], {})
    assert not out.add
    assert [put.value for put in out.puts] == [f"{1:032x}", 4]
    named = [f"{1:032x}", *new[1:-1], 4]
    taken = _merged([named], {}, {})
    assert taken.add == {
        f"{1:032x}": {"team": "marketing", **_line(channel="Fairs", plan_01="4.00")}
    }
    assert not taken.writes


def test_what_tandem_computes_of_a_row_is_written_with_it() -> None:
    """A half of the coverage says whose it is from the first write on."""
    tab = TABS[4]
    cells: Cells = {"team": tab.team, "account": "ACC-7", "motion": "acquire"}
    sides = Sides(tab, YEAR, {}, {A: cells}, known=lambda _: set(), new_id=lambda: B)
    (line,) = merge_tab(sides, [tab.headings(YEAR)]).append
    assert line[-1] == "coverage of ACC-7 by marketing (acquire)"
    after = Sides(tab, YEAR, {A: cells}, {A: cells}, known=lambda _: set(), new_id=lambda: B)
    assert not merge_tab(after, [tab.headings(YEAR), line]).writes
    gone = Sides(tab, YEAR, {A: cells}, {}, known=lambda _: set(), new_id=lambda: B)
    (clash,) = merge_tab(gone, [tab.headings(YEAR), [*line[:2], "retain", *line[3:]]]).clashes
    assert clash.title == "coverage of ACC-7 by marketing (acquire)"


def test_a_copied_row_becomes_a_new_one() -> None:
    """The first keeps the id."""
    base = {A: _line(plan_01="1.00")}
    row = _row(A, base[A], 1)
    out = _merged([row, row], base)
    assert [(put.at, put.column) for put in out.puts] == [(2, 0)]
    assert not out.changes_plan


def test_an_id_of_elsewhere_is_no_id_here() -> None:
    """A row pasted from another tab, or one that was removed and came back."""
    out = _merged([_row(C, _line(), 0)], {}, known=(C,))
    assert not out.add
    assert [put.value for put in out.puts] == [f"{1:032x}"]


@pytest.mark.parametrize("own_id", ["", "xyz"])
def test_destroyed_ids_are_refused(own_id: str) -> None:
    """Nothing is done to the tab, and the sentence says which row."""
    base = {A: _line(plan_01="1.00", channel="Events")}
    out = _merged([_row(own_id, base[A], 1)], base)
    assert "Row 2" in out.wrong[0]
    assert not out.writes
    assert not out.changes_plan
    assert out.base == out.written == base


def test_an_id_filled_down_is_refused() -> None:
    """The row below lost its own; a row that was copied as it stands is a new one."""
    base = {A: _line(plan_01="1.00", channel="Events"), B: _line(plan_01="2.00", channel="Fairs")}
    first, second = _row(A, base[A], 1), _row(B, base[B], 2)
    out = _merged([first, [A, *second[1:]]], base)
    (told,) = out.wrong
    assert f"Row 3 looks like Fairs, whose id is gone. Write {B} into column A" in told
    assert not out.writes
    assert not out.changes_plan
    copied = _merged([first, first], base)
    assert not copied.wrong
    assert copied.remove == [B]


def test_rows_that_were_sorted_without_their_ids_are_refused() -> None:
    """One column alone that was exchanged, or a row filled down, is an edit."""
    base = {
        A: _line(plan_01="1.00", channel="Events"),
        B: _line(plan_01="2.00", channel="Fairs"),
        C: _line(plan_01="3.00", channel="Web"),
    }
    one, two, three = (_row(it, base[it], at) for at, it in enumerate(base, 1))
    out = _merged([[A, *two[1:]], [B, *one[1:]], three], base)
    assert "sorted or moved without their ids in column A, such as rows 2, 3." in out.wrong[0]
    assert not out.changes_plan
    exchanged = [_typed(one, "plan_01", 2.0), _typed(two, "plan_01", 1.0), three]
    assert set(_merged(exchanged, base).take) == {A, B}
    down = _merged([one, [B, *one[1:]], [C, *one[1:]]], base)
    assert not down.wrong
    assert set(down.take) == {B, C}


def test_many_lost_ids_are_found_in_a_large_tab() -> None:
    """2,000 lines without ids, in another order; 2,000 others in their place are new."""
    base = {f"{at:032x}": _line(channel=f"C{at}", plan_01=f"{at}.00") for at in range(2000)}
    rows = [_row("", cells) for cells in reversed(base.values())]
    out = _merged(rows, base)
    assert len(out.wrong) == 6
    assert out.wrong[-1] == "1995 more like these."
    others = [_row("", _line(channel=f"D{at}", region="DACH")) for at in range(2000)]
    assert len(_merged(others, base).remove) == 2000


def test_moved_and_renamed_columns_are_refused() -> None:
    """The sentence says where the column belongs and what it must be called."""
    base = {A: _line(plan_01="1.00")}
    right = TAB.headings(YEAR)
    moved = (right[0], right[2], right[1], *right[3:])
    (sentence,) = _merged([_row(A, base[A], 1)], base, headings=moved).wrong
    assert "“Category” belongs in column B" in sentence
    renamed = (right[0], "Kind", *right[2:])
    (sentence,) = _merged([_row(A, base[A], 1)], base, headings=renamed).wrong
    assert "Column B" in sentence
    assert "“Category”, not “Kind”" in sentence
    more = _merged([_row(A, base[A], 1)], base, headings=(*right, "My notes"))
    assert not more.wrong


def test_what_does_not_fit_stays_and_is_told() -> None:
    """The rest of its row is taken."""
    base = {A: _line(plan_01="1.00", channel="Events")}
    row = _typed(_typed(_row(A, base[A], 1), "plan_01", "many"), "channel", 2026.0)
    row = _typed(_typed(row, "category", None), "reason", "#REF!")
    out = _merged([row], base)
    assert out.take == {A: {"channel": "2026"}}
    assert {told.cell for told in out.not_taken} == {"plan_01", "category", "reason"}
    assert out.base[A]["plan_01"] == "1.00"
    shut = _merged([row], base, closed="Plan is agreed.")
    assert not shut.changes_plan
    assert "Plan is agreed." in {told.sentence for told in shut.not_taken}


AMOUNTS = st.sampled_from([None, "0.00", "1.00", "2.50", "3000.00"])


@given(base=AMOUNTS, sheet=AMOUNTS, tandem=AMOUNTS)
def test_every_triple_of_one_cell(base: str | None, sheet: str | None, tandem: str | None) -> None:
    """Against the four lines of what a three-way merge is."""
    row = _typed(_row(A, _line(), 0), "plan_01", None if sheet is None else float(sheet))
    out = _merged([row], {A: _line(plan_01=base)}, {A: _line(plan_01=tandem)})
    at = NAMES.index("plan_01") + 1
    wrote = [put.value for put in out.puts if put.column == at]
    taken = out.take.get(A, {})
    if sheet == tandem:
        expected: tuple[object, ...] = ({}, [], 0, sheet)
    elif sheet == base:
        expected = ({}, [None if tandem is None else float(tandem)], 0, tandem)
    elif tandem == base:
        expected = ({"plan_01": sheet}, [], 0, sheet)
    else:
        expected = ({}, [], 1, base)
    assert (taken, wrote, len(out.clashes), out.written[A].get("plan_01")) == expected


def test_tabs_have_columns_of_every_kind() -> None:
    """Nobody edits in the sheet what stays in Tandem."""
    kinds: set[Kind] = {tab.kind for tab in TABS}
    assert kinds == {"line", "target", "coverage"}
    assert not {"team", "drivers", "goal"} & set(NAMES)
    assert "January" in TAB.headings(YEAR)
