"""The book of accounts of the facts on screen, read once for all who may see the same."""

from __future__ import annotations

import streamlit as st

from data_sources.workspace import Workspace
from pages.shared import session
from pages.shared.editor.sheet import place as place_of
from planning.actuals.book import AccountBook


def book_of(now: session.Now) -> AccountBook | None:
    """Return the book of accounts as whoever is here may see it, or None without facts.

    Args:
        now: The store at its newest revision.
    """
    if now.counts is None:
        return None
    workspace = session.workspace()
    own = () if workspace.sees_people() else workspace.actor.known_as
    everybody = workspace.sees_people()
    facts = (now.counts.snapshot_id, now.agreed)
    return _book(place_of(workspace), facts, everybody, own, workspace)


@st.cache_resource(show_spinner="Reading the accounts…", max_entries=4)
def _book(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
    everybody: bool,  # noqa: ARG001
    own: tuple[str, ...],  # noqa: ARG001
    _workspace: Workspace,
) -> AccountBook | None:
    return _workspace.accounts.book()
