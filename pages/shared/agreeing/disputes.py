"""Disputes on screen: the one in discussion large, parked ones listed, settled ones folded."""

from __future__ import annotations

import streamlit as st

from data_sources.planning.saved import Saved
from pages.shared.agreeing.scene import SAID, Scene, opens, went_through
from pages.shared.agreeing.talk import lines
from pages.shared.budget.sheet import sheet_of
from pages.shared.budget.standing import standing
from pages.shared.editor import grid
from pages.shared.messages import told
from planning.agreed.disputes import SAYS, Dispute, discussed
from planning.agreed.packages import Offering
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from views.formats import counted, plain
from views.packages import SIDES, TEAM_NAMES, called

_COLOURS = {"marketing": "blue", "sales": "orange"}


def section(scene: Scene) -> None:
    """Draw the disputes of a plan, the one in discussion first."""
    rows = scene.listed("dispute")
    first = discussed(rows)
    if first is not None:
        _large(scene, first)
    for row in rows:
        if row["state"] == "parked":
            _parked(scene, row)
    settled = [row for row in rows if row["state"] == "settled"]
    if settled:
        with st.expander(f"{counted(len(settled), 'dispute')} settled", key="disputes-settled"):
            for row in reversed(settled):
                _settled(row)
    _raise(scene)


def _large(scene: Scene, row: PlanRow) -> None:
    dispute = Dispute.of(row.cells)
    with st.container(border=True, gap="small", key=f"dispute-{row.id}"):
        st.markdown(f"#### {plain(dispute.name)}")
        st.caption(f"In discussion · raised by {scene.by(row.id)}")
        _about(scene, row)
        for team, column in zip(SIDES, st.columns(2, gap="medium"), strict=True):
            with column:
                _side(scene, row, team)
        _acts(scene, row)


def _about(scene: Scene, row: PlanRow) -> None:
    """Say what a dispute is about, with the way there."""
    about = scene.standing.get(str(row["about"]))
    if about is None:
        gone = row["about"] is not None
        st.markdown("About a line or target that was removed." if gone else "About the whole plan.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"About **{plain(called(about))}**", width="content")
        if about.kind == "line":
            st.button(
                "Open the line",
                key=f"about-{row.id}",
                type="tertiary",
                on_click=_open_line,
                args=(scene, about.id),
            )
        else:
            st.page_link("plan/targets.py", label="Open the targets")


def _open_line(scene: Scene, line: str) -> None:
    """Go to the lines of the plan with one of them open."""
    st.session_state["view"] = "Lines"
    grid.asked_for(sheet_of(standing(scene.now, scene.row, scene.now.revision)), "details", line)


def _side(scene: Scene, row: PlanRow, team: Offering) -> None:
    said = str(row[SAYS[team]] or "")
    st.markdown(f":{_COLOURS[team]}[**{TEAM_NAMES[team]} says**]")
    if not (scene.is_living and scene.may("edit", team)):
        if said:
            st.markdown(f"“{lines(said)}”")
        else:
            st.caption(f"Nothing yet. Somebody of {team} writes it here.")
        return
    # What the team said meanwhile is shown, what the other said leaves one's own typing.
    key = f"says-{team}-{row.id}-{hash(said)}"
    words = st.text_area(
        f"{TEAM_NAMES[team]} says", value=said, key=key, label_visibility="collapsed"
    )
    if st.button(f"Say it for {team}", key=f"say-{team}-{row.id}"):
        with told():
            _done(scene.agreement.say(row.id, team, words or ""), f"Said for {team}.")


def _acts(scene: Scene, row: PlanRow) -> None:
    """Offer what ends a discussion; say who may where the visitor may not."""
    settles, parks = scene.may("settle"), scene.may("disputes")
    if not scene.is_living or not (settles or parks):
        st.caption(f"The {who_may('settle')} settles it; a {who_may('disputes')} may park it.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        settled, outcome = False, ""
        if settles:
            with st.popover("Settle the dispute", icon=":material/gavel:"):
                outcome = st.text_area(
                    "Outcome",
                    key=f"outcome-{row.id}",
                    placeholder="What was decided, and why",
                )
                settled = st.button("Settle", key=f"settle-{row.id}", type="primary")
        parked = parks and st.button("Park", key=f"park-{row.id}")
    with told():
        if settled:
            _done(scene.agreement.settle_dispute(row.id, outcome or ""), "The dispute is settled.")
        elif parked:
            _done(scene.agreement.park(row.id), "The dispute is parked.")
    if not settles:
        st.caption(f"The {who_may('settle')} settles it.")


def _parked(scene: Scene, row: PlanRow) -> None:
    about = scene.standing.get(str(row["about"]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        title = f" · about {plain(called(about))}" if about else ""
        st.markdown(
            f":material/pause_circle: **{plain(str(row['name']))}** · parked{title}",
            width="content",
        )
        taken = (
            scene.is_living
            and scene.may("disputes")
            and st.button("Take up", key=f"take-up-{row.id}", type="tertiary")
        )
    if taken:
        with told():
            _done(scene.agreement.take_up(row.id), "The dispute is in discussion.")


def _settled(row: PlanRow) -> None:
    dispute = Dispute.of(row.cells)
    st.markdown(f"**{plain(dispute.name)}**  \n{lines(dispute.outcome)}")
    st.caption(f"Settled by {plain(dispute.settled_by or '')}")


def _raise(scene: Scene) -> None:
    """Offer the form that raises a dispute."""
    key = f"raising-{scene.row.id}"
    if not scene.is_living:
        return
    if not scene.may("propose"):
        st.caption(f"A {who_may('propose')} raises disputes.")
        return
    if not st.session_state.get(key):
        st.button("Raise a dispute", key="raise-begin", on_click=opens, args=(key,))
        return
    with st.form("raise-dispute", clear_on_submit=False):
        name = st.text_input(
            "Question", key="raise-name", placeholder="Who pays for the autumn show?"
        )
        about = st.selectbox(
            "About",
            list(scene.standing),
            index=None,
            format_func=lambda row: called(scene.standing[row]),
            key="raise-about",
            placeholder="The whole plan, or find a line or target",
        )
        with st.container(horizontal=True):
            raised = st.form_submit_button("Raise", type="primary")
            left = st.form_submit_button("Cancel", type="tertiary")
    if left:
        st.session_state.pop(key)
        st.rerun()
    if raised:
        with told():
            saved = scene.agreement.raise_dispute(scene.row.id, name or "", about=about)
            if not saved.refused:
                st.session_state.pop(key)
            _done(saved, "The dispute is raised, and parked until somebody takes it up.")


def _done(saved: Saved, said: str) -> None:
    if went_through(saved):
        st.session_state[SAID] = said
        st.rerun()
