"""An action about a campaign, promised where its numbers stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.campaigns.saying import WRITING
from planning.agreed.rights import who_may
from planning.teams import TEAMS
from views.targets import TEAM_WORDS

_WEEK: Final = 7


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
    together = session.workspace().together
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
            together.today() + timedelta(days=_WEEK),
            key="campaign-due",
            format="YYYY-MM-DD",
        )
        cells = {"what": what, "team": team, "owner": _owner(), "due": str(due), "about": line}
        if st.form_submit_button("Add", type="primary"):
            given = {name: value for name, value in cells.items() if value}
            WRITING.attempt(lambda: together.add_action(given), f"Added: {what}")
            WRITING.in_dialog()


def _owner() -> str | None:
    """Ask who does it: somebody registered, whose own it then is, or any name."""
    workspace = session.workspace()
    me = workspace.actor.email
    known = {person.email: person.name for person in workspace.people.all()}
    owner: str | None = st.selectbox(
        "Owner",
        list(dict.fromkeys((me, *known))),
        format_func=lambda it: f"{known[it]} ({it})" if it in known else _named(it),
        accept_new_options=True,
        key="campaign-owner",
        help="Choose a person, or type a name.",
    )
    return owner


def _named(owner: str) -> str:
    return "You" if owner == "local" else owner
