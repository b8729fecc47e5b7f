"""What works: which leads went all the way, faster and for more."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import tables_to_take
from pages.shared.leads.asked import Asked, choice
from pages.shared.pictures import alone
from planning.actuals.lead_paths import paths
from views import leads_paths as words
from views.formats import plain

CUTS: Final = ("channel", "campaign", "asset", "segment", "region")


@st.fragment
def section(asked: Asked) -> None:
    """Draw the comparison; changing its cut redraws nothing else."""
    head = st.empty()
    by = choice(CUTS, "works-by")
    found = paths(asked.part, by, asked.period)
    head.markdown(plain(words.true_sentence(found)))
    if found.why:
        return
    drawn = words.picture(found, asked.now.context)
    if drawn is not None:
        alone(drawn)
    told = words.sentences(found)
    if told:
        st.markdown("\n".join(f"- {plain(it)}" for it in told))
    notes = (words.months_words(found, asked.when) + ".", words.small_words(found))
    st.caption("  \n".join(plain(it) for it in notes if it))
    frame = words.frame(found, asked.currency)
    tables_to_take.show(
        frame,
        f"what-works-{by}",
        f"Share won, days and money of each {by}, all leads in the last row.",
        decimals={"Won, %": 1, "Steadied, %": 1},
    )
