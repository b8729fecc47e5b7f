"""How campaigns stand, read and computed once for one state of the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data_sources.workspace import Workspace
from pages.shared import session
from pages.shared.editor.sheet import place
from planning.actuals.counts import Counts
from planning.company import Company
from planning.periods import Period
from planning.review.campaigns.standing import Campaigns, campaigns

if TYPE_CHECKING:
    import pandas as pd


def standing(now: session.Now, counts: Counts, period: Period | None) -> Campaigns:
    """Return how the campaigns of some months stand."""
    ends = None if period is None else (period.start, period.end)
    here = place(session.workspace())
    return _standing(here, now.facts, ends, leads(now), counts, now.company)


def leads(now: session.Now) -> pd.DataFrame:
    """Return what became of the leads of every campaign; there must be facts."""
    workspace = session.workspace()
    return _leads(place(workspace), now.facts, workspace)


@st.cache_resource(show_spinner="Reading the leads of campaigns…", max_entries=3)
def _leads(
    place: tuple[str, str],  # noqa: ARG001 - with the facts the key of the cache
    facts: tuple[str, str],  # noqa: ARG001
    _workspace: Workspace,
) -> pd.DataFrame:
    found = _workspace.deals.of_campaigns()
    assert found is not None  # noqa: S101 - asked for only where there are facts
    return found


@st.cache_resource(show_spinner=False, max_entries=24)
def _standing(
    place: tuple[str, str],  # noqa: ARG001
    facts: tuple[str, str],  # noqa: ARG001
    ends: tuple[int, int] | None,
    _leads: pd.DataFrame,
    _counts: Counts,
    _company: Company,
) -> Campaigns:
    period = None if ends is None else Period(start=ends[0], end=ends[1])
    return campaigns(_leads, _counts, _company, period)
