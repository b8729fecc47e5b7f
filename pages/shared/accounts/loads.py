"""The view *Owners*: what the plan asks of each person in sales, for those who may see it."""

from __future__ import annotations

import streamlit as st

from pages.shared import pictures, session, tables_to_take
from pages.shared.accounts.standing import Standing
from pages.shared.budget import options
from planning.model.covering.question import DEFAULT_BALANCE
from planning.review.accounts.loads import own_only, owner_loads, spread
from views.accounts_pictures import load_bars
from views.formats import plain
from views.owners import loads_frame, spread_sentence


def section(now: session.Now, choice: options.Choice, stands: Standing) -> None:
    """Draw how loads lie, and whose they are for those who may see it.

    Args:
        now: The facts.
        choice: The plan looked at.
        stands: The accounts beside it.
    """
    if choice.on:
        options.looking_back(choice.on)
    workspace = session.workspace()
    loads = owner_loads(
        stands.book,
        tuple(stands.halves.values()),
        stands.today,
        stands.owners,
        stands.value * 100,
    )
    working = loads[loads["accounts"] > 0]
    lying = spread(working)
    st.markdown(plain(spread_sentence(lying)))
    if not workspace.sees_people():
        working = own_only(working, workspace.actor.known_as)
        st.caption("You see your own load; leaders of sales see everybody's.")
    if working.empty or lying is None:
        return
    currency = now.company.currency
    pictures.show([load_bars(working, lying, DEFAULT_BALANCE)], abreast=1)
    tables_to_take.show(
        loads_frame(working, currency), "owners-load", "Accounts and planned touches by owner."
    )
