"""The form for a new line of the budget."""

from __future__ import annotations

import streamlit as st

from pages.shared import session, tables
from pages.shared.agreeing import serving
from pages.shared.budget.standing import Standing
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.lines import CATEGORIES, MOTIONS, STATUSES
from planning.agreed.rights import own_teams
from planning.agreed.rows import Cells
from planning.agreed.splitting import over_months, plan_cells
from planning.errors import TandemError
from planning.money import NotAnAmount, amount
from views.budget import TEAM_WORDS
from views.formats import plain

_OPTIONAL = {
    "channel": "Channel",
    "job": "Job",
    "campaign": "Campaign",
    "owner": "Owner",
    "region": "Region",
    "segment": "Segment",
}


def form(sheet: Sheet, stands: Standing) -> None:
    """Draw the form; the line is added at once, its months can be changed on the sheet."""
    teams = own_teams(sheet.who)
    if not teams:
        st.info("Lines belong to a team: ask somebody of it to add one.")
        return
    with st.form("add-line", border=False):
        left, right = st.columns(2)
        team = left.selectbox("Team", teams, format_func=lambda it: TEAM_WORDS[it], key="new-team")
        category = right.selectbox("Category", CATEGORIES, key="new-category")
        cells: dict[str, str | None] = {}
        for at, (cell, head) in enumerate(_OPTIONAL.items()):
            column = left if at % 2 == 0 else right
            cells[cell] = column.text_input(head, key=f"new-{cell}") or None
        cells["motion"] = left.selectbox("Motion", MOTIONS, index=None, key="new-motion")
        status = right.selectbox("Money is", STATUSES, key="new-status")
        total = left.text_input(f"Total of the year, {stands.currency}", key="new-total")
        right.caption("It is split evenly over the months; change them on the sheet.")
        cells["goal"] = serving.field(sheet, None, "new-goal")
        cells["reason"] = st.text_area("Why this number", key="new-reason") or None
        if st.form_submit_button("Add", type="primary"):
            with told():
                whole = {**cells, "team": team, "category": category, "status": status}
                if _added(sheet, {**whole, **_months(total or "", stands.currency)}):
                    st.rerun()


def _months(total: str, currency: str) -> Cells:
    """Return the months of a total split evenly; none where nothing was typed."""
    if not total.strip():
        return {}
    try:
        return plan_cells(over_months(amount(total, currency=currency), "evenly"))
    except NotAnAmount as refused:
        raise TandemError(f"The total {refused.tail}", refused.remedy) from None


def _added(sheet: Sheet, cells: Cells) -> bool:
    """Add a line; say in the cells' own words why not."""
    given = {cell: value for cell, value in cells.items() if value is not None}
    saved = session.workspace().plan.add("line", sheet.scenario.id, given)
    if saved.refused:
        st.error("  \n".join(plain(one.sentence) for one in saved.refused), title="Not added.")
        return False
    title = plain(sheet.title(saved.rows[-1])) if saved.rows else "a line"
    tables.show_done(sheet, saved, f"Added {title}.")
    return True
