"""Trade-offs: the current plan, the best one and mine; what limits us, what more money buys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from pages.shared import first_steps, session, views_of
from pages.shared.agreeing import approval
from pages.shared.budget import options
from pages.shared.messages import tell_findings
from pages.shared.tradeoffs import answers, lines, mine, next_money, sheet, sure, weighing
from pages.shared.tradeoffs.standing import Weighed, weighed
from planning.agreed.rows import PlanRow
from planning.errors import Infeasible, TandemError
from views.formats import plain
from views.tradeoffs import true_sentence

WEIGH: Final = "Weigh"
DECIDE: Final = "Decide"


def decide(now: session.Now, found: Weighed) -> None:
    """Draw the decision sheet, with the way to take another option over."""
    sheet.section(now, found.row, found.study, to_adopt=to_lines)


def to_lines() -> None:
    """Offer the view in which an option is taken over as a draft."""
    st.button(
        "Take an option over", key="to-lines", icon=":material/content_copy:",
        on_click=st.session_state.__setitem__, args=("tradeoff-view", "Lines"),
    )  # fmt: skip


VIEWS: Final[dict[str, Callable[[session.Now, Weighed], None]]] = {
    "Next money": next_money.section,
    "Lines": lines.section,
    "How sure": sure.section,
    DECIDE: decide,
}


def empty() -> None:
    """Say what would stand here and offer the first step."""
    st.write("Here the plan stands beside the best use of its money and people.")
    first_steps.bring_in_facts()


def undated() -> None:
    """Say why nothing can be weighed."""
    st.write("The facts carry no dates, so nothing tells what money brings when.")
    st.write("Bring in files with the dates of leads, deals and spend.")


def planless() -> None:
    """Say what a plan is needed for, and where it begins."""
    st.write("There is no plan yet whose money could be weighed.")
    first_steps.begin_a_plan()


def weigh(now: session.Now, found: Weighed) -> None:
    """Draw the four answers, mine beside current and best, what limits, and the landing."""
    answers.section(found)
    mine.section(found)
    weighing.limits(found)
    weighing.landing(now, found)


def cannot(refusal: TandemError) -> None:
    """Say why the plan cannot be weighed, limit by limit."""
    if isinstance(refusal, Infeasible):
        st.error(
            "  \n".join(f"· {plain(words)}" for words in refusal.limits),
            title="No split of the money holds all of the plan's limits:",
        )
        st.write(plain(refusal.remedy))
        st.write("Change it on page Budget.")
        st.page_link("plan/budget.py", label="Open Budget", icon=":material/payments:")
        return
    st.write(plain(f"{refusal.what} {refusal.remedy}".strip()))


def of_plan(now: session.Now, row: PlanRow, view: str) -> None:
    """Draw a view of one plan."""
    try:
        found = weighed(now, row)
    except TandemError as refusal:
        cannot(refusal)
        return
    if view != DECIDE:
        # The decision sheet begins with a sentence of its own.
        st.markdown(plain(true_sentence(found.study)))
        approval.notice(row)
    VIEWS.get(view, weigh)(now, found)
    warnings = found.study.best.warnings
    if warnings:
        with st.expander("What to know before deciding", icon=":material/help:"):
            tell_findings(weighing.findings(warnings))


st.title("Trade-offs")
_now = session.now()
_plans = session.workspace().plan.scenarios()
if _now.counts is None:
    empty()
elif not _now.counts.is_dated:
    undated()
elif not _plans:
    planless()
else:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        _view = views_of.chosen("tradeoff-view", WEIGH, VIEWS)
        with st.container(width="content"):
            _choice = options.chosen(_plans, dated=False)
    of_plan(_now, _choice.row, _view)
