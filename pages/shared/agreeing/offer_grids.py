"""The grids of an offer: months of the chosen lines, values of the chosen targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from pages.shared.agreeing import offer_draft
from pages.shared.agreeing.offer_draft import OfferDraft
from pages.shared.agreeing.scene import Scene
from planning.agreed.kinds import label
from planning.agreed.rows import Kind, PlanRow
from views.formats import plain
from views.offers import grid_columns
from views.packages import called
from views.sheets import UNSAVED, Column, frame, marks

_ROW: Final = 35
_HEAD: Final = 50
_ROWS: Final = 10
_SHEETS: Final[tuple[tuple[Kind, str], ...]] = (
    ("line", "What each month of the lines should be"),
    ("target", "What the targets should be"),
)


def section(scene: Scene, draft: OfferDraft) -> None:
    """Draw the grids of what was chosen, and why cells cannot be as typed."""
    listed = {
        kind: [
            scene.standing[row].with_cells(draft.seen[row])
            for row in draft.rows
            if scene.standing[row].kind == kind
        ]
        for kind, _ in _SHEETS
    }
    orders: dict[str, tuple[str, ...]] = {
        kind: tuple(row.id for row in rows) for kind, rows in listed.items() if rows
    }
    forgotten = draft.fed != draft.wanted and all(
        draft.grid(kind) not in st.session_state for kind in orders
    )
    if orders != draft.orders or forgotten:
        draft.orders = orders
        draft.draw_anew()
    for kind, head in _SHEETS:
        if listed[kind]:
            st.caption(f"{head}, {scene.currency}." if kind == "line" else f"{head}.")
            _grid(scene, draft, kind, listed[kind])
    if unread := offer_draft.odd(scene, draft):
        st.error(
            "  \n".join(
                f"**{plain(called(scene.standing[row]))}**: {plain(said)}"
                for (row, _), said in unread.items()
            ),
            title="These cells cannot be so:",
        )


def _grid(scene: Scene, draft: OfferDraft, kind: Kind, rows: Sequence[PlanRow]) -> None:
    columns = grid_columns(kind, scene.scenario)
    heads = {
        cell: label(kind, cell, scene.scenario) for cells in draft.wanted.values() for cell in cells
    } | {column.name: column.head for column in columns}
    shown = frame(columns, rows, draft.fed, marks(draft.wanted, heads))
    pinned = [column.name for column in columns if column.pinned]
    st.data_editor(
        shown,
        key=draft.grid(kind),
        hide_index=True,
        num_rows="fixed",
        height=_HEAD + _ROW * min(len(rows), _ROWS),
        column_config={column.name: _column(column) for column in columns}
        | {UNSAVED: st.column_config.TextColumn("Changes", disabled=True, width=104)},
        column_order=[
            *pinned,
            UNSAVED,
            *(column.name for column in columns if not column.pinned),
        ],
        placeholder="",
        alt=f"One {kind} per row; type what it should be.",
    )


def _column(column: Column) -> Any:  # noqa: ANN401 - Streamlit's own type is not public
    return st.column_config.TextColumn(
        column.head,
        width=column.width,
        pinned=column.pinned,
        disabled=not column.editable,
        alignment="right" if column.kind == "number" else None,
    )
