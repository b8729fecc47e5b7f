"""Accounts: who works whom with which motion, where nobody does, and whom we want."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from pages.shared import first_steps, session, views_of
from pages.shared.accounts import gaps, growth, ideal, loads, plan_sheet
from pages.shared.accounts.standing import Standing, standing
from pages.shared.budget import options


def ideal_customer(now: session.Now, choice: options.Choice) -> None:
    """Draw whom both teams want, with the way to change it or back to now."""
    if choice.on:
        options.looking_back(choice.on)
    else:
        options.closed_note(choice.row)
    ideal.draw(now, choice.row, choice.on)


GAPS: Final = "Who works whom"
VIEWS: Final[dict[str, Callable[[session.Now, options.Choice, Standing], None]]] = {
    "Plan": plan_sheet.section,
    "Owners": loads.section,
    "Growth": growth.section,
    "Ideal customer": lambda now, choice, _: ideal_customer(now, choice),
}

st.title("Accounts")
_now = session.now()
_plans = session.workspace().plan.scenarios()
if not _plans:
    st.write("Here both teams will agree which accounts each works, and how.")
    first_steps.begin_a_plan()
else:
    # Five views need a line of their own, so that they break on a phone instead of hiding.
    _view = views_of.chosen("view", GAPS, VIEWS)
    with st.container(width="content"):
        _choice = options.chosen(_plans)
    _plan = session.workspace().plan
    _revision = _plan.revision_at(_choice.on) if _choice.on else _now.revision
    _stands = standing(_now, _choice.row, _revision)
    VIEWS.get(_view, gaps.section)(_now, _choice, _stands)
