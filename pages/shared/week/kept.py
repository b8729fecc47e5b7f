"""Promises: what share of actions and targets each team kept; by team, never by person."""

from __future__ import annotations

import streamlit as st

from pages.shared import session, tables_to_take
from pages.shared.editor.sheet import place, rows_at
from pages.shared.week.gathering import OnTable
from planning.agreed.rows import PlanRow
from planning.together.decisions import questions
from planning.together.promises import actions_kept, targets_kept
from views.formats import plain
from views.promises import ACTIONS, TARGETS, effects_words, kept_frame, promises_words


def section(table: OnTable, now: session.Now, plan: PlanRow | None) -> None:
    """Draw what was kept, the numbers folded.

    Args:
        table: What the meeting has on its table.
        now: The store at its newest revision.
        plan: The plan that is worked with; None where there is none.
    """
    targets: tuple[PlanRow, ...] = ()
    if plan is not None:
        targets = rows_at(place(session.workspace()), "target", plan.id, now.revision).listed
    by_actions = actions_kept(table.records.actions, table.today)
    by_targets = targets_kept(targets, now.counts, now.context)
    st.subheader("Promises")
    st.markdown(plain(promises_words(by_actions, by_targets)))
    found = questions(table.records.decisions, now.counts, now.context)
    if told := effects_words(found):
        st.caption(plain(told))
    with st.expander("By team", icon=":material/table:"):
        for name, title, kept, heads in (
            ("actions-kept", "Actions of the last 13 weeks", by_actions, ACTIONS),
            ("targets-kept", "Targets that ended in the last four quarters", by_targets, TARGETS),
        ):
            frame = kept_frame(kept, heads)
            if frame.empty:
                st.caption(f"{title}: none yet.")
                continue
            st.markdown(f"**{title}**")
            tables_to_take.show(frame, name, f"{title}, by team: how many were kept.")
