"""Lines: which plan to take over, line by line."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.tradeoffs import differences, wishing
from pages.shared.tradeoffs.standing import Key, Weighed
from planning.errors import TandemError
from planning.model.advising.allocation import Allocation, allocation_of
from planning.model.advising.question import Question
from planning.model.optimising.optimise import optimise
from planning.model.weighing.options import Option
from planning.model.weighing.study import Study, asked_under, with_total
from views.formats import plain

KEY: Final = "advice-of"
"""The address's word for which plan is taken over."""

_BEST, _MINE, _LESS, _MORE = "best", "mine", "less", "more"


def section(_now: session.Now, found: Weighed) -> None:
    """Draw which plan is taken over, then the difference line by line."""
    names = {
        _BEST: "Best plan",
        _MINE: "Mine",
        _LESS: found.study.option(_LESS).name,
        _MORE: found.study.option(_MORE).name,
    }
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        picked = st.segmented_control(
            "Plan to take over", list(names), format_func=names.__getitem__, default=_BEST,
            required=True, key=KEY, bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        whole = st.toggle(
            "Hire whole people", key="whole-people", bind="query-params",
            help="Fits the money to whole hires; takes some seconds.",
        )  # fmt: skip
    try:
        question, answer = _advice(found, picked or _BEST, whole=whole)
    except TandemError as refusal:
        st.write(plain(f"{refusal.what} {refusal.remedy}".strip()))
        return
    differences.section(found.row, question, answer, revision=found.revision)


def _advice(found: Weighed, picked: str, *, whole: bool) -> tuple[Question, Allocation]:
    """Return the question and answer of the plan that is taken over."""
    study = found.study
    if picked == _BEST and not whole:
        return study.question, study.best
    question = study.question
    if picked == _MINE:
        wish = wishing.standing(found)
        if isinstance(wishing.answer(found, wish), Option):
            question = asked_under(question, wishing.limits(found, wish))
    elif picked in (_LESS, _MORE):
        question = with_total(question, study.option(picked).total or study.option(picked).spend)
    return question, _allocated(found.key, repr(question.problem.limits), whole, question, study)


@st.cache_resource(show_spinner="Looking for the plan that holds this…", max_entries=12)
def _allocated(
    key: Key,  # noqa: ARG001 - parts of the cache's key
    limits: str,  # noqa: ARG001
    whole: bool,
    _question: Question,
    _study: Study,
) -> Allocation:
    optimum = optimise(_question.problem)
    return allocation_of(_question, optimum, _study.drawn, finalise=whole, target=_study.target)
