"""Meeting mode: one thing at a time on the big screen, arrows lead on."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.pictures import show
from pages.shared.week import minutes, notes, offers, promises, questions, said
from pages.shared.week.agenda import so_far
from pages.shared.week.gathering import OnTable
from planning.review.exceptions.item import Item
from planning.together.rounds import Round, position, rounds
from views.agenda import (
    LARGE,
    about_words,
    folded_words,
    money_words,
    owner_words,
    picture_of,
)
from views.formats import plain

_AT: Final = "meeting-at"
_PLACE: Final = "at"
_HEADS: Final = {
    "promises": "What was promised",
    "rest": "Also to talk about",
    "good": "What beat the plan",
    "decisions": "What is to be decided",
    "close": "Minutes",
}


def is_on() -> bool:
    """Whether the page is on the big screen."""
    return st.query_params.get("mode") == "meeting"


def page(now: session.Now, table: OnTable) -> None:
    """Draw where the meeting stands, and the ways on."""
    listed = rounds(table.agenda)
    # A page read anew, as after the server was started again, goes on where it stood.
    key, before = st.session_state.get(_AT, (st.query_params.get(_PLACE, ""), 0))
    at = position(listed, key, before)
    _stand(listed, at)
    _ways(listed, at)
    said.notice()
    one = listed[at]
    if one.item is not None:
        _item(one.item, table)
    else:
        st.title(_HEADS[one.stage])
        _stage(one, now, table)
    offers.dialogs(table.agenda, table.today)


def _ways(listed: tuple[Round, ...], at: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Back", key="meeting-back", shortcut="Left", disabled=at == 0,
            on_click=_go, args=(listed, at - 1),
        )  # fmt: skip
        st.button(
            "Next", key="meeting-next", shortcut="Right", disabled=at == len(listed) - 1,
            type="primary", on_click=_go, args=(listed, at + 1),
        )  # fmt: skip
        st.progress((at + 1) / len(listed), f"{at + 1} of {len(listed)}", width="stretch")
        st.button(
            "Leave", key="meeting-leave", icon=":material/close:", type="tertiary",
            on_click=_leave,
        )  # fmt: skip


def _go(listed: tuple[Round, ...], at: int) -> None:
    _stand(listed, min(max(at, 0), len(listed) - 1))


def _stand(listed: tuple[Round, ...], at: int) -> None:
    st.session_state[_AT] = (listed[at].key, at)
    if st.query_params.get(_PLACE) != listed[at].key:
        st.query_params[_PLACE] = listed[at].key


def _leave() -> None:
    for name in ("mode", _PLACE):
        st.query_params.pop(name, None)
    st.session_state.pop(_AT, None)


def _item(item: Item, table: OnTable) -> None:
    st.title(plain(item.finding))
    chart = picture_of(item, table.currency, LARGE)
    left, right = st.columns([3, 2], gap="large")
    with left:
        figures = filter(None, (money_words(item, table.currency), about_words(item)))
        st.header(plain(" · ".join(figures)), help=plain(item.estimate) or None)
        if owners := owner_words(item):
            st.subheader(plain(owners))
        if more := folded_words(item):
            st.markdown(plain(more))
        if chart is not None:
            st.caption(plain(chart.subtitle))
            st.vega_lite_chart(chart.spec, key=f"large-{chart.key}", width="stretch", alt=chart.alt)
    with right:
        so_far(item, table)
        offers.ways(item)
        notes.section(table, item.key, item.told)


def _stage(one: Round, now: session.Now, table: OnTable) -> None:
    taken = _taken(table) if one.stage == "rest" else None
    left, right = st.columns([3, 2], gap="large")
    with left:
        if one.stage == "promises":
            promises.section()
            minutes.last(table)
        elif one.stage == "rest":
            _rest(table)
        elif one.stage == "good":
            _good(table)
        elif one.stage == "decisions":
            questions.section(now)
        else:
            minutes.section(table)
    with right:
        if one.stage in ("promises", "close"):
            notes.section(table, None)
        elif taken is not None:
            _taken_up(taken, table)
        elif one.stage == "good":
            show([picture_of(table.agenda.good[0], table.currency, LARGE)], abreast=1)


def _rest(table: OnTable) -> None:
    for item in table.agenda.rest:
        told = filter(None, (item.told.rstrip("."), money_words(item, table.currency)))
        st.markdown(f"- {plain(' · '.join(told))}")


def _taken(table: OnTable) -> Item | None:
    """Ask which of the other items the meeting takes up."""
    listed = {item.key: item for item in table.agenda.rest}
    taken = st.selectbox(
        "Take one up",
        list(listed),
        index=None,
        format_func=lambda key: listed[key].told,
        key="meeting-taken",
        placeholder="Take one up",
        label_visibility="collapsed",
    )
    return listed.get(taken or "")


def _taken_up(item: Item, table: OnTable) -> None:
    """Draw one of the other items with all that can be done about it."""
    st.markdown(f"**{plain(item.told)}**")
    if owners := owner_words(item):
        st.caption(plain(owners))
    so_far(item, table)
    offers.ways(item)
    notes.section(table, item.key, item.told)


def _good(table: OnTable) -> None:
    for item in table.agenda.good:
        st.markdown(f"#### :green[▲] {plain(item.what)}.")
        if money := money_words(item, table.currency):
            st.caption(plain(money))
