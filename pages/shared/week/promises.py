"""Actions: who does what by when, what is late, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.messages import told
from pages.shared.week import said
from pages.shared.week.notes import people
from planning.agreed.rights import who_may
from planning.kpis import KPIS
from planning.teams import TEAMS, Team
from planning.together.actions import Agenda, Promise, agenda
from views.formats import counted, plain
from views.targets import TEAM_WORDS
from views.theme import STREAMLIT_WORD
from views.week_talk import about_words, agenda_words, promise_words

_ASKED: Final = "week-add-action"
_MOVED: Final = "week-move-action"
_SOMEBODY: Final = "Somebody else"
_WEEK: Final = 7
_SHOWN: Final = 6
_AT_A_TIME: Final = 20


def section() -> None:
    """Draw open actions, the way to add one, and done ones folded."""
    together = session.workspace().together
    rows = together.actions()
    found, mine = agenda(rows, together.today()), together.may_finish()
    names = together.called(rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Actions**", width="stretch")
        if session.may("act"):
            st.button("Add an action", key="add-action", icon=":material/add:", on_click=_ask)
    st.caption(plain(agenda_words(found)))
    for one in found.open[:_SHOWN]:
        _draw(one, names, own=one.row.id in mine)
    more = found.open[_SHOWN:]
    _folded(
        more,
        counted(len(more), "more action"),
        "actions-more",
        lambda one: _draw(one, names, own=one.row.id in mine),
    )
    _folded(
        found.done,
        f"{counted(len(found.done), 'action')} done",
        "actions-done",
        lambda one: _draw_done(one, names, own=one.row.id in mine),
    )
    if not session.may("act"):
        st.caption(f"Actions are added by people with the role {who_may('act')}.")
    _dialogs(found, together.today())


def _ask() -> None:
    st.session_state[_ASKED] = True


def _draw(one: Promise, names: Mapping[str, str], *, own: bool) -> None:
    who, odd = promise_words(one, about_words(one.row, names), people())
    with st.container(border=True, gap="xxsmall"):
        colour = STREAMLIT_WORD["bad" if one.state == "overdue" else "watch"]
        late = f"  \n:{colour}[:small[{plain(odd)}]]" if odd else ""
        words = f"{plain(one.action.what)}  \n:gray[:small[{plain(who)}]]{late}"
        st.markdown(words)
        if own:
            _ways(one)


def _ways(one: Promise) -> None:
    with st.container(horizontal=True, gap="small", width="content"):
        if st.button("Done", key=f"done-{one.row.id}", icon=":material/check:"):
            _finish(one)
        st.button(
            "Change",
            key=f"move-{one.row.id}",
            type="tertiary",
            help="Put it off, reword it or give it to somebody else.",
            on_click=st.session_state.__setitem__,
            args=(_MOVED, one.row.id),
        )


def _finish(one: Promise) -> None:
    with told():
        saved = session.workspace().together.finish(one.row.id)
        if said.done(saved, f"Done: {one.action.what}"):
            st.rerun()


def _folded(
    listed: Sequence[Promise], label: str, key: str, draw: Callable[[Promise], None]
) -> None:
    """Draw actions in a fold, once it is open, so many at a time."""
    if not listed:
        return
    fold = st.expander(label, key=key, on_change="rerun")
    if not fold.open:
        return
    with fold:
        pages = -(-len(listed) // _AT_A_TIME)
        page = st.pagination(pages, key=f"{key}-page") if pages > 1 else 1
        for one in listed[(page - 1) * _AT_A_TIME : page * _AT_A_TIME]:
            draw(one)


def _draw_done(one: Promise, names: Mapping[str, str], *, own: bool) -> None:
    who, odd = promise_words(one, about_words(one.row, names), people())
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        odd_words = f" · {odd}" if odd else ""
        st.markdown(
            f":green[:material/check:] {plain(one.action.what)}  \n"
            f":small[:gray[{plain(who + odd_words)}]]",
            width="stretch",
        )
        if own and st.button("Reopen", key=f"reopen-{one.row.id}", type="tertiary"):
            _reopen(one)


def _reopen(one: Promise) -> None:
    with told():
        saved = session.workspace().together.reopen(one.row.id)
        if said.done(saved, f"Open again: {one.action.what}"):
            st.rerun()


def _dialogs(found: Agenda, today: date) -> None:
    if st.session_state.pop(_ASKED, None):
        _add(today)
    moved = st.session_state.pop(_MOVED, None)
    one = next((it for it in found.open if it.row.id == moved), None)
    if one is not None:
        _move(one)


@st.dialog("Add an action", icon=":material/add_task:")
def _add(today: date) -> None:
    with st.form("add-action-form", border=False):
        what = st.text_area("What will be done", key="action-what", height=96)
        left, right = st.columns(2)
        teams = [team for team in TEAMS if session.may("act", team)]
        team: Team | None = left.selectbox(
            "Team", teams, format_func=lambda it: TEAM_WORDS[it], key="action-team"
        )
        due = right.date_input(
            "Due", today + timedelta(days=_WEEK), key="action-due", format="YYYY-MM-DD"
        )
        owner = owner_field("")
        about = st.selectbox(
            "About, if a KPI",
            list(KPIS),
            index=None,
            format_func=lambda it: KPIS[it].name,
            key="action-about",
        )
        if st.form_submit_button("Add", type="primary"):
            with told():
                cells = {"what": what, "team": team, "owner": owner, "about": about}
                given = {name: it for name, it in cells.items() if it}
                saved = session.workspace().together.add_action({**given, "due": str(due)})
                if said.done(saved, f"Added: {what}"):
                    st.rerun()


@st.dialog("Change an action", icon=":material/event:")
def _move(one: Promise) -> None:
    from planning.agreed.changes import Edit

    with st.form("move-action-form", border=False):
        what = st.text_area("What will be done", one.action.what, key="moved-what", height=96)
        due = st.date_input("Due", one.action.due, key="moved-due", format="YYYY-MM-DD")
        owner = owner_field(one.action.owner)
        if st.form_submit_button("Save", type="primary"):
            with told():
                mine = {"what": what, "due": str(due), "owner": owner}
                base = {cell: one.row[cell] for cell in mine}
                edits = [Edit(one.row.id, base, mine)]
                saved = session.workspace().together.change(edits)
                if said.done(saved, f"Changed: {what}"):
                    st.rerun()


def owner_field(standing: str, key: str = "action-owner") -> str:
    """Ask who does it: somebody registered, whose own it then is, or any name.

    Args:
        standing: Who stands there already; empty for nobody.
        key: Of the field.
    """
    workspace = session.workspace()
    me = workspace.actor.email
    known = {person.email: person.name for person in workspace.people.all()}
    names = list(dict.fromkeys(one for one in (standing, me, *known) if one))
    return (
        st.selectbox(
            "Owner",
            names,
            format_func=lambda it: f"{known[it]} ({it})" if it in known else _named(it),
            accept_new_options=True,
            key=key,
            help="Choose a person, or type a name.",
        )
        or ""
    )


def _named(owner: str) -> str:
    return "You" if owner == "local" else owner
