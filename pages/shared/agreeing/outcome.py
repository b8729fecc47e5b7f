"""What became of a step towards agreement: told on the page after its dialog has closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.messages import tell
from planning.errors import TandemError, UsageError
from views.formats import counted, plain

_OUTCOME: Final = "agreeing-outcome"
_TOLD: Final = 5


@dataclass(frozen=True)
class Outcome:
    """What became of a step.

    Attributes:
        said: One sentence once it was done; empty if it was refused.
        refused: Why it was not done.
        since: What changed since the plan was read, in sentences, the latest first.
    """

    said: str = ""
    refused: TandemError | None = None
    since: tuple[str, ...] = ()


def attempt(step: Callable[[], Saved], said: str, *, plan: str = "", seen: int = 0) -> None:
    """Take a step; the page tells what became of it.

    Args:
        step: Writes to the store.
        said: What is said once it is done.
        plan: Id of the plan whose changes explain a refusal.
        seen: After which revision they count.
    """
    try:
        step()
    except TandemError as error:
        since = changes_since(plan, seen) if plan else ()
        st.session_state[_OUTCOME] = Outcome(refused=error, since=since)
    else:
        st.session_state[_OUTCOME] = Outcome(said=said)


def changes_since(plan: str, seen: int) -> tuple[str, ...]:
    """Return what was done to a plan after a revision, in sentences, the latest first."""
    entries = session.workspace().plan.history(scenario=plan, limit=50)
    return tuple(entry.sentence for entry in entries if entry.revision > seen)


def in_dialog() -> None:
    """Close the dialog once its step was taken or cannot be; a wrong word is told in it."""
    outcome = st.session_state.get(_OUTCOME)
    if outcome is None:
        return
    if isinstance(outcome.refused, UsageError):
        st.session_state.pop(_OUTCOME)
        tell(outcome.refused)
        return
    st.rerun()


def on_page(*, away_from: str = "") -> None:
    """Tell once what became of the last step.

    Args:
        away_from: The plan's name where its lines are on another page than this.
    """
    outcome = st.session_state.pop(_OUTCOME, None)
    if outcome is None:
        return
    if outcome.refused is None:
        st.markdown(f":material/check: {plain(outcome.said)}")
        return
    tell(outcome.refused)
    if outcome.since:
        _tell_changes(outcome.since, away_from)


def _tell_changes(since: Iterable[str], away_from: str) -> None:
    listed = list(since)
    lines = [f"- {plain(sentence)}" for sentence in listed[:_TOLD]]
    if len(listed) > _TOLD:
        lines.append(f"- {counted(len(listed) - _TOLD, 'more change')}, on page History.")
    st.markdown("Since you read it:\n\n" + "\n".join(lines))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("What stands below is the plan as it is now.", width="content")
        if away_from:
            st.page_link(
                "plan/budget.py",
                label="Read its lines again",
                icon=":material/menu_book:",
                query_params={"view": "Lines", "plan": away_from},
            )
            return
        st.button(
            "Read its lines again",
            key="agreeing-read-again",
            type="tertiary",
            icon=":material/menu_book:",
            on_click=st.session_state.__setitem__,
            args=("view", "Lines"),
        )
