"""The dialog that covers accounts: one by its name, or many by what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from pydantic import JsonValue

from pages.shared import session, tables
from pages.shared.accounts import asking
from pages.shared.accounts.standing import Standing
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.accounts.coverage import SIDES, Side
from planning.agreed.lines import MOTIONS
from planning.agreed.rights import may
from planning.agreed.rows import Cells
from planning.review.accounts.tiers import TIERS
from views.coverage import SIDE_WORDS, choice_words
from views.formats import counted, plain

_KEY: Final = "cover"
_SHOWN: Final = 200
MOST: Final = 5_000
"""Halves added in one go."""


def form(sheet: Sheet, stands: Standing) -> None:
    """Draw the dialog; the halves are added at once and can be changed on the sheet."""
    own = [side for side in SIDES if may(sheet.who, "edit", side)]
    if not own:
        st.info("Halves belong to marketing or sales: ask somebody of the team to add one.")
        return
    if not len(stands.book):
        st.info("Bring in accounts first, on page Data: coverage names accounts of the facts.")
        return
    left, right = st.columns(2)
    side = (
        left.segmented_control(
            "Half of",
            own,
            default=own[0],
            required=True,
            format_func=SIDE_WORDS.__getitem__,
            key=f"{_KEY}-side",
        )
        or own[0]
    )
    motion = right.selectbox("Motion", MOTIONS, key=f"{_KEY}-motion") or MOTIONS[0]
    chosen = _accounts(stands, side, motion)
    cells = {"team": side, "motion": motion, **fields(sheet, side, _KEY)}
    number = len(chosen)
    words = f"Add {counted(number, 'row')}" if number else "Add"
    if st.button(words, type="primary", disabled=not number, key=f"{_KEY}-add"):
        with told():
            _added(sheet, chosen, cells)


def _accounts(stands: Standing, side: Side, motion: str) -> pd.DataFrame:
    """Let accounts be narrowed and picked; return those picked."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = st.text_input(
            "Find",
            placeholder="Name or domain",
            icon=":material/search:",
            key=f"{_KEY}-find",
            label_visibility="collapsed",
            width=168,
        )
        parts = asking.narrowed(stands, _KEY, TIERS[:2])
        fresh = st.toggle("Not covered by the team", value=True, key=f"{_KEY}-fresh")
    found = matching(stands, asking.Question(None, *parts), words or "")
    if fresh:
        standing = {
            half.account
            for half in stands.halves.values()
            if half.team == side and half.motion == motion
        }
        found = found[~found["account_id"].isin(standing)]
    currency = stands.now.company.currency
    if found.empty:
        st.caption("No account is left by these filters.")
        return found
    shown = found.head(_SHOWN)
    picked = st.dataframe(
        shown[["name", "tier", "segment", "region", "value"]],
        hide_index=True,
        height=248,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "name": st.column_config.TextColumn("Account", pinned=True),
            "tier": "Tier",
            "segment": "Segment",
            "region": "Region",
            "value": st.column_config.NumberColumn(f"{currency} a year", format="%,.0f"),
        },
        placeholder="—",
        key=f"{_KEY}-table-{len(found)}-{words}",
        alt="Accounts left by the filters, most valuable first.",
    )
    rows = picked.selection.rows
    if rows:
        found = shown.iloc[[at for at in rows if at < len(shown)]]
        st.caption(f"Chosen: {choice_words(len(found), found['value'].sum(), currency)}.")
        return found
    about = choice_words(len(found), found["value"].sum(), currency)
    st.caption(f"None is picked, so all are meant: {about}.")
    return found.head(MOST)


def matching(stands: Standing, question: asking.Question, words: str) -> pd.DataFrame:
    """Return accounts that filters and words leave, most valuable first.

    Args:
        stands: The accounts.
        question: The filters.
        words: Looked for in names, domains and ids.

    Returns:
        Columns account_id, name, tier, segment, region, value; index is the place in the book.
    """
    accounts = stands.book.accounts
    kept = question.mask(stands)
    if words.strip():
        wanted = words.strip().casefold()
        hit = np.zeros(len(accounts), dtype=np.bool_)
        for column in ("name", "domain", "account_id"):
            text = accounts[column].fillna("").str.casefold()
            hit |= text.str.contains(wanted, regex=False).to_numpy(dtype=np.bool_)
        kept &= hit
    found = accounts.loc[kept, ["account_id", "name", "segment", "region"]].copy()
    found["name"] = found["name"].fillna(found["account_id"])
    found["tier"] = stands.tier_names[kept]
    found["value"] = stands.value[kept].to_numpy()
    return found.sort_values("value", ascending=False, kind="stable")


def fields(sheet: Sheet, side: Side, key: str, *, blank: bool = False) -> dict[str, JsonValue]:
    """Ask for what a half says; what stays blank is left out.

    Args:
        sheet: The sheet.
        side: Whose half.
        key: Tells these fields from others on the page.
        blank: Whether blank means “as it is”.
    """
    columns = {column.name: column for view in sheet.views.values() for column in view}
    left, right = st.columns(2)
    what = "owner" if side == "sales" else "programme"
    names = columns[what].labels or {}
    hint = "As it is" if blank else "Not said yet"
    cells: dict[str, JsonValue] = {
        what: left.selectbox(
            columns[what].head,
            columns[what].options,
            index=None,
            format_func=lambda it: names.get(it, it),
            placeholder=hint,
            accept_new_options=side == "marketing",
            key=f"{key}-{what}",
        ),
        "touches": right.number_input(
            "Touches a month", 0, 200, value=None, placeholder=hint, key=f"{key}-touches"
        ),
    }
    for column, cell, head in ((left, "start", "From"), (right, "end", "Until, the last day")):
        day = column.date_input(head, value=None, format="YYYY-MM-DD", key=f"{key}-{cell}")
        cells[cell] = day.isoformat() if day else None
    cells["reason"] = st.text_input("Reason", key=f"{key}-reason") or None
    return {cell: value for cell, value in cells.items() if value is not None}


def _added(sheet: Sheet, chosen: pd.DataFrame, cells: Mapping[str, JsonValue]) -> None:
    halves: list[Cells] = [{**cells, "account": str(it)} for it in chosen["account_id"]]
    add_halves(sheet, halves)


def add_halves(sheet: Sheet, halves: list[Cells]) -> None:
    """Add halves in one change with one undo; say in the cells' own words why not.

    Raises:
        TandemError: They are not the visitor's to add, or the plan is closed.
    """
    with st.spinner(f"Adding {counted(len(halves), 'row')}…"):
        saved = session.workspace().plan.add("coverage", sheet.scenario.id, halves)
    if saved.refused:
        sentences = dict.fromkeys(plain(one.sentence) for one in saved.refused)
        st.error("  \n".join(list(sentences)[:5]), title="Not added.")
    added = len(halves) - len({one.row for one in saved.refused})
    if added:
        tables.show_done(sheet, saved, f"Added {counted(added, 'row')}.")
        st.rerun()
