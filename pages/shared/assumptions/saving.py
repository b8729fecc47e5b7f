"""Writing answers, and saying what became of them, once, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.messages import tell
from planning.agreed.kinds import label
from planning.errors import TandemError
from views.formats import plain

_DONE: Final = "assumptions-done"


@dataclass(frozen=True)
class Done:
    """What became of a write.

    Attributes:
        said: One sentence; empty where nothing was written.
        undoes: Revision that “Undo” takes back, None where nothing can be.
        refused: Why it was not written.
        error: Why nothing could be written at all.
    """

    said: str = ""
    undoes: int | None = None
    refused: tuple[str, ...] = ()
    error: TandemError | None = None


def attempt(write: Callable[[], Saved], said: str) -> bool:
    """Write, and remember what to tell; whether it went through."""
    try:
        saved = write()
    except TandemError as error:
        st.session_state[_DONE] = Done(error=error)
        return False
    refused = [one.sentence for one in saved.refused]
    refused += [
        f"{label('assumption', one.cell) if one.cell else 'The answer'} was changed by {one.who} "
        "meanwhile. Look at it, then answer again."
        for one in saved.clashes
    ]
    st.session_state[_DONE] = Done("" if refused else said, saved.revision, tuple(refused))
    return not refused


def in_dialog() -> None:
    """Close the dialog once its write is done; what was refused is told in it."""
    done = st.session_state.get(_DONE)
    if done is None:
        return
    if done.said:
        st.rerun()
    _told(st.session_state.pop(_DONE))


def on_page() -> None:
    """Tell once what became of the last write, with its undo."""
    done = st.session_state.pop(_DONE, None)
    if done is not None:
        _told(done)


def _told(done: Done) -> None:
    if done.error is not None:
        tell(done.error)
    elif done.refused:
        st.error("  \n".join(plain(one) for one in done.refused), title="Not saved.")
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/check: {plain(done.said)}", width="content")
            if done.undoes is not None:
                st.button(
                    "Undo",
                    key="assumptions-undo",
                    type="tertiary",
                    on_click=_undo,
                    args=(done.undoes,),
                )


def _undo(revision: int) -> None:
    attempt(lambda: session.workspace().plan.undo(revision), "Taken back.")
