"""This week: both teams' numbers against their pace, where the year lands, who does what."""

from __future__ import annotations

import streamlit as st

from pages.shared import explain, gaps, session
from pages.shared.week import (
    agenda,
    gathering,
    kept,
    landings,
    meeting,
    minutes,
    paper,
    promises,
    questions,
    said,
    top,
    weeks_ahead,
)
from pages.shared.week.standing import Week, week
from planning.actuals.counts import Counts, Scope
from planning.actuals.slices import Slice
from planning.periods import month_name
from planning.shares import percent
from views.formats import day, plain
from views.week import true_sentence


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Each week both teams see here what is ahead, what is behind and who does what.")
    st.page_link("setup/data.py", label="Import your first file", icon=":material/upload_file:")


def undated() -> None:
    """Say that facts without dates have no weeks."""
    st.write("The facts have no dates, so no week can be told from them.")
    st.page_link("know/scorecard.py", label="All time on Scorecard", icon=":material/speed:")


def page(now: session.Now, counts: Counts) -> None:
    """Draw sentence, tiles, actions beside decisions, pictures and lines."""
    if not meeting.is_on():
        st.title("This week")
    stands = week(now, counts)
    table = gathering.on_table(now, stands)
    if meeting.is_on():
        meeting.page(now, table)
        return
    st.markdown(plain(true_sentence(stands.values, stands.paces, stands.month)))
    st.caption(_footing(now, counts, stands))
    said.notice()
    if stands.plan is None:
        no_plan(now, counts)
    agenda.section(table)
    asked = top.side_by_side(stands.tiles)
    if asked:
        # What is open now was created in any month.
        whole = Slice(counts, Scope(), now.context)
        explain.dialog(asked, whole if asked == "open_pipeline" else stands.part)
    talk(now)
    landings.pictures(stands)
    gaps.section(stands.ahead.gaps)
    weeks_ahead.section(now, counts, stands.plan)
    landings.lines(stands)
    kept.section(table, now, stands.plan)
    minutes.last(table)
    paper.take(counts)


def no_plan(now: session.Now, counts: Counts) -> None:
    """Say what a plan would add, and where it begins."""
    year = now.company.fiscal_year(counts.as_of)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"No plan for {year} yet, so nothing is held against a target.")
        st.page_link("plan/budget.py", label="Begin one", icon=":material/payments:")


def talk(now: session.Now) -> None:
    """Draw what the teams promised beside what they decided."""
    left, right = st.columns(2, gap="medium")
    with left:
        promises.section()
    with right:
        questions.section(now)


def _footing(now: session.Now, counts: Counts, stands: Week) -> str:
    """Say what the numbers rest on."""
    lines = [f"{month_name(stands.month)}, facts up to {day(counts.as_of)}"]
    if stands.plan is not None:
        lines.append(f"targets of {stands.plan['name']}, {stands.plan['state']}")
    worked = next((pace.worked for pace in stands.paces.values() if not pace.is_over), None)
    if worked is not None:
        lines.append(f"{percent(worked)} of the working days are over")
    if now.is_demo:
        lines.append("demo company")
    return plain(" · ".join(lines))


_now = session.now()
if _now.counts is not None and _now.counts.is_dated:
    page(_now, _now.counts)
else:
    st.title("This week")
    if _now.counts is None:
        empty()
    else:
        undated()
    said.notice()
    talk(_now)
