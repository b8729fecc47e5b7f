"""Targets: what both teams agreed to reach, beside what the facts say."""

from __future__ import annotations

import streamlit as st

from pages.shared import session, tables
from pages.shared.agreeing import approval
from pages.shared.budget import options, plan_dialogs, proposals
from pages.shared.targets import asking, overview
from pages.shared.targets.sheet import sheet_of
from pages.shared.targets.standing import standing
from planning.agreed.rights import who_may
from views.formats import plain
from views.targets import true_sentence


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here both teams will agree what to reach, beside what the facts say.")
    if session.may("scenarios"):
        plan_dialogs.begin_form()
    else:
        st.write(f"Ask somebody with the role {who_may('scenarios')} to begin a plan.")


def page(now: session.Now, choice: options.Choice) -> None:
    """Draw the page: sentence, controls, pictures, proposals, sheet."""
    plan = session.workspace().plan
    revision = plan.revision_at(choice.on) if choice.on else now.revision
    stands = standing(now, choice.row, revision)
    question = asking.ask(asking.count_off(stands.pairs))
    pairs = [(row, read) for row, read in stands.pairs if question.about(row)]
    sentence.markdown(plain(true_sentence(stands.scenario.name, len(stands.targets), pairs)))
    approval.notice(choice.row)
    if pairs:
        overview.side_by_side(stands, pairs)
    sheet = sheet_of(stands, question)
    if choice.on:
        options.looking_back(choice.on)
        tables.read(sheet, stands.targets)
    else:
        options.closed_note(choice.row)
        proposals.section(sheet)
        tables.edit(sheet)


st.title("Targets")
_plans = session.workspace().plan.scenarios()
if _plans:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sentence = st.container(width="stretch")
        with st.container(width="content"):
            _choice = options.chosen(_plans)
    page(session.now(), _choice)
else:
    empty()
