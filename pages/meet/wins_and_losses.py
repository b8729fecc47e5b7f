"""Wins and losses: why deals were won and lost in a quarter, and what the won ones share."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.first_steps import bring_in_facts
from pages.shared.wins import parts
from pages.shared.wins.standing import choices, standing
from planning.actuals.counts import Counts
from planning.periods import Period
from planning.review.wins.quarters import quarter_name
from views.formats import day, plain
from views.wins import true_sentence


def page(now: session.Now, counts: Counts) -> None:
    """Draw the quarter, what is true of it, and its parts."""
    quarter = _asked(now, counts)
    name, before = (quarter_name(one, now.company) for one in (quarter, quarter.before()))
    found = standing(now, quarter)
    if found is None:
        return
    st.markdown(plain(true_sentence(found.whole, name, before)))
    st.caption(plain(_footing(now, counts, quarter, complete=found.complete)))
    if not found.whole.now.closed:
        st.write("Choose another quarter, or bring in newer facts.")
        return
    currency = now.company.currency
    parts.tiles(found, before, currency)
    parts.rates(found, name, before, currency)
    parts.losses(found, name, before, currency)
    parts.common(found)
    st.page_link("meet/this_week.py", label="Promise an action", icon=":material/add_task:")


def _asked(now: session.Now, counts: Counts) -> Period:
    found, usual = choices(counts, now.company)
    names = {quarter_name(one, now.company): one for one in found}
    asked = st.selectbox(
        "Quarter",
        list(names),
        index=found.index(usual),
        key="quarter",
        bind="query-params",
        width=200,
    )
    return names.get(asked or "", usual)


def _footing(now: session.Now, counts: Counts, quarter: Period, *, complete: bool) -> str:
    lines = [quarter.label, f"facts up to {day(counts.as_of)}"]
    if now.is_demo:
        lines.append("demo company")
    if not complete:
        lines.append("more deals than can be read: the latest are shown")
    return " · ".join(lines)


st.title("Wins and losses")
_now = session.now()
if _now.counts is not None and _now.counts.is_dated:
    page(_now, _now.counts)
elif _now.counts is None:
    st.write("Each quarter both teams see here why deals were won and lost.")
    bring_in_facts()
else:
    st.write("The facts have no dates, so no quarter can be told from them.")
    st.page_link("know/scorecard.py", label="All time on Scorecard", icon=":material/speed:")
