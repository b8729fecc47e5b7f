"""An action about a campaign, promised where its numbers stand."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from pages.shared import session
from pages.shared.campaigns.saying import WRITING
from planning.agreed.rights import who_may
from planning.teams import TEAMS
from views.targets import TEAM_WORDS

_WEEK = 7


def button(campaign: str, line: str | None) -> None:
    """Offer to promise an action about a campaign, to whoever may.

    Args:
        campaign: Its name.
        line: Id of a line of the plan that names it, None where there is none.
    """
    if not session.may("act"):
        st.caption(f"Actions are added by people with the role {who_may('act')}.")
    elif st.button("Add an action", key="campaign-action", icon=":material/add_task:"):
        _dialog(campaign, line)


@st.dialog("Add an action", icon=":material/add_task:")
def _dialog(campaign: str, line: str | None) -> None:
    workspace = session.workspace()
    WRITING.in_dialog()
    with st.form("campaign-action-form", border=False):
        # The name stands in the text, so that the campaign finds its actions again.
        what = st.text_area(
            "What will be done", f"{campaign}: ", key=f"campaign-what-{campaign}", height=96
        )
        teams = [team for team in TEAMS if session.may("act", team)]
        left, right = st.columns(2)
        team = left.selectbox(
            "Team", teams, format_func=lambda it: TEAM_WORDS[it], key="campaign-team"
        )
        due = right.date_input(
            "Due",
            workspace.together.today() + timedelta(days=_WEEK),
            key="campaign-due",
            format="YYYY-MM-DD",
        )
        owner = st.text_input("Owner", workspace.actor.email, key="campaign-owner")
        if st.form_submit_button("Add", type="primary"):
            cells = {"what": what, "team": team, "owner": owner, "due": str(due), "about": line}
            given = {name: value for name, value in cells.items() if value}
            WRITING.attempt(lambda: workspace.together.add_action(given), f"Added: {what}")
            st.rerun()
