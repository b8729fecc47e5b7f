"""The verdict above the sheet of targets, and below it what collides and what would mend it.

Both speak of the targets as typed, so that people see what an edit does before it is saved.
The grid is drawn first: verdict, names and ways out follow as each is known.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import session
from pages.shared.contradictions import ways
from pages.shared.contradictions.standing import Checked, checked
from pages.shared.editor import drafting
from pages.shared.editor.sheet import Sheet, effective
from pages.shared.messages import tell
from pages.shared.targets.standing import target_of
from planning.agreed.rows import PlanRow
from planning.errors import TandemError
from views import contradictions as words
from views.contradictions import room_frame, unbroken
from views.downloads import csv_bytes
from views.formats import counted, plain
from views.funnel_pictures import funnel_picture

ANCHOR = "what-collides"
_MOST = 5
"""Conflicts drawn with their ways out; more are counted."""


def draw(sheet: Sheet, now: session.Now, above: DeltaGenerator, below: DeltaGenerator) -> None:
    """Draw the verdict and what belongs to it.

    Args:
        sheet: The sheet of targets.
        now: The facts and the revision the page was drawn with.
        above: Where the verdict stands.
        below: Where the conflicts, the ways out and the picture stand.
    """
    targets = as_typed(sheet)
    if not targets:
        return
    line = above.empty()
    if f"verdict-{sheet.name}" not in st.session_state:
        # The first time it is read from the facts; its line is kept free meanwhile.
        line.caption("Looking whether all targets can hold…")
        st.session_state[f"verdict-{sheet.name}"] = True
    try:
        found = checked(now, sheet.scenario, targets)
        _verdict(sheet, found, line)
        with below:
            _collisions(sheet, found) if found.conflicts else _room(found)
    except TandemError as error:
        with line.container():
            tell(error)


def as_typed(sheet: Sheet) -> tuple[PlanRow, ...]:
    """Return the targets with what was typed over them, as far as it can be read."""
    copy = drafting.taken_up(sheet)
    typed = (
        effective(sheet, row, copy.mine.get(row.id))
        for row in drafting.standing(sheet, copy).listed
    )
    return tuple(row for row in typed if target_of(row) is not None)


def _verdict(sheet: Sheet, found: Checked, line: DeltaGenerator) -> None:
    unsaved = drafting.taken_up(sheet).mine
    typed = "**As typed, not saved:** " if unsaved else ""
    if found.holds:
        told = f":green[**{words.HOLDS}**]"
    else:
        # The word stands while the names are looked for.
        told = f":red[**{words.COLLIDES}**]"
        line.markdown(f"{typed}{told}")
    more = plain(unbroken(words.verdict_words(found.question, found.conflicts)))
    link = "" if found.holds else f" [What would mend it](#{ANCHOR})"
    line.markdown(f"{typed}{told} {more}{link}")


def _collisions(sheet: Sheet, found: Checked) -> None:
    st.subheader("What collides, and what would mend it", anchor=ANCHOR)
    drawn = found.collisions[:_MOST]
    _picture(found)
    for number, one in enumerate(drawn):
        ways.conflict(sheet, found.question, one, number)
    if len(found.collisions) > _MOST:
        more = counted(len(found.collisions) - _MOST, "more conflict")
        st.caption(f"{more}, to be seen once these are mended.")
    _notes(found)


def _room(found: Checked) -> None:
    """What is left, asked for: it takes longer than the verdict."""
    with st.expander("How much room each target has", key="room", on_change="rerun") as opened:
        if not opened.open:
            return
        left = found.room
        frame = room_frame(found.question, left.ranges, left.idle, left.slacks)
        idle = sum("idle" in str(told) for told in frame["Room"])
        said = f"{counted(idle, 'bound')} could be dropped: the others imply as much."
        st.markdown(said if idle else "No target is implied by the others.")
        _picture(found)
        st.dataframe(frame, hide_index=True, alt="Each target with what the others leave to it.")
        st.download_button(
            "Take it away",
            csv_bytes(frame),
            file_name="room-of-targets.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        _notes(found)


def _picture(found: Checked) -> None:
    drawn = funnel_picture(found.stages)
    if drawn is None:
        st.caption("No target speaks of the whole company's year, so no funnel is drawn.")
        return
    st.markdown(f"**{plain(drawn.finding)}**")
    st.caption(plain(drawn.subtitle))
    st.vega_lite_chart(drawn.spec, key="chart-funnel", width="stretch", alt=drawn.alt)


def _notes(found: Checked) -> None:
    """Say what was left out or granted."""
    if found.question.warnings:
        st.caption("  \n".join(plain(f"! {one}") for one in found.question.warnings))
