"""The dialogs about a plan as a whole: envelopes, begin, copy, rename, archive, put away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.agreeing import standing_signatures
from pages.shared.messages import tell, told
from planning.agreed.changes import Edit
from planning.agreed.kinds import cleaned
from planning.agreed.rows import PlanRow
from planning.errors import TandemError
from views.budget_pictures import SCOPE_NAMES
from views.formats import plain
from views.plans import copy_name
from views.sheets import spelled

_ASKED: Final = "plan-dialog"
_BECAME: Final = "plan-dialog-became"
_WRITTEN: Final = "written"
NEXT: Final = "plan-next"
"""Where the id stands of the plan that is to be chosen next."""

TIMES: Final = "plan-dialog-times"
"""Where it stands how often a dialog was asked for."""


def ask_for(name: str) -> None:
    """Remember which dialog a click asked for."""
    st.session_state[_ASKED] = name
    st.session_state[TIMES] = st.session_state.get(TIMES, 0) + 1


def asked(row: PlanRow) -> None:
    """Open the dialog that was asked for.

    Args:
        row: The plan it is about.
    """
    st.session_state.pop(_BECAME, None)
    name = st.session_state.pop(_ASKED, None)
    if name in _DIALOGS:
        _DIALOGS[name](row)


@st.dialog("Envelopes", icon=":material/savings:")
def _envelopes(row: PlanRow) -> None:
    plan = session.workspace().plan
    standing = {one["scope"]: one for one in plan.rows("envelope", row.id)}
    typed = {}
    st.caption("The most the company and each team may plan for the year; blank means not set.")
    for scope, name in SCOPE_NAMES.items():
        shown = spelled(standing[scope]["amount"], "number") or ""
        typed[scope] = st.text_input(name, value=shown, key=f"envelope-{scope}")
    standing_signatures.warn(row)
    if st.button("Save", type="primary", key="envelopes-save"):
        with told():
            edits = []
            for scope, text in typed.items():
                one, mine = standing[scope], {"amount": text}
                if cleaned("envelope", mine)["amount"] != one["amount"]:
                    edits.append(Edit(one.id, {"amount": one["amount"]}, mine))
            if not edits or _went_through(plan.save(edits)):
                st.rerun()


def _went_through(saved: Saved) -> bool:
    for one in saved.refused:
        st.error(plain(one.sentence))
    for clash in saved.clashes:
        theirs = spelled(clash.theirs, "number") or "not set"
        st.error(f"{plain(clash.who)} set {plain(clash.title)} to {theirs} meanwhile.")
    return not saved.refused and not saved.clashes


def begin_form() -> None:
    """Draw the form that begins an empty plan."""
    now = session.now()
    dated = now.counts is not None and now.counts.is_dated
    today = now.counts.as_of if now.counts and dated else session.workspace().now().date()
    year = min(max(now.company.fiscal_year(today), 2000), 2999)
    with st.form("begin-plan", border=False):
        left, right = st.columns(2)
        fiscal_year = left.number_input(
            "Fiscal year", 2000, 2999, value=year, step=1, key="begin-year"
        )
        name = right.text_input("Name", value=f"Plan {year}", key="begin-name")
        if st.form_submit_button("Begin the plan", type="primary", icon=":material/add:"):
            with told():
                begun = session.workspace().plan.begin(int(fiscal_year), name)
                st.session_state[NEXT] = begun.id
                st.rerun()


@st.dialog("Begin another plan", icon=":material/add:")
def _begin(_row: PlanRow) -> None:
    begin_form()


@st.dialog("Copy as a draft", icon=":material/content_copy:")
def _copy(row: PlanRow) -> None:
    name = str(row["name"])
    st.write(
        f"The copy takes goals, envelopes, lines and targets of {plain(name)}. "
        "What was said about them stays there."
    )
    taken = [str(one["name"]) for one in session.workspace().plan.scenarios()]
    st.text_input("Name", value=copy_name(name, taken), key="copy-name")
    _button("Copy", "copy-go", _copied, row.id)


def _copied(plan: str) -> None:
    saved = session.workspace().agreement.copy(plan, _typed("copy-name"))
    st.session_state[NEXT] = next(it.id for it in saved.rows if it.kind == "scenario")


@st.dialog("Rename the plan", icon=":material/edit:")
def _rename(row: PlanRow) -> None:
    st.text_input("Name", value=str(row["name"]), key="rename-name")
    standing_signatures.warn(row)
    _button("Rename", "rename-go", _renamed, row.id)


def _renamed(plan: str) -> None:
    session.workspace().plan.rename(plan, _typed("rename-name"))


@st.dialog("Archive the plan", icon=":material/inventory_2:")
def _archive(row: PlanRow) -> None:
    st.write(f"{plain(str(row['name']))} stays to be looked at and copied, but never changes.")
    _button("Archive", "archive-go", _archived, row.id)


def _archived(plan: str) -> None:
    session.workspace().agreement.archive(plan)


@st.dialog("Put the plan away", icon=":material/archive:")
def _put_away(row: PlanRow) -> None:
    st.write(f"{plain(str(row['name']))} leaves every list. Its history brings it back.")
    _button("Put away", "put-away-go", _gone, row.id)


def _gone(plan: str) -> None:
    session.workspace().plan.put_away(plan)


def _typed(key: str) -> str:
    return str(st.session_state.get(key) or "")


def _button(label: str, key: str, write: Callable[[str], None], plan: str) -> None:
    """Draw the button that writes; close the dialog once it did, else say why not."""
    became = st.session_state.pop(_BECAME, None)
    if became == _WRITTEN:
        st.rerun()
    if isinstance(became, TandemError):
        tell(became)
    st.button(label, type="primary", key=key, on_click=_attempt, args=(write, plan))


def _attempt(write: Callable[[str], None], plan: str) -> None:
    try:
        write(plan)
    except TandemError as error:
        st.session_state[_BECAME] = error
    else:
        st.session_state[_BECAME] = _WRITTEN


_DIALOGS: Final[Mapping[str, Callable[[PlanRow], None]]] = {
    "envelopes": _envelopes,
    "scenarios": _begin,
    "copy": _copy,
    "rename": _rename,
    "archive": _archive,
    "put-away": _put_away,
}
