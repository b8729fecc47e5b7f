"""The leads nobody has followed up, one by one, the most valuable first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from data_sources.lead_reading import LISTED
from pages.shared import session, tables_to_take
from pages.shared.editor.sheet import place
from pages.shared.leads.asked import Asked
from pages.shared.messages import told
from planning.actuals.counts import DIMENSIONS, Scope
from planning.actuals.lead_value import LeadValues
from planning.periods import Period, first_day
from views import leads_follow_up as words
from views.formats import plain

STATES: Final = ("never", "overdue", "waiting", "undated")
EVERY: Final = 20_000
"""Leads looked up once for all filters; a company with more is asked for each filter."""

_COLUMNS: Final = ("channel", "segment", "region")
_NAMES: Final = {
    "never": "Never followed up",
    "overdue": "Overdue",
    "waiting": "Waiting",
    "undated": "Without a date",
}


@st.fragment
def section(asked: Asked, worth: LeadValues) -> None:
    """Draw the list; its controls redraw nothing else."""
    st.subheader("Leads to follow up")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        states = st.pills(
            "State",
            STATES,
            selection_mode="multi",
            default=list(STATES[:3]),
            key="waiting-states",
            format_func=lambda it: _NAMES[it],
        )
        mine = st.toggle("Mine alone", key="waiting-mine") if _owns_leads(asked) else False
    if not states:
        st.write("Choose at least one state.")
        return
    with told():
        with st.spinner("Looking up the leads…"):
            found = _found(asked, worth, tuple(states), mine=mine)
        _shown(asked, found)


def _shown(asked: Asked, found: pd.DataFrame) -> None:
    st.caption(plain(words.listed_words(found, LISTED, asked.currency)))
    if found.empty:
        return
    link = asked.now.company.crm_link
    frame = words.listed_frame(found, link, asked.currency)
    frame["State"] = frame["State"].map(_NAMES)
    tables_to_take.show(
        frame,
        "leads-to-follow-up",
        "Leads without follow-up by expected revenue.",
        link="CRM" if link else None,
    )
    if not link:
        st.caption("With an address of the CRM in the settings each lead gets a link.")


def _owns_leads(asked: Asked) -> bool:
    """Whether the facts know the visitor as an owner."""
    cube = asked.counts.cubes.get("owner")
    labels = cube.labels.get("owner", ()) if cube else ()
    mine = {name.casefold() for name in session.workspace().actor.known_as}
    return any(label is not None and label.casefold() in mine for label in labels)


def _found(asked: Asked, worth: LeadValues, states: tuple[str, ...], *, mine: bool) -> pd.DataFrame:
    """Return the leads asked for: from those at hand where these are all there are."""
    scope = asked.question.scope
    here = session.workspace()
    owner = here.actor.email if mine else ""
    place_and_facts = place(here), (asked.counts.snapshot_id, asked.now.agreed)
    every = _listed(*place_and_facts, EVERY, STATES, (), owner, worth)
    if len(every) >= EVERY or scope.motion is not None:
        return _listed(*place_and_facts, LISTED, states, _wanted(scope), owner, worth)
    kept = every["state"].isin(states)
    for name in _COLUMNS:
        labels = getattr(scope, name)
        if labels is not None:
            known = [it for it in labels if it is not None]
            kept &= every[name].isin(known) | (every[name].isna() & (None in labels))
    if scope.period is not None:
        days = pd.to_datetime(every["created_on"])
        first, end = (pd.Timestamp(first_day(it)) for it in (scope.period.start, scope.period.end))
        kept &= (days >= first) & (days < end)
    return every[kept].head(LISTED)


Choice = tuple[tuple[str, Sequence[str | None] | Period], ...]


def _wanted(scope: Scope) -> Choice:
    chosen: list[tuple[str, Sequence[str | None] | Period]] = [
        (name, labels) for name in DIMENSIONS if (labels := getattr(scope, name)) is not None
    ]
    if scope.period is not None:
        chosen.append(("created_month", scope.period))
    return tuple(chosen)


@st.cache_resource(show_spinner=False, max_entries=24)
def _listed(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
    most: int,
    states: tuple[str, ...],
    wanted: Choice,
    owner: str,
    _worth: LeadValues,
) -> pd.DataFrame:
    return session.workspace().leads.listed(
        _worth.frame(), where=dict(wanted), states=states, mine=bool(owner), limit=most
    )
