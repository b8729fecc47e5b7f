"""How well the tables find each other, told after an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.shared import session
from views.formats import counted, percent, plain, whole

if TYPE_CHECKING:
    from data_sources.facts.joins import Join
    from data_sources.facts.snapshots import Snapshot

_NOUNS: Final = {
    "accounts": "an account",
    "leads": "a lead",
    "opportunities": "a deal",
    "people": "a person",
}
_LOW: Final = 0.8
"""A share below which the two files probably name things in different ways."""


def section(table: str) -> None:
    """Say which share of a table's rows finds what it names in other tables, and back."""
    snapshot = session.workspace().snapshot()
    if snapshot is None or len(snapshot.tables) == 1:
        return
    found = [it for it in _joins(snapshot.id, snapshot) if table in (it.table, it.to_table)]
    if not found:
        return
    st.markdown("**How the files find each other**")
    st.markdown("  \n".join(sentence(join) for join in found))


@st.cache_data(show_spinner="Joining the tables…", max_entries=4)
def _joins(snapshot_id: str, _snapshot: Snapshot) -> tuple[Join, ...]:  # noqa: ARG001 - the key
    from data_sources.facts.joins import joins
    from data_sources.importing import paths

    return joins(paths(session.workspace().home, _snapshot))


def sentence(join: Join) -> str:
    """Say how many rows of one table find what they name in another."""
    low = join.share is not None and join.share < _LOW
    mark = ":yellow[:material/warning:]" if low else ":gray[:material/link:]"
    what = _NOUNS.get(join.to_table, join.to_table)
    told = (
        f"{mark} {percent(join.share or 0)} of the {whole(join.rows)} rows of "
        f"{plain(join.table)} that name {what} find it, by {join.by}."
    )
    if join.matched == join.rows:
        return told
    examples = ", ".join(plain(example) for example in join.examples[:3])
    rest = join.rows - join.matched
    return (
        f"{told} {counted(rest, 'row')} {'names' if rest == 1 else 'name'} none that is there"
        f"{f', for example {examples}' if examples else ''}."
    )
