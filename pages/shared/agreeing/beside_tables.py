"""The tables of plans side by side: lines and KPIs, what differs first, one cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from planning.agreed.comparison import LineBeside, TargetBeside
from views.comparison import (
    Beside,
    all_cells_frame,
    amount_heads,
    cells_frame,
    lines_frame,
    targets_frame,
)
from views.downloads import csv_bytes, xlsx_bytes
from views.formats import counted, plain

if TYPE_CHECKING:
    import pandas as pd

_ROW: Final = 35
_TALL: Final = 12


@st.fragment
def section(beside: Beside) -> None:
    """Draw both tables; choosing a row or showing what is alike redraws nothing else."""
    lines = [one for one in beside.found.lines if not one.is_alike]
    targets = [one for one in beside.found.targets if not one.is_alike]
    alike = _with_alike(beside, len(lines), len(targets))
    if alike:
        lines, targets = list(beside.found.lines), list(beside.found.targets)
    st.subheader("Line by line")
    if lines:
        at = _table(beside, lines_frame(beside, alike=alike), "lines", amount_heads(beside))
        _cells(beside, lines, at)
    else:
        st.caption("Every line is alike.")
    st.subheader("KPI by KPI")
    if targets:
        at = _table(beside, targets_frame(beside, alike=alike), "targets", ())
        _cells(beside, targets, at)
    else:
        st.caption("Every target is alike." if beside.found.targets else "No plan has targets.")
    _files(beside)


def _with_alike(beside: Beside, lines: int, targets: int) -> bool:
    """Ask whether what is alike is shown too."""
    same = (len(beside.found.lines) - lines, len(beside.found.targets) - targets)
    if not any(same):
        return False
    told = " and ".join(
        counted(number, noun)
        for number, noun in zip(same, ("line", "target"), strict=True)
        if number
    )
    return st.toggle(f"Show what is alike too: {told}", key="beside-alike")


def _table(beside: Beside, frame: pd.DataFrame, name: str, amounts: Sequence[str]) -> int | None:
    """Draw a table; return the row that was chosen."""
    # Another pair of plans has other rows: none of them is chosen yet.
    key = f"beside-{name}-{len(frame)}-{' '.join(beside.names)}"
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        height=_ROW * (min(len(frame), _TALL) + 1) + 3,
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            frame.columns[0]: st.column_config.TextColumn(pinned=True, width=200),
            "Team": st.column_config.TextColumn(width=80),
            "Changed": st.column_config.TextColumn(width=208),
            **{head: st.column_config.NumberColumn(format="%,.0f", width=104) for head in amounts},
        },
        alt=f"The {name} of the plans side by side, the largest differences first.",
    )
    rows = (st.session_state.get(key) or {}).get("selection", {}).get("rows", [])
    return rows[0] if rows else None


def _cells(beside: Beside, listed: Sequence[LineBeside | TargetBeside], at: int | None) -> None:
    """Draw the cells of the chosen row that differ."""
    if at is None or at >= len(listed):
        st.caption("Choose a row by its box to see it cell by cell.")
        return
    one = listed[at]
    kind = "line" if isinstance(one, LineBeside) else "target"
    if not one.differs:
        st.caption(plain(f"{one.title} is alike in all of them."))
        return
    st.markdown(f"**{plain(one.title)}**, cell by cell")
    st.dataframe(
        cells_frame(beside, one, kind),  # type: ignore[arg-type]
        hide_index=True,
        placeholder="",
        alt="The cells that differ, as each plan has them.",
    )


def _files(beside: Beside) -> None:
    name = f"{beside.names[-1]} beside {' and '.join(beside.names[:-1])}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Lines as CSV",
            lambda: csv_bytes(lines_frame(beside, alike=True)),
            f"{name}.csv",
            "text/csv",
            key="beside-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Everything as XLSX",
            lambda: xlsx_bytes(
                {
                    "Lines": lines_frame(beside, alike=True),
                    "KPIs": targets_frame(beside, alike=True),
                    "Cells": all_cells_frame(beside),
                }
            ),
            f"{name}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="beside-xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
