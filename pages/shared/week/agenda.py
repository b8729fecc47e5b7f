"""The agenda: what is off course, most money first, with what can be done about it in place."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.messages import told
from pages.shared.week import offers, said
from pages.shared.week.gathering import OnTable
from pages.shared.week.notes import people
from planning.agreed.actions import Action
from planning.agreed.notes import Parked
from planning.review.exceptions.item import Item
from views.agenda import (
    about_words,
    agenda_words,
    assigned_words,
    back_words,
    folded_words,
    money_words,
    owner_words,
    picture_of,
)
from views.formats import counted, day, plain

_GOOD: int = 5


def section(table: OnTable) -> None:
    """Draw the items, what beat the plan beside them, and what is parked."""
    found = table.agenda
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader("Agenda", width="stretch")
        st.button(
            "Meeting",
            key="meeting-begin",
            icon=":material/present_to_all:",
            help="One item at a time, for the big screen.",
            on_click=st.query_params.__setitem__,
            args=("mode", "meeting"),
        )
    st.caption(plain(agenda_words(found)))
    left, right = st.columns([3, 1], gap="medium") if found.good else (st.container(), None)
    with left:
        for item in found.first:
            card(item, table)
        if found.rest:
            # Each has a picture of its own, so they are drawn once somebody asks.
            fold = st.expander(
                counted(len(found.rest), "more item"), key="agenda-rest", on_change="rerun"
            )
            if fold.open:
                with fold:
                    for item in found.rest:
                        card(item, table)
        _parked(table)
    if right is not None:
        with right:
            _good(table)
    offers.dialogs(found, table.today)


def card(item: Item, table: OnTable) -> None:
    """Draw one item: finding, money, owners, what is in hand, and a small picture."""
    chart = picture_of(item, table.currency)
    with st.container(border=True):
        words, picture = st.columns([5, 3], gap="small") if chart else (st.container(), None)
        with words, st.container(gap="xxsmall"):
            st.markdown(f"**{plain(item.finding)}**")
            first = (money_words(item, table.currency), about_words(item))
            facts = (" · ".join(filter(None, first)), owner_words(item))
            st.caption(
                "  \n".join(plain(it) for it in facts if it), help=plain(item.estimate) or None
            )
            if more := folded_words(item):
                st.caption(plain(more))
            so_far(item, table)
            offers.ways(item)
        if chart and picture is not None:
            with picture, st.container(gap="xxsmall"):
                st.caption(plain(chart.subtitle))
                st.vega_lite_chart(
                    chart.spec, key=f"chart-{chart.key}", width="stretch", alt=chart.alt
                )


def so_far(item: Item, table: OnTable) -> None:
    """Say that an item was parked until now, and what is in hand about it."""
    for row in table.records.parked:
        one = Parked.of(row.cells)
        if one.item == item.key and one.until <= table.today:
            st.markdown(f":gray[:small[:material/schedule: {plain(back_words(one))}]]")
    for action in in_hand(item, table):
        st.markdown(f":green[:small[:material/check: {plain(assigned_words(action, people()))}]]")


def in_hand(item: Item, table: OnTable) -> list[Action]:
    """Return the open actions that came from an item."""
    actions = (Action.of(row.cells) for row in table.records.actions)
    return [one for one in actions if one.item == item.key and one.done_on is None]


def _good(table: OnTable) -> None:
    st.markdown("**What beat the plan**")
    for item in table.agenda.good[:_GOOD]:
        with st.container(gap="xxsmall"):
            st.markdown(f":green[▲] {plain(item.what)}.")
            if money := money_words(item, table.currency):
                st.caption(plain(money), help=plain(item.estimate) or None)
    if (more := len(table.agenda.good) - _GOOD) > 0:
        with st.expander(f"{more} more"):
            for item in table.agenda.good[_GOOD:]:
                st.markdown(f":green[▲] {plain(item.what)}.")


def _parked(table: OnTable) -> None:
    if not table.agenda.parked:
        return
    why = {
        one.item: (row.id, one.why) for row in table.records.parked if (one := Parked.of(row.cells))
    }
    with st.expander(f"{counted(len(table.agenda.parked), 'item')} parked"):
        for item, until in table.agenda.parked:
            row, reason = why[item.key]
            back = plain(f"Back on {day(until)}: {reason}")
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                words = f"{plain(item.told)}  \n:gray[:small[{back}]]"
                st.markdown(words, width="stretch")
                if session.may("act") and st.button(
                    "Bring back", key=f"unpark-{row}", type="tertiary"
                ):
                    _bring_back(row, item)


def _bring_back(row: str, item: Item) -> None:
    with told():
        saved = session.workspace().together.remove(row)
        if said.done(saved, f"Back on the agenda: {item.finding}"):
            st.rerun()
