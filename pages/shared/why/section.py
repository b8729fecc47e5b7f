"""Why actual differs: choose a KPI, what it is held against and how it is cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from pages.shared import session
from pages.shared.pictures import alone, show
from pages.shared.why.plans import year_plans
from pages.shared.why.taking import csv_button
from planning.actuals.slices import Slice
from planning.errors import Finding
from planning.kpis import KPIS
from planning.review.shortfall.planned_months import YearPlan
from planning.review.shortfall.shortfall import (
    PART_OF_IT,
    Against,
    Shortfall,
    against_before,
    against_plan,
)
from views import shortfall as words
from views.formats import plain
from views.shortfall_pictures import by_driver, by_part

if TYPE_CHECKING:
    import pandas as pd

_FINE: Final = 1_000  # below it cents are shown
_TALL: Final = 16  # rows shown before a table scrolls inside itself


@st.fragment
def section(part: Slice, now: session.Now) -> None:
    """Draw the section; its controls redraw nothing else.

    Args:
        part: The part of the company and the months the page was asked for.
        now: The store's revision, for the plan.
    """
    head = st.empty()
    period = part.scope.period
    plans = year_plans(now, part.counts, period) if period is not None else ()
    kpi, against, by = _asked(has_plan=bool(plans))
    found = _found(part, plans, kpi, against, by)
    head.subheader(words.heading(found))
    if found.whole is None:
        _untold(found)
        return
    _drawn(found, by, part, plans)
    _notes(found)


def _asked(*, has_plan: bool) -> tuple[str, Against, str]:
    """Draw what changes the view, and return it."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        kpi = _choice("What", words.KPI_KEYS, "why", lambda key: KPIS[key].name)
        order = ("plan", "before") if has_plan else ("before", "plan")
        against = _choice(
            "Against", order, "against", lambda key: words.AGAINST[cast("Against", key)]
        )
        by = _choice("Cut by", words.CUTS, "why-by", str.capitalize)
    return kpi, cast("Against", against), by


def _choice(label: str, options: Sequence[str], key: str, told: Callable[[str], str]) -> str:
    chosen = st.segmented_control(
        label,
        options,
        default=options[0],
        required=True,
        key=key,
        format_func=told,
        bind="query-params",
    )
    return chosen or options[0]


def _found(
    part: Slice, plans: Sequence[YearPlan], kpi: str, against: Against, by: str
) -> Shortfall:
    cut = None if by == words.WHOLE else by
    if against == "before":
        return against_before(part, kpi, cut)
    return against_plan(part, plans, kpi, cut)


def _untold(found: Shortfall) -> None:
    """Say why nothing can be told, and where to go."""
    for note in found.findings:
        st.info(_said(note))
    if found.against == "plan":
        with st.container(horizontal=True):
            st.page_link("plan/targets.py", label="Targets", icon=":material/flag:")
            st.page_link("plan/budget.py", label="Budget", icon=":material/payments:")


def _said(note: Finding) -> str:
    return plain(f"{note.message} {note.remedy}".strip())


def _drawn(found: Shortfall, by: str, part: Slice, plans: Sequence[YearPlan]) -> None:
    """Draw the way from plan to actual, and the table behind it."""
    currency = part.context.company.currency
    when = found.period.label if found.period else ""
    base = words.held_against(found, [plan.scenario for plan in plans])
    less = [f":material/info: {_said(it)}" for it in found.findings if it.code == PART_OF_IT]
    if less:
        st.caption("  \n".join(less))
    drawn = by_driver(found, base, when, currency)
    parts = by_part(found, by, base, when, part.context)
    if parts is not None:
        show([drawn, parts])
        _table(words.parts_frame(found, by, currency), found, f"by {by}")
    elif drawn is not None:
        alone(drawn)
        _table(words.steps_frame(found, currency), found, "by step")


def _table(frame: pd.DataFrame, found: Shortfall, cut: str) -> None:
    columns = list(frame.columns)
    numbers = [it for it in columns if frame[it].dtype.kind == "f"]
    decimals = 2 if max(abs(frame[it]).max() for it in numbers) < _FINE else 0
    sides = [it for it in ("Plan", "Before", "Actual") if it in columns]
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(frame) <= _TALL else 36 * _TALL,
        placeholder="",
        column_config={
            columns[0]: st.column_config.TextColumn(pinned=True, width=150),
            **{it: st.column_config.TextColumn(alignment="right") for it in sides},
            **{it: st.column_config.NumberColumn(format=f"%+,.{decimals}f") for it in numbers},
        },
        alt=f"{words.finding(found)}. Every effect {cut}, the whole in the last row.",
    )
    csv_button(frame, "Effects as CSV", f"why {found.kpi} {cut}", "why-csv")


def _notes(found: Shortfall) -> None:
    """Say what the plan lacks, and how effects are counted."""
    lines = [_said(note) for note in found.findings if note.code != PART_OF_IT]
    st.caption("  \n".join([*lines, plain(words.HOW)]))
