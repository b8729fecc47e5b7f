"""Both teams' numbers of the month side by side, each against what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared.tiles import TEAM_NAMES
from planning.teams import Team
from views.formats import plain
from views.theme import STREAMLIT_WORD, team_word
from views.tiles import spark
from views.week import WeekTile

_ROWS = 2
_LINE_HEIGHT = 68
"""Pixels of a tile's small line, kept free where there is none, so that rows stay level."""


def side_by_side(tiles: Mapping[Team, Sequence[WeekTile]]) -> str | None:
    """Draw marketing left, joint between, sales right.

    Returns:
        The KPI whose counting was asked for in this run, or None.
    """
    asked = None
    # Two rows of tiles of one width: a team with more of them has a wider column.
    abreast = {team: -(-len(tiles[team]) // _ROWS) for team in TEAM_NAMES}
    for column, team in zip(st.columns([*abreast.values()]), TEAM_NAMES, strict=True):
        with column:
            st.markdown(f"**:{team_word(team)}[{TEAM_NAMES[team]}]**")
            # On a phone, where the columns stand below each other, all are two abreast.
            grid = st.grid(2, min_column_width=150, gap="xsmall")
            for tile in tiles[team]:
                with grid.cell():
                    asked = tile.tile.key if _draw(tile) else asked
    return asked


def _draw(week: WeekTile) -> bool:
    """Draw one tile; returns whether its counting was asked for."""
    tile = week.tile
    line = spark(tile.trend)
    with st.container(border=True, gap="xxsmall", height="stretch"):
        st.metric(
            tile.label,
            tile.value,
            tile.change or None,
            delta_color=team_word(tile.team),  # type: ignore[arg-type]
            delta_arrow=tile.arrow,  # type: ignore[arg-type]
            delta_description=tile.word,
            chart_data=line,
            icon=":material/warning:" if tile.caution else None,
            help=plain(tile.caution) or None,
        )
        if line is None:
            with st.container(height=_LINE_HEIGHT, border=False):
                st.caption(plain(tile.undefined))
        if week.goal:
            st.markdown(_goal(week))
        below = filter(None, (tile.against, tile.counter))
        st.caption("  \n".join(map(plain, below)))
        return st.button("How counted?", key=f"count-{tile.key}", type="tertiary")


def _goal(week: WeekTile) -> str:
    word = "muted" if week.is_off is None else "bad" if week.is_off else "good"
    return f":{STREAMLIT_WORD[word]}[:small[{plain(week.goal)}]]"
