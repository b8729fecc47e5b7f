"""The columns of the sheet of targets: what was agreed, and what the facts say beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from planning.agreed.rows import PlanRow
from planning.agreed.targets import kpi_name
from planning.kpis import KPIS
from views.formats import UNDEFINED, shown
from views.sheets import Column, goal_column
from views.targets import (
    MARKS,
    TEAM_WORDS,
    Read,
    agreed,
    counter_words,
    named,
    unit_of,
    unit_words,
    when,
)

VALUES, WHO_AND_WHY = "Targets", "Owners and reasons"
Reader = Callable[[PlanRow], Read | None]
"""Reads a row beside the facts; None where it cannot be read or there are no facts."""


def columns(
    reader: Reader, currency: str, goals: Mapping[str, str], *, years: bool = False
) -> dict[str, tuple[Column, ...]]:
    """Return the views of the sheet, each with its columns.

    Args:
        reader: Reads a target beside the facts.
        currency: The plan currency.
        goals: The names of the plan's goals, by id.
        years: Whether all are for the whole year, which then stands last.
    """
    name = Column("name", "KPI", computed=named, width=184, pinned=True)
    period = Column("when", "Period", computed=when, width=104)
    team = Column("team_word", "Team", computed=lambda row: TEAM_WORDS[row.team], width=96)
    return {
        VALUES: (
            name,
            *([] if years else [period]),
            *(_bound(cell, head) for cell, head in _BOUNDS),
            *_beside(reader),
            team,
            *([period] if years else []),
            Column(
                "unit", "Unit", computed=lambda row: unit_words(unit_of(row), currency), width=88
            ),
        ),
        WHO_AND_WHY: (
            name,
            period,
            team,
            goal_column(goals),
            Column("marketing_owner", "Owner in marketing", width=152),
            Column("sales_owner", "Owner in sales", width=152),
            _counter(),
            Column("reason", "Reason", width="large", help="Why this value."),
        ),
    }


_BOUNDS: Final = (("value", "Target"), ("low", "At least"), ("high", "At most"))


def _bound(cell: str, head: str) -> Column:
    return Column(
        cell,
        head,
        "number",
        shown=lambda row: agreed(row[cell], unit_of(row)),
        width=80,
        help="Shares as percent: 27 %.",
    )


def _beside(reader: Reader) -> tuple[Column, ...]:
    """Return the columns that say what the facts say."""

    def value(row: PlanRow) -> float | None:
        read = reader(row)
        return None if read is None else read.actual.value

    def so_far(row: PlanRow) -> str:
        return shown(value(row), unit_of(row))

    def state(row: PlanRow) -> str:
        read = reader(row)
        return UNDEFINED if read is None else MARKS[read.pace.state]

    def trend(row: PlanRow) -> tuple[float, ...]:
        read = reader(row)
        return () if read is None else tuple(it for it in read.actual.trend if it is not None)

    return (
        Column("actual", "So far", "number", computed=value, shown=so_far, width=72),
        Column("state", "Stands", computed=state, width=100, help="Against what is due by now."),
        Column("trend", "12 months", "trend", computed=trend, width=112),
        Column(
            "counter",
            "Kept honest by",
            computed=lambda row: counter_words(reader(row)),
            width=232,
            help="The KPI that gets worse when this one is gamed, and its move against as many "
            "months before.",
        ),
    )


def _counter() -> Column:
    return Column(
        "counter_kpi",
        "Counter-KPI",
        "choice",
        options=tuple(kpi.name for kpi in KPIS.values()),
        shown=lambda row: None if row["counter_kpi"] is None else kpi_name(row["counter_kpi"]),
        width=168,
    )
