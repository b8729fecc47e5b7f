"""Saving a sheet: what went through, what clashed, what was refused; and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import uuid4

from data_sources.planning.saved import Saved, Told
from pages.shared import session
from pages.shared.editor import drafting
from pages.shared.editor.copies import Clashing, Copy, edits, moved, without
from pages.shared.editor.sheet import Sheet, rows_at
from planning.errors import TandemError
from views.formats import counted, plain
from views.history import moment as spoken

_LOOKED_AT: Final = 50
"""Changes of a row looked through for the one that moved a cell."""


def moment(at: datetime) -> str:
    """Write a moment in the company's time zone."""
    return spoken(session.local(at))


def own_rows(sheet: Sheet, copy: Copy) -> list[str]:
    """Return the rows with unsaved cells that the visitor may change."""
    stands = drafting.base(sheet, copy)
    return [row for row in copy.mine if row in stands and sheet.may_edit(stands[row])]


def others_rows(sheet: Sheet, copy: Copy) -> list[str]:
    """Return the rows with unsaved cells that belong to others: they can be proposed."""
    stands = drafting.base(sheet, copy)
    return [row for row in copy.mine if row in stands and not sheet.may_edit(stands[row])]


def save(sheet: Sheet) -> None:
    """Save the visitor's own rows; what cannot be saved stays typed, each cell with why."""
    drafting.absorb(sheet)
    copy = drafting.taken_up(sheet)
    wanted = edits(copy.mine, drafting.base(sheet, copy), own_rows(sheet, copy))
    if not wanted:
        return
    # The same wish sent twice is one save.
    copy.operation = copy.operation or uuid4().hex
    try:
        saved = session.workspace().plan.save(wanted, operation=copy.operation)
    except TandemError as error:
        copy.said, copy.undoes, copy.operation = plain(str(error)), None, None
        return
    take_in(sheet, copy, saved, {edit.row for edit in wanted})


def take_in(sheet: Sheet, copy: Copy, saved: Saved, asked: set[str]) -> None:
    """Show what became of a save.

    Args:
        sheet: The sheet.
        copy: The visitor's copy.
        saved: What the store answered.
        asked: The rows that were to be saved.
    """
    unsaved = {(one.row, one.cell) for one in saved.clashes}
    left_out = {one.row for one in saved.refused}
    went = [
        (row, cell)
        for row in asked - left_out
        for cell in copy.mine.get(row, {})
        if (row, cell) not in unsaved and (row, "") not in unsaved
    ]
    before = copy.shown
    copy.mine = without(copy.mine, went)
    copy.refused = {(one.row, one.cell): one.sentence for one in saved.refused}
    copy.operation = copy.dropped = None
    _show_newest(sheet, copy, {(told.row, told.cell): told for told in saved.clashes})
    lines = len({row for row, _ in went})
    copy.said = _said(lines, sheet.noun, len(copy.clashes), len(saved.refused))
    copy.undoes = saved.revision if saved.revision and saved.revision > before else None
    copy.draw_anew()
    drafting.keep(sheet, copy)


def _show_newest(sheet: Sheet, copy: Copy, told: Mapping[tuple[str, str], Told]) -> None:
    """Put the newest rows under what was typed; cells that moved under it wait for an answer."""
    copy.shown = session.workspace().revision()
    drafting.settle(sheet, copy)
    copy.clashes = () if copy.based_on == copy.shown else _moved_under(sheet, copy, told)
    copy.told = False


def show_done(sheet: Sheet, saved: Saved, said: str) -> None:
    """Show what an operation besides the grid did, with its undo.

    Args:
        sheet: The sheet.
        saved: What the store answered.
        said: One sentence.
    """
    refresh(sheet)
    copy = drafting.taken_up(sheet)
    copy.said, copy.undoes, copy.rerun = said, saved.revision, True


def _said(lines: int, noun: str, clashes: int, refused: int) -> str:
    parts = [f"Saved {counted(lines, noun)}."] if lines else ["Nothing was saved."]
    if clashes:
        parts.append(f"{counted(clashes, 'cell')} changed by others meanwhile.")
    if refused:
        parts.append(f"{counted(refused, 'cell')} cannot be saved yet.")
    return " ".join(parts)


def undo(sheet: Sheet) -> None:
    """Take the last save back, as a new change; cells that moved since stay."""
    copy = drafting.taken_up(sheet)
    if copy.undoes is None:
        return
    try:
        saved = session.workspace().plan.undo(copy.undoes)
    except TandemError as error:
        copy.said, copy.undoes = plain(str(error)), None
        return
    copy.undoes = None
    if saved.clashes:
        who = ", ".join(sorted({told.who for told in saved.clashes}))
        copy.said = (
            f"{counted(len(saved.clashes), 'cell')} stayed: changed since by {plain(who)}. "
            "The rest is as it was."
        )
    else:
        copy.said = "Taken back." if saved.revision else "Nothing was left to take back."
    refresh(sheet, say=False)


def refresh(sheet: Sheet, *, say: bool = True) -> None:
    """Show the newest rows under what was typed; cells that moved under it are asked about."""
    drafting.absorb(sheet)
    copy = drafting.taken_up(sheet)
    _show_newest(sheet, copy, {})
    if say:
        copy.said, copy.undoes = "", None
    copy.draw_anew()
    drafting.keep(sheet, copy)


def _moved_under(
    sheet: Sheet, copy: Copy, told: Mapping[tuple[str, str], Told]
) -> tuple[Clashing, ...]:
    """Return the typed cells that others changed, each with who was last."""
    before = drafting.base(sheet, copy)
    now = rows_at(sheet.place, sheet.kind, sheet.scenario.id, copy.shown).by_id
    found = []
    for row, cells in moved(copy.mine, before, now).items():
        for cell, mine in cells.items():
            who, when, revision = _who(row, cell, told.get((row, cell)))
            found.append(
                Clashing(
                    row=row,
                    cell=cell,
                    title=sheet.title(now[row]),
                    who=who,
                    when=when,
                    revision=revision,
                    base=before[row][cell],
                    mine=mine,
                    theirs=now[row][cell],
                )
            )
    for row in [row for row in copy.mine if row in before and row not in now]:
        who, when, revision = _who(row, "", told.get((row, "")))
        named = ", ".join(sheet.head(cell) for cell in copy.mine[row])
        title = sheet.title(before[row])
        found.append(Clashing(row, "", title, who, when, revision, mine=named, removed=True))
    return tuple(found)


def _who(row: str, cell: str, told: Told | None) -> tuple[str, str, int]:
    """Return who changed a cell last, when, and in which revision."""
    if told is not None:
        return told.who, moment(told.at), told.revision
    for entry in session.workspace().plan.history(row=row, limit=_LOOKED_AT):
        touched = {it for one in entry.rows if one.row == row for it in (one.after or {})}
        if not cell or cell in touched:
            return entry.who, moment(entry.at), entry.revision
    return "somebody", "", 0


def answer(sheet: Sheet, mine: Iterable[tuple[str, str]]) -> None:
    """Settle the clashes: cells of mine are saved over theirs, the others are let go.

    Args:
        sheet: The sheet.
        mine: The clashing cells, by row and cell, in which my value is to stand; of a
            removed row the cell is empty, and the row is brought back.

    Raises:
        TandemError: A removed row could not be brought back.
    """
    copy = drafting.taken_up(sheet)
    chosen = set(mine)
    let_go: list[tuple[str, str]] = []
    for one in copy.clashes:
        stays = (one.row, one.cell) in chosen
        if one.removed and stays:
            session.workspace().plan.restore(one.row, one.revision - 1)
        elif one.removed:
            let_go += [(one.row, cell) for cell in copy.mine.get(one.row, {})]
        elif not stays:
            let_go.append((one.row, one.cell))
    copy.mine = without(copy.mine, let_go)
    # Based on what the dialog showed: who changed it since is asked about again.
    copy.clashes, copy.based_on = (), copy.shown
    copy.draw_anew()
    drafting.keep(sheet, copy)
    save(sheet)
