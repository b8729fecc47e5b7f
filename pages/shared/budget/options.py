"""The plan itself: which one, as it was on a day, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from pages.shared import session
from pages.shared.budget import plan_dialogs
from planning.agreed.life import STEPS, Move
from planning.agreed.rights import Act, who_may
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import OPEN, Scenario, State
from views.formats import day, plain
from views.plans import called, closed_words, opening

_KEY: Final = "plan"
_LAST: Final = "plan-last"
_ADDRESS: Final = "plan-in-address"
_ANY: Final[frozenset[State]] = frozenset({"draft", "proposed", "agreed", "archived"})


@dataclass(frozen=True)
class Choice:
    """Which plan is looked at.

    Attributes:
        row: The scenario's row.
        on: The day as of which, None for now.
    """

    row: PlanRow
    on: date | None


@dataclass(frozen=True)
class Deed:
    """Something that can be done with a plan as a whole.

    Attributes:
        label, icon: What stands on its button.
        act: What somebody must be allowed.
        states: Of which plans it is offered.
    """

    label: str
    icon: str
    act: Act
    states: frozenset[State]


def _of_a_move(label: str, icon: str, move: Move) -> Deed:
    return Deed(label, icon, STEPS[move].act, STEPS[move].begins)


DEEDS: Final[Mapping[str, Deed]] = {
    "envelopes": Deed("Envelopes", ":material/savings:", "envelopes", OPEN),
    "scenarios": Deed("Begin another plan", ":material/add:", "scenarios", _ANY),
    "copy": Deed("Copy as a draft", ":material/content_copy:", "scenarios", _ANY),
    "rename": Deed("Rename", ":material/edit:", "scenarios", OPEN),
    "archive": _of_a_move("Archive", ":material/inventory_2:", "archive"),
    "put-away": _of_a_move("Put away", ":material/archive:", "put away"),
}
"""By the name its dialog is asked for."""


def chosen(plans: Sequence[PlanRow], *, dated: bool = True) -> Choice:
    """Draw what chooses the plan and what can be done with it as a whole.

    Args:
        plans: The plans there are.
        dated: Whether the page can show a plan as it was on a day.
    """
    by_id = {row.id: row for row in plans}
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        picked = _picked(plans)
        # Drawn anew once a dialog was asked for: it would lie over the dialog.
        opened = st.session_state.get(plan_dialogs.TIMES, 0)
        with st.popover("Options", icon=":material/tune:", key=f"plan-options-{opened}"):
            on = _day_asked_for() if dated else None
            _deeds(Scenario.of(by_id[picked].cells))
    on = on if isinstance(on, date) else None
    plan_dialogs.asked(by_id[picked])
    return Choice(by_id[picked], on)


def _day_asked_for() -> object:
    return st.date_input(
        "As it was at the end of",
        value=None,
        key="as-of",
        format="YYYY-MM-DD",
        bind="query-params",
    )


def _picked(plans: Sequence[PlanRow]) -> str:
    """Return the plan chosen here, in the address or on another page, else the one to open."""
    state = st.session_state
    names = {row.id: Scenario.of(row.cells) for row in plans}
    now = session.now()
    counts = now.counts
    today = counts.as_of if counts and counts.is_dated else session.workspace().now().date()
    first = opening(plans, now.company.fiscal_year(today)).id
    wished = [state.pop(plan_dialogs.NEXT, None), _in_address(names)]
    wished += [state.get(_KEY), state.get(_LAST)]
    picked = next((str(one) for one in wished if one in names), first)
    if len(plans) > 1:
        # Set before it is drawn: its labels change with the plans' states, the choice stays.
        state[_KEY] = picked
        picked = st.selectbox(
            "Plan",
            list(names),
            format_func=lambda it: called(names[it]),
            key=_KEY,
            label_visibility="collapsed",
            width=264,
        )
    state[_LAST] = picked
    _tell_address(names[picked].name if picked != first else None)
    return picked


def _in_address(names: Mapping[str, Scenario]) -> str | None:
    """Return the plan the address names, if it says something new."""
    said = st.query_params.get(_KEY)
    if said is None or said == st.session_state.get(_ADDRESS):
        return None
    return next((row for row, plan in names.items() if said in (row, plan.name)), None)


def _tell_address(name: str | None) -> None:
    """Keep the choice in the address, so that it can be sent to others."""
    st.session_state[_ADDRESS] = name
    if name is None:
        st.query_params.pop(_KEY, None)
    elif st.query_params.get(_KEY) != name:
        st.query_params[_KEY] = name


def _deeds(scenario: Scenario) -> None:
    """Offer what the visitor may do with the plan."""
    for name, deed in DEEDS.items():
        if scenario.state in deed.states and session.may(deed.act):
            _button(name, f"plan-{name}")


def _button(name: str, key: str) -> None:
    deed = DEEDS[name]
    st.button(
        deed.label,
        key=key,
        icon=deed.icon,
        type="tertiary",
        on_click=plan_dialogs.ask_for,
        args=(name,),
    )


def closed_note(row: PlanRow) -> None:
    """Say in one line that a plan is only read, and offer the way to change it."""
    scenario = Scenario.of(row.cells)
    if scenario.state in OPEN:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/lock: {plain(closed_words(scenario))}", width="content")
        if session.may("scenarios"):
            _button("copy", "closed-copy")
        else:
            st.caption(f"Somebody with the role {who_may('scenarios')} copies it.", width="content")


def looking_back(on: date) -> None:
    """Say that an older state is shown, with the way back."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/history: As it was at the end of {day(on)}.", width="content")
        st.button(
            "Back to now",
            key="as-of-now",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=("as-of", None),
        )
