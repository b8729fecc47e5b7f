"""Who owns which channel: the table, and one form to change it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.messages import told
from planning.actuals.cubes import BASE
from planning.teams import TEAMS, Team, default_channel_team
from views.formats import plain, visible


def section(now: session.Now) -> None:
    """Draw the owners and the form."""
    known = {channel.name: channel for channel in session.workspace().channels()}
    names = sorted({*known, *_counted(now)}, key=str.casefold)
    if not names:
        st.write("Here every channel of your leads and deals will stand with its owner.")
        return
    teams: list[Team] = [
        known[name].team if name in known else default_channel_team(name) for name in names
    ]
    st.dataframe(
        pd.DataFrame(
            {
                "Channel": [visible(name) for name in names],
                "Owner": teams,
                "Said by": ["people" if name in known else "the usual rule" for name in names],
                "Also called": [
                    ", ".join(visible(alias) for alias in known[name].aliases)
                    if name in known
                    else ""
                    for name in names
                ],
            }
        ),
        hide_index=True,
        alt="Channels with their owning team.",
    )
    if session.may("channels"):
        _form(names, dict(zip(names, teams, strict=True)))


def _counted(now: session.Now) -> set[str]:
    if now.counts is None:
        return set()
    return {label for label in now.counts.cubes[BASE].labels.get("channel", ()) if label}


def _form(names: list[str], teams: dict[str, Team]) -> None:
    with st.form("owner", border=True):
        st.markdown("**Change an owner**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.selectbox("Channel", names, format_func=visible)
            team = st.segmented_control("Owner", TEAMS, default="marketing", required=True)
            saved = st.form_submit_button("Save")
    if saved and name and team:
        with told():
            session.workspace().set_channel(name, team=team)
            st.toast(f"{plain(visible(name))} belongs to {team} now; it was {teams[name]}.")
            st.rerun()
