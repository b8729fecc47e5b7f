"""One account in its dialog: what the facts say, how it fits, who works it and why."""

from __future__ import annotations

import streamlit as st

from pages.shared import tables
from pages.shared.accounts.standing import Standing
from pages.shared.budget import saying
from pages.shared.tables import Sheet
from planning.agreed.rows import PlanRow
from views.account import facts_words, fit_words, halves_frame
from views.formats import plain

TABS = ("The account", "Comments", "History")


def body(sheet: Sheet, stands: Standing, row_id: str) -> None:
    """Draw all about the account of one half.

    Args:
        sheet: The sheet it stands on.
        stands: The accounts beside the plan.
        row_id: The half.
    """
    row = next((one for one in tables.shown_rows(sheet) if one.id == row_id), None)
    if row is None:
        st.info("This row is no longer in the plan.")
        return
    tabs = st.tabs(TABS, key=f"account-{row_id}", on_change="rerun")
    if tabs[0].open:
        with tabs[0]:
            _facts(stands, row)
    if tabs[1].open:
        with tabs[1]:
            saying.comments(sheet, row)
    if tabs[2].open:
        with tabs[2]:
            saying.history(row)


def _facts(stands: Standing, row: PlanRow) -> None:
    at = stands.places.get(str(row["account"]))
    if at is None:
        st.warning("The facts do not know this account any more.")
        return
    account = stands.book.accounts.iloc[at]
    for sentence in facts_words(account, float(stands.value.iloc[at]), stands.now.company.currency):
        st.markdown(plain(sentence))
    st.markdown(f"**{plain(fit_words(str(stands.tier_names[at])))}**")
    for reason in stands.tiers.reasons(at):
        st.markdown(f"- {plain(reason.words)}")
    own = [one for one in stands.rows if one["account"] == row["account"]]
    st.dataframe(
        halves_frame(own, stands.owners),
        hide_index=True,
        placeholder="",
        alt="Both teams' rows of this account.",
    )
