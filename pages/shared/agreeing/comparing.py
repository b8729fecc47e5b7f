"""Compare: this plan beside one or two others, line by line and KPI by KPI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.shared import pictures, session
from pages.shared.agreeing import beside_tables
from pages.shared.editor.sheet import place
from planning.agreed.comparison import MOST, Comparison
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from views.comparison import Beside, new_and_gone, true_sentence
from views.comparison_pictures import largest
from views.formats import plain
from views.plans import called, compared_first

_KEY: Final = "beside"


def section(now: session.Now, row: PlanRow) -> None:
    """Draw the view of one plan."""
    plans = session.workspace().plan.scenarios()
    others = [one for one in plans if one.id != row.id]
    if not others:
        st.write("Here two plans stand side by side, what differs first.")
        st.caption("Copy this one as a draft, change the copy, and compare them.")
        return
    chosen = _chosen(row, others)
    if not chosen:
        st.caption("Choose a plan to compare with.")
        return
    found = compared(now, row, chosen)
    st.markdown(plain(" ".join([true_sentence(found), new_and_gone(found)]).rstrip()))
    _picture(found)
    beside_tables.section(found)


def ask(row: str, others: Sequence[str]) -> None:
    """Open the view with a plan beside others.

    Args:
        row: The plan's id.
        others: Ids of one or two to compare it with.
    """
    st.session_state["view"] = "Compare"
    st.session_state[f"{_KEY}-{row}"] = list(others)


def compared(now: session.Now, row: PlanRow, others: Sequence[PlanRow]) -> Beside:
    """Return a plan beside others; the older ones stand first.

    Args:
        now: The store at the revision they are compared at.
        row: The plan that is looked at.
        others: One or two it is compared with.
    """
    plans = (*others, row)
    ids = tuple(one.id for one in plans)
    found = _compared(place(session.workspace()), ids, now.revision)
    scenarios = tuple(Scenario.of(one.cells) for one in plans)
    return Beside(scenarios, found, now.company.currency)


@st.cache_resource(show_spinner=False, max_entries=4)
def _compared(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    plans: tuple[str, ...],
    revision: int,  # noqa: ARG001
) -> Comparison:
    return session.workspace().agreement.compare(plans)


def _chosen(row: PlanRow, others: Sequence[PlanRow]) -> list[PlanRow]:
    """Ask which plans stand beside this one."""
    by_id = {one.id: one for one in others}
    first = compared_first(row, others)
    key = f"{_KEY}-{row.id}"
    # Labels change with the plans' states: the choice is set before it is drawn.
    standing = [it for it in st.session_state.get(key, [first.id]) if it in by_id]
    st.session_state[key] = standing
    picked = st.multiselect(
        "Compare with",
        list(by_id),
        format_func=lambda it: called(Scenario.of(by_id[it].cells)),
        key=key,
        max_selections=MOST - 1,
        placeholder="Choose one or two plans",
        width=560,
    )
    return [by_id[one] for one in picked]


def _picture(found: Beside) -> None:
    drawn = largest(found)
    if drawn is None:
        return
    pictures.alone(drawn)
