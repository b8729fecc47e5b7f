"""Lines and targets that serve no goal, and the way to let several serve one at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.agreeing import goal_saving
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import OPEN
from views.formats import counted, plain, short
from views.goals import Serving, names_of, rows_frame

_ROW: Final = 35
_TALL: Final = 10


@st.fragment
def section(plan: PlanRow, found: Serving, revision: int, currency: str) -> None:
    """Draw what serves no goal; choosing rows redraws nothing else.

    Args:
        plan: The scenario's row.
        found: Its goals and what serves them.
        revision: Of the rows.
        currency: The plan currency.
    """
    goal_saving.WRITING.in_dialog()
    st.subheader("Serves no goal")
    if not found.orphans:
        st.caption("Every line and target serves a goal.")
        return
    lines, targets = len(found.orphan_lines), len(found.orphan_targets)
    told = f"{counted(lines, 'line')} and {counted(targets, 'target')}"
    st.caption(plain(f"{told}, {short(found.planned_for(''))} {currency} planned."))
    names = names_of([one.goal for one in found.goals])
    assigns = bool(names) and plan["state"] in OPEN and session.may("edit")
    key = f"orphans-{plan.id}-{revision}"
    frame = rows_frame(found.orphans, names, currency).drop(columns="Goal")
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=_ROW * (min(len(frame), _TALL) + 1) + 3,
        on_select="rerun" if assigns else "ignore",
        selection_mode="multi-row",
        placeholder="",
        column_config={
            "What": st.column_config.TextColumn(pinned=True, width=248),
            f"Planned, {currency}": st.column_config.NumberColumn(format="%,.0f"),
        },
        alt="Lines and targets that serve no goal.",
    )
    if assigns:
        _assigning(found, names, key)
    elif not names:
        st.caption("Once the plan has a goal, they can be given one here.")
    elif plan["state"] in OPEN:
        st.caption(f"Somebody with the role {who_may('edit')} gives them a goal.")


def _assigning(found: Serving, names: Mapping[str, str], key: str) -> None:
    chosen = _chosen(found, key)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        goal = st.selectbox(
            "Goal they serve",
            list(names),
            format_func=lambda it: names[it],
            key="orphans-goal",
            width=360,
        )
        st.button(
            f"Assign {counted(len(chosen), 'row')}" if chosen else "Assign",
            key="orphans-assign",
            type="primary",
            disabled=not chosen or goal is None,
            on_click=_assign,
            args=(found, names, key),
        )
        if not chosen:
            st.caption("Choose rows by their boxes.", width="content")


def _chosen(found: Serving, key: str) -> list[PlanRow]:
    state = st.session_state.get(key) or {}
    rows = state.get("selection", {}).get("rows", [])
    return [found.orphans[at] for at in rows if at < len(found.orphans)]


def _assign(found: Serving, names: Mapping[str, str], key: str) -> None:
    goal = st.session_state.get("orphans-goal")
    chosen = _chosen(found, key)
    if isinstance(goal, str) and goal in names and chosen:
        goal_saving.assign(chosen, goal, names[goal])
