"""Next money: what more and less of it does, what a head is worth, until when more helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages.shared import pictures, session, tables_to_take
from pages.shared.tradeoffs.answers import answers
from pages.shared.tradeoffs.standing import Key, Weighed
from planning.model.optimising.usefulness import (
    LastUseful,
    Uncommitted,
    last_useful_hires,
    last_useful_money,
    uncommitted,
)
from planning.model.problem import current_plan
from planning.model.weighing.next_heads import Head, next_heads
from planning.model.weighing.next_total import Moved, next_of_teams, next_total
from planning.model.weighing.study import Study
from planning.model.weighing.unworked import Unworked, said, unworked
from planning.teams import Team
from views.budget import TEAM_WORDS
from views.formats import plain
from views.next_pictures import heads_frame, steps_frame, steps_picture
from views.theme import team_word
from views.tradeoffs import range_words
from views.unworked import unworked_frame
from views.useful import useful_frame, useful_sentence

_ORDER: Final[tuple[Team, ...]] = ("marketing", "joint", "sales")
_PLANS: Final = ("Current plan", "Best plan")


@dataclass(frozen=True, eq=False)
class _Worth:
    total: tuple[Moved, Moved]
    teams: dict[Team, tuple[Moved, Moved]]
    heads: tuple[Head, ...]
    money: tuple[LastUseful, ...]
    hires: tuple[LastUseful, ...]
    free: Uncommitted
    now: tuple[Unworked, ...]
    best: tuple[Unworked, ...]


def section(_now: session.Now, found: Weighed) -> None:
    """Draw the view."""
    worth = _worth(found.key, found.study)
    _whole(worth)
    _steps(found)
    _heads(found, worth)
    _useful(found, worth)
    _unworked(found, worth)


@st.cache_resource(show_spinner="Weighing the next head and the last useful month…", max_entries=6)
def _worth(key: Key, _study: Study) -> _Worth:  # noqa: ARG001 - part of the cache's key
    problem, plan, now = _study.question.problem, _study.optimum.plan, _study.option("current")
    return _Worth(
        total=next_total(_study),
        teams=next_of_teams(_study),
        heads=next_heads(_study),
        money=last_useful_money(problem, plan),
        hires=last_useful_hires(_study.optimum),
        free=uncommitted(problem, current_plan(problem)),
        now=unworked(now.outcome, now.plan),
        best=unworked(_study.optimum.outcome, plan),
    )


def _whole(worth: _Worth) -> None:
    """Say what the best plan makes of more and less money, in total and for each team."""
    st.subheader("More and less, everything split anew")
    for one in worth.total:
        st.markdown(plain(one.sentence))
    with st.grid(len(worth.teams) or 1, min_column_width=240, gap="small"):
        # Marketing left, sales right, what both share between them.
        for team in (it for it in _ORDER if it in worth.teams):
            with st.container(border=True, gap="xsmall", height="stretch"):
                st.markdown(f":{team_word(team)}[**{TEAM_WORDS[team]}**]")
                for side in worth.teams[team]:
                    st.markdown(plain(side.sentence))


def _steps(found: Weighed) -> None:
    st.subheader("The next 10,000")
    picked = st.segmented_control(
        "In", _PLANS, default=_PLANS[0], required=True, key="steps-of",
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    told = answers(found)
    steps = told.best if picked == _PLANS[1] else told.now
    drawn = steps_picture(steps, found.currency, f"the {(picked or _PLANS[0]).lower()}")
    if drawn is None:
        st.write("Nothing tells what money brings: answer the questions on page Assumptions.")
    else:
        pictures.alone(drawn)
    frame = steps_frame(told.now, told.best, found.currency)
    with st.expander("As a table, hires too", icon=":material/table:"):
        tables_to_take.show(frame, "next-money", "What 10,000 more and less do in every line.")


def _heads(found: Weighed, worth: _Worth) -> None:
    st.subheader("One more head")
    first = worth.heads[0] if worth.heads else None
    if first is None:
        st.write("The plan has no people of sales to add to.")
        return
    st.markdown(f"**{plain(first.sentence)}**")
    st.caption(
        "One more than in the best plan, decided now; its cost taken off. "
        "It starts after the hiring delay and learns first."
    )
    tables_to_take.show(
        heads_frame(worth.heads, found.currency), "heads", "What one more head is worth."
    )


def _useful(found: Weighed, worth: _Worth) -> None:
    problem = found.study.question.problem
    st.subheader("Until when more still helps this year")
    told = useful_sentence(problem, worth.money, worth.free)
    st.markdown(f"**{plain(told)}**")
    frame = useful_frame(problem, worth.money, worth.hires, worth.free, found.currency)
    tables_to_take.show(frame, "useful", "The last useful month of every line, and its free money.")


def _unworked(found: Weighed, worth: _Worth) -> None:
    st.subheader("Leads nobody would follow up")
    st.markdown(f"**{plain(f'Current plan: {said(worth.now)}')}**")
    st.markdown(plain(f"Best plan: {said(worth.best)}"))
    now, best = (
        range_words(found.study.option(it).figures["not_followed_up"], "count")
        for it in ("current", "best")
    )
    told = f"With every assumption at its middle. In 8 of 10 cases: {now} now, {best} in the best."
    st.caption(plain(told))
    frame = unworked_frame(worth.now, worth.best, found.study.question.problem, found.currency)
    tables_to_take.show(frame, "unworked", "Leads that go cold, by area.")
