"""Figures that a choice moves, on the screen: two abreast on a phone."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from views.moved_figures import Moved


def show(figures: Sequence[Moved]) -> None:
    """Draw figures beside each other, each with its change, sign and word."""
    grid = st.grid(len(figures), min_column_width=150, gap="small")
    for figure in figures:
        with grid.cell():
            st.metric(
                figure.label,
                figure.value,
                figure.delta,
                delta_color=figure.colour,
                delta_arrow=figure.arrow,
                delta_description=figure.word,
                border=True,
            )
