"""Gaps to the year's targets, each with the levers that alone would close it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planning.review.levers.gap import Gap
from views.formats import plain
from views.levers import gap_head, lead_in, lever_lines, not_enough, on_course, others_words


def section(gaps: Sequence[Gap]) -> None:
    """Say what targets lack: the first in full, the others where asked for.

    Args:
        gaps: Of a year's targets, the one that matters most first.
    """
    missing = [it for it in gaps if it.is_open]
    if missing:
        _gap(missing[0])
    if missing[1:]:
        with st.expander(others_words(missing[1:])):
            for one in missing[1:]:
                _gap(one)
    reached = on_course(gaps)
    if reached:
        st.caption(plain(reached))


def _gap(gap: Gap) -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{plain(gap_head(gap))}**")
        st.caption(plain(lead_in(gap)))
        found = lever_lines(gap)
        if found:
            st.markdown("\n".join(f"- {line}" for line in found))
        rest = not_enough(gap)
        if rest:
            st.caption(plain(rest))
