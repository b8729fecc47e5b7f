"""The next eight weeks: what starts, and leads to follow up beside what can be followed up."""

from __future__ import annotations

import streamlit as st

from pages.shared import pictures, session, tables_to_take
from pages.shared.editor.sheet import place, rows_at
from pages.shared.evidence import standing
from planning.actuals.counts import Counts, Scope
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.review.weeks_ahead import WeeksAhead
from planning.review.weeks_ahead import weeks_ahead as looked_ahead
from views.formats import plain, visible
from views.weeks_ahead import basis_words, starts_frame, weeks_frame, weeks_picture, weeks_words


@st.fragment
def section(now: session.Now, counts: Counts, plan: PlanRow | None) -> None:
    """Draw the weeks; choosing a region redraws nothing else.

    Args:
        now: The facts, as the store has them now.
        counts: Their counts, with dates.
        plan: The plan whose lines tell what starts; None where there is none.
    """
    st.subheader("The next eight weeks")
    told = standing.Told("", None, "") if plan is None else standing.question(now, plan)
    ahead = _ahead(place(session.workspace()), (*now.facts, told.key), counts, now, plan, told)
    st.markdown(plain(weeks_words(ahead)))
    if not ahead.asking.any() and not ahead.waiting.any():
        return
    region = _region(ahead)
    pictures.alone(weeks_picture(ahead, region))
    if ahead.campaigns:
        frame = starts_frame(ahead.campaigns, now.company.currency)
        tables_to_take.show(frame, "starts", "Campaigns that start in the next eight weeks.")
    elif plan is not None:
        st.caption(plain(f"No line of {plan['name']} starts a campaign in these weeks."))
    st.caption(plain(basis_words(ahead)))
    with st.expander("Week by week, all regions", icon=":material/table:"):
        tables_to_take.show(weeks_frame(ahead), "weeks-ahead", "Leads and capacity by week.")


def _region(ahead: WeeksAhead) -> str:
    """Return the region looked at; first the one in which most is left over."""
    regions = list(ahead.regions)
    tight = ahead.tightest
    first = regions[tight[1]] if tight else regions[0]
    if len(regions) < 2:
        return first
    return (
        st.segmented_control(
            "Region", regions, default=first, required=True, key="weeks-region",
            format_func=visible, label_visibility="collapsed",
        )
        or first
    )  # fmt: skip


@st.cache_resource(show_spinner="Looking at the next eight weeks…", max_entries=6)
def _ahead(
    place: tuple[str, str],
    state: tuple[str, ...],  # noqa: ARG001 - with the place the key of the cache
    _counts: Counts,
    _now: session.Now,
    _plan: PlanRow | None,
    _told: standing.Told,
) -> WeeksAhead:
    part = Slice(_counts, Scope(), _now.context)
    if _plan is None:
        return looked_ahead(part, None, (), None)
    rows = rows_at(place, "line", _plan.id, _now.revision).listed
    scenario = Scenario.of(_plan.cells)
    return looked_ahead(part, scenario, rows, _told.question, _told.why)
