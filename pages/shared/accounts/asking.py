"""The controls that change which accounts are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from pages.shared.accounts.standing import Standing
from planning.agreed.accounts.coverage import Side
from planning.agreed.rows import PlanRow
from planning.review.accounts.tiers import TIERS
from views.coverage import SIDE_WORDS

Mask = npt.NDArray[np.bool_]
_BOTH = "Both halves"
_ALL = "All"


@dataclass(frozen=True)
class Question:
    """Which accounts and halves are looked at.

    Attributes:
        side: The team whose half is looked at; None for both.
        tiers: Tiers kept; empty keeps all.
        region, segment: Kept; None keeps all.
        one_sided: Whether only accounts are kept that one team covers and the other does not.
        unknown: Whether only halves are kept whose account the facts do not know.
    """

    side: Side | None = None
    tiers: tuple[str, ...] = ()
    region: str | None = None
    segment: str | None = None
    one_sided: bool = False
    unknown: bool = False

    def mask(self, stands: Standing) -> Mask:
        """Return which accounts of the book are kept."""
        accounts = stands.book.accounts
        kept = np.ones(len(accounts), dtype=np.bool_)
        if self.tiers:
            kept &= np.isin(stands.tier_names, self.tiers)
        for column, wanted in (("region", self.region), ("segment", self.segment)):
            if wanted is not None:
                kept &= (accounts[column] == wanted).fillna(False).to_numpy(dtype=np.bool_)
        if self.one_sided:
            kept &= stands.mask("marketing") != stands.mask("sales")
        return kept

    def keeps(self, stands: Standing, kept: Mask, row: PlanRow) -> bool:
        """Whether a half is looked at.

        Args:
            stands: The accounts beside the plan.
            kept: What `mask` returns.
            row: The half.
        """
        if self.side is not None and row.team != self.side:
            return False
        at = stands.places.get(str(row["account"]))
        if self.unknown:
            return at is None
        if at is None:
            # What the facts no longer know stays in sight while nothing narrows the view.
            return bool(kept.all())
        return bool(kept[at])


def ask(stands: Standing) -> Question:
    """Draw the controls, kept in the address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        side = st.segmented_control(
            "Half",
            (_BOTH, *SIDE_WORDS.values()),
            default=_BOTH,
            required=True,
            key="half",
            bind="query-params",
            label_visibility="collapsed",
        )
        parts = narrowed(stands, "coverage")
        one_sided = st.toggle("Only one team works it", key="one-sided", bind="query-params")
        unknown = bool(stands.unknown) and st.toggle(
            "Not in the facts", key="unknown", bind="query-params"
        )
    sides: dict[str, Side] = {"Marketing": "marketing", "Sales": "sales"}
    return Question(
        sides.get(side or _BOTH), *parts, one_sided=bool(one_sided), unknown=bool(unknown)
    )


def narrowed(
    stands: Standing, name: str, tiers: Sequence[str] = ()
) -> tuple[tuple[str, ...], str | None, str | None]:
    """Draw tier, region and segment; return what was chosen.

    Args:
        stands: The accounts.
        name: Tells these controls from others on the page.
        tiers: Those chosen at first; none means all.
    """
    chosen = st.pills(
        "Tier",
        TIERS,
        selection_mode="multi",
        default=list(tiers),
        key=f"{name}-tiers",
        label_visibility="collapsed",
    )
    region = _one_of("Region", "All regions", labels(stands, "region"), f"{name}-region")
    segment = _one_of("Segment", "All segments", labels(stands, "segment"), f"{name}-segment")
    return tuple(chosen or ()), region, segment


def labels(stands: Standing, column: str) -> list[str]:
    """Return the known values of a column of the accounts, sorted."""
    values = pd.unique(stands.book.accounts[column])
    return sorted((str(it) for it in values if isinstance(it, str) and it), key=str.casefold)


def _one_of(label: str, everything: str, options: Sequence[str], key: str) -> str | None:
    return st.selectbox(
        label,
        options,
        index=None,
        placeholder=everything,
        key=key,
        label_visibility="collapsed",
        width=160,
    )
