"""Budget: both teams' lines on one sheet, against the envelopes, with every reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from pages.shared import first_steps, session, tables, views_of
from pages.shared.agreeing import approval, comparing, exchange, goals
from pages.shared.budget import options, overview, proposals
from pages.shared.budget.sheet import sheet_of
from pages.shared.budget.standing import standing
from planning.agreed.rows import PlanRow
from views.budget import true_sentence
from views.formats import plain

LINES: Final = "Lines"
VIEWS: Final[dict[str, Callable[[session.Now, PlanRow], None]]] = {
    "Goals": goals.section,
    "Give and take": exchange.section,
    "Compare": comparing.section,
    "Sign": approval.section,
}


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here both teams will plan their money on one sheet, line by line.")
    first_steps.begin_a_plan()


def lines(now: session.Now, choice: options.Choice) -> None:
    """Draw sentence, picture, proposals and sheet."""
    plan = session.workspace().plan
    revision = plan.revision_at(choice.on) if choice.on else now.revision
    stands = standing(now, choice.row, revision)
    with st.container(gap="xxsmall"):
        st.markdown(plain(true_sentence(stands.scenario.name, stands.totals, stands.currency)))
        if told := goals.summary(now, choice.row):
            st.caption(plain(told))
    approval.notice(choice.row, here=True)
    overview.picture(stands)
    sheet = sheet_of(stands)
    if choice.on:
        options.looking_back(choice.on)
        tables.read(sheet, stands.lines)
    else:
        options.closed_note(choice.row)
        proposals.section(sheet)
        tables.edit(sheet)


st.title("Budget")
_plans = session.workspace().plan.scenarios()
if _plans:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        _view = views_of.chosen("view", LINES, VIEWS)
        with st.container(width="content"):
            _choice = options.chosen(_plans)
    if _view in VIEWS:
        VIEWS[_view](session.now(), _choice.row)
    else:
        lines(session.now(), _choice)
else:
    empty()
