"""The dialog for a new target: which KPI, of what, when, and how much, with last year beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session, tables
from pages.shared.agreeing import serving
from pages.shared.messages import told
from pages.shared.tables import Sheet
from pages.shared.targets.standing import Standing, target_of
from planning.actuals.cubes import BASE
from planning.agreed.rights import own_teams
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS, Scenario
from planning.agreed.targets import PERIODS, suggested_counter
from planning.kpis import KPIS
from planning.periods import Period, month_key
from planning.teams import TEAMS
from views.formats import plain
from views.sheets import team_name
from views.target_parts import matched
from views.targets import TEAM_WORDS, called, period_words, suggestion, suggestion_words

_PARTS: Final = ("channel", "segment", "region")
_VALUE, _RANGE = "A value", "A range"
_KEY: Final = "target-new"


def form(sheet: Sheet, stands: Standing) -> None:
    """Draw the dialog; the target is added at once and can be changed on the sheet."""
    teams = own_teams(sheet.who)
    if not teams:
        st.info("Targets belong to a team: ask somebody of it to add one.")
        return
    left, right = st.columns(2)
    kpi = left.selectbox("KPI", list(KPIS), format_func=lambda it: KPIS[it].name, key=f"{_KEY}-kpi")
    kpi = kpi or next(iter(KPIS))
    owner = KPIS[kpi].owner
    team = right.selectbox(
        "Team",
        teams,
        index=teams.index(owner) if owner in teams else 0,
        format_func=lambda it: TEAM_WORDS[it],
        key=f"{_KEY}-team-{kpi}",
    )
    st.caption(plain(KPIS[kpi].meaning))
    cells: dict[str, JsonValue] = {"kpi": kpi, "team": team or teams[0]}
    cells |= _part(stands) | _period(stands.scenario)
    row = PlanRow("new", "target", stands.row.id, team or teams[0], cells=cells)
    cells |= _bounds(stands, row)
    cells |= _answering(kpi)
    cells["goal"] = serving.field(sheet, None, f"{_KEY}-goal")
    if st.button("Add", type="primary", key=f"{_KEY}-add"):
        with told():
            _added(sheet, {name: it for name, it in cells.items() if it not in (None, "")})


def _part(stands: Standing) -> dict[str, JsonValue]:
    """Ask for the part of the company; nothing chosen means all of it."""
    counts = stands.now.counts
    cells: dict[str, JsonValue] = {}
    with st.grid(4, min_column_width=132, gap="small"):
        cells["scope_team"] = st.selectbox(
            "Of",
            TEAMS,
            index=None,
            format_func=lambda it: team_name(it).capitalize(),
            placeholder="Company",
            key=f"{_KEY}-scope",
        )
        for name in _PARTS:
            labels = () if counts is None else counts.cubes[BASE].labels.get(name, ())
            known = sorted((it for it in labels if it is not None), key=str.casefold)
            cells[name] = st.selectbox(
                name.capitalize(),
                known,
                index=None,
                placeholder="All",
                accept_new_options=True,
                key=f"{_KEY}-{name}",
            )
    return cells


def _period(scenario: Scenario) -> dict[str, JsonValue]:
    left, right = st.columns(2)
    lengths = sorted(PERIODS, reverse=True)
    months = (
        left.segmented_control(
            "For a",
            lengths,
            default=lengths[0],
            required=True,
            format_func=lambda it: PERIODS[it].capitalize(),
            key=f"{_KEY}-months",
        )
        or lengths[0]
    )
    starts = range(scenario.first_month, scenario.first_month + MONTHS, months)
    start = right.selectbox(
        "Which",
        list(starts),
        format_func=lambda it: period_words(Period(start=it, end=it + months)),
        key=f"{_KEY}-start-{months}",
        disabled=len(starts) == 1,
    )
    return {"months": months, "start": month_key(starts[0] if start is None else start)}


def _bounds(stands: Standing, row: PlanRow) -> dict[str, JsonValue]:
    """Ask for a value or a range; what last year brought is a click away."""
    kind = st.segmented_control(
        "Agreed is", (_VALUE, _RANGE), default=_VALUE, required=True, key=f"{_KEY}-kind"
    )
    unit = KPIS[str(row["kpi"])].unit
    before = stands.last_year(row)
    hint = suggestion(before, unit)
    heads = {"value": "Target"} if kind == _VALUE else {"low": "At least", "high": "At most"}
    cells: dict[str, JsonValue] = {}
    for column, (cell, head) in zip(st.columns(2), heads.items(), strict=False):
        cells[cell] = column.text_input(
            head, key=f"{_KEY}-{cell}-{row['kpi']}", placeholder=f"Last year {hint}" if hint else ""
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(plain(suggestion_words(before, unit, stands.currency)), width="content")
        if hint:
            st.button(
                "Take it",
                key=f"{_KEY}-take",
                type="tertiary",
                on_click=st.session_state.__setitem__,
                args=(f"{_KEY}-{next(iter(heads))}-{row['kpi']}", hint),
            )
    target = target_of(row)
    if target is not None and (same := matched([target], stands.targets)[0].stands) is not None:
        st.warning(f"{plain(called(same))} has a target already: change that one.")
    return cells


def _answering(kpi: str) -> dict[str, JsonValue]:
    """Ask who answers for it, which KPI keeps it honest, and why."""
    left, right = st.columns(2)
    keys = list(KPIS)
    beside = suggested_counter(kpi)
    cells: dict[str, JsonValue] = {
        "marketing_owner": left.text_input("Owner in marketing", key=f"{_KEY}-marketing"),
        "sales_owner": right.text_input("Owner in sales", key=f"{_KEY}-sales"),
        "counter_kpi": st.selectbox(
            "Kept honest by",
            keys,
            index=keys.index(beside) if beside in keys else None,
            format_func=lambda it: KPIS[it].name,
            key=f"{_KEY}-counter-{kpi}",
            help="The KPI that gets worse when this one is gamed.",
        ),
    }
    cells["reason"] = st.text_area("Why this value", key=f"{_KEY}-reason")
    return cells


def _added(sheet: Sheet, cells: dict[str, JsonValue]) -> None:
    """Add a target; say in the cells' own words why not."""
    if not any(cells.get(cell) for cell in ("value", "low", "high")):
        st.error("Say what is agreed: a value, or at least or at most.", title="Not added.")
        return
    saved = session.workspace().plan.add("target", sheet.scenario.id, cells)
    if saved.refused:
        _refused([one.sentence for one in saved.refused])
        return
    title = plain(sheet.title(saved.rows[-1])) if saved.rows else "a target"
    tables.show_done(sheet, saved, f"Added {title}.")
    st.rerun()


def _refused(sentences: Sequence[str]) -> None:
    st.error("  \n".join(plain(one) for one in sentences), title="Not added.")
