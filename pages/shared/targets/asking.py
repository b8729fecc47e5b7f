"""The controls that change the question: which periods, and only what is off course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from planning.agreed.rows import PlanRow
from planning.review.pace import MISSED
from views.targets import ALL_PERIODS, PERIOD_NAMES, Read

Pair = tuple[PlanRow, Read]


@dataclass(frozen=True)
class Question:
    """Which targets are looked at.

    Attributes:
        months: Length of their period; None for all.
        off_only: Whether only those that are missed or off course are shown.
    """

    months: int | None
    off_only: bool

    def about(self, row: PlanRow) -> bool:
        """Whether a target is of the periods asked for."""
        return self.months is None or row["months"] == self.months


def ask(off: int) -> Question:
    """Draw the controls, kept in the address.

    Args:
        off: How many targets are missed or off course.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        names = [*PERIOD_NAMES, ALL_PERIODS]
        chosen = st.segmented_control(
            "Periods",
            names,
            default=names[0],
            required=True,
            key="periods",
            bind="query-params",
            label_visibility="collapsed",
        )
        off_only = st.toggle(
            "Only off course", key="off-only", bind="query-params", disabled=not off
        )
    return Question(PERIOD_NAMES.get(chosen or names[0]), bool(off_only) and bool(off))


def count_off(pairs: Sequence[Pair]) -> int:
    """Return how many targets are missed or off course."""
    return sum(read.pace.state in MISSED for _, read in pairs)
