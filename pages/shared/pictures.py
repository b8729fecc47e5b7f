"""Charts on the screen: a fixed height, two abreast, a text for those who do not see them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from views.charts import Chart
from views.formats import plain


def show(pictures: Iterable[Chart | None], *, abreast: int = 2) -> None:
    """Draw the charts that have something to show.

    Args:
        pictures: The charts; None where there is nothing.
        abreast: How many stand side by side where there is room.
    """
    drawn = [picture for picture in pictures if picture is not None]
    if not drawn:
        return
    grid = st.grid(abreast, min_column_width=340, gap="medium")
    for picture in drawn:
        with grid.cell(), st.container(gap="xsmall"):
            st.markdown(f"**{plain(picture.finding)}**")
            st.caption(plain(picture.subtitle))
            st.vega_lite_chart(
                picture.spec, key=f"chart-{picture.key}", width="stretch", alt=picture.alt
            )
