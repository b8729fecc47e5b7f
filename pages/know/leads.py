"""Leads: how far they come, which go all the way, which nobody followed up, and why some fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from pages.shared import first_steps, inputs, session, views_of
from pages.shared.leads import following, funnel, reasons, score, works
from pages.shared.leads.asked import Asked, plan_of
from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE
from planning.actuals.measuring import Reading
from views.formats import day, plain

FUNNEL: Final = "Funnel"
WORKS: Final = "What works"
SCORE: Final = "Score"

VIEWS: Final[dict[str, Callable[[Asked], str]]] = {
    FUNNEL: funnel.section,
    "Follow-up": following.section,
    "Reasons": reasons.section,
}
"""Views that return the sentence above them; What works and Score write their own."""


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here both teams see how far leads come, and which nobody followed up.")
    first_steps.bring_in_facts()


def leadless() -> None:
    """Say that the facts hold no leads."""
    st.write("The facts hold no leads yet. Bring in a file of leads from the CRM.")
    first_steps.bring_in_facts()


def of_leads(now: session.Now, counts: Counts, view: str) -> None:
    """Draw a view of the leads that the controls ask for."""
    sentence = st.empty()
    asked = Asked(now, counts, inputs.ask(counts, now.company))
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
        st.caption(_footing(asked), width="content")
        inputs.reset_button(counts)
    untold = Reading(asked.part, asked.period).leads_untold()
    if untold:
        sentence.markdown(plain(untold))
    elif view == WORKS:
        works.section(asked)
    else:
        sentence.markdown(plain(VIEWS[view](asked)))


def _footing(asked: Asked) -> str:
    """Say what the numbers rest on."""
    lines = [f"Leads created in {asked.when}" if asked.when else "All leads, undated ones too"]
    if asked.question.earlier:
        lines.append(f"compared with {asked.question.earlier.label}")
    dated = asked.counts.is_dated
    lines.append(f"facts up to {day(asked.counts.as_of)}" if dated else "facts without dates")
    if asked.now.is_demo:
        lines.append("demo company")
    return plain(" · ".join(lines))


st.title("Leads")
_now = session.now()
if _now.counts is None:
    empty()
elif not _now.counts.cubes[BASE].total("leads"):
    leadless()
else:
    _view = views_of.chosen("leads-view", FUNNEL, (WORKS, "Follow-up", "Reasons", SCORE))
    if _view == SCORE:
        score.draw(_now, plan_of(_now, _now.counts))
    else:
        of_leads(_now, _now.counts, _view)
