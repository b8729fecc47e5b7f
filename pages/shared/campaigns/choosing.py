"""Which months of campaigns a visitor looks at: one month, or all since their start."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

from pages.shared.views_of import chosen
from planning.actuals.counts import Counts
from planning.actuals.cubes import BASE
from planning.periods import UNDATED, Period, month_name, month_of

_MONTH: Final = "This month's leads"
_START: Final = "Since the start"
_MOST: Final = 36


def months(counts: Counts) -> tuple[list[int], int]:
    """Return the months on offer, newest first, and the last one that is over."""
    found = counts.cubes[BASE].keys["month"]
    dated = found[found != UNDATED]
    last = month_of(counts.as_of)
    first = min(int(dated.min()), last) if len(dated) else last
    listed = list(range(last, max(first, last - _MOST + 1) - 1, -1))
    over = month_of(counts.as_of + timedelta(days=1)) - 1
    return listed, over if over in listed else last


def asked(counts: Counts) -> tuple[Period | None, str, int]:
    """Draw what chooses the months; return them, in words too, and the month chosen."""
    listed, usual = months(counts)
    names = {month_name(month): month for month in listed}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(
            "Month",
            list(names),
            index=listed.index(usual),
            key="month",
            bind="query-params",
            width=160,
            # All months are looked at then.
            disabled=st.session_state.get("leads") == _START,
        )
        view = chosen("leads", _MONTH, [_START])
    month = names.get(name or "", usual)
    if view == _START:
        return None, "since the start", month
    return Period(start=month, end=month + 1), f"in {month_name(month)}", month
