"""What stands signed while a plan is edited: said beside every way to change it."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.editor.sheet import rows
from planning.agreed.rows import PlanRow
from planning.agreed.signatures import standing
from views.plans import withdraws_words


def warn(scenario: PlanRow) -> None:
    """Say in one line whose signatures a change of a plan withdraws; nothing without any.

    Args:
        scenario: The plan's row.
    """
    if scenario["state"] != "proposed":
        return
    signed = standing(rows("signature", scenario.id, session.workspace().revision()).listed)
    if signed:
        st.caption(f":material/draw: {withdraws_words(tuple(signed))}", width="content")
