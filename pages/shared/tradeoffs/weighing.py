"""What limits the best plan month by month, and what a reader should know."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from pages.shared.tradeoffs.standing import Key, Weighed
from planning.errors import Finding
from planning.model.weighing.limits_by_month import Held, bottleneck, limits_by_month
from planning.model.weighing.study import Study
from views.formats import plain
from views.limit_pictures import MEANING, limits_picture


def limits(found: Weighed) -> None:
    """Draw what limits the best plan, by area and month."""
    held, finding = _held(found.key, found.study)
    drawn = limits_picture(held, finding, found.currency)
    if drawn is None:
        return
    with st.container(gap="xsmall"):
        st.subheader("What limits us")
        st.markdown(f"**{plain(drawn.finding)}**")
        st.caption(plain(drawn.subtitle))
        st.vega_lite_chart(drawn.spec, key=f"chart-{drawn.key}", width="stretch", alt=drawn.alt)
        st.caption(MEANING)


@st.cache_resource(show_spinner=False, max_entries=6)
def _held(key: Key, _study: Study) -> tuple[tuple[Held, ...], str]:  # noqa: ARG001 - cache's key
    return limits_by_month(_study.optimum), bottleneck(_study.optimum)


def findings(warnings: Iterable[str]) -> list[Finding]:
    """Return an answer's warnings as findings."""
    return [Finding(code="allocation", message=words) for words in warnings]
