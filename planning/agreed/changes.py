"""Changes: what one person edited, merged with what others did since, undone and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from planning.agreed.kinds import in_words, label
from planning.agreed.packages import Package
from planning.agreed.proposals import Proposal
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Edit:
    """What one person changed in one row.

    Attributes:
        row: The row's id.
        based_on_cells: The values the person saw in the cells they changed.
        mine: The values they put there; only cells they changed.
    """

    row: str
    based_on_cells: Cells
    mine: Cells


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that two people changed to different values."""

    row: str
    cell: str
    base: JsonValue
    mine: JsonValue
    theirs: JsonValue


@dataclass(frozen=True, slots=True)
class Merged:
    """What an edit comes to: cells to write, and cells to ask about."""

    cells: dict[str, JsonValue]
    clashes: tuple[Clash, ...]


def merge(edit: Edit, standing: Cells) -> Merged:
    """Merge an edit into a row that others may have changed since.

    A cell nobody else touched takes my value; one that already has it needs nothing; one
    that has moved to another value clashes. Edits of different cells always commute.

    Example:
        >>> merge(Edit("r", {"a": 1, "b": 1}, {"a": 2, "b": 2}), {"a": 1, "b": 3})
        Merged(cells={'a': 2}, clashes=(Clash(row='r', cell='b', base=1, mine=2, theirs=3),))
    """
    cells: dict[str, JsonValue] = {}
    clashes: list[Clash] = []
    for cell, mine in edit.mine.items():
        base, theirs = edit.based_on_cells.get(cell), standing.get(cell)
        if mine in (base, theirs):
            continue
        if theirs == base:
            cells[cell] = mine
        else:
            clashes.append(Clash(edit.row, cell, base, mine, theirs))
    return Merged(cells, tuple(clashes))


def difference(before: Cells | None, after: Cells | None) -> tuple[Cells, Cells]:
    """Return the cells that differ, as they were and as they are; blank equals absent.

    Example:
        >>> difference({"a": 1, "b": 2, "c": None}, {"a": 1, "b": 3})
        ({'b': 2}, {'b': 3})
    """
    was, now = before or {}, after or {}
    moved = [cell for cell in {**was, **now} if was.get(cell) != now.get(cell)]
    return {cell: was.get(cell) for cell in moved}, {cell: now.get(cell) for cell in moved}


def undo(before: Mapping[str, Cells | None], after: Mapping[str, Cells | None]) -> tuple[Edit, ...]:
    """Return the edits that take a change back, based on what it left behind.

    A cell that has moved since the change will clash when the edit is merged.

    Args:
        before: Cells of each changed row before the change, by row id.
        after: The same after it. Rows that were added or removed (None on either side)
            are not edits of cells and left out.

    Example:
        >>> undo({"r": {"a": 1}}, {"r": {"a": 2}})
        (Edit(row='r', based_on_cells={'a': 2}, mine={'a': 1}),)
    """
    edits = []
    for row in {**before, **after}:
        was, now = before.get(row), after.get(row)
        if was is None or now is None:
            continue
        mine, based_on = difference(was, now)
        if mine:
            edits.append(Edit(row, based_on, mine))
    return tuple(edits)


def asked(proposal: Proposal) -> Edit:
    """Return the edit that taking a proposal makes, based on what it was written against."""
    return Edit(proposal.about, proposal.base, proposal.wanted)


def offered(package: Package) -> tuple[Edit, ...]:
    """Return the edits that taking a package makes of rows that stand."""
    return tuple(Edit(it.row, it.base, it.wanted) for it in package.wishes)


def sentence(
    who: str,
    kind: Kind,
    title: str,
    before: Cells | None,
    after: Cells | None,
    scenario: Scenario | None = None,
) -> str:
    """Tell a row's change in one plain sentence.

    Args:
        who: Name of the person.
        kind: What the row is.
        title: What the row is called (see `kinds.title`).
        before: Its cells before, or those that changed; None where the row was added.
        after: The same after it; None where it was removed.
        scenario: Whose months name the month cells.

    Example:
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> sentence("Ada", "line", "Events", {"plan_03": "4000.00"}, {"plan_03": "5000.00"}, year)
        'Ada changed March of Events from 4,000 to 5,000.'
    """
    if before is None or after is None:
        # A title that tells its kind, such as “coverage of Acme”, is not told twice.
        called = title if title.startswith(f"{kind} of ") else f"the {kind} {title}"
        return f"{who} {'added' if before is None else 'removed'} {called}."
    was, now = difference(before, after)
    names = [label(kind, cell, scenario) for cell in now]
    if not names:
        return f"{who} changed nothing of {title}."
    if len(names) > 1:
        listed = ", ".join(names[:_NAMED])
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return f"{who} changed {len(names)} cells of {title}: {listed}{more}."
    (cell,) = now
    old, new = in_words(kind, cell, was[cell], before), in_words(kind, cell, now[cell], after)
    if now[cell] is None:
        return f"{who} emptied {names[0]} of {title}, which was {old}."
    if was[cell] is None:
        return f"{who} set {names[0]} of {title} to {new}."
    return f"{who} changed {names[0]} of {title} from {old} to {new}."
