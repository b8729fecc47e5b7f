"""Campaigns: good and poor leads of each, what they cost, and what to change about them."""

from __future__ import annotations

import streamlit as st

from pages.shared import session, tables_to_take
from pages.shared.campaigns import choosing, detail
from pages.shared.campaigns.saying import WRITING
from pages.shared.campaigns.standing import leads, standing
from pages.shared.first_steps import bring_in_facts
from pages.shared.pictures import show
from planning.actuals.counts import Counts
from views import campaigns as words
from views.campaign_pictures import costs_picture, leads_picture
from views.formats import day, plain


def page(now: session.Now, counts: Counts) -> None:
    """Draw the months' campaigns, what is true of them, and the one somebody chooses."""
    period, when, month = choosing.asked(counts)
    found = standing(now, counts, period)
    currency = now.company.currency
    st.markdown(plain(words.true_sentence(found, when)))
    lines = [f"Facts up to {day(counts.as_of)}", *(["demo company"] if now.is_demo else [])]
    st.caption(plain(" · ".join(lines)))
    WRITING.on_page()
    if not found.listed:
        st.write("Leads and money that name a campaign are shown here.")
        return
    pictures = [leads_picture(found.listed, when), costs_picture(found.listed, when, currency)]
    show(pictures)
    st.caption(plain(words.notes(found, currency)))
    with st.expander("Every campaign in numbers"):
        alt = f"Campaigns {when}: money, good and bad leads, follow-up, customers."
        tables_to_take.show(words.list_frame(found.listed, currency), "Campaigns", alt)
    ground = detail.Ground(now, month, detail.within(leads(now), period))
    detail.section(found, ground)


st.title("Campaigns")
_now = session.now()
if _now.counts is not None and _now.counts.is_dated:
    page(_now, _now.counts)
elif _now.counts is None:
    st.write("Each month both teams see here which campaigns brought good leads.")
    bring_in_facts()
else:
    st.write("The facts have no dates, so no month can be told from them.")
    st.page_link("know/scorecard.py", label="All time on Scorecard", icon=":material/speed:")
