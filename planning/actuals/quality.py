"""How complete and fresh the facts are, and what each gap hides from whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from planning.actuals.quality_effects import EFFECTS, Effect
from planning.errors import Finding
from planning.kpis import KPIS

QUALITY_VERSION: Final = 1
"""Rises whenever the content of a report changes, so that old kept reports are not read."""

_NOUNS: Final = {
    "accounts": "accounts",
    "leads": "leads",
    "opportunities": "deals",
    "stage_events": "stage events",
    "spend": "spend rows",
    "touches": "touches",
    "people": "people",
    "quotas": "quotas",
}

_TOLD: Final = frozenset(place for effect in EFFECTS for place in effect.lacks if "." not in place)
"""Tables whose absence is a gap of its own, which says more than each of their fields."""


class TableQuality(BaseModel):
    """How complete and fresh the rows of one table from one source are.

    Attributes:
        table: The fact table.
        source: Where the rows came from.
        rows: How many there are.
        undated: Rows without main date; 0 for tables that have none.
        latest: The latest day of the main date.
        days_old: Days from `latest` to the as-of date, negative if it lies after it;
            None where either is unknown.
        filled: Rows that hold a value, by field.
        dates: The latest day by field of dates; those without any are left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str
    source: str | None
    rows: int
    undated: int
    latest: date | None
    days_old: int | None
    filled: dict[str, int]
    dates: dict[str, date]

    @property
    def fields(self) -> dict[str, float]:
        """The share of rows that hold a value, by field, from 0 to 1."""
        return {name: count / self.rows for name, count in self.filled.items()}

    @property
    def undated_share(self) -> float:
        """The share of rows without main date, from 0 to 1."""
        return self.undated / self.rows


class Hidden(BaseModel):
    """What a gap in the facts hides.

    Attributes:
        lacks: The fields or tables that are empty, as `table.field` or `table`.
        kpis: Keys of the KPIs concerned.
        screen: The screen that shows them.
        missing: Rows without a value; every row of the table where nothing holds one,
            0 where the table itself is missing.
        share: The same as a share of the table's rows; 1 where the table is missing.
        message: What is hidden, one sentence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lacks: tuple[str, ...]
    kpis: tuple[str, ...]
    screen: str
    missing: int
    share: float
    message: str


class QualityReport(BaseModel):
    """What a person should know about the facts before trusting a figure.

    Attributes:
        as_of: The date the facts stand at; None while no fact has a date.
        tables: Completeness and freshness by table and source.
        findings: Suspicious things, the gravest first.
        hidden: What gaps hide, the largest first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date | None
    tables: tuple[TableQuality, ...]
    findings: tuple[Finding, ...]
    hidden: tuple[Hidden, ...]


def what_it_hides(tables: Iterable[TableQuality]) -> tuple[Hidden, ...]:
    """Return what the gaps of the facts hide, whole gaps before partial ones.

    Args:
        tables: Completeness of every table and source that has rows.

    Returns:
        One value per gap that changes a figure; nothing without any facts at all.
    """
    held = _Held(tuple(tables))
    if not held.rows:
        return ()
    found = [hidden for effect in EFFECTS if (hidden := _hidden(effect, held)) is not None]
    return tuple(sorted(found, key=lambda hidden: -hidden.share))


class _Held:
    """How many values the facts hold, over all sources."""

    def __init__(self, tables: Sequence[TableQuality]) -> None:
        self.rows: dict[str, int] = {}
        self.filled: dict[str, int] = {}
        for one in tables:
            self.rows[one.table] = self.rows.get(one.table, 0) + one.rows
            for name, count in one.filled.items():
                key = f"{one.table}.{name}"
                self.filled[key] = self.filled.get(key, 0) + count

    def values(self, place: str) -> int:
        """Return how many values stand at a place: `table` (its rows) or `table.field`."""
        return self.filled.get(place, 0) if "." in place else self.rows.get(place, 0)


def _hidden(effect: Effect, held: _Held) -> Hidden | None:
    if not all(held.values(place) for place in effect.has):
        return None
    table = effect.lacks[0].split(".")[0]
    rows = held.rows.get(table, 0)
    if not rows and table in _TOLD and table not in effect.lacks:
        return None
    there = max(held.values(place) for place in effect.lacks)
    noun, missing = _NOUNS[table], rows - there
    if not there:
        gap, hides, share = effect.gap.format(rows=noun), effect.hides, 1.0
    else:
        gap = effect.gap.format(rows=f"{missing:,} of {rows:,} {noun}")
        hides, share = effect.hides_partly if missing else "", missing / rows
    if not hides:
        return None
    return Hidden(
        lacks=effect.lacks,
        kpis=effect.kpis,
        screen=effect.screen,
        missing=missing,
        share=share,
        message=f"{gap}: {hides.format(kpis=_names(effect.kpis))} on {effect.screen}.",
    )


def _names(keys: Sequence[str]) -> str:
    """Return KPIs by name as a list in words.

    Example:
        >>> _names(("leads",)), _names(("cost_per_lead", "cac"))
        ('Leads', 'Cost per lead and CAC')
    """
    names = [KPIS[key].name for key in keys]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
