"""A whole change of the plan in one sentence, from what it did to each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from data_sources.store.plan_rows import Changed, Kept
from planning.agreed.kinds import title
from planning.agreed.life import move_between
from planning.agreed.rows import Cells, Kind
from planning.agreed.stories import LEADING, with_lifted, with_withdrawn
from planning.agreed.stretches import is_only_stretch

if TYPE_CHECKING:
    from data_sources.planning.told import RowTold

_UNDO: Final = re.compile(r"undo of ([0-9]+): ")
_BACK: Final = re.compile(r"as of ([0-9]+): ")


def whole(
    name: str,
    changes: Sequence[Changed],
    rows: Sequence[RowTold],
    about: Mapping[str, Kept],
) -> str:
    """Return a change in one sentence, and one more where it withdrew signatures.

    Args:
        name: Who made it.
        changes: What it did to each row.
        rows: The same, told.
        about: Plans by id.
    """
    signatures, lifted = _withdrawn(changes), _lifted(changes)
    other = [row for row in rows if row.row not in signatures and row.row not in lifted]
    if not other:
        # Nothing else was done: the stretch is what it is about, its signatures follow.
        lifted, other = {}, [row for row in rows if row.row not in signatures]
    if not other:
        return rows[0].sentence
    told = with_withdrawn(_sentence(changes[0].operation, name, other, about), signatures)
    return with_lifted(told, tuple(lifted.values()))


def _withdrawn(changes: Sequence[Changed]) -> dict[str, Cells]:
    """Return the signatures that went with a change of something else, by row."""
    return {
        change.row: change.after or {}
        for change in changes
        if change.kind == "signature" and (change.after or {}).get("state") == "withdrawn"
    }


def _lifted(changes: Sequence[Changed]) -> dict[str, str]:
    """Return the names of plans that are no stretch any more, by row."""
    return {
        change.row: title("scenario", change.after or {})
        for change in changes
        if change.kind == "scenario"
        and is_only_stretch(change.before, change.after)
        and not (change.after or {}).get("stretch_of")
    }


def _sentence(thing: str, name: str, rows: Sequence[RowTold], about: Mapping[str, Kept]) -> str:
    undone, back = _UNDO.match(thing), _BACK.match(thing)
    if undone:
        return f"{name} took back change {undone[1]}."
    if back:
        return f"{name} brought back {rows[0].title} as it was after change {back[1]}."
    leading = sorted((row for row in rows if row.kind in LEADING), key=_rank)
    if leading or len(rows) == 1:
        told = [row.sentence for row in (leading or rows) if row.kind == "scenario"]
        return " ".join(told) or (leading or rows)[0].sentence
    if all(row.before == row.after for row in rows):
        return rows[0].sentence
    verb = "added" if all(row.before is None for row in rows) else "changed"
    verb = "removed" if all(row.after is None for row in rows) else verb
    return f"{name} {verb} {_counted(rows)} of {_plans(rows, about)}."


def _rank(row: RowTold) -> tuple[int, bool]:
    """The most telling kind first; of two plans the one that was agreed."""
    move = move_between((row.before or {}).get("state"), (row.after or {}).get("state"))
    return LEADING.index(row.kind), move != "agree"


def _counted(rows: Sequence[RowTold]) -> str:
    counts: dict[Kind, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    told = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items()]
    return " and ".join(told)


def _plans(rows: Sequence[RowTold], about: Mapping[str, Kept]) -> str:
    plans = {row.scenario: about.get(row.scenario) for row in rows}
    names = {title("scenario", (plan and plan.cells) or {}) for plan in plans.values()}
    return " and ".join(sorted(names))
