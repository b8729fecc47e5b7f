"""Both teams' targets in pictures: marketing left, sales right, what both answer for between."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.targets.standing import Standing
from pages.shared.tiles import TEAM_NAMES
from planning.agreed.rows import PlanRow
from views.formats import plain
from views.target_pictures import DRAWN, team_targets
from views.targets import Read
from views.theme import team_word


def side_by_side(stands: Standing, pairs: Sequence[tuple[PlanRow, Read]]) -> None:
    """Draw each team's targets that matter most.

    Args:
        stands: The plan's targets.
        pairs: Those the page was asked for.
    """
    drawn_any = False
    for column, team in zip(st.columns(3), TEAM_NAMES, strict=True):
        with column, st.container(gap="xxsmall"):
            st.markdown(f"**:{team_word(team)}[{TEAM_NAMES[team]}]**")
            drawn = team_targets(team, pairs, stands.currency)
            if drawn is None:
                st.caption("No target here can be compared with facts yet.")
                continue
            st.markdown(plain(drawn.finding))
            st.vega_lite_chart(drawn.spec, key=f"chart-{drawn.key}", width="stretch", alt=drawn.alt)
            drawn_any = True
    if drawn_any:
        st.caption(plain(f"{DRAWN}."))
