"""The plan in one picture: by team, quarter, category or channel, against the envelopes."""

from __future__ import annotations

import streamlit as st

from pages.shared.budget.standing import Standing
from views.budget_pictures import BY, planned_against
from views.formats import plain


@st.fragment
def picture(stands: Standing) -> None:
    """Draw the picture; choosing another cut redraws nothing else."""
    with st.container(gap="xsmall"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
        ):
            # The finding stands before its choice is drawn, so that it reads as a title.
            title = st.container(width="stretch", gap="xxsmall")
            by = (
                st.segmented_control(
                    "By",
                    BY,
                    default=BY[0],
                    required=True,
                    key="budget-by",
                    bind="query-params",
                    label_visibility="collapsed",
                )
                or BY[0]
            )
        drawn = planned_against(stands.totals, stands.spent, by, stands.currency)
        if drawn is None:
            title.caption("Nothing is planned yet.")
            return
        title.markdown(f"**{plain(drawn.finding)}**")
        title.caption(plain(drawn.subtitle))
        st.vega_lite_chart(drawn.spec, key=f"chart-{drawn.key}", width="stretch", alt=drawn.alt)
