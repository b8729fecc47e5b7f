"""Assumptions in words and tables: each number with where it comes from and who answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from planning.model.assumption_kinds import SHARE, Value
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, Assumptions, Source
from views.formats import UNDEFINED, counted, day, percent, short, visible, whole

if TYPE_CHECKING:
    import pandas as pd

    from planning.agreed.rows import PlanRow

RESPONSE: Final = ("base", "ceiling", "half")
"""Kinds that make a channel's curve; people judge it by three answers."""

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Leads": ("asks", "reached", "share", "lead_lag", "season", "carry"),
    "Deals": (
        *("qualifies", "closes", "revenue_per_win", "one_off", "recurring"),
        *("customers_per_win", "ready_lag", "cycle", "pays", "renewal_rate"),
    ),
    "Work": ("per_head", "found_per_head", "follow_effort", "close_effort", "kept_leads",
             "kept_deals"),
    "People": ("cost_per_head", "hiring_delay", "ramp", "attrition"),
    "Money": ("margin", "value_months", "commission", "partner", "discount", "market"),
}  # fmt: skip
"""Every other kind, by part of the model."""

MARKS: Final[Mapping[Source, str]] = {"measured": "●", "judged": "◌", "default": "○"}
"""Measured solid, judged dotted, assumed hollow, as in charts."""

OVERALL: Final = "Company as a whole"
EVERYWHERE: Final = "Everywhere"

_NAMED: Final = 2


def true_sentence(assumptions: Assumptions, disagree: Sequence[str]) -> str:
    """Say how much is measured, whose response is not, and what the teams see differently.

    Args:
        assumptions: As they stand.
        disagree: Names of what the leaders answered differently.
    """
    sources = [it.source for it in assumptions.entries if it.kind not in RESPONSE[1:]]
    measured = sources.count("measured")
    parts = [f"{whole(measured)} of {counted(len(sources), 'number')} are measured"]
    for source, words in (("judged", "is only judged"), ("default", "is nothing but a default")):
        names = [
            visible(str(it.channel))
            for it in assumptions.entries
            if it.kind == "half" and it.source == source
        ]
        if names:
            parts.append(f"the response of {_listed(names)} {words}")
    if disagree:
        parts.append(f"the teams disagree on {_listed(disagree)}")
    return "; ".join(parts) + "."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_NAMED])
    if len(names) > _NAMED:
        shown.append(f"{len(names) - _NAMED} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def value_words(value: Value | None, unit: str) -> str:
    r"""Write a value, or a row of them, as a table shows it.

    Example:
        >>> value_words(0.275, "fraction"), value_words((0.5, 1.0), "fraction")
        ('28\xa0%', '50\xa0%, 100\xa0%')
        >>> value_words(12_400.0, "plan-currency units"), value_words(None, "months")
        ('12.4\xa0k', '—')
    """
    if value is None:
        return UNDEFINED
    if isinstance(value, tuple):
        return ", ".join(value_words(it, unit) for it in value)
    return percent(value) if unit.startswith(SHARE) else short(value)


def unit_words(unit: str, currency: str) -> str:
    """Write a unit as people read it.

    Example:
        >>> unit_words("plan-currency units per month", "EUR"), unit_words("fraction", "EUR")
        ('EUR a month', 'share')
        >>> unit_words("fraction per month", "EUR"), unit_words("months", "EUR")
        ('share a month', 'months')
    """
    told = unit.replace("plan-currency units", currency).replace(SHARE, "share")
    return told.replace(" per ", " a " if "head" not in unit and "win" not in unit else " per ")


def place_words(entry: Assumption) -> str:
    """Say where a number holds.

    Example:
        >>> place_words(Assumption(kind="margin", value=0.7, source="default", team="joint"))
        'everywhere'
    """
    named = [it for it in (entry.channel, entry.area, entry.motion, entry.job) if it is not None]
    return " · ".join(map(visible, named)) or "everywhere"


def source_words(entry: Assumption) -> str:
    """Say where a number comes from: measured from what, judged by whom and when, or default.

    Example:
        >>> source_words(Assumption(kind="margin", value=0.7, source="default", team="joint"))
        '○ default'
    """
    mark = MARKS[entry.source]
    if entry.source == "measured":
        told = [f"{mark} measured"]
        if entry.n is not None:
            told.append(counted(entry.n, "case"))
        if entry.months is not None:
            told.append(counted(entry.months, "month"))
        return ", ".join(told)
    if entry.source == "judged":
        by = " and ".join(dict.fromkeys(map(visible, entry.judged_by))) or "the teams"
        return f"{mark} judged by {by}" + (f", {day(entry.judged_on)}" if entry.judged_on else "")
    return f"{mark} default"


def team_words(entry: Assumption) -> str:
    """Say whose number it is."""
    return "both teams" if entry.team == "joint" else entry.team


def chosen(assumptions: Assumptions, part: str, place: str) -> tuple[Assumption, ...]:
    """Return the numbers of a part of the model that hold at a place.

    Args:
        assumptions: As they stand.
        part: One of `PARTS`.
        place: `OVERALL`, `EVERYWHERE`, or the name of a channel or area.
    """
    order = {kind: at for at, kind in enumerate(PARTS[part])}
    found = [it for it in assumptions.entries if it.kind in order and _holds(it, place)]
    return tuple(sorted(found, key=lambda it: order[it.kind]))


def _holds(entry: Assumption, place: str) -> bool:
    if place == EVERYWHERE:
        return True
    if place == OVERALL:
        return entry.channel is None and entry.area is None
    return place in (entry.channel, entry.area)


def places(assumptions: Assumptions) -> tuple[str, ...]:
    """Return the places numbers can be looked at: as a whole, by area and by channel class."""
    names = {it.channel: None for it in assumptions.entries if it.channel is not None}
    return (OVERALL, EVERYWHERE, *assumptions.areas, *names)


def table(entries: Iterable[Assumption], currency: str) -> pd.DataFrame:
    """Return numbers as a table for the screen."""
    import pandas as pd

    rows = [
        {
            "Number": it.name,
            "Where": place_words(it),
            "Value": value_words(it.value, it.unit),
            "90 % interval": interval_words(it),
            "Unit": unit_words(it.unit, currency),
            "Source": source_words(it),
            "Answered by": team_words(it),
            "Note": "; ".join(filter(None, (it.disagreement, it.note))),
        }
        for it in entries
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS: Final = [
    "Number", "Where", "Value", "90 % interval", "Unit", "Source", "Answered by", "Note",
]  # fmt: skip


def interval_words(entry: Assumption) -> str:
    """Write the interval of a number; those of rows are in the file."""
    if entry.low is None or entry.high is None or isinstance(entry.value, tuple):
        return UNDEFINED
    low, high = (value_words(it, entry.unit) for it in (entry.low, entry.high))
    return f"{low} to {high}"


def file_table(entries: Iterable[Assumption], currency: str) -> pd.DataFrame:
    """Return numbers as a table to take away: as they are, rows of numbers with semicolons."""
    import pandas as pd

    def cell(value: Value | None) -> float | str | None:
        return "; ".join(f"{it:.6g}" for it in value) if isinstance(value, tuple) else value

    rows = [
        {
            "key": it.key,
            "name": it.name,
            "meaning": it.meaning,
            "channel": it.channel,
            "area": it.area,
            "motion": it.motion,
            "job": it.job,
            "value": cell(it.value),
            "low": cell(it.low),
            "high": cell(it.high),
            "unit": unit_words(it.unit, currency),
            "source": it.source,
            "cases": it.n,
            "months": it.months,
            "judged by": ", ".join(it.judged_by),
            "judged on": it.judged_on.isoformat() if it.judged_on else None,
            "disagreement": it.disagreement,
            "note": it.note,
        }
        for it in entries
    ]
    frame = pd.DataFrame(rows).astype(object)
    return frame.where(frame.notna(), None)


def called(entry: Assumption) -> str:
    """Return what a number is called among others.

    Example:
        >>> called(Assumption(kind="margin", value=0.7, source="default", team="joint"))
        'Margin'
    """
    where = place_words(entry)
    return entry.name if where == "everywhere" else f"{entry.name} · {where}"


def more_particular(assumptions: Assumptions, entry: Assumption) -> int:
    """Return how many numbers of the kind hold more particularly, so that they win over it."""
    own = [getattr(entry, name) for name in KINDS[entry.kind].along]
    return sum(
        1
        for it in assumptions.entries
        if it.kind == entry.kind
        and it.key != entry.key
        and all(
            mine in (None, theirs)
            for mine, theirs in zip(
                own, [getattr(it, name) for name in KINDS[it.kind].along], strict=True
            )
        )
    )


def answers_table(rows: Iterable[PlanRow], names: Mapping[str, str]) -> pd.DataFrame:
    """Return each team's answers as a table to take away.

    Args:
        rows: Of kind “assumption”.
        names: Shown names by row.
    """
    import pandas as pd

    heads = ("spend", "none", "now", "more", "value", "low", "high")

    def cell(value: object) -> str | None:
        if isinstance(value, list):
            return "; ".join(map(str, value))
        return None if value is None else str(value)

    told = [
        {
            "about": str(row["name"]),
            "team": row.team,
            **{head: cell(row[head]) for head in heads},
            "reason": cell(row["reason"]),
            "by": names.get(row.id),
            "on": cell(row["on"]),
        }
        for row in rows
    ]
    columns = ["about", "team", *heads, "reason", "by", "on"]
    frame = pd.DataFrame(told, columns=columns).astype(object)
    return frame.where(frame.notna(), None)
