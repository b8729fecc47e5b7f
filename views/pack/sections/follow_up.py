"""The page of the leads: how many came, what was followed up, and what silence cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from planning.actuals.figures import Figure
from planning.kpis import KPIS
from planning.together.week_ground import FOLLOW_UP, WeekGround
from views.cuts import group_name
from views.follow_up_pictures import by_leads, unfollowed_cost, within_sla
from views.formats import counted, shown, unit_head
from views.pack.section import (
    Cell,
    Column,
    Section,
    Table,
    drawn,
    number,
    on_the_right,
    said,
    words,
)

_COMPANY: Final = "Company"


def follow_up(ground: WeekGround) -> Section:
    """Return the page of leads and follow-up of the last three months."""
    found, context = ground.follow_up, ground.month.part.context
    currency, company = ground.currency, context.company
    columns = (
        Column("Channel", share=1.6),
        *on_the_right(*(unit_head(KPIS[key].name, KPIS[key].unit, currency) for key in FOLLOW_UP)),
    )
    groups = by_leads(found.by_channel)
    rows = tuple(_row(group_name(one.name, "channel"), one.figures) for one in groups)
    table = Table(
        f"Leads of {found.period.label} by channel",
        columns,
        (*rows, _row(_COMPANY, found.figures)),
        printed=14,
        totals=True,
    )
    never = counted(company.never_after_days, "day")
    return Section(
        name="Leads and follow-up",
        heading=finding(found.figures, found.period.label, currency),
        tables=(table,),
        charts=drawn(within_sla(found, context), unfollowed_cost(found, context)),
        height=280,
        notes=said(
            f"Agreed follow-up time: {shown(company.sla_hours, 'hours')}. A lead counts as never "
            f"followed up after {never}, so the newest months still grow."
        ),
    )


def finding(figures: Mapping[str, Figure], period: str, currency: str) -> str:
    """Say how many leads came, how many were never followed up, and what they had cost.

    Args:
        figures: By KPI.
        period: The months in words.
        currency: The plan currency.
    """
    leads, never = figures["leads"], figures["never_followed_up"]
    if not leads.number:
        return f"In {period}, no lead came in."
    came = f"In {period}, {shown(leads.value, 'count')} leads came in"
    if never.value is None:
        return f"{came}; the facts do not tell which were followed up."
    if not never.number:
        return f"{came}; none of them was left without any follow-up."
    cost = figures["cost_of_unfollowed_leads"]
    lost = (
        f", which had cost {shown(cost.value, 'money')} {currency}"
        if cost.value is not None
        else ""
    )
    return f"{came}; {shown(never.value, 'count')} were never followed up{lost}."


def _row(name: str, figures: Mapping[str, Figure]) -> tuple[Cell, ...]:
    return (words(name), *(number(figures[key].value, KPIS[key].unit) for key in FOLLOW_UP))
