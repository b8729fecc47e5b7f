"""Who may come in: the table, and one form to add somebody or change what they may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from data_sources.store.users import Person
from pages.shared import session
from pages.shared.messages import told
from planning.agreed.rights import ROLES, Role
from planning.teams import Team
from views.formats import plain, visible
from views.people import MAY, roles_in_words, teams_in_words

NEW: Final = "Somebody new"
TEAMS: Final[tuple[Team, ...]] = ("marketing", "sales")


def section(people: Sequence[Person]) -> None:
    """Draw everybody and the form."""
    if people:
        st.dataframe(
            frame(people),
            hide_index=True,
            column_config={"Address": st.column_config.TextColumn(pinned=True)},
            alt="People who may come in, with what each may do.",
        )
    known = {one.email: one for one in people}
    with st.container(border=True):
        chosen = st.selectbox(
            "Who",
            [NEW, *known],
            format_func=lambda email: _called(known, email),
            key="person",
        )
        _form(known.get(chosen or NEW))


def frame(people: Sequence[Person]) -> pd.DataFrame:
    """Return the people as a table."""
    return pd.DataFrame(
        {
            "Address": [visible(one.email) for one in people],
            "Name": [visible(one.name) if one.name != one.email else "" for one in people],
            "Roles": [roles_in_words(one.roles) for one in people],
            "Teams": [teams_in_words(one.teams) for one in people],
            "Signed in": ["yes" if one.has_signed_in else "not yet" for one in people],
        }
    )


def _called(known: dict[str, Person], email: str) -> str:
    one = known.get(email)
    if one is None:
        return NEW
    return visible(email if one.name == email else f"{one.name}, {email}")


def _form(person: Person | None) -> None:
    """Draw the fields of one person; each version of a person has fields of its own."""
    place = f"{person.email}-{person.version}" if person else f"new-{_added()}"
    with st.form(f"form-{place}", border=False):
        with st.grid(2, min_column_width=240):
            if person is None:
                email = st.text_input(
                    "Address", key=f"email-{place}", placeholder="ada@example.com"
                )
            name = st.text_input(
                "Name",
                "" if person is None or person.name == person.email else person.name,
                key=f"name-{place}",
                placeholder="As the first sign-in tells it",
            )
        with st.container(gap="xsmall"):
            st.caption("Roles")
            roles = [role for role in ROLES if _ticked(role, f"role-{role}-{place}", person)]
        with st.container(gap="xsmall"):
            st.caption("Teams whose lines and targets are theirs")
            teams = [team for team in TEAMS if _ticked(team, f"team-{team}-{place}", person)]
        with st.container(horizontal=True):
            saved = st.form_submit_button("Add" if person is None else "Save", type="primary")
            going = person is not None and st.form_submit_button("Remove…")
    if saved and person is None:
        add(email, roles, teams, name)
    elif saved and person is not None:
        change(person, roles, teams, name)
    elif going and person is not None:
        _removal(person)


def _ticked(name: Role | Team, key: str, person: Person | None) -> bool:
    """Draw a box for a role or team; a role says what it may."""
    label = next((f"**{name}** {plain(may)}" for role, may in MAY.items() if role == name), name)
    has = person is not None and name in (person.roles | person.teams)
    return st.checkbox(label, has, key=key)


def add(email: str, roles: Sequence[str], teams: Sequence[str], name: str) -> None:
    """Register somebody and say so."""
    with told():
        person = session.workspace().people.add(email, roles, teams, name)
        st.session_state["people-added"] = _added() + 1
        st.toast(f"{plain(person.email)} may sign in now.")
        st.rerun()


def change(person: Person, roles: Sequence[str], teams: Sequence[str], name: str) -> None:
    """Change somebody as they were shown, and say so."""
    with told():
        session.workspace().people.change(
            person.email, roles=roles, teams=teams, name=name, based_on=person.version
        )
        st.toast(f"{plain(person.name)} may do that from now on.")
        st.rerun()


def remove(email: str, version: int) -> None:
    """Remove somebody as they were shown, and say so."""
    with told():
        gone = session.workspace().people.remove(email, based_on=version)
        st.session_state.pop("person", None)
        st.toast(f"{plain(gone.name)} is out. What they did stays in the history.")
        st.rerun()


@st.dialog("Remove this person?")
def _removal(person: Person) -> None:
    st.markdown(
        f"{plain(person.name)} is out at their next step. Lines, comments and history stay."
    )
    if st.button("Remove", type="primary", key="remove-person"):
        remove(person.email, person.version)


def _added() -> int:
    return int(st.session_state.get("people-added", 0))
