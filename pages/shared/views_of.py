"""The views of a page: one is chosen, and the choice stands in the address."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st


def chosen(key: str, first: str, others: Iterable[str]) -> str:
    """Draw what chooses the view and return its name.

    Args:
        key: The choice's name in the address.
        first: The view that opens by itself.
        others: The other views, in their order.
    """
    return (
        st.segmented_control(
            "View",
            (first, *others),
            default=first,
            required=True,
            key=key,
            bind="query-params",
            label_visibility="collapsed",
        )
        or first
    )
