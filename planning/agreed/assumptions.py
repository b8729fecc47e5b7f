"""Assumptions: what the teams judge where facts are silent, each team's answer a row of its own.

The answers of both teams stand beside each other under one key; what the model makes of them
is not decided here.
"""

from __future__ import annotations

from typing import Final
from uuid import NAMESPACE_OID, uuid5

from pydantic import JsonValue

from planning.agreed.cells import NAME_LIMIT, TEXT_LIMIT, Column, Unfit, day, day_told, number, text
from planning.agreed.cells import one_of as _one_of
from planning.agreed.rows import Cells
from planning.money import quoted
from planning.teams import TEAMS, Team

RESPONSE: Final = "response"
"""First word of the key of three answers about a channel: `response | Paid search`."""

SHARE: Final = "fraction"
"""The unit that sentences tell in per cent."""

ANSWERS: Final = ("spend", "none", "now", "more")
VALUES: Final = ("value", "low", "high")

_KEY_LIMIT: Final = 4 * NAME_LIMIT
_MOST_NUMBERS: Final = 60
_EXACT: Final = 1e-9
_LONG: Final = 1_000
_HALF_AS_MUCH_AGAIN: Final = 1.5


def numbers(value: object) -> JsonValue:
    """Read a number of 0 or more, or a row of them with semicolons between.

    Example:
        >>> numbers("27 %"), numbers("0.5; 1"), numbers([1, 0.5]), numbers([3])
        ('0.27', ['0.5', '1'], ['1', '0.5'], '3')
    """
    given = value.split(";") if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        return number(given)
    found: list[JsonValue] = [number(it) for it in given if not _is_blank(it)]
    if not found:
        raise Unfit("must be a number.")
    if len(found) > _MOST_NUMBERS:
        raise Unfit(f"may be {_MOST_NUMBERS} numbers, not {len(found)}.")
    return found[0] if len(found) == 1 else found


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def number_told(value: JsonValue, unit: object = None) -> str:
    """Return a number, or a row of them, as a sentence says it.

    Example:
        >>> number_told("0.275", "fraction"), number_told("1200"), number_told(["0.5", "1"])
        ('27.5 %', '1,200', '0.5, 1')
    """
    if isinstance(value, list):
        return ", ".join(number_told(it, unit) for it in value)
    try:
        exact = float(str(value))
    except ValueError:
        return f"“{quoted(value)}”"
    if str(unit or "").startswith(SHARE):
        return f"{exact * 100:.4g} %"
    return f"{exact:,.0f}" if exact >= _LONG else f"{exact:.4g}"


COLUMNS: Final = (
    Column("key", "Assumption", text(_KEY_LIMIT), needed=True, fixed=True),
    Column("team", "Team", _one_of(*TEAMS), needed=True, fixed=True),
    Column("name", "Name", text(_KEY_LIMIT), needed=True),
    Column("unit", "Unit", text(NAME_LIMIT)),
    Column("spend", "Money a month asked about", number, told=number_told),
    Column("none", "Leads without money", number, told=number_told),
    Column("now", "Leads at today's money", number, told=number_told),
    Column("more", "Leads at half as much again", number, told=number_told),
    Column("value", "Value", numbers, told=number_told),
    Column("low", "Low end", numbers, told=number_told),
    Column("high", "High end", numbers, told=number_told),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("by", "Judged by", text(NAME_LIMIT)),
    Column("on", "Judged on", day, told=day_told),
    Column("copied_from", "Copied from", text(NAME_LIMIT), fixed=True),
)


def own_id(scenario: str, team: Team, key: str) -> str:
    """Return the id of a team's answer about an assumption of a plan: there is one at most.

    Example:
        >>> own_id("p", "sales", "margin") == own_id("p", "sales", "margin")
        True
        >>> own_id("p", "sales", "margin") == own_id("p", "marketing", "margin")
        False
    """
    return uuid5(NAMESPACE_OID, f"assumption {scenario} {team} {key}").hex


def is_response(cells: Cells) -> bool:
    """Whether an answer is one about a channel's leads."""
    return str(cells.get("key") or "").split(" | ")[0] == RESPONSE


def title(cells: Cells) -> str:
    """Return what an answer is called.

    Example:
        >>> title({"team": "sales", "name": "Leads of Paid search"})
        "sales' answer about “Leads of Paid search”"
    """
    whose = {"joint": "the executive's", "sales": "sales'"}.get(
        str(cells.get("team")), f"{cells.get('team') or 'a team'}'s"
    )
    return f"{whose} answer about “{quoted(str(cells.get('name') or ''))}”"


def odd_together(cells: Cells) -> dict[str, str]:
    """Return why cells of an answer do not go together, by cell.

    Args:
        cells: Cells as kept, all that are known of the row.

    Example:
        >>> odd_together({"key": "margin", "value": "0.7", "low": "0.8"})
        {'low': 'Low end must not be above the value, 0.7.'}
        >>> odd_together({"key": "margin", "value": "1.2", "unit": "fraction"})
        {'value': 'Value is a share: it must be at most 100 %, not 120 %.'}
    """
    if "key" not in cells:
        return {}
    if is_response(cells):
        return _odd_answers(cells)
    return _odd_values(cells)


def _odd_answers(cells: Cells) -> dict[str, str]:
    found = {}
    for cell, label in (("spend", "Money"), ("now", "Leads at today's money")):
        if _first(cells, cell) == 0:
            found[cell] = f"{label} must be above 0."
    none, now, more = (_first(cells, cell) for cell in ANSWERS[1:])
    if none is not None and now is not None and none >= now:
        found["none"] = f"Leads without money must be fewer than with it, {now:g}."
    if now is not None and more is not None and more <= now:
        found["more"] = f"Leads at half as much again must be more than today's {now:g}."
    elif now is not None and more is not None and more >= _endless(none, now):
        most = _endless(none, now)
        found["more"] = f"Leads at half as much again must be fewer than {most:g}: growth slows."
    return found


def _endless(none: float | None, now: float) -> float:
    """Return the leads at which money would bring leads in proportion, without end."""
    return (none or 0.0) + _HALF_AS_MUCH_AGAIN * (now - (none or 0.0))


def _odd_values(cells: Cells) -> dict[str, str]:
    found = {}
    unit, rows = cells.get("unit"), {cell: _row(cells.get(cell)) for cell in VALUES}
    labels = {column.name: column.label for column in COLUMNS}
    for cell, row in rows.items():
        most = max(row, default=0.0)
        if str(unit or "").startswith(SHARE) and most > 1:
            told = number_told(str(most), unit)
            found[cell] = f"{labels[cell]} is a share: it must be at most 100 %, not {told}."
        elif row and rows["value"] and len(row) != len(rows["value"]):
            found[cell] = f"{labels[cell]} must have as many numbers as the value."
    told = number_told(cells.get("value"), unit)
    for cell, sign, way in (("low", 1, "above"), ("high", -1, "below")):
        pairs = zip(rows[cell], rows["value"], strict=False)
        if cell not in found and any(sign * (end - it) > _EXACT for end, it in pairs):
            found[cell] = f"{labels[cell]} must not be {way} the value, {told}."
    return found


def _first(cells: Cells, cell: str) -> float | None:
    return next(iter(_row(cells.get(cell))), None)


def _row(value: JsonValue) -> list[float]:
    """Return the numbers of a kept value; none of what is no number."""
    try:
        return [float(str(it)) for it in (value if isinstance(value, list) else [value])]
    except ValueError:
        return []


def judged(who: str, before: Cells | None, after: Cells) -> str | None:
    """Tell an answer in one sentence; None where only its words changed.

    Example:
        >>> cells = {"key": "response | Web", "name": "leads of Web", "now": "110", "more": "130"}
        >>> judged("Ada", None, cells)
        'Ada judged leads of Web: 110 at today’s money, 130 at half as much again.'
        >>> judged("Ada", cells, {**cells, "more": "140"})
        'Ada judged leads of Web at half as much again: 140, before 130.'
    """
    name, was = after.get("name"), before or {}
    moved = [cell for cell in (*ANSWERS[1:], *VALUES) if was.get(cell) != after.get(cell)]
    if not moved:
        return None
    unit = after.get("unit")
    if is_response(after):
        if before is not None and len(moved) == 1 and after.get(moved[0]) is not None:
            (cell,) = moved
            told, once = number_told(after[cell]), number_told(was.get(cell) or "0")
            return f"{who} judged {name} {_AT[cell]}: {told}, before {once}."
        shown = [f"{number_told(after[it])} {_AT[it]}" for it in _AT if after.get(it) is not None]
        return f"{who} judged {name}: {', '.join(shown)}."
    ends = [number_told(after[it], unit) for it in ("low", "high") if after.get(it) is not None]
    between = f", between {ends[0]} and {ends[1]}" if len(ends) == len(VALUES) - 1 else ""
    once = f", before {number_told(was['value'], unit)}" if "value" in moved and before else ""
    return f"{who} judged {name}: {number_told(after.get('value'), unit)}{between}{once}."


_AT: Final = {
    "none": "without money",
    "now": "at today’s money",
    "more": "at half as much again",
}
