"""What leaders ask first, each answered in a sentence."""

from __future__ import annotations

import streamlit as st

from pages.shared.tradeoffs.standing import Key, Weighed
from planning.model.weighing.answers import Answers
from planning.model.weighing.answers import answers as answered
from planning.model.weighing.study import Study
from views.formats import plain


def section(found: Weighed) -> None:
    """Draw the four questions with their answers, two abreast."""
    with st.grid(2, min_column_width=320, gap="small"):
        for one in answers(found).answers:
            with st.container(border=True, gap="xxsmall", height="stretch"):
                st.caption(plain(one.question))
                st.markdown(plain(one.sentence))


def answers(found: Weighed) -> Answers:
    """Return the answers of a plan, computed once for each state of it."""
    return _answers(found.key, found.study)


@st.cache_resource(show_spinner="Asking what leaders ask first…", max_entries=6)
def _answers(key: Key, _study: Study) -> Answers:  # noqa: ARG001 - part of the cache's key
    return answered(_study)
