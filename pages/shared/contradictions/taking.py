"""What would have to be true for one target, in its dialog."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared import session
from pages.shared.contradictions.standing import Checked, checked
from pages.shared.messages import told
from planning.agreed.rows import PlanRow
from planning.model.consistency.statements import Statement
from views.downloads import csv_bytes
from views.formats import plain
from views.what_it_takes import takes


def section(now: session.Now, plan: PlanRow, targets: Sequence[PlanRow], row: PlanRow) -> None:
    """Draw what the other KPIs would need for a target to hold.

    Args:
        now: The facts.
        plan: The scenario's row.
        targets: All its targets as typed.
        row: The one looked at.
    """
    with told():
        found = checked(now, plan, targets)
        own = [it for it in found.question.targets if it.source == row.id]
        if not own:
            st.caption("What this target speaks of lies outside the plan, so nothing hangs on it.")
        elif not own[0].is_linear:
            st.caption("This KPI is no sum or ratio: it is compared with targets on it only.")
        else:
            _needs(found, own)


def _needs(found: Checked, own: Sequence[Statement]) -> None:
    for number, target in enumerate(own):
        with st.spinner("Looking what the other KPIs would need…"):
            needs = found.needed(target)
        answer = takes(found.question, target, needs, collides=found.names(target))
        st.markdown(plain(answer.sentence))
        if answer.otherwise:
            st.markdown("\n".join(f"- {plain(one)}" for one in answer.otherwise))
            st.caption("Beside these, the other KPIs have to be:")
        st.dataframe(
            answer.others,
            hide_index=True,
            key=f"takes-{number}",
            alt="The range each other KPI has to be in for this target to hold.",
        )
        st.download_button(
            "Take it away",
            csv_bytes(answer.others),
            file_name="what-it-takes.csv",
            mime="text/csv",
            key=f"takes-away-{number}",
            icon=":material/download:",
            on_click="ignore",
        )
