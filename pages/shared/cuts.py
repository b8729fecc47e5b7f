"""The table behind the scorecard: every figure by channel, region and so on, to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.shared.session import Now
from planning.actuals.counts import DIMENSIONS
from planning.actuals.ranking import top_probability
from planning.actuals.scorecard import Group, Scorecard, grouped, scorecard
from planning.actuals.slices import Slice
from views.cuts import CUTS, CutTable, cut_table
from views.downloads import about_frame, csv_bytes, figures_frame, xlsx_bytes
from views.formats import day, plain

_TOP: Final = 10
_TALL: Final = 16  # rows shown before the table scrolls inside itself


@st.fragment
def table(part: Slice, now: Now, card: Scorecard, by_channel: Sequence[Group]) -> None:
    """Draw the table; changing its cut redraws nothing else.

    Args:
        part: What the page was asked for.
        now: Settings, for currency and files.
        card: The company's figures.
        by_channel: The figures by channel, which the page has counted already.
    """
    st.subheader("All figures")
    by = (
        st.segmented_control(
            "By",
            CUTS,
            default=CUTS[0],
            required=True,
            key="by",
            format_func=str.capitalize,
            bind="query-params",
        )
        or CUTS[0]
    )
    currency = now.company.currency
    groups = by_channel if by == CUTS[0] else grouped(part, by=by, rivals=False)
    shown = cut_table(by, groups, card.figures, _top_ten(groups), currency)
    head = by.capitalize()
    st.dataframe(
        shown.frame,
        hide_index=True,
        height="content" if len(shown.frame) <= _TALL else 36 * _TALL,
        placeholder="—",
        column_config={
            head: st.column_config.TextColumn(pinned=True, width="medium"),
            **{
                name: st.column_config.NumberColumn(format=f"%,.{decimals}f")
                for name, decimals in shown.decimals.items()
            },
        },
        alt=f"Every figure by {by}, the company in the last row.",
    )
    if shown.left_out:
        st.caption("  \n".join(f"{name}: {plain(why)}" for name, why in shown.left_out.items()))
    _downloads(part, now, by, shown)


def _top_ten(groups: Sequence[Group]) -> dict[str | None, float]:
    """Ask for the ten best only where there are more than ten to choose from."""
    if len(groups) <= _TOP:
        return {}
    return top_probability({it.name: it.figures for it in groups}, "lead_to_customer", _TOP)


def _downloads(part: Slice, now: Now, by: str, shown: CutTable) -> None:
    """Offer the table as CSV and everything as XLSX, built when clicked."""
    when = part.counts.as_of.isoformat() if part.counts.is_dated else "undated"
    name = f"scorecard-{by}-{when}"

    def workbook() -> bytes:
        return xlsx_bytes(
            {
                f"By {by}": shown.frame,
                "Company": figures_frame(scorecard(part).figures, now.company.currency),
                "About": about_frame(_about(part, now)),
            }
        )

    with st.container(horizontal=True):
        st.download_button(
            "Table as CSV",
            lambda: csv_bytes(shown.frame),
            f"{name}.csv",
            "text/csv",
            key="csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Everything as XLSX",
            workbook,
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


def _about(part: Slice, now: Now) -> dict[str, str]:
    scope = part.scope
    filters = {
        name.capitalize(): ", ".join(label or f"No {name}" for label in kept)
        for name in DIMENSIONS
        if (kept := getattr(scope, name)) is not None
    }
    return {
        "Company": now.company.name,
        "Months": scope.period.label if scope.period else "All time, undated rows included",
        **filters,
        "Facts up to": day(part.counts.as_of) if part.counts.is_dated else "no date",
        "Currency": now.company.currency,
        "Snapshot": part.counts.snapshot_id,
    }
