"""Writing from a dialog or a page, and saying what became of it: once, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from data_sources.planning.saved import Saved, Told
from pages.shared import session
from pages.shared.messages import tell
from planning.errors import TandemError
from views.formats import plain


@dataclass(frozen=True)
class Done:
    """What became of a write.

    Attributes:
        said: One sentence; empty where nothing was written.
        undoes: Revision that “Undo” takes back, None where nothing can be.
        refused: Why cells were not written.
        error: Why nothing could be written at all.
    """

    said: str = ""
    undoes: int | None = None
    refused: tuple[str, ...] = ()
    error: TandemError | None = None


@dataclass(frozen=True)
class Writing:
    """The writes of one view; each is told at the next run, in the dialog or on the page.

    Attributes:
        name: Tells its keys in the session from those of other views.
        clash: Says in a sentence that somebody changed a cell, or the whole row, meanwhile.
    """

    name: str
    clash: Callable[[Told], str]

    @property
    def _done(self) -> str:
        return f"{self.name}-done"

    def attempt(self, write: Callable[[], Saved], said: str) -> bool:
        """Write, and remember what to tell; whether it went through."""
        try:
            saved = write()
        except TandemError as error:
            st.session_state[self._done] = Done(error=error)
            return False
        refused = [one.sentence for one in saved.refused]
        refused += [self.clash(one) for one in saved.clashes]
        st.session_state[self._done] = Done("" if refused else said, saved.revision, tuple(refused))
        return not refused

    def in_dialog(self) -> None:
        """Close the dialog once its write is done; what was refused is told in it."""
        done = st.session_state.get(self._done)
        if done is None:
            return
        if done.said:
            st.rerun()
        self._tell(st.session_state.pop(self._done))

    def on_page(self) -> None:
        """Tell once what became of the last write, with its undo."""
        done = st.session_state.pop(self._done, None)
        if done is not None:
            self._tell(done)

    def _tell(self, done: Done) -> None:
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
                        key=f"{self.name}-undo",
                        type="tertiary",
                        on_click=self._undo,
                        args=(done.undoes,),
                    )

    def _undo(self, revision: int) -> None:
        self.attempt(lambda: session.workspace().plan.undo(revision), "Taken back.")
