"""Mine: total and split by sliders, lines held, beside the current plan and the best one."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.shared import pictures, tables_to_take
from pages.shared.tradeoffs import holding, wishing
from pages.shared.tradeoffs.standing import Weighed, frontiers
from planning.model.weighing.frontiers import Frontiers
from planning.model.weighing.options import Option
from views.charts import Chart
from views.tradeoff_pictures import WORDS, Standing, frontier, side_by_side
from views.tradeoffs import MEANING, options_frame, split_finding, total_finding

_VIEWS: Final = ("Total", "Split")


@st.fragment
def section(found: Weighed) -> None:
    """Draw the sliders and what comes of them; a release redraws this part alone."""
    fronts = frontiers(found)
    wish = wishing.controls(found, fronts)
    mine = wishing.answered(found, wish)
    study = found.study
    options = [study.option("current"), study.option("best"), *([mine] if mine else [])]
    left, right = st.columns(2, gap="medium")
    with left:
        pictures.alone(side_by_side(options, found.currency))
        st.caption(MEANING)
    with right:
        pictures.alone(_frontier(found, fronts, options))
        holding.told(mine)
    _figures(options, found.currency)


def _frontier(found: Weighed, fronts: Frontiers, options: list[Option]) -> Chart:
    view = st.segmented_control(
        "Frontier of", _VIEWS, default=_VIEWS[0], required=True, key="frontier-view",
        label_visibility="collapsed",
    )  # fmt: skip
    if view == "Split":
        plans = [_standing(it, it.figures["spend_marketing"].p50 or 0.0) for it in options]
        return frontier(
            fronts.split, plans, f"Marketing's money of the year, {found.currency}",
            split_finding(fronts.split, plans[0].money),
            "The most each split of today's money brings; band: 8 of 10 cases", "frontier-split",
        )  # fmt: skip
    plans = [_standing(it, it.spend) for it in options]
    return frontier(
        fronts.total, plans, f"Money of the year, {found.currency}",
        total_finding(fronts.total, options[1]), "The most each total brings; band: 8 of 10 cases",
        "frontier-total",
    )  # fmt: skip


def _standing(option: Option, money: float) -> Standing:
    return Standing(option.name, money, option.value, WORDS[option.key])


def _figures(options: list[Option], currency: str) -> None:
    frame = options_frame(options, currency)
    with st.expander("All figures with their ranges", icon=":material/table:"):
        tables_to_take.show(frame, "trade-offs", "Every figure of the plans with its range.")
