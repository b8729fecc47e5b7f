"""The table in which each line of the advice is kept or taken, by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from planning.model.advising.difference import Difference
from planning.model.advising.taken_effect import Effects
from views.tradeoff_differences import TAKE, WHY, heads, lines_frame

_TALL: Final = 7
_ROW: Final = 66
"""Pixels of a row: above 64 a reason goes on in the next line."""

_HEAD: Final = 38


@dataclass
class Kept:
    """Which lines of the advice a visitor keeps as they are.

    Attributes:
        mark: Tells one advice from another.
        base: Ids kept as the table was drawn; it is drawn from nothing else meanwhile.
        now: Ids kept by now.
        table: Counts the tables drawn, each with a key of its own.
    """

    mark: str
    base: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    table: int = 0


def table(scenario: str, mark: str, effects: Effects, currency: str) -> list[str]:
    """Draw the lines that change; return the ids of those taken.

    Args:
        scenario: The plan's id.
        mark: Tells one advice from another: another one is taken whole at first.
        effects: The differences, and what each does alone.
        currency: The plan currency.
    """
    lines, kept = effects.differences.shown, _kept(scenario, mark)
    with st.container(horizontal=True, gap="small"):
        _button("Take all", "all", scenario, ())
        _button("Keep all", "none", scenario, tuple(one.id for one in lines))
    key = f"taking-{scenario}-{kept.table}"
    if key not in st.session_state:
        # Whoever was on another page meanwhile finds what they chose.
        kept.base = kept.now
    frame = lines_frame(effects, _without(lines, kept.base), currency)
    edited = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        num_rows="fixed",
        disabled=[head for head in frame.columns if head != TAKE],
        row_height=_ROW,
        height=_ROW * min(len(frame), _TALL) + _HEAD,
        column_config={
            **{
                head: st.column_config.NumberColumn(format="%,.0f", width=96)
                for head in heads(currency)
            },
            TAKE: st.column_config.CheckboxColumn(pinned=True, width=64),
            "Line": st.column_config.TextColumn(pinned=True, width=152),
            "Team": st.column_config.TextColumn(width=80),
            WHY: st.column_config.TextColumn(width=280),
        },
        alt="Lines the advice changes: what each has now, what it should have, and why.",
    )
    taken = [one.id for one, it in zip(lines, edited[TAKE].tolist(), strict=True) if it]
    kept.now = tuple(one.id for one in lines if one.id not in taken)
    return taken


def chosen(scenario: str, lines: Sequence[Difference]) -> list[str]:
    """Return the ids of the lines taken, as the table was last drawn."""
    kept = st.session_state.get(_place(scenario))
    return _without(lines, kept.now if isinstance(kept, Kept) else ())


def _without(lines: Sequence[Difference], kept: Collection[str]) -> list[str]:
    return [one.id for one in lines if one.id not in kept]


def _kept(scenario: str, mark: str) -> Kept:
    found = st.session_state.get(_place(scenario))
    if not isinstance(found, Kept) or found.mark != mark:
        number = found.table + 1 if isinstance(found, Kept) else 0
        found = Kept(mark, table=number)
        st.session_state[_place(scenario)] = found
    return found


def _place(scenario: str) -> str:
    return f"taking-{scenario}"


def _button(label: str, name: str, scenario: str, kept: tuple[str, ...]) -> None:
    st.button(label, key=f"taking-{name}", type="tertiary", on_click=_keep, args=(scenario, kept))


def _keep(scenario: str, kept: tuple[str, ...]) -> None:
    """Keep these lines and take all others: the table is drawn anew."""
    found = st.session_state.get(_place(scenario))
    if isinstance(found, Kept):
        found.base = found.now = kept
        found.table += 1
