"""Assumptions: what the model takes as given, measured or judged, with both teams' answers."""

from __future__ import annotations

import streamlit as st

from pages.shared import first_steps, session
from pages.shared.agreeing import approval
from pages.shared.assumptions import answering, response, saving, values
from pages.shared.assumptions.standing import Standing, standing
from pages.shared.budget import options
from pages.shared.messages import tell_findings
from planning.agreed.rows import PlanRow
from planning.errors import TandemError
from views.assumptions import true_sentence
from views.formats import plain


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here will stand what the model takes as given, measured from your facts.")
    st.write("What they cannot tell, the leaders of both teams judge.")
    first_steps.bring_in_facts()


def undated() -> None:
    """Say why nothing can be measured."""
    st.write("The facts carry no dates, so nothing can be measured month by month.")
    st.write("Bring in files with the dates of leads, deals and spend.")
    if session.may("import"):
        st.page_link("setup/data.py", label="Bring in facts", icon=":material/database:")


def page(stands: Standing) -> None:
    """Draw the page: sentence, response, all other numbers."""
    sentence.markdown(plain(true_sentence(stands.assumptions, stands.disagree)))
    if stands.plan is not None:
        approval.notice(stands.plan)
    saving.WRITING.on_page()
    response.section(stands)
    values.section(stands)
    if stands.assumptions.findings:
        with st.expander("What the facts cannot tell", icon=":material/help:"):
            tell_findings(stands.assumptions.findings)
    answering.asked(stands)


def of_plan(now: session.Now, row: PlanRow | None, revision: int) -> None:
    """Draw the assumptions of a plan, or those of the facts alone where there is none."""
    try:
        stands = standing(now, row, revision)
    except TandemError as refusal:
        sentence.markdown("These facts do not let the model measure its numbers.")
        st.write(plain(f"{refusal.what} {refusal.remedy}".strip()))
        return
    if stands is not None:
        page(stands)


st.title("Assumptions")
_now = session.now()
_plans = session.workspace().plan.scenarios()
if _now.counts is None:
    empty()
elif not _now.counts.is_dated:
    undated()
elif _plans:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sentence = st.container(width="stretch")
        with st.container(width="content"):
            _choice = options.chosen(_plans)
    if _choice.on:
        options.looking_back(_choice.on)
    else:
        options.closed_note(_choice.row)
    _as_of = session.workspace().plan.revision_at(_choice.on) if _choice.on else _now.revision
    of_plan(_now, _choice.row, _as_of)
else:
    sentence = st.container(width="stretch")
    of_plan(_now, None, _now.revision)
