"""A change of a budget line, made or proposed where its campaign's numbers stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from data_sources.plan import Plan
from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.campaigns.saying import WRITING
from planning.agreed import rights
from planning.agreed.changes import Edit
from planning.agreed.kinds import in_words
from planning.agreed.lines import title
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import OPEN
from planning.periods import month_name
from planning.review.campaigns.lines import PlannedLine
from views.formats import plain


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a line.

    Attributes:
        row: The line as they saw it.
        cell: The month's cell.
        amount: What they typed.
        reason: Why, for those who answer a proposal.
    """

    row: PlanRow
    cell: str
    amount: str
    reason: str


def button(campaign: str, plan: PlanRow, lines: Sequence[PlannedLine]) -> None:
    """Offer to change a line that names a campaign, or to propose it to its team.

    Args:
        campaign: Its name.
        plan: The plan of the lines.
        lines: The lines that name it.
    """
    if not any(line.cells for line in lines):
        st.caption("No month of the plan is still to come.")
    elif plan["state"] not in OPEN:
        st.page_link(
            "plan/budget.py",
            label="This plan is agreed: copy it on Budget to change it",
            icon=":material/payments:",
            query_params={"plan": str(plan["name"])},
        )
    elif not session.may("propose"):
        st.caption(f"Lines are changed by people with the role {who_may('propose')}.")
    elif st.button("Change its line", key="campaign-line", icon=":material/edit:"):
        _dialog(campaign, lines)


@st.dialog("Change a line", icon=":material/edit:")
def _dialog(campaign: str, lines: Sequence[PlannedLine]) -> None:
    st.markdown(plain(campaign))
    by_id = {line.row.id: line for line in lines}
    chosen = st.selectbox(
        "Line",
        list(by_id),
        format_func=lambda it: title(by_id[it].row.cells),
        key="campaign-line-id",
        disabled=len(by_id) == 1,
    )
    line = by_id[chosen or lines[0].row.id]
    month = st.selectbox(
        "Month", list(line.cells), format_func=month_name, key="campaign-line-month"
    )
    cell = line.cells[month if month in line.cells else min(line.cells)]
    stands = line.row[cell]
    own = rights.may(session.workspace().actor, "edit", line.row.team)
    with st.form("campaign-line-form", border=False):
        shown = in_words("line", cell, stands) if stands is not None else ""
        amount = st.text_input("Planned", shown, key=f"campaign-amount-{line.row.id}-{cell}")
        # One's own team need not be asked, so nobody reads a reason.
        reason = "" if own else st.text_input("Why", key="campaign-reason")
        label = "Change it" if own else f"Propose it to {line.row.team}"
        if st.form_submit_button(label, type="primary"):
            plan, done = session.workspace().plan, "Changed" if own else "Proposed"
            wish = Wish(line.row, cell, amount or "", reason or "")
            WRITING.attempt(lambda: write(plan, wish, own=own), f"{done}: {title(line.row.cells)}")
            WRITING.in_dialog()


def write(plan: Plan, wish: Wish, *, own: bool) -> Saved:
    """Change one month of a line, or propose it to the line's team.

    Args:
        plan: The plan in the visitor's hands.
        wish: What was typed.
        own: Whether the line belongs to a team of the visitor.
    """
    seen = {wish.cell: wish.row[wish.cell]}
    if own:
        return plan.save([Edit(wish.row.id, seen, {wish.cell: wish.amount})])
    return plan.propose(wish.row.id, {wish.cell: wish.amount}, wish.reason, seen=seen)
