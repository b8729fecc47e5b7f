"""Proposals: what one team asks of the other's rows, to be taken or declined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.agreeing import waiting as waiting_packages
from pages.shared.editor import drafting, saving
from pages.shared.editor.saving import moment
from pages.shared.editor.sheet import rows
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed import rights
from planning.agreed.proposals import Proposal
from planning.agreed.rows import Kind, PlanRow
from planning.teams import TEAMS
from views.formats import counted, plain
from views.sheets import team_name

_ASKED = "proposals-dialog"
_SHEETS: Final[tuple[Kind, ...]] = ("line", "target", "coverage")


def open_ones(sheet: Sheet) -> tuple[PlanRow, ...]:
    """Return the proposals about the sheet's rows that wait for an answer."""
    workspace = session.workspace()
    revision = workspace.revision()
    found = rows("proposal", sheet.scenario.id, revision).listed
    waiting = [one for one in found if one["state"] == "open"]
    if not waiting:
        return ()
    others = {
        row
        for kind in _SHEETS
        if kind != sheet.kind
        for row in rows(kind, sheet.scenario.id, revision).by_id
    }
    own = rows(sheet.kind, sheet.scenario.id, revision).by_id
    # What was removed since stands on no sheet: the first one tells of it.
    tells = sheet.kind == _SHEETS[0]
    return tuple(
        one for one in waiting if one["about"] in own or (tells and one["about"] not in others)
    )


def section(sheet: Sheet) -> None:
    """Say how many proposals and packages wait, and open them when asked."""
    if sheet.kind == _SHEETS[0]:
        waiting_packages.notice(sheet)
    waiting = open_ones(sheet)
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/forum: {waiting_words(waiting)}", width="content")
        st.button(
            "Look",
            key="proposals-look",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=(_ASKED, True),
        )
    if st.session_state.pop(_ASKED, False):
        _dialog(sheet)


def waiting_words(waiting: Sequence[PlanRow]) -> str:
    """Say how many proposals wait for each team's answer."""
    by_team = {team: sum(one.team == team for one in waiting) for team in TEAMS}
    told = [
        f"{counted(number, 'proposal')} to {team_name(team)}"
        for team, number in by_team.items()
        if number
    ]
    return f"{' and '.join(told)} {'waits' if len(waiting) == 1 else 'wait'} for an answer."


def _dialog(sheet: Sheet) -> None:
    @st.dialog("Proposals", width="medium", icon=":material/forum:")
    def body() -> None:
        waiting = open_ones(sheet)
        plan = session.workspace().plan
        about = {row.id: row for row in plan.rows(sheet.kind, sheet.scenario.id)}
        by = plan.begun_by([one.id for one in waiting])
        for one in waiting:
            with st.container(border=True, gap="xsmall"):
                _shown(sheet, one, about.get(str(one["about"])))
                st.caption(f"{plain(by[one.id].actor)}, {moment(by[one.id].at)}")
                _answers(sheet, one, own=by[one.id].actor == sheet.who.email)
        if not waiting:
            st.write("Every proposal is answered.")

    body()


def _shown(sheet: Sheet, proposal: PlanRow, row: PlanRow | None) -> None:
    """Show what is asked for beside what stands."""
    if row is None:
        st.markdown(f"The {sheet.noun} this is about was removed.")
        return
    asked = Proposal.of(proposal.cells)
    st.markdown(f"**{plain(sheet.title(row))}**, {team_name(row.team)}")
    told_lines = []
    for cell, wish in asked.changes.items():
        now, base, wanted = (
            plain(sheet.said(cell, value, row))
            for value in (row[cell], wish.get("base"), wish.get("wanted"))
        )
        words = f"{plain(sheet.head(cell))}: {now} → **{wanted}**"
        if row[cell] != wish.get("base"):
            words += f" (it was {base} then)"
        told_lines.append(words)
    st.markdown("  \n".join(told_lines))
    if asked.reason:
        st.markdown(f"“{plain(asked.reason)}”")


def _answers(sheet: Sheet, proposal: PlanRow, *, own: bool) -> None:
    """Offer the answers the visitor may give."""
    plan = session.workspace().plan
    may_answer = rights.may(sheet.who, "answer", proposal.team)
    if may_answer:
        words = st.text_input(
            "Answer",
            key=f"words-{proposal.id}",
            placeholder="A word about it, if you like",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            for label, take in (("Take it", True), ("Decline", False)):
                kind = "primary" if take else "secondary"
                if st.button(label, key=f"{label}-{proposal.id}", type=kind):  # type: ignore[arg-type]
                    with told():
                        _answered(sheet, plan.answer(proposal.id, take, words or ""), label)
    elif own and st.button("Withdraw", key=f"withdraw-{proposal.id}"):
        with told():
            plan.withdraw(proposal.id)
            st.rerun()
    elif not own:
        st.caption(f"Somebody who leads {team_name(proposal.team)} answers it.")


def _answered(sheet: Sheet, saved: Saved, label: str) -> None:
    if saved.clashes or saved.refused:
        for clash in saved.clashes:
            st.error(f"{plain(sheet.head(clash.cell))} was changed by {plain(clash.who)} since.")
        for one in saved.refused:
            st.error(plain(one.sentence))
        return
    saving.refresh(sheet)
    drafting.taken_up(sheet).said = "Proposal taken." if label == "Take it" else "Declined."
    st.rerun()
