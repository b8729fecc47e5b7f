"""The agenda of the week on screen: gathered once for facts and plan, fresh in what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from data_sources.meeting_week import records, whole
from data_sources.workspace import Workspace
from pages.shared import session
from pages.shared.accounts.book import book_of
from pages.shared.editor.sheet import place as place_of
from pages.shared.editor.sheet import rows_at
from pages.shared.week.standing import Week
from planning.actuals.individuals import shown_to
from planning.agreed.rows import Kind
from planning.together.actions import monday
from planning.together.agenda import Gathered, WeekAgenda, week_agenda
from planning.together.freshening import freshened
from planning.together.minutes import Records

_KINDS: tuple[Kind, ...] = (
    "target", "line", "envelope", "assumption", "goal", "coverage", "criterion",
)  # fmt: skip
"""Rows of a plan that an agenda rests on."""


@dataclass(frozen=True)
class OnTable:
    """What a meeting has on its table.

    Attributes:
        agenda: What it goes through.
        records: What it and those before left behind.
        week: Monday of this week.
        today: The day of the calendar.
        currency: The plan currency.
    """

    agenda: WeekAgenda
    records: Records
    week: date
    today: date
    currency: str


def on_table(now: session.Now, stands: Week) -> OnTable:
    """Return what this week's meeting has on its table.

    Args:
        now: The store at its newest revision.
        stands: Where the week stands.
    """
    workspace = session.workspace()
    place = place_of(workspace)
    said = said_at(now)
    today = workspace.together.today()
    plan = stands.plan
    changed = ""
    if plan is not None:
        kept = [plan]
        for kind in _KINDS:
            kept += rows_at(place, kind, plan.id, now.revision).listed
        changed = f"{plan.id} {len(kept)} up to {max(row.revision for row in kept)}"
    decided = f"{len(said.decisions)} {max((it.revision for it in said.decisions), default=0)}"
    # Everybody sees the same agenda, so it is gathered once for all.
    gathered = _gathered(place, (*now.facts, changed, decided), workspace, now, stands)
    fresh = freshened(gathered, said.actions, said.parked, today)
    return OnTable(week_agenda(fresh), said, monday(today), today, now.company.currency)


def said_at(now: session.Now) -> Records:
    """Return what meetings left behind, as the store has it now."""
    workspace = session.workspace()
    return _records(place_of(workspace), now.revision, workspace)


@st.cache_resource(show_spinner=False, max_entries=4)
def _records(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    revision: int,
    _workspace: Workspace,
) -> Records:
    return records(_workspace, as_of=revision)


@st.cache_resource(show_spinner="Gathering what this week is about…", max_entries=6)
def _gathered(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    key: tuple[str, ...],  # noqa: ARG001
    _workspace: Workspace,
    _now: session.Now,
    _stands: Week,
) -> Gathered:
    counts = _now.counts
    return whole(
        _workspace,
        counts=None if counts is None else shown_to(counts, ()),
        plan=_stands.plan,
        book=book_of(_now),
        landings={one.landing.key: one.landing for one in _stands.ahead.outlooks},
        as_of=_now.revision,
    )
