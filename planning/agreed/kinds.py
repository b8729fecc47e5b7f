"""Kinds: the cells of each kind of plan row, cleaned, refused and told in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from planning.agreed import (
    actions,
    assumptions,
    closing,
    comments,
    decisions,
    disputes,
    envelopes,
    goals,
    lines,
    notes,
    packages,
    proposals,
    scenarios,
    signatures,
    targets,
)
from planning.agreed.accounts import coverage, criteria, score_rules
from planning.agreed.cells import Column, Unfit, trimmed
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario
from planning.money import quoted

_ALL: Final[Mapping[Kind, tuple[Column, ...]]] = {
    "scenario": scenarios.COLUMNS,
    "envelope": envelopes.COLUMNS,
    "line": lines.COLUMNS,
    "target": targets.COLUMNS,
    "comment": comments.COLUMNS,
    "proposal": proposals.COLUMNS,
    "goal": goals.COLUMNS,
    "package": packages.COLUMNS,
    "signature": signatures.COLUMNS,
    "dispute": disputes.COLUMNS,
    "closing": closing.COLUMNS,
    "action": actions.COLUMNS,
    "decision": decisions.COLUMNS,
    "assumption": assumptions.COLUMNS,
    "coverage": coverage.COLUMNS,
    "criterion": criteria.COLUMNS,
    "score": score_rules.COLUMNS,
    "note": notes.NOTE_COLUMNS,
    "parked": notes.PARKED_COLUMNS,
    "meeting": notes.MEETING_COLUMNS,
}
COLUMNS: Final[Mapping[Kind, Mapping[str, Column]]] = {
    kind: {column.name: column for column in columns} for kind, columns in _ALL.items()
}
"""What each cell may hold, by kind and name, in the order of the sheet."""

FIXED: Final[Mapping[Kind, frozenset[str]]] = {
    kind: frozenset(name for name, column in columns.items() if column.fixed)
    for kind, columns in COLUMNS.items()
}
"""Cells that stay as they were when the row was added."""

NEEDED: Final[Mapping[Kind, tuple[str, ...]]] = {
    kind: tuple(name for name, column in columns.items() if column.needed)
    for kind, columns in COLUMNS.items()
}
"""Cells that may not be blank."""

_POSITIONS: Final = {
    name: at for names in (lines.PLAN, lines.COMMITTED) for at, name in enumerate(names)
}
_ODD_TOGETHER: Final[Mapping[Kind, Callable[[Cells], dict[str, str]]]] = {
    "coverage": coverage.odd_together,
    "criterion": criteria.odd_together,
    "score": score_rules.odd_together,
}
_COMMITTED: Final = frozenset(lines.COMMITTED)
_TITLES: Final[Mapping[Kind, Callable[[Cells], str]]] = {
    "envelope": envelopes.title,
    "line": lines.title,
    "target": targets.title,
    "goal": goals.title,
    "package": packages.title,
    "signature": signatures.title,
    "dispute": disputes.title,
    "closing": closing.title,
    "action": actions.title,
    "decision": decisions.title,
    "assumption": assumptions.title,
    "coverage": coverage.title,
    "criterion": criteria.title,
    "score": score_rules.title,
    "note": notes.note_title,
    "parked": notes.parked_title,
    "meeting": notes.meeting_title,
}


def cleaned(kind: Kind, cells: Cells) -> dict[str, JsonValue]:
    """Return cells as they are kept, so that equal values are written alike.

    Text is trimmed, what cannot be seen in it becomes a symbol, amounts become decimal
    text, days and months ISO text; blanks become None. What does not fit its cell stays
    as it was typed: `refusals` says why.

    Example:
        >>> cleaned("line", {"plan_03": "1,200.5", "channel": " Events ", "reason": ""})
        {'plan_03': '1200.50', 'channel': 'Events', 'reason': None}
    """
    columns = COLUMNS[kind]
    return {name: _cleaned(columns.get(name), value) for name, value in cells.items()}


def _cleaned(column: Column | None, value: JsonValue) -> JsonValue:
    if _blank(value):
        return None
    if column is not None:
        try:
            kept = column.read(value)
        except Unfit:
            pass
        else:
            return None if _blank(kept) else kept
    return trimmed(value, lines=True) if isinstance(value, str) else value


def _blank(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    return isinstance(value, (list, tuple, dict)) and not value


def refusals(
    kind: Kind, cells: Cells, scenario: Scenario | None = None, *, whole: bool = False
) -> dict[str, str]:
    """Return why cells cannot be kept, each in its own words.

    Args:
        kind: What the row is.
        cells: Some cells of a row or all of them, as typed or cleaned.
        scenario: Names the months and bounds the dates; None leaves dates unbounded.
        whole: Whether these are all cells of the row, so that a missing one is refused.

    Returns:
        A sentence by cell; empty if all can be kept.

    Example:
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> refusals("line", {"plan_03": "-5"}, year)
        {'plan_03': 'March must be an amount of 0 or more, not “-5”.'}
    """
    columns, found, kept = COLUMNS[kind], {}, {}
    for name, value in cells.items():
        column = columns.get(name)
        if column is None:
            found[name] = f"“{quoted(name)}” is not a cell of a {kind}."
        elif _blank(value):
            if column.needed:
                found[name] = f"{label(kind, name, scenario)} must be filled in."
        else:
            try:
                kept[name] = column.read(value)
                if column.hold is not None and scenario is not None:
                    column.hold(kept[name], scenario)
            except Unfit as unfit:
                found[name] = f"{label(kind, name, scenario)} {unfit.tail}"
    if whole:
        for name in NEEDED[kind]:
            if name not in cells:
                found[name] = f"{label(kind, name, scenario)} must be filled in."
    odd = _refused_together(kind, kept, scenario, found)
    if not whole:
        odd = _at_hand(odd, cells, found)
    return found | odd


def _at_hand(odd: Mapping[str, str], cells: Cells, found: Mapping[str, str]) -> dict[str, str]:
    """Tell of a cell that is missing but was not given at the rule that asks for it."""
    told = {name: sentence for name, sentence in odd.items() if name in cells}
    missing = [sentence for name, sentence in odd.items() if name not in cells]
    if missing and "rule" in cells and "rule" not in told | dict(found):
        told["rule"] = missing[0]
    return told


def _refused_together(
    kind: Kind, kept: Cells, scenario: Scenario | None, found: Mapping[str, str]
) -> dict[str, str]:
    odd: Mapping[str, str] = {}
    if kind == "target":
        odd = targets.odd_together(kept, scenario)
    elif kind == "assumption":
        odd = assumptions.odd_together(kept)
    elif kind in _ODD_TOGETHER:
        odd = _ODD_TOGETHER[kind]({**dict.fromkeys(found, ""), **kept})
    elif kind == "decision":
        # What was typed and refused is there all the same.
        odd = decisions.odd_together({**dict.fromkeys(found, ""), **kept})
    return {name: sentence for name, sentence in odd.items() if name not in found}


def label(kind: Kind, cell: str, scenario: Scenario | None = None) -> str:
    """Return what people call a cell.

    Example:
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2025-07")
        >>> label("line", "plan_03", year), label("line", "committed_01", year)
        ('September', 'Committed in July')
        >>> label("target", "kpi")
        'KPI'
    """
    if scenario is not None and kind == "line" and cell in _POSITIONS:
        name = scenario.month_label(_POSITIONS[cell])
        return f"Committed in {name}" if cell in _COMMITTED else name
    column = COLUMNS[kind].get(cell)
    return cell if column is None else column.label


def in_words(kind: Kind, cell: str, value: JsonValue, of: Cells | None = None) -> str:
    """Return a cell's value as a sentence says it.

    Args:
        kind: What the row is.
        cell: The cell.
        value: What stands in it.
        of: Other cells of its row: they may tell the unit.

    Example:
        >>> in_words("line", "plan_03", "4000.00"), in_words("line", "channel", None)
        ('4,000', 'blank')
        >>> in_words("target", "value", "0.27", {"kpi": "close_ratio"})
        '27 %'
    """
    if _blank(value):
        return "blank"
    column = COLUMNS[kind].get(cell)
    if column is None:
        return quoted(value)
    if kind == "assumption" and cell in assumptions.VALUES:
        return assumptions.number_told(value, (of or {}).get("unit"))
    if isinstance(value, (list, dict)):
        return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    if kind == "target" and cell in targets.BOUNDS:
        return targets.bound_told(value, of or {})
    if kind == "decision" and cell == "expected":
        return decisions.expected_told(value, of or {})
    return column.told(value)


def title(kind: Kind, cells: Cells) -> str:
    """Return what a row is called in sentences.

    Example:
        >>> title("line", {"channel": "Events"}), title("scenario", {"name": "Plan 2026"})
        ('Events', 'Plan 2026')
    """
    if kind in _TITLES:
        return _TITLES[kind](cells)
    if kind == "scenario":
        return str(cells.get("name") or "a plan")
    return f"“{quoted(str(cells.get('text') or cells.get('reason') or ''))}”"
