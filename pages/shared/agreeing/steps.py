"""The steps towards agreement: what is offered to whom, and the dialog before each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.agreeing import outcome
from pages.shared.agreeing.stand import Stand
from pages.shared.budget import options
from pages.shared.contradictions.standing import history
from planning.agreed.rights import who_may
from planning.agreed.scenarios import OPEN, Scenario
from planning.agreed.signatures import Seat, for_whom
from views import approval as words
from views.formats import plain

_ASKED: Final = "agreeing-asked"


def ask(step: str, subject: str, seen: int) -> None:
    """Ask for the dialog of a step.

    Args:
        step: Its name.
        subject: The seat or signature it is about; empty for the plan.
        seen: The revision that was on the page.
    """
    st.session_state[_ASKED] = (step, subject, seen)


def button(
    stand: Stand, step: str, label: str, icon: str, *, subject: str = "", kind: str = "secondary"
) -> None:
    """Draw a button that asks for the dialog of a step."""
    st.button(
        label,
        key=f"agreeing-{step}-{subject}",
        type=kind,  # type: ignore[arg-type]
        icon=f":material/{icon}:",
        on_click=ask,
        # What the person has in front of them, not what the next run reads.
        args=(step, subject, stand.now.revision),
    )


def offered(stand: Stand) -> None:
    """Offer what the visitor may do with the plan as a whole; say who may otherwise."""
    state = stand.scenario.state
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if state == "proposed":
            _of_proposed(stand)
        elif state == "draft" and not stand.may("scenarios"):
            st.caption(f"Somebody with the role {who_may('scenarios')} proposes it.")
        elif state == "draft":
            button(stand, "propose", "Propose it for signatures", "send", kind="primary")
    if state not in OPEN:
        options.closed_note(stand.row)


def _of_proposed(stand: Stand) -> None:
    if not stand.missing and stand.may("agree"):
        st.button(
            "Agree",
            key="agreeing-agree-",
            type="primary",
            icon=":material/handshake:",
            disabled=stand.hindered or bool(stand.colliding),
            on_click=ask,
            args=("agree", "", stand.now.revision),
        )
    elif not stand.missing:
        st.caption(f"Somebody with the role {who_may('agree')} agrees it.")
    if stand.may("return"):
        button(stand, "return", "Return with a reason", "reply")
    else:
        st.caption("The executive may return it with a reason.", width="content")
    if stand.may("scenarios"):
        button(stand, "take-back", "Take it back", "undo", kind="tertiary")


def asked(stand: Stand) -> None:
    """Open the dialog that was asked for."""
    step, subject, seen = st.session_state.pop(_ASKED, ("", "", 0))
    if step in _DIALOGS:
        _DIALOGS[step](stand, subject, seen)


def _confirm(label: str, done: Callable[[], None], *, idle: bool = False) -> None:
    st.button(label, type="primary", key="agreeing-confirm", on_click=done, disabled=idle)


@st.dialog("Propose it for signatures", icon=":material/send:")
def _propose(stand: Stand, _subject: str, _seen: int) -> None:
    outcome.in_dialog()
    st.write(plain(words.proposing(stand.scenario, stand.agreed)))
    agreement, name = session.workspace().agreement, stand.scenario.name
    step = partial(agreement.propose_plan, stand.row.id)
    _confirm("Propose", partial(outcome.attempt, step, f"{name} is proposed."))


@st.dialog("Sign the plan", icon=":material/draw:")
def _sign(stand: Stand, subject: str, seen: int) -> None:
    outcome.in_dialog()
    seat: Seat = next(one for one in stand.seats if one == subject)
    st.write(plain(words.signing(stand.scenario, seat, seen)))
    st.caption("A later change of the plan withdraws the signature, for all to see.")
    _confirm("Sign", partial(_signed, stand.row.id, stand.scenario.name, seat, seen))


def _signed(plan: str, name: str, seat: Seat, seen: int) -> None:
    known = history(session.now())
    step = partial(session.workspace().agreement.sign, plan, seat, seen=seen, history=known)
    outcome.attempt(step, f"You signed {name} {for_whom(seat)}.", plan=plan, seen=seen)


@st.dialog("Withdraw your signature", icon=":material/ink_eraser:")
def _withdraw(_stand: Stand, subject: str, _seen: int) -> None:
    outcome.in_dialog()
    st.write("It stays to be seen that you had signed, with your reason.")
    st.text_area("Reason", key="agreeing-reason", placeholder="Not needed, but kind to the others")
    _confirm("Withdraw", partial(_withdrawn, subject))


def _withdrawn(signature: str) -> None:
    reason = str(st.session_state.get("agreeing-reason") or "")
    step = partial(session.workspace().agreement.withdraw, signature, reason)
    outcome.attempt(step, "Your signature is withdrawn.")


@st.dialog("Take the plan back", icon=":material/undo:")
def _take_back(stand: Stand, _subject: str, _seen: int) -> None:
    outcome.in_dialog()
    st.write(f"{plain(stand.scenario.name)} becomes a draft again; its signatures are withdrawn.")
    step = partial(session.workspace().agreement.take_back, stand.row.id)
    _confirm(
        "Take it back", partial(outcome.attempt, step, f"{stand.scenario.name} is a draft again.")
    )


@st.dialog("Return the plan", icon=":material/reply:")
def _return(stand: Stand, _subject: str, _seen: int) -> None:
    outcome.in_dialog()
    st.write(f"{plain(stand.scenario.name)} becomes a draft again; its signatures are withdrawn.")
    st.text_area("What should change, and why", key="agreeing-reason")
    _confirm("Return", partial(_returned, stand.row.id, stand.scenario.name))


def _returned(plan: str, name: str) -> None:
    reason = str(st.session_state.get("agreeing-reason") or "")
    step = partial(session.workspace().agreement.return_plan, plan, reason)
    outcome.attempt(step, f"{name} is returned.")


@st.dialog("Agree on the plan", icon=":material/handshake:")
def _agree(stand: Stand, _subject: str, seen: int) -> None:
    outcome.in_dialog()
    former = stand.agreed
    st.markdown("\n".join(f"- {plain(it)}" for it in words.agreeing(stand.scenario, former)))
    _confirm("Agree", partial(_agreed, stand.row.id, stand.scenario, seen))


def _agreed(plan: str, scenario: Scenario, seen: int) -> None:
    step = partial(session.workspace().agreement.agree, plan, history=history(session.now()))
    said = f"{scenario.name} is agreed for {scenario.fiscal_year}."
    outcome.attempt(step, said, plan=plan, seen=seen)


_DIALOGS: Final[dict[str, Callable[[Stand, str, int], None]]] = {
    "propose": _propose,
    "sign": _sign,
    "withdraw": _withdraw,
    "take-back": _take_back,
    "return": _return,
    "agree": _agree,
}
