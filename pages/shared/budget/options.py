"""The plan itself: which one, as it was on a day, its envelopes, name and life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.messages import tell, told
from planning.agreed.changes import Edit
from planning.agreed.kinds import cleaned
from planning.agreed.rights import Act
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.errors import TandemError
from views.budget_pictures import SCOPE_NAMES
from views.formats import day, plain
from views.sheets import spelled

_ASKED = "plan-dialog"


@dataclass(frozen=True)
class Choice:
    """Which plan is looked at.

    Attributes:
        row: The scenario's row.
        on: The day as of which, None for now.
    """

    row: PlanRow
    on: date | None


def chosen(plans: Sequence[PlanRow]) -> Choice:
    """Draw what chooses the plan and what can be done with it as a whole."""
    names = {row.id: Scenario.of(row.cells) for row in plans}
    by_id = {row.id: row for row in plans}
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        picked = plans[0].id
        if len(plans) > 1:
            picked = (
                st.selectbox(
                    "Plan",
                    list(names),
                    format_func=lambda it: names[it].name,
                    key="plan",
                    bind="query-params",
                    label_visibility="collapsed",
                    width=192,
                )
                or picked
            )
        with st.popover("Options", icon=":material/tune:"):
            on = st.date_input(
                "As it was at the end of",
                value=None,
                key="as-of",
                format="YYYY-MM-DD",
                bind="query-params",
            )
            _acts(names[picked])
    on = on if isinstance(on, date) else None
    _asked(by_id[picked])
    return Choice(by_id[picked], on)


def _acts(scenario: Scenario) -> None:
    """Offer what the visitor may do with the plan."""
    needs: Act
    for act, label, icon in (
        ("envelopes", "Envelopes", ":material/savings:"),
        ("scenarios", "Begin another plan", ":material/add:"),
        ("rename", "Rename", ":material/edit:"),
        ("put-away", "Put away", ":material/archive:"),
    ):
        needs = "envelopes" if act == "envelopes" else "scenarios"
        if session.may(needs) and (scenario.state == "draft" or act == "scenarios"):
            st.button(
                label,
                key=f"plan-{act}",
                icon=icon,
                type="tertiary",
                on_click=st.session_state.__setitem__,
                args=(_ASKED, act),
            )


def _asked(row: PlanRow) -> None:
    act = st.session_state.pop(_ASKED, None)
    if act == "envelopes":
        _envelopes(row)
    elif act == "scenarios":
        _begin_dialog()
    elif act == "rename":
        _rename(row)
    elif act == "put-away":
        _put_away(row)


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


@st.dialog("Envelopes", icon=":material/savings:")
def _envelopes(row: PlanRow) -> None:
    plan = session.workspace().plan
    standing = {one["scope"]: one for one in plan.rows("envelope", row.id)}
    typed = {}
    st.caption("The most the company and each team may plan for the year; blank means not set.")
    for scope, name in SCOPE_NAMES.items():
        shown = spelled(standing[scope]["amount"], "number") or ""
        typed[scope] = st.text_input(name, value=shown, key=f"envelope-{scope}")
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
    today = now.counts.as_of if now.counts and dated else date.today()  # noqa: DTZ011 - a proposal for a name, no fact
    year = min(max(now.company.fiscal_year(today), 2000), 2999)
    with st.form("begin-plan", border=False):
        left, right = st.columns(2)
        fiscal_year = left.number_input(
            "Fiscal year", 2000, 2999, value=year, step=1, key="begin-year"
        )
        name = right.text_input("Name", value=f"Plan {year}", key="begin-name")
        if st.form_submit_button("Begin the plan", type="primary", icon=":material/add:"):
            with told():
                session.workspace().plan.begin(int(fiscal_year), name)
                st.rerun()


@st.dialog("Begin another plan", icon=":material/add:")
def _begin_dialog() -> None:
    begin_form()


@st.dialog("Rename the plan", icon=":material/edit:")
def _rename(row: PlanRow) -> None:
    name = st.text_input("Name", value=str(row["name"]), key="rename-name")
    if st.button("Rename", type="primary", key="rename-go"):
        with told():
            session.workspace().plan.rename(row.id, name)
            st.rerun()


@st.dialog("Put the plan away", icon=":material/archive:")
def _put_away(row: PlanRow) -> None:
    st.write(f"{plain(str(row['name']))} leaves every list. Its history brings it back.")
    if st.button("Put away", type="primary", key="put-away-go"):
        try:
            session.workspace().plan.put_away(row.id)
        except TandemError as error:
            tell(error)
            return
        st.rerun()
