"""One target in its dialog: its months, what it takes, its parts, its goal, what was said."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared import tables
from pages.shared.agreeing import serving
from pages.shared.budget import saying
from pages.shared.contradictions import taking
from pages.shared.contradictions.section import as_typed
from pages.shared.tables import Sheet
from pages.shared.targets import splitting
from pages.shared.targets.standing import Standing
from planning.agreed.rows import PlanRow
from planning.kpis import KPIS
from views.formats import plain
from views.target_pictures import trend_chart
from views.targets import about_words, stands_words

TABS = ("Months", "What it takes", "Split", "Goal", "Comments", "History")


def body(sheet: Sheet, stands: Standing, row_id: str) -> None:
    """Draw all about one target.

    Args:
        sheet: The sheet it stands on.
        stands: The plan's targets at the revision the page was drawn with.
        row_id: The target.
    """
    row = next((one for one in tables.shown_rows(sheet) if one.id == row_id), None)
    if row is None:
        st.info("This target is no longer in the plan.")
        return
    st.caption(plain(about_words(row)))
    tabs = st.tabs(TABS, key=f"target-{row_id}", on_change="rerun")
    parts: tuple[Callable[[], None], ...] = (
        lambda: _months(stands, row),
        lambda: taking.section(stands.now, sheet.scenario, as_typed(sheet), row),
        lambda: splitting.section(sheet, stands, row),
        lambda: serving.section(sheet, row),
        lambda: saying.comments(sheet, row),
        lambda: saying.history(row),
    )
    for tab, draw in zip(tabs, parts, strict=True):
        if tab.open:
            with tab:
                draw()


def _months(stands: Standing, row: PlanRow) -> None:
    """Draw what happened beside what was agreed, and how it is counted."""
    read = stands.read(row)
    if read is None:
        st.caption("Once facts are in, what happened stands beside the target here.")
        return
    st.markdown(plain(stands_words(read)))
    drawn = trend_chart(row, read, stands.currency)
    if drawn is not None:
        st.markdown(f"**{plain(drawn.finding)}**")
        st.caption(plain(drawn.subtitle))
        st.vega_lite_chart(drawn.spec, key=f"chart-{drawn.key}", width="stretch", alt=drawn.alt)
    kpi = KPIS[read.target.kpi]
    lines = [f"{kpi.meaning} Counted as {kpi.formula}. {kpi.period_rule}"]
    figure = read.actual.figure
    if figure is not None and figure.note:
        lines.append(figure.note)
    if row["reason"]:
        lines.append(f"Why: {row['reason']}")
    st.caption("  \n".join(plain(line) for text in lines for line in text.splitlines()))
