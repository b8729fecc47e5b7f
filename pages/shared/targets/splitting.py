"""Splitting a target into its quarters and months: counts re-add exactly, ratios stay equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.shared import session, tables
from pages.shared.tables import Sheet
from pages.shared.targets.standing import Standing, target_of
from planning.agreed.rows import PlanRow
from planning.agreed.splitting import QUARTER, is_additive, to_months, to_quarters
from planning.agreed.targets import BOUNDS, Target
from views.formats import counted, plain
from views.target_parts import Part, adds_up_words, matched, preview

EVENLY, LIKE_LAST_YEAR = "Evenly", "Like last year"
BOTH, QUARTERS, MONTHS = "Quarters and months", "Quarters", "Months"
_ROWS: Final = 12


def section(sheet: Sheet, stands: Standing, row: PlanRow) -> None:
    """Draw the split of a target with its preview, and what putting it there would do."""
    target = target_of(row)
    if target is None or target.months == 1:
        st.caption("A month is not split further.")
        return
    weights, into = _asked(stands, row, target)
    others = [one for one in tables.shown_rows(sheet) if one.id != row.id]
    parts = matched(_parts(target, weights, into), others)
    frame = preview(parts)
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if len(frame) <= _ROWS else 36 * _ROWS,
        placeholder="",
        column_config={
            name: st.column_config.TextColumn(alignment="right") for name in frame.columns[1:]
        },
        alt="Each part with what stands there now and what the split makes of it.",
    )
    st.caption(plain(adds_up_words(target, parts)))
    _offer(sheet, row, parts)


def _asked(
    stands: Standing, row: PlanRow, target: Target
) -> tuple[tuple[float, ...], Sequence[str]]:
    """Ask how and into what; returns weights by month, none for evenly."""
    before = [value for value in stands.before(row) if value is not None]
    known = len(before) == target.months and sum(before) > 0 and min(before) >= 0
    left, right = st.columns(2)
    choices = [BOTH, QUARTERS, MONTHS] if target.months > QUARTER else [MONTHS]
    into = left.selectbox("Into", choices, key=f"into-{row.id}") or choices[0]
    if not is_additive(target.kpi):
        right.caption("A ratio is the same in every part.")
        return (), _kinds(into)
    ways = [LIKE_LAST_YEAR, EVENLY] if known else [EVENLY]
    way = right.selectbox("Over the months", ways, key=f"way-{row.id}")
    return (tuple(before) if way == LIKE_LAST_YEAR else ()), _kinds(into)


def _kinds(into: str) -> Sequence[str]:
    return (QUARTERS, MONTHS) if into == BOTH else (into,)


def _parts(target: Target, weights: tuple[float, ...], into: Sequence[str]) -> list[Target]:
    found: list[Target] = []
    if QUARTERS in into:
        found += to_quarters(target, weights)
    if MONTHS in into:
        found += to_months(target, weights)
    return found


def _offer(sheet: Sheet, row: PlanRow, parts: Sequence[Part]) -> None:
    """Offer to add what is new and to type over what stands already."""
    new = [part for part in parts if part.stands is None]
    changed = [part for part in parts if part.stands is not None and part.differs]
    if not sheet.may_edit(row):
        st.caption("Only its own team splits it.")
        return
    if not new and not changed:
        st.caption("Every part stands like this already.")
        return
    told = []
    if new:
        told.append(f"{counted(len(new), 'new target')} will be added")
    if changed:
        told.append(f"{counted(len(changed), 'target')} will stand changed on the sheet, to save")
    st.caption(f"{'; '.join(told)}.")
    if st.button("Split it", type="primary", key=f"split-{row.id}"):
        _split(sheet, new, changed)


def _split(sheet: Sheet, new: Sequence[Part], changed: Sequence[Part]) -> None:
    saved = None
    if new:
        cells = [part.target.cells() for part in new]
        saved = session.workspace().plan.add("target", sheet.scenario.id, cells)
        if saved.refused:
            st.error("  \n".join(plain(one.sentence) for one in saved.refused[:3]))
            return
    if changed:
        tables.type_in(
            sheet,
            {
                part.stands.id: {cell: part.target.cells().get(cell) for cell in BOUNDS}
                for part in changed
                if part.stands is not None
            },
        )
    if saved is not None:
        tables.show_done(sheet, saved, f"Added {counted(len(new), 'target')}.")
    st.rerun()
