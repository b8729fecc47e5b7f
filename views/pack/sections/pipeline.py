"""The page of the pipeline: what is open, by age, and whether it is enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from planning.kpis import KPIS
from planning.periods import month_name
from planning.together.pipeline_status import PipelineStatus
from planning.together.week_ground import WeekGround
from views.formats import UNDEFINED, change, shown, unit_head
from views.pack.section import (
    Cell,
    Column,
    Section,
    Table,
    drawn,
    number,
    on_the_right,
    said,
    sentence,
    words,
)
from views.week import age_words
from views.week_pictures import pipeline_finding, pipeline_picture, span_words

_BESIDE: Final = (
    "opportunities",
    "won",
    "close_ratio",
    "close_ratio_by_value",
    "average_deal",
    "sales_cycle_days",
    "pipeline_velocity",
)
_ALL: Final = "All open deals"


def pipeline(ground: WeekGround) -> Section:
    """Return the page of the open deals."""
    status, currency = ground.pipeline, ground.currency
    return Section(
        name="Pipeline",
        heading=sentence(pipeline_finding(status)),
        paragraphs=said(*(sentence(one) for one in _told(status, currency))),
        charts=drawn(pipeline_picture(status, currency)),
        height=190,
        tables=(_by_age(status, currency), _month(ground)),
    )


def _told(status: PipelineStatus, currency: str) -> Iterator[str]:
    if status.to_win is not None:
        yield (
            f"Targets still ask for {shown(status.to_win, 'money')} {currency} "
            "of revenue in the next 3 months"
        )
    if status.needed is not None:
        yield (
            f"Of the last 12 months' decided value 1 in {status.needed:.1f} was won, "
            "so as many times must be open"
        )
    if older := age_words(status):
        yield f"Of the open deals {older}"


def _by_age(status: PipelineStatus, currency: str) -> Table:
    columns = (
        Column("Age of open deals", share=2),
        *on_the_right("Deals", unit_head("Amount", "money", currency)),
    )
    rows = [
        (words(span_words(it)), number(it.deals, "count"), number(it.amount, "money"))
        for it in status.spans
    ]
    rows.append((words(_ALL), number(status.deals, "count"), number(status.amount, "money")))
    return Table("Open deals by age", columns, tuple(rows), totals=True)


def _month(ground: WeekGround) -> Table:
    month, currency = ground.month, ground.currency
    columns = (
        Column("KPI", share=2),
        *on_the_right(month_name(month.month), month_name(month.month - 1), "Change"),
    )
    rows: list[tuple[Cell, ...]] = []
    for key in _BESIDE:
        kpi, moved = KPIS[key], month.moved[key]
        move = change(moved.now.value, moved.before.value, kpi.unit)
        move = None if moved.difference is None else move
        rows.append(
            (
                words(unit_head(kpi.name, kpi.unit, currency)),
                number(month.figures[key].value, kpi.unit),
                number(moved.before.value, kpi.unit),
                Cell(UNDEFINED) if move is None else Cell(move, moved.difference),
            )
        )
    return Table("What became of deals", columns, tuple(rows))
