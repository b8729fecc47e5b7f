"""The dialog that suggests who could work accounts nobody of the team works yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import streamlit as st

from pages.shared.accounts import covering
from pages.shared.accounts.asking import Mask
from pages.shared.accounts.standing import Standing
from pages.shared.accounts.suggested import (
    Wish,
    marketing_rows,
    owners_for,
    programmes_for,
    sales_rows,
)
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed.accounts.coverage import SIDES, Side
from planning.agreed.rights import may
from planning.agreed.rows import Cells
from planning.model.covering.telling import sentences
from planning.review.accounts.tiers import TIERS
from views.coverage import SIDE_WORDS
from views.covering import (
    loads_frame,
    owners_frame,
    programmes_frame,
    programmes_words,
)
from views.formats import counted, plain

_KEY: Final = "suggest"
_TALL: Final = 248
MOST: Final = 2_000
"""Accounts suggested for in one go."""


def form(sheet: Sheet, stands: Standing) -> None:
    """Draw the dialog; nothing is in the plan before somebody puts it there."""
    own = [side for side in SIDES if may(sheet.who, "edit", side)]
    if not len(stands.book) or not own:
        st.info("Suggestions need accounts in the facts and somebody of marketing or sales.")
        return
    side = (
        st.segmented_control(
            "For",
            own,
            default=own[-1],
            required=True,
            format_func=lambda it: {"sales": "Owners in sales", "marketing": "Programmes"}[it],
            key=f"{_KEY}-side",
        )
        or own[-1]
    )
    drawn: Mapping[Side, Callable[[Sheet, Standing], None]] = {
        "sales": _owners,
        "marketing": _programmes,
    }
    with told():
        drawn[side](sheet, stands)


def _open(stands: Standing, side: Side) -> Mask:
    """Return the accounts of the tiers chosen that a team neither covers nor is to cover."""
    tiers = st.pills(
        "Tiers", TIERS[:2], selection_mode="multi", default=TIERS[:2], key=f"{_KEY}-tiers"
    )
    kept = np.isin(stands.tier_names, tiers or ())
    found: Mask = kept & ~stands.to_be(side)
    number = int(found.sum())
    if number > MOST:
        # The most valuable ones; thousands more would not be read in one go.
        first = np.flatnonzero(found)[
            np.argsort(-stands.value[found].to_numpy(), kind="stable")[:MOST]
        ]
        found = np.zeros(len(found), dtype=np.bool_)
        found[first] = True
        st.caption(f"The {MOST:,} most valuable of {number:,} open accounts are looked at.")
    return found


def _owners(sheet: Sheet, stands: Standing) -> None:
    left, right = st.columns(2)
    with left:
        open_ones = _open(stands, "sales")
    jobs = sorted({str(it) for it in stands.sellers["job"].dropna()})
    usual = [job for job in jobs if job == "closing"] or jobs
    with right:
        chosen = st.pills("Jobs", jobs, selection_mode="multi", default=usual, key=f"{_KEY}-jobs")
    balance = left.slider(
        "Loads may differ by",
        5,
        50,
        15,
        step=5,
        format="%d %%",
        key=f"{_KEY}-balance",
        help="How far each owner's planned touches may lie from the even share.",
    )
    hard = right.toggle("Only owners of the account's region", key=f"{_KEY}-hard")
    first, second = left.columns(2), right.columns(2)
    efforts = {
        tier: float(
            column.number_input(f"Touches a month, {tier}", 1, 60, usual_, key=f"{_KEY}-{tier}")
        )
        for tier, usual_, column in (("A", 4, first[0]), ("B", 2, second[0]))
    }
    if not open_ones.any():
        st.success("Sales covers every account of these tiers.")
        return
    wish = Wish(balance / 100, hard, frozenset(chosen or ()), efforts["A"], efforts["B"])
    found = owners_for(stands, open_ones, wish)
    currency = stands.now.company.currency
    for sentence in sentences(found, balance / 100):
        st.markdown(plain(sentence))
    with st.container(gap="xsmall"):
        frame = owners_frame(found, currency)
        money = {frame.columns[3]: st.column_config.NumberColumn(format="%,.0f")}
        st.dataframe(
            frame,
            hide_index=True,
            height=_TALL,
            column_config=money,
            alt="Each account with the owner suggested and why.",
        )
        with st.expander("Load of each owner, before and after"):
            st.dataframe(loads_frame(found), hide_index=True, alt="Touches a month by owner.")
    _put(sheet, sales_rows(stands, found))


def _programmes(sheet: Sheet, stands: Standing) -> None:
    open_ones = _open(stands, "marketing")
    if not open_ones.any():
        st.success("Marketing covers every account of these tiers.")
        return
    found = programmes_for(stands, open_ones)
    st.markdown(plain(programmes_words(found)))
    frame = programmes_frame(found, stands.called)
    st.dataframe(frame, hide_index=True, height=_TALL, alt="Each account with a programme and why.")
    _put(sheet, marketing_rows(stands, found))


def _put(sheet: Sheet, halves: list[Cells]) -> None:
    """Offer to put what is suggested into the plan, in one change with one undo."""
    if not sheet.is_open:
        st.caption("This plan is closed; copy it as a draft to take suggestions up.")
        return
    label = f"Put {counted(len(halves), 'row')} into the plan"
    st.caption(
        f"They become rows of {SIDE_WORDS[str(halves[0]['team'])].lower()}."
        if halves
        else "There is nothing to put into the plan."
    )
    if st.button(label, type="primary", disabled=not halves, key=f"{_KEY}-put"):
        with told():
            covering.add_halves(sheet, halves)
