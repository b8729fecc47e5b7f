"""The minutes: they write themselves, are closed once, and go out as a file."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session
from pages.shared.messages import told
from pages.shared.week import said
from pages.shared.week.gathering import OnTable
from pages.shared.week.notes import people
from planning.agreed.notes import Held
from planning.agreed.rights import who_may
from planning.together.minutes import Listed, Minutes, listed, minutes, weeks_told
from views.formats import day, plain
from views.minutes import lines, markdown, summary, text, title

_WEEKS: Final = 26
"""Weeks whose minutes are at hand; History tells of all."""


def of_week(table: OnTable, week: date) -> Minutes:
    """Return the minutes of a week: its agenda as it was closed, else as it stands.

    Args:
        table: What the meeting has on its table.
        week: Its Monday.
    """
    closed = held(week)
    items: tuple[Listed, ...] = ()
    if closed is not None:
        items = tuple(Listed(*one) for one in closed.agenda)
    elif week == table.week:
        items = listed(table.agenda)
    return minutes(week, items, table.records, table.today)


def held(week: date) -> Held | None:
    """Return the closed meeting of a week, or None."""
    rows = session.workspace().together.held()
    return next((one for row in rows if (one := Held.of(row.cells)).week == week), None)


def section(table: OnTable) -> None:
    """Draw this week's minutes, the way to close the meeting, and the file."""
    found, closed = of_week(table, table.week), held(table.week)
    draw(found)
    take(found)
    if closed is not None:
        who = people().get(closed.by, closed.by)
        st.markdown(
            f":green[:material/check: {plain(f'Closed on {day(closed.closed_on)} by {who}.')}] "
            "The next meeting starts from these minutes."
        )
    elif session.may("decide"):
        if st.button("Close the meeting", key="meeting-close", type="primary"):
            _close(table)
    else:
        st.caption(f"Meetings are closed by people with the role {who_may('decide')}.")


def last(table: OnTable) -> None:
    """Draw the minutes of the last week that has any, folded; inside, those of others too."""
    closed = (Held.of(row.cells).week for row in session.workspace().together.held())
    weeks = weeks_told(table.records, closed, table.week)[:_WEEKS]
    if not weeks:
        return
    with st.expander(title(weeks[0])):
        week = weeks[0]
        if len(weeks) > 1:
            week = (
                st.selectbox("Week of", weeks, format_func=day, key="minutes-week", width=200)
                or week
            )
        found = of_week(table, week)
        draw(found)
        take(found)


def draw(found: Minutes) -> None:
    """Draw minutes as headings with bullets."""
    st.caption(plain(summary(found)))
    for head, bullets in lines(found, people()):
        st.markdown("\n".join([f"**{head}**", "", *(f"- {it}" for it in bullets)]))


def take(found: Minutes) -> None:
    """Offer minutes as a Markdown and a text file."""
    names, company = people(), session.now().company.name
    name = f"Minutes {found.week.isoformat()}"
    with st.container(horizontal=True, gap="small"):
        for label, written, ending, kind in (
            ("Minutes as text", text, "txt", "text/plain"),
            ("Minutes as Markdown", markdown, "md", "text/markdown"),
        ):
            st.download_button(
                label,
                written(found, names, company),
                f"{name}.{ending}",
                kind,
                key=f"minutes-{ending}-{found.week}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def _close(table: OnTable) -> None:
    agenda: list[JsonValue] = [[one.key, one.mood, one.finding] for one in listed(table.agenda)]
    with told():
        saved = session.workspace().together.close(table.week, agenda)
        if said.done(saved, "The meeting is closed."):
            st.rerun()
