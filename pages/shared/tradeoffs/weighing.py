"""What limits the best plan month by month, and what a reader should know."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from data_sources.allocating import Allocations
from pages.shared import gaps, pictures, session
from pages.shared.tradeoffs.standing import Key, Weighed
from planning.actuals.counts import Counts, Scope
from planning.actuals.slices import Slice
from planning.errors import Finding
from planning.model.weighing.limits_by_month import Held, bottleneck, limits_by_month
from planning.model.weighing.study import Study
from planning.periods import Period, month_of
from planning.together.year_ahead import YearAhead
from views.formats import plain
from views.limit_pictures import MEANING, limits_picture


def limits(found: Weighed) -> None:
    """Draw what limits the best plan, by area and month."""
    held, finding = _held(found.key, found.study)
    drawn = limits_picture(held, finding, found.currency)
    if drawn is None:
        return
    with st.container(gap="xsmall"):
        st.subheader("What limits us")
        pictures.alone(drawn)
        st.caption(MEANING)


@st.cache_resource(show_spinner=False, max_entries=6)
def _held(key: Key, _study: Study) -> tuple[tuple[Held, ...], str]:  # noqa: ARG001 - cache's key
    return limits_by_month(_study.optimum), bottleneck(_study.optimum)


def landing(now: session.Now, found: Weighed) -> None:
    """Say where the current plan lands against the year's targets, and what would close a gap."""
    if now.counts is None:
        return
    ahead = _ahead(found.key, now.counts, now, found)
    st.subheader("Where the current plan lands")
    gaps.section(ahead.gaps)
    if not ahead.gaps:
        st.write("No count or sum has a target for the year, so nothing is held against one.")
    if ahead.basis:
        st.caption(plain(ahead.basis))


@st.cache_resource(show_spinner="Looking where the year lands…", max_entries=6)
def _ahead(
    key: Key,  # noqa: ARG001 - the key of the cache
    _counts: Counts,
    _now: session.Now,
    _found: Weighed,
) -> YearAhead:
    month = month_of(_counts.as_of)
    part = Slice(_counts, Scope(period=Period(start=month, end=month + 1)), _now.context)
    asking = Allocations(session.workspace())
    return asking.year_ahead(_found.row, part, question=_found.study.question)


def findings(warnings: Iterable[str]) -> list[Finding]:
    """Return an answer's warnings as findings."""
    return [Finding(code="allocation", message=words) for words in warnings]
