"""Give and take: packages between the teams, and disputes, one at a time."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from planning.agreed.rows import PlanRow


def section(now: session.Now, row: PlanRow) -> None:  # noqa: ARG001
    """Draw the view of one plan."""
    st.caption(str(row["name"]))
