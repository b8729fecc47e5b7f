"""What can be done about an item in place: assign, decide, park, open its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session
from pages.shared.messages import told
from pages.shared.week import said
from pages.shared.week.promises import owner_field
from planning.review.exceptions.item import Item, Step
from planning.teams import TEAMS, Team
from planning.together.agenda import WeekAgenda
from views.agenda import question_words, task_words
from views.formats import plain
from views.targets import TEAM_WORDS

_OPENED: Final = "week-offer"
_WEEK: Final = 7
_PARKED_DAYS: Final = 28
_WITH_SALES: Final[frozenset[Step]] = frozenset({"capacity", "account coverage", "follow-up"})
_WAYS: Final = {
    "assign": ("Assign", ":material/add_task:", "act"),
    "decide": ("Decide", ":material/gavel:", "decide"),
    "park": ("Park", ":material/schedule:", "act"),
}


def ways(item: Item) -> None:
    """Draw the buttons of an item that whoever is here may use, and the way to its page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for offer, (label, icon, act) in _WAYS.items():
            if offer in item.offers and session.may(act):  # type: ignore[arg-type]
                st.button(
                    label,
                    key=f"{offer}-{item.key}",
                    icon=icon,
                    type="tertiary",
                    on_click=st.session_state.__setitem__,
                    args=(_OPENED, (offer, item.key)),
                )
        where = item.where
        if where is not None and "open" in item.offers and where.page != "meet/this_week.py":
            query = {name: it if isinstance(it, str) else [*it] for name, it in where.query.items()}
            st.page_link(
                where.page,
                label=plain(where.label.rsplit(" on ", 1)[-1]),
                help=plain(where.label),
                icon=":material/arrow_forward:",
                query_params=query,
                width="content",
            )


def dialogs(agenda: WeekAgenda, today: date) -> None:
    """Open the dialog that a button asked for."""
    opened = st.session_state.pop(_OPENED, None)
    if opened is None:
        return
    offer, key = opened
    item = agenda.item(key)
    if item is None:
        return
    if offer == "assign":
        _assign(item, today)
    elif offer == "decide":
        _ask(item)
    else:
        _park(item, today)


@st.dialog("Assign an action", icon=":material/add_task:")
def _assign(item: Item, today: date) -> None:
    st.markdown(plain(item.finding))
    with st.form("assign-form", border=False):
        what = st.text_area("What will be done", task_words(item), key="assign-what", height=96)
        left, right = st.columns(2)
        teams = [team for team in TEAMS if session.may("act", team)]
        first = _first(item, teams)
        team: Team | None = left.selectbox(
            "Team", teams, index=first, format_func=lambda it: TEAM_WORDS[it], key="assign-team"
        )
        due = right.date_input(
            "Due", today + timedelta(days=_WEEK), key="assign-due", format="YYYY-MM-DD"
        )
        owner = owner_field(_owner(item, teams[first] if teams else None), "assign-owner")
        if st.form_submit_button("Assign", type="primary"):
            with told():
                cells: dict[str, JsonValue] = {
                    "what": what, "team": team, "owner": owner, "due": str(due), "item": item.key,
                }  # fmt: skip
                saved = session.workspace().together.add_action(cells)
                if said.done(saved, f"Assigned: {what}"):
                    st.rerun()


def _first(item: Item, teams: Sequence[Team]) -> int:
    """Return the place of the team that moves the step; people and accounts are with sales."""
    wanted = ("sales", *item.teams) if item.step in _WITH_SALES else item.teams
    return next((teams.index(team) for team in wanted if team in teams), 0)


def _owner(item: Item, team: Team | None) -> str:
    """Return who answers for the matter in a team, else in the other, else nobody."""
    own = {"marketing": item.marketing_owner, "sales": item.sales_owner}
    return own.get(team or "") or item.marketing_owner or item.sales_owner or ""


@st.dialog("Put a question", icon=":material/help:")
def _ask(item: Item) -> None:
    first, offered = question_words(item)
    with st.form("item-ask-form", border=False):
        question = st.text_area("Question", first, key="item-question", height=96)
        options = st.text_area(
            "Options, one a line, two to five", offered, key="item-options", height=120
        )
        st.caption("It then stands under Decisions, where one of the options is chosen.")
        if st.form_submit_button("Put it", type="primary"):
            with told():
                cells: dict[str, JsonValue] = {
                    "question": question, "options": options, "item": item.key,
                }  # fmt: skip
                saved = session.workspace().together.ask(cells)
                if said.done(saved, f"Asked: {question}"):
                    st.rerun()


@st.dialog("Park until a day", icon=":material/schedule:")
def _park(item: Item, today: date) -> None:
    st.markdown(plain(item.finding))
    with st.form("park-form", border=False):
        until = st.date_input(
            "Comes back on",
            today + timedelta(days=_PARKED_DAYS),
            min_value=today + timedelta(days=1),
            key="park-until",
            format="YYYY-MM-DD",
        )
        why = st.text_area("Why it can wait", key="park-why", height=68)
        if st.form_submit_button("Park", type="primary"):
            with told():
                cells: dict[str, JsonValue] = {
                    "item": item.key, "finding": item.told, "until": str(until), "why": why,
                }  # fmt: skip
                saved = session.workspace().together.park(cells)
                if said.done(saved, f"Parked until {until}: {item.finding}"):
                    st.rerun()
