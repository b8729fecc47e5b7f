"""What money brings each channel: one picture, both leaders' answers, all channels as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.shared import pictures, session
from pages.shared.assumptions import answering
from pages.shared.assumptions.standing import Standing
from planning.model.assuming.answered import response_key
from planning.model.assuming.judged import Answers, disagreement
from planning.teams import Team
from views.charts import Chart
from views.formats import day, plain, visible
from views.response_pictures import Expected, expected, picture
from views.response_tables import answers_frame, channels_frame
from views.theme import team_word

_TEAMS: Final[tuple[Team, ...]] = ("marketing", "sales")


def section(stands: Standing) -> None:
    """Draw one channel with its answers, and all channels below."""
    st.subheader("What money brings")
    every = [expected(stands.calibration, it) for it in stands.assumptions.channels]
    if not every:
        st.write("No channel has leads or money yet.")
        return
    found = _chosen(stands, every)
    answers = stands.answers(found.channel.name)
    drawn = picture(stands.calibration, found, answers, stands.currency)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(gap="xsmall"):
        _picture(drawn, found)
    with right, st.container(gap="small"):
        _answers(stands, found, answers)
    _all(stands, every)


def _chosen(stands: Standing, every: Sequence[Expected]) -> Expected:
    """Return the channel looked at: first what the leaders see differently, else most money."""
    by_name = {it.channel.name: it for it in every}
    order = sorted(by_name, key=lambda it: -by_name[it].channel.spend)
    first = next((it for it in stands.disagree if it in by_name), order[0])
    picked = st.selectbox(
        "Channel",
        order,
        index=order.index(first),
        format_func=visible,
        key="response-channel",
        bind="query-params",
        width=264,
    )
    return by_name[picked or first]


def _picture(drawn: Chart | None, found: Expected) -> None:
    if drawn is None:
        st.write(plain(found.note or "Nothing tells what money would bring."))
        return
    pictures.alone(drawn)
    if found.note:
        st.caption(plain(found.note))


def _answers(stands: Standing, found: Expected, answers: Sequence[Answers]) -> None:
    """Show both leaders' answers side by side, and how they differ."""
    name = found.channel.name
    st.markdown(f"**What both teams expect of {plain(name)}**")
    if apart := disagreement(answers):
        st.markdown(f":yellow[:material/warning:] {plain(apart)}")
    elif not answers:
        st.write("Nobody answered the three questions about it yet.")
    st.dataframe(
        answers_frame(answers, found),
        hide_index=True,
        key=f"answers-{name}",
        alt="Leads a month as marketing and sales answered, and as taken.",
    )
    for team in _TEAMS:
        _reason(stands, answers, team, response_key(name))
    own = any(stands.is_open and session.may("assumptions", team) for team in _TEAMS)
    st.button(
        "Answer the three questions" if own else "Look at the answers",
        key="answer-response",
        icon=":material/psychology:",
        on_click=answering.ask_for,
        args=(response_key(name),),
    )
    if told := answering.who_answers(stands, _TEAMS):
        st.caption(told)


def _reason(stands: Standing, answers: Sequence[Answers], team: Team, key: str) -> None:
    one = next((it for it in answers if it.team == team), None)
    if one is None:
        return
    row = stands.rows.get((key, team))
    why = f": {plain(str(row['reason']))}" if row is not None and row["reason"] else ""
    st.caption(f":{team_word(team)}[{team.capitalize()}], {plain(one.by)}, {day(one.on)}{why}")


def _all(stands: Standing, every: Sequence[Expected]) -> None:
    st.dataframe(
        channels_frame(every, stands.currency),
        hide_index=True,
        placeholder="—",
        key="all-responses",
        column_config={
            "Channel": st.column_config.TextColumn(pinned=True, width="medium"),
            f"Money a month, {stands.currency}": st.column_config.NumberColumn(format="%,.0f"),
            "Leads a month": st.column_config.NumberColumn(format="%,.0f"),
            "With half as much again": st.column_config.NumberColumn(format="%,.0f"),
            "at least": st.column_config.NumberColumn(format="%,.0f"),
            "at most": st.column_config.NumberColumn(format="%,.0f"),
            "Note": st.column_config.TextColumn(width="large"),
        },
        alt="What money brings every channel, with its interval and source.",
    )
