"""The funnel of leads by cohort, and of each group."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import tables_to_take
from pages.shared.leads.asked import Asked, choice
from pages.shared.pictures import alone
from planning.actuals.lead_funnel import Funnel, cohorts, funnel
from planning.actuals.ripeness import ripeness
from views import leads_funnel as words
from views.formats import plain

CUTS: Final = ("channel", "campaign", "asset", "segment", "region")


def section(asked: Asked) -> str:
    """Draw the funnel with its steps, groups and cohorts.

    Returns:
        The sentence that is true now.
    """
    found = funnel(asked.part, asked.period)
    sentence = words.true_sentence(found, asked.when)
    if not found.steps:
        return sentence
    drawn = words.picture(found, asked.when)
    if drawn is not None:
        alone(drawn)
    _steps(asked, found)
    _groups(asked)
    _cohorts(asked)
    return sentence


def _steps(asked: Asked, found: Funnel) -> None:
    age, earlier = ripeness(asked.part), asked.question.earlier
    moved = {}
    if earlier is not None:
        moved = found.moved(funnel(asked.part, earlier, timed=False))
        young = any(not age.is_ripe(month) for month in asked.months)
        told = words.moved_sentence(found, moved, earlier.label, young=young)
        st.markdown(plain(told))
    frame = words.steps_frame(found, moved)
    heads = ("Of step before, %", "Of all, %")
    st.caption("Days count from the step before, to won from the lead; half took between.")
    tables_to_take.show(
        frame,
        "funnel-steps",
        "Each step with its leads, conversion, change and days.",
        decimals=dict.fromkeys(heads, 1),
    )


@st.fragment
def _groups(asked: Asked) -> None:
    st.subheader("Step by step")
    by = choice(CUTS, "funnel-by")
    st.caption("Percent of the step before.")
    told = [(one.label, funnel(one, asked.period)) for one in asked.part.split(by)]
    frame = words.groups_frame(told, by)
    if frame.empty:
        why = next((it.why for _, it in told if it.why), "No lead was created in these months.")
        st.write(plain(why))
        return
    decimals = {str(head): 1 for head in frame.columns if str(head).endswith("%")}
    tables_to_take.show(frame, f"funnel-{by}", f"The funnel by {by}.", decimals=decimals)


def _cohorts(asked: Asked) -> None:
    if not asked.months:
        return
    st.subheader("Month by month")
    st.caption(plain(words.ripe_words(ripeness(asked.part), asked.months)))
    frame = words.cohort_frame(cohorts(asked.part, asked.months))
    tables_to_take.show(
        frame,
        "funnel-cohorts",
        "Leads of each month by the steps they reached, and how many will be won in the end.",
        decimals={"Won, %": 1},
    )
