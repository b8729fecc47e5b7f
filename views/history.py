"""What happened, told in plain sentences: changes of the plan, the facts, agreements and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from planning.agreed.changes import difference
from planning.agreed.kinds import in_words, label
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario
from views.formats import UNDEFINED, counted, day
from views.people import part_played

if TYPE_CHECKING:
    import pandas as pd

SETTING_NAMES: Final[Mapping[str, str]] = {
    "name": "the company's name",
    "fiscal_year_start": "the first month of the fiscal year",
    "currency": "the currency",
    "time_zone": "the time zone",
    "working_days": "the working days",
    "sla_hours": "the agreed follow-up time",
    "never_after_days": "after how many days a lead counts as never followed up",
    "credit_window_days": "how far back a lead explains a deal",
    "crm_link": "the link to the CRM",
}
ABOUT_NAMES: Final = {
    "plan": "The plan",
    "facts": "Facts",
    "agreements": "Settings and channels",
    "people": "People",
}
_LONG: Final = 160


@dataclass(frozen=True)
class Recorded:
    """A change that is none of a plan, as it was recorded.

    Attributes:
        name: Shown name of whoever made it.
        act, thing: What was done to what.
        before, after: The thing before and after; None where there was none.
    """

    name: str
    act: str
    thing: str
    before: JsonValue = None
    after: JsonValue = None


def sentence(one: Recorded) -> str:
    """Return a change in one plain sentence.

    Example:
        >>> sentence(Recorded("Ada", "setting", "sla_hours", None, 12))
        'Ada changed the agreed follow-up time from the default to 12.'
    """
    tell = _TELLERS.get(one.act)
    if tell is None:
        return f"{one.name} changed {one.thing}."
    return tell(one)


def _import(one: Recorded) -> str:
    told = _fields(one.after)
    rows = told.get("accepted")
    what = f"{counted(rows, 'row')} of {one.thing}" if isinstance(rows, int) else one.thing
    source = f" from {told['file']}" if told.get("file") else ""
    rejected = told.get("rejected")
    is_some = isinstance(rejected, int) and rejected > 0
    left = f"; {counted(int(str(rejected)), 'row')} could not be used" if is_some else ""
    return f"{one.name} imported {what}{source}{left}."


def _demo(one: Recorded) -> str:
    return f"{one.name} loaded the demo company."


def _back(one: Recorded) -> str:
    return f"{one.name} took up earlier facts again."


def _keep(one: Recorded) -> str:
    return (
        f"{one.name} keeps the facts of snapshot {one.thing}: {_fields(one.after).get('reason')}."
    )


def _tidy(one: Recorded) -> str:
    gone = _fields(one.before).get("snapshots")
    number = len(gone) if isinstance(gone, list) else 0
    return f"Tandem let go of {counted(number, 'older snapshot')} that nothing needs."


def _schedule(one: Recorded) -> str:
    verb = "removed" if one.after is None else "saved" if one.before is None else "changed"
    return f"{one.name} {verb} the import {one.thing}."


def _mapping(one: Recorded) -> str:
    return f"{one.name} said how a file's columns are read into {one.thing.split()[0]}."


def _setting(one: Recorded) -> str:
    name = SETTING_NAMES.get(one.thing, one.thing)
    if one.thing.startswith("rate."):
        name = f"the rate of {one.thing.removeprefix('rate.').replace('.', ' in ')}"
    return f"{one.name} changed {name} from {_value(one.before)} to {_value(one.after)}."


def _value(value: JsonValue) -> str:
    if value is None or value == "":
        return "the default"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _channel(one: Recorded) -> str:
    before, after = _fields(one.before), _fields(one.after)
    if before.get("team") != after.get("team"):
        whose = after.get("team")
        return f"{one.name} gave the channel {one.thing} to {_team(whose)}."
    aliases = after.get("aliases")
    names = ", ".join(map(str, aliases)) if isinstance(aliases, list) else ""
    return f"{one.name} said the channel {one.thing} is also called {names or 'nothing else'}."


def _team(team: JsonValue) -> str:
    return "both teams" if team == "joint" else str(team)


def _person(one: Recorded) -> str:
    before, after = _fields(one.before), _fields(one.after)
    if not after:
        return f"{one.name} removed {one.thing}."
    part = part_played(_words(after.get("roles")), _words(after.get("teams")))
    if not before:
        return f"{one.name} let {one.thing} in as {part}."
    if before.get("subject") != after.get("subject"):
        return f"{one.thing} signed in for the first time."
    if part == part_played(_words(before.get("roles")), _words(before.get("teams"))):
        return f"{one.name} changed the name of {one.thing} to {after.get('name')}."
    return f"{one.name} made {one.thing} {part}."


def _words(value: JsonValue) -> list[str]:
    return [str(it) for it in value] if isinstance(value, list) else []


def _fields(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


_TELLERS: Final[Mapping[str, Callable[[Recorded], str]]] = {
    "import": _import,
    "demo": _demo,
    "back": _back,
    "keep": _keep,
    "tidy": _tidy,
    "schedule": _schedule,
    "mapping": _mapping,
    "setting": _setting,
    "channel": _channel,
    "person": _person,
}


def true_sentence(number: int, latest: datetime | None, *, narrowed: bool) -> str:
    """Say how much happened, and when the latest was.

    Args:
        number: How many changes there are of those asked for.
        latest: When the newest of them was made, in the company's time zone.
        narrowed: Whether the visitor asked for some only.
    """
    if latest is None:
        return "Nothing of this kind was changed." if narrowed else "Nothing was changed yet."
    which = "such change" if narrowed else "change"
    return f"{counted(number, which)}, the latest on {moment(latest)}."


def moment(at: datetime) -> str:
    """Write a moment of the company's time zone.

    Example:
        >>> moment(datetime(2026, 3, 3, 9, 5))
        '3 Mar 2026 at 09:05'
    """
    return f"{day(at.date())} at {at:%H:%M}"


def compared(
    kind: Kind,
    before: Cells | None,
    after: Cells | None,
    heads: tuple[str, str],
    scenario: Scenario | None,
) -> dict[str, list[str]]:
    """Lay out the cells that differ between two states of a row.

    Args:
        kind: What the row is.
        before: Its whole cells, or those that differ; None where there was no row.
        after: The same after it.
        heads: What both states are called.
        scenario: Whose months name the month cells.
    """
    was, now = difference(before, after)
    columns: dict[str, list[str]] = {"": [], heads[0]: [], heads[1]: []}
    for cell in now:
        columns[""].append(label(kind, cell, scenario))
        for head, value, whole in ((heads[0], was[cell], before), (heads[1], now[cell], after)):
            columns[head].append(_short(kind, cell, value, whole or {}))
    return columns


def _short(kind: Kind, cell: str, value: JsonValue, of: Cells) -> str:
    if value is None:
        return UNDEFINED
    told = _listed(value) if isinstance(value, list) else in_words(kind, cell, value, of)
    return told if len(told) <= _LONG else f"{told[:_LONG]}…"


def taken_away(lines: Iterable[tuple[int, datetime, str, str]]) -> pd.DataFrame:
    """Lay out changes for files.

    Args:
        lines: Number of the change, when, who and what, one per row that was changed.
    """
    import pandas as pd

    told = [
        (number, at.isoformat(timespec="seconds"), who, what) for number, at, who, what in lines
    ]
    return pd.DataFrame(told, columns=["Change", "When", "Who", "What"])


def _listed(value: list[JsonValue]) -> str:
    """Write the entries of a list, such as drivers, each with what it holds."""
    return "; ".join(
        ", ".join(_entry(name, it) for name, it in entry.items())
        if isinstance(entry, dict)
        else str(entry)
        for entry in value
    )


def _entry(name: str, value: JsonValue) -> str:
    if name == "conversion" and isinstance(value, (str, int, float)):
        return f"conversion {in_words('target', 'value', value, {'kpi': 'mql_rate'})}"
    return f"{name.replace('_', ' ')} {_value(value)}"
