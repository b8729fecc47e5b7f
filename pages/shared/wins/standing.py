"""Wins and losses of a quarter, read and computed once for one state of the facts."""

from __future__ import annotations

import streamlit as st

from data_sources.workspace import Workspace
from pages.shared import session
from pages.shared.editor.sheet import place
from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE
from planning.company import Company
from planning.periods import Period, month_of
from planning.review.wins.quarter import Quarter, months_read, quarter_of_deals
from planning.review.wins.quarters import last_complete, quarters


def choices(counts: Counts, company: Company) -> tuple[list[Period], Period]:
    """Return the quarters on offer, newest first, and the one that opens by itself."""
    closed = [*counts.cubes[BASE].by_month("won"), *counts.cubes[BASE].by_month("lost")]
    first = min(closed, default=month_of(counts.as_of))
    found = list(quarters(first, counts.as_of, company))
    usual = last_complete(counts.as_of, company)
    return found, usual if usual in found else found[0]


def standing(now: session.Now, quarter: Period) -> Quarter | None:
    """Return wins and losses of a quarter, None in an empty home."""
    workspace = session.workspace()
    return _standing(place(workspace), now.facts, quarter.start, quarter.end, workspace)


@st.cache_resource(show_spinner="Reading the closed deals…", max_entries=12)
def _standing(
    place: tuple[str, str],  # noqa: ARG001 - with the facts the key of the cache
    facts: tuple[str, str],  # noqa: ARG001
    start: int,
    end: int,
    _workspace: Workspace,
) -> Quarter | None:
    quarter = Period(start=start, end=end)
    deals = _workspace.deals.closed(months_read(quarter))
    return None if deals is None else quarter_of_deals(deals, quarter)
