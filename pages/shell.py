"""What stands around every page: the gate, the navigation and the sidebar."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from pages.shared import session, sign_in
from pages.shared.gate import turned_away
from pages.shared.messages import tell
from pages.shared.reception import receive
from planning.agreed import rights
from planning.agreed.rights import Act, Role
from planning.errors import TandemError
from views.formats import day, plain
from views.people import part_played

CONTENT_WIDTH = 1200

# A picture of our own: Streamlit fetches its icons for browser tabs from the network.
IN_MEETING = st.query_params.get("mode") == "meeting"

MARK = str(Path(__file__).parent / "shared" / "tandem.png")

st.set_page_config(
    page_title="Tandem",
    page_icon=MARK,
    layout="wide",
    # On the big screen of a meeting the page has all the room.
    initial_sidebar_state="collapsed" if IN_MEETING else 256,
)
st.logo(MARK, size="large")


def gate() -> None:
    """Stop unless the visitor may come in and the home can be opened."""
    why = turned_away(st.context.headers)
    if why:
        st.error(plain(why), title="Tandem stays closed here.")
        st.stop()
    try:
        if sign_in.is_set_up():
            receive()
        session.fill_an_empty_home()
        session.now()
    except TandemError as error:
        tell(error)
        st.stop()


def sidebar(data_page: st.Page) -> None:
    """Say whose figures these are and how new, and who looks at them."""
    now = session.now()
    with st.sidebar:
        st.markdown(f"**{plain(now.company.name)}**")
        if now.counts is None:
            st.caption("No facts yet.")
        else:
            when = f"up to {day(now.counts.as_of)}" if now.counts.is_dated else "without dates"
            st.caption(f"Facts {when}.")
        if now.is_demo:
            with st.container(border=True, gap="xsmall"):
                st.markdown("**Demo company**")
                st.caption("Made-up figures, to look around.")
                if session.may("import"):
                    st.page_link(data_page, label="Import your data")
        if sign_in.is_set_up():
            me = session.actor()
            with st.container(gap="xsmall"):
                st.markdown(f"**{plain(me.name)}**")
                st.caption(plain(part_played(me.roles, me.teams)))
                st.button("Sign out", key="sign-out", type="tertiary", on_click=st.logout)


gate()
this_week = st.Page(
    "meet/this_week.py",
    title="This week",
    icon=":material/groups:",
    help="What is ahead and behind, where the year lands, who does what by when.",
)
campaigns = st.Page(
    "meet/campaigns.py",
    title="Campaigns",
    icon=":material/campaign:",
    help="Good and poor leads of each campaign, what it cost, and what to change.",
)
wins = st.Page(
    "meet/wins_and_losses.py",
    title="Wins and losses",
    icon=":material/trophy:",
    help="Why deals were won and lost in a quarter, and what the won ones have in common.",
)
scorecard = st.Page(
    "know/scorecard.py",
    title="Scorecard",
    icon=":material/speed:",
    help="Cost per lead, CAC, close ratio and cycle of both teams, side by side.",
)
leads = st.Page(
    "know/leads.py",
    title="Leads",
    icon=":material/filter_alt:",
    help="How far leads come, which go all the way, and which nobody followed up.",
)
budget = st.Page(
    "plan/budget.py",
    title="Budget",
    icon=":material/payments:",
    help="Both teams' lines on one sheet, against the envelopes, with the reason behind each.",
)
targets = st.Page(
    "plan/targets.py",
    title="Targets",
    icon=":material/flag:",
    help="What both teams agreed to reach, beside what the facts say.",
)
tradeoffs = st.Page(
    "plan/tradeoffs.py",
    title="Trade-offs",
    icon=":material/balance:",
    help="The plan beside the best use of its money and people; what more of either brings.",
)
accounts = st.Page(
    "plan/accounts.py",
    title="Accounts",
    icon=":material/domain:",
    help="Which accounts each team works, where nobody does, and whom both want as customers.",
)
evidence = st.Page(
    "know/evidence.py",
    title="Evidence",
    icon=":material/fact_check:",
    help="Whether the facts support a line: its rank, its cost, what its money brings elsewhere.",
)
data = st.Page(
    "setup/data.py",
    title="Data",
    icon=":material/database:",
    help="Bring in files, see what the facts hold and who owns which channel.",
)
assumptions = st.Page(
    "setup/assumptions.py",
    title="Assumptions",
    icon=":material/psychology:",
    help="What the model takes as given: measured, or judged by both teams.",
)
people = st.Page(
    "setup/people.py",
    title="People",
    icon=":material/group:",
    help="Who may come in and do what, and what the company agreed once.",
)
history = st.Page(
    "setup/history.py",
    title="History",
    icon=":material/history:",
    help="Who changed what and when, and the way back.",
)
# What a page is for: people who may not do it do not find the page.
ROOMS: Final[dict[str, dict[st.Page, Act]]] = {
    "Meet": {this_week: "read", campaigns: "read", wins: "read"},
    "Plan": {budget: "read", tradeoffs: "read", targets: "read", accounts: "read"},
    "Know": {scorecard: "read", leads: "read", evidence: "read"},
    "Set up": {data: "read", assumptions: "read", people: "people", history: "read"},
}
# Whose day begins with the meeting; everybody else's begins with the scorecard.
LEADING: Final[frozenset[Role]] = frozenset({"leader", "executive"})


def door() -> None:
    """Lead from the bare address to one's first room, which keeps an address of its own."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    leading = LEADING & here.roles
    st.switch_page(this_week if leading else scorecard, query_params=given)


entry = st.Page(door, title="Tandem", url_path="door", default=True, visibility="hidden")
here = session.actor()
rooms = {
    section: [room for room, act in listed.items() if rights.may(here, act)]
    for section, listed in ROOMS.items()
}
page = st.navigation({"": [entry], **rooms}, expanded=True)
sidebar(data)
with st.container(width="stretch" if IN_MEETING else CONTENT_WIDTH):
    try:
        page.run()
    except TandemError as error:
        tell(error)
