"""Whether the targets of a plan collide, seen by those who sign it; and the stretch of it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.shared import session
from pages.shared.agreeing import outcome
from pages.shared.agreeing.stand import Stand
from pages.shared.contradictions.standing import history
from views import stretches as words
from views.contradictions import unbroken
from views.formats import plain

_ASKED = "stretch-asked"


def section(stand: Stand) -> None:
    """Say what collides, who accepted it, and offer what the visitor may do about it."""
    scenario, waiting = stand.scenario, stand.colliding
    if scenario.stretch_of and not waiting:
        told = words.accepted(scenario, stand.name(scenario.stretch_by))
        st.warning(
            plain(unbroken(scenario.stretch or "")), title=plain(told), icon=":material/warning:"
        )
        if scenario.state == "proposed" and stand.may("stretch"):
            _button("take back", "No longer accept it", "undo", stand, kind="tertiary")
        return
    if not waiting:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":red[**▼ Targets collide.**] {plain(words.before_signing(scenario))}")
        st.markdown("\n".join(f"- {plain(unbroken(one.words))}" for one in waiting))
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            if scenario.state == "proposed" and stand.may("stretch"):
                _button("accept", "Accept it as a stretch…", "warning", stand)
            st.page_link(
                "plan/targets.py",
                label="What would mend it",
                icon=":material/arrow_forward:",
                query_params={"plan": scenario.name},
            )


def asked(stand: Stand) -> None:
    """Open the dialog that was asked for."""
    step, seen = st.session_state.pop(_ASKED, ("", 0))
    if step == "accept":
        _accept(stand, seen)
    elif step == "take back":
        _take_back(stand)


def _button(step: str, label: str, icon: str, stand: Stand, *, kind: str = "secondary") -> None:
    st.button(
        label,
        key=f"stretch-{step}",
        type=kind,  # type: ignore[arg-type]
        icon=f":material/{icon}:",
        on_click=st.session_state.__setitem__,
        # What the person has in front of them, not what the next run reads.
        args=(_ASKED, (step, stand.now.revision)),
    )


@st.dialog("Accept it as a stretch", icon=":material/warning:")
def _accept(stand: Stand, seen: int) -> None:
    outcome.in_dialog()
    name = stand.scenario.name
    st.write(plain(words.accepting(name)))
    st.markdown("\n".join(f"- {plain(unbroken(one.words))}" for one in stand.colliding))
    st.caption("With other values of these targets somebody has to look again.")
    step = partial(
        session.workspace().agreement.accept_stretch,
        stand.row.id,
        seen=seen,
        history=history(stand.now),
    )
    done = partial(
        outcome.attempt, step, f"{name} is accepted as a stretch.", plan=stand.row.id, seen=seen
    )
    st.button("Accept", type="primary", key="stretch-confirm", on_click=done)


@st.dialog("No longer accept it", icon=":material/undo:")
def _take_back(stand: Stand) -> None:
    outcome.in_dialog()
    name = stand.scenario.name
    st.write(f"Nobody signs {plain(name)} then until its targets are mended. Signatures go.")
    step = partial(session.workspace().agreement.take_back_stretch, stand.row.id)
    done = partial(outcome.attempt, step, f"{name} is no longer accepted as a stretch.")
    st.button("No longer accept it", type="primary", key="stretch-confirm", on_click=done)
