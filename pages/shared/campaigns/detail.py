"""One campaign: its leads, its assets, its money to come and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.shared import session, tables_to_take
from pages.shared.campaigns import changing, promising
from pages.shared.editor.sheet import rows
from pages.shared.week.notes import people
from planning.agreed.lines import title
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import Period, month_of
from planning.review.campaigns.assets import assets
from planning.review.campaigns.lines import PlannedLine, Said, lines_of, said_of
from planning.review.campaigns.standing import Campaign, Campaigns
from views import campaigns as words
from views.formats import plain
from views.plans import opening
from views.week import capital


@dataclass(frozen=True, eq=False)
class Ground:
    """What one campaign is looked at with.

    Attributes:
        now: The store's state.
        month: The month of the facts; what is planned after it is still to come.
        leads: The leads of campaigns in the months looked at.
    """

    now: session.Now
    month: int
    leads: pd.DataFrame


def within(leads: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    """Return the leads of some months, all without a period."""
    if period is None:
        return leads
    return leads[(leads["month"] >= period.start) & (leads["month"] < period.end)]


@st.fragment
def section(found: Campaigns, ground: Ground) -> None:
    """Draw the campaign somebody chooses."""
    names = [one.name for one in found.listed]
    st.subheader("One campaign")
    name = st.selectbox(
        "Campaign", names, key="campaign", bind="query-params", label_visibility="collapsed"
    )
    one = found.by_name.get(name or names[0])
    if one is None:
        return
    currency = ground.now.company.currency
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{plain(capital(words.VERDICTS[one.verdict]))}**")
        for line in words.detail_words(one, currency):
            st.markdown(plain(line))
    with right:
        _to_come(one, ground)
    _assets(ground.leads[ground.leads["campaign"] == one.name])


def _assets(leads: pd.DataFrame) -> None:
    found = assets(leads)
    st.markdown(f"**Which asset helped**  \n{plain(words.asset_words(found))}")
    if found:
        alt = "Good and bad leads of the campaign by asset."
        tables_to_take.show(words.asset_frame(found), "Assets of the campaign", alt)


def _to_come(one: Campaign, ground: Ground) -> None:
    plan, lines = _plan_of(one, ground)
    currency = ground.now.company.currency
    st.markdown("**Money still planned**")
    if plan is None:
        st.caption("There is no plan for this year yet.")
    elif not lines:
        st.caption(plain(f"No line of {plan['name']} names this campaign."))
    for line in lines:
        st.markdown(plain(words.line_words(line, title(line.row.cells), currency)))
    st.markdown("**What was said about it**")
    together = session.workspace().together
    spoken = [*together.decisions(), *together.actions()]
    _talk(said_of(spoken, one.name, one.channel, [line.row.id for line in lines]))
    with st.container(horizontal=True, gap="small"):
        promising.button(one.name, lines[0].row.id if lines else None)
        if plan is not None and lines:
            changing.button(one.name, plan, lines)


def _talk(found: tuple[Said, ...]) -> None:
    today = session.workspace().together.today()
    for said in found:
        told, behind = words.said_words(said, today, people())
        st.markdown(f"{plain(told)}  \n:gray[:small[{plain(behind)}]]")
    if not found:
        st.caption("No action or decision names it or its channel.")


def _plan_of(one: Campaign, ground: Ground) -> tuple[PlanRow | None, tuple[PlannedLine, ...]]:
    """Return the plan of the year of the facts with its lines for a campaign."""
    counts, company = ground.now.counts, ground.now.company
    if counts is None:
        return None, ()
    year = company.fiscal_year(counts.as_of)
    plans = session.workspace().plan.scenarios()
    plans = tuple(row for row in plans if row["fiscal_year"] == year)
    if not plans:
        return None, ()
    plan = opening(plans, year)
    listed = rows("line", plan.id, session.workspace().revision()).listed
    scenario = Scenario.of(plan.cells)
    return plan, lines_of(listed, one.name, scenario, month_of(counts.as_of))
