"""Tiles on the screen: one column per team, and the question how a number is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from planning.review.counter_pairs import CounterPair
from planning.teams import Team
from views.formats import plain
from views.theme import STREAMLIT_WORD, team_word
from views.tiles import Tile, spark

TEAM_NAMES: Final[dict[Team, str]] = {
    "marketing": "Marketing",
    "joint": "Together",
    "sales": "Sales",
}
_LINE_HEIGHT: Final = 68
"""Pixels of a tile's small line, kept free where there is none, so that rows stay level."""


def side_by_side(tiles: Mapping[Team, Sequence[Tile]]) -> str | None:
    """Draw marketing left, joint between, sales right.

    Returns:
        The KPI whose counting was asked for in this run, or None.
    """
    asked = None
    for column, team in zip(st.columns(3), TEAM_NAMES, strict=True):
        with column:
            st.markdown(f"**:{team_word(team)}[{TEAM_NAMES[team]}]**")
            # Two abreast on a phone, where the columns stand below each other.
            grid = st.grid(2, min_column_width=150, gap="xsmall")
            for tile in tiles[team]:
                with grid.cell():
                    asked = tile.key if _draw(tile) else asked
    return asked


def guards(pairs: Sequence[CounterPair]) -> None:
    """Say which counter-KPIs lost while their KPI gained, where that is hardly chance."""
    told = [pair.sentence for pair in pairs if pair.is_likely]
    mark = f":{STREAMLIT_WORD['watch']}[:material/balance:]"
    if told:
        st.caption("  \n".join(f"{mark} {plain(sentence)}" for sentence in told))


def _draw(tile: Tile) -> bool:
    """Draw one tile; returns whether its counting was asked for."""
    line = spark(tile.trend)
    with st.container(border=True, gap="xxsmall", height="stretch"):
        st.metric(
            tile.label,
            tile.value,
            tile.change,
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
        with st.container(horizontal=True, vertical_alignment="bottom", gap=None):
            _below(tile)
            return st.button("How counted?", key=f"count-{tile.key}", type="tertiary")


def _below(tile: Tile) -> None:
    """Say what stands against the tile; what its counter-KPI lost comes before its value."""
    if not tile.guard:
        below = filter(None, (tile.against, tile.counter))
        st.caption("  \n".join(map(plain, below)), width="stretch")
        return
    with st.container(width="stretch", gap=None):
        st.caption(plain(tile.against))
        st.markdown(f":small[:{STREAMLIT_WORD['watch']}[{plain(tile.guard)}]]")
