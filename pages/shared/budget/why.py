"""Why a line has its numbers: the reason in words and what the money is made of."""

from __future__ import annotations

import streamlit as st

from pages.shared import tables
from pages.shared.agreeing import serving
from pages.shared.budget.standing import Standing
from pages.shared.tables import Sheet
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.lines import Line, driver_total
from planning.agreed.rows import PlanRow
from planning.agreed.splitting import plan_cells
from views.formats import plain, whole
from views.line_details import DRIVERS, driver_frame, drivers_from


def section(sheet: Sheet, stands: Standing, row: PlanRow) -> None:
    """Draw the reason and the drivers of a line."""
    writes = sheet.may_write
    reason = st.text_area(
        "Why this number",
        value=str(row["reason"] or ""),
        key=f"reason-{row.id}",
        disabled=not writes,
        placeholder="What it is for, and what it should bring.",
    )
    goal = serving.field(sheet, row["goal"], f"goal-{row.id}")
    frames = {}
    for head in DRIVERS:
        st.markdown(f"**{head}**")
        frames[head] = st.data_editor(
            driver_frame(row["drivers"], head),
            key=f"drivers-{head}-{row.id}",
            num_rows="dynamic",
            hide_index=True,
            disabled=not writes,
            placeholder="",
            height="content",
            alt=f"{head}: one per row.",
        )
    drivers = drivers_from(frames)
    refused = refusals("line", {"drivers": drivers}, stands.scenario)
    if refused:
        st.error(plain(refused["drivers"]), title="The drivers are not complete.")
    amounts = None
    if drivers and not refused:
        made_of = row.with_cells(cleaned("line", {"drivers": drivers}))
        amounts = driver_total(Line.of(made_of.cells), stands.scenario)
        total = whole(sum(amounts))
        st.markdown(f"These come to **{total} {stands.currency}** in the year.")
    if not writes:
        return
    with st.container(horizontal=True):
        cells = {"reason": reason or None, "goal": goal, "drivers": drivers or None}
        if st.button("Put into the sheet", type="primary", disabled=bool(refused), key="why-put"):
            tables.type_in(sheet, {row.id: cells})
            st.rerun()
        if st.button("Use as the plan too", disabled=not amounts, key="why-plan"):
            tables.type_in(sheet, {row.id: {**cells, **plan_cells(amounts or ())}})
            st.rerun()
    st.caption("It is saved with the sheet.")
