"""What a page without facts, dates or a plan offers: the first step, to whoever may take it."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.budget import plan_dialogs
from planning.agreed.rights import who_may


def bring_in_facts() -> None:
    """Lead to page Data, or say who may bring facts in."""
    if session.may("import"):
        st.page_link("setup/data.py", label="Bring in facts", icon=":material/database:")
    else:
        st.write(f"Ask somebody with the role {who_may('import')} to bring in facts.")


def begin_a_plan() -> None:
    """Offer to begin a plan, or say who may."""
    if session.may("scenarios"):
        plan_dialogs.begin_form()
    else:
        st.write(f"Ask somebody with the role {who_may('scenarios')} to begin a plan.")
