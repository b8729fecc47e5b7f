"""Offering a package: what is chosen of both teams, what it should be, and why."""

from __future__ import annotations

import streamlit as st

from data_sources.agreement import Offer
from pages.shared import session
from pages.shared.agreeing import offer_additions, offer_draft, offer_grids, offer_shift
from pages.shared.agreeing.offer_draft import OfferDraft
from pages.shared.agreeing.package_sides import sides
from pages.shared.agreeing.scene import SAID, Scene
from pages.shared.messages import told
from planning.agreed.packages import Addition
from planning.agreed.rights import who_may
from planning.agreed.rows import Cells, PlanRow
from planning.errors import TandemError
from views.formats import plain
from views.packages import SIDES, TEAM_NAMES, called


def section(scene: Scene) -> None:
    """Offer to begin a package, or draw the one being written."""
    if not scene.is_open:
        return
    if not scene.offering:
        st.caption(f"A {who_may('propose')} of marketing or sales offers packages.")
    elif offer_draft.begun(scene) is None:
        st.button(
            "Offer a package",
            key="offer-begin",
            type="primary",
            icon=":material/handshake:",
            on_click=offer_draft.begin,
            args=(scene,),
        )
    else:
        form(scene)


@st.fragment
def form(scene: Scene) -> None:
    """Draw the offer being written."""
    draft = offer_draft.begun(scene)
    if draft is None or draft.outdated:
        # It was offered or let go, or the plan has moved: the whole view is another now.
        if draft is not None:
            draft.outdated = False
        st.rerun()
    offer_draft.absorb(scene, draft)
    with st.container(border=True, gap="small", key="offer"):
        st.markdown("#### Offer a package")
        _about(scene, draft)
        _choice(scene, draft)
        offer_draft.tidy(scene, draft)
        offer_shift.section(scene, draft)
        offer_grids.section(scene, draft)
        offer_additions.section(scene, draft)
        _preview(scene, draft)
        with told():
            offer_draft.keep(scene, draft)
        _send(scene, draft)


def _about(scene: Scene, draft: OfferDraft) -> None:
    """Ask who offers, what it is called and why."""
    if len(scene.offering) > 1:
        st.session_state.setdefault(draft.key("team"), draft.team)
        draft.team = (
            st.segmented_control(
                "Offered by",
                scene.offering,
                required=True,
                format_func=lambda team: TEAM_NAMES[team],
                key=draft.key("team"),
            )
            or draft.team
        )
    left, right = st.columns(2)
    st.session_state.setdefault(draft.key("name"), draft.name)
    st.session_state.setdefault(draft.key("reason"), draft.reason)
    draft.name = left.text_input(
        "Name", key=draft.key("name"), placeholder="Events for a head in EMEA"
    )
    draft.reason = right.text_input(
        "Reason", key=draft.key("reason"), placeholder="What both teams gain"
    )


def _choice(scene: Scene, draft: OfferDraft) -> None:
    """Ask which lines and targets of each team change."""
    for team, column in zip(SIDES, st.columns(2), strict=True):
        rows = {row.id: row for row in scene.standing.values() if row.team == team}
        key = draft.key(f"rows-{team}")
        kept = [row for row in draft.chosen.get(team, []) if row in rows]
        st.session_state[key] = (
            kept
            if key not in st.session_state
            else [row for row in st.session_state[key] if row in rows]
        )
        draft.chosen[team] = column.multiselect(
            f"Lines and targets of {team}",
            list(rows),
            format_func=lambda row, rows=rows: _option(rows[row]),  # type: ignore[misc]
            key=key,
            placeholder="Find by name",
            select_all=False,
        )


def _option(row: PlanRow) -> str:
    return f"{called(row)} (target)" if row.kind == "target" else called(row)


def _preview(scene: Scene, draft: OfferDraft) -> None:
    """Show what would be offered, as the other team will see it."""
    package = offer_draft.as_package(scene, draft)
    if package is None:
        st.caption("Change a month, a target or add a line: what you offer is then shown here.")
        return
    st.markdown("**What you offer**")
    sides(scene, package)


def _send(scene: Scene, draft: OfferDraft) -> None:
    if draft.refused:
        st.error("  \n".join(map(plain, draft.refused)), title="Not offered yet.")
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Offer", key=draft.key("send"), type="primary", on_click=_offer, args=(scene, draft)
        )
        st.button(
            "Cancel",
            key=draft.key("cancel"),
            type="tertiary",
            on_click=offer_draft.forget,
            args=(scene,),
        )
    st.caption("Nothing of the plan changes until the other team's leader takes it.")


def _offer(scene: Scene, draft: OfferDraft) -> None:
    """Offer what was written; what cannot be offered stays, with why."""
    try:
        if _is_current(scene, draft):
            _sent(scene, draft)
    except TandemError as refused:
        draft.refused = [str(refused)]


def _is_current(scene: Scene, draft: OfferDraft) -> bool:
    """Whether the plan still is as the visitor saw it; else say what moved and show it."""
    offer_draft.absorb(scene, draft)
    for name in ("team", "name", "reason"):
        setattr(draft, name, st.session_state.get(draft.key(name), getattr(draft, name)))
    offer_draft.keep(scene, draft)
    draft.refused = []
    fresh = {
        row.id: row
        for kind in ("line", "target")
        for row in session.workspace().plan.rows(kind, scene.row.id)
    }
    draft.outdated = True
    if lost := [row for row in draft.rows if row not in fresh]:
        draft.refused = [f"{called(scene.standing[row])} was removed meanwhile." for row in lost]
        return False
    if changed := offer_draft.moved(draft, fresh):
        for row in changed:
            draft.seen[row] = dict(fresh[row].cells)
            draft.refused.append(
                f"{called(fresh[row])} was changed by somebody meanwhile. Look at it again."
            )
        draft.draw_anew()
        said = draft.refused
        offer_draft.keep(scene, draft)
        draft.refused = said
        return False
    draft.outdated = False
    return True


def _sent(scene: Scene, draft: OfferDraft) -> None:
    wanted: dict[str, Cells] = {row: dict(cells) for row, cells in draft.wanted.items()}
    offer = Offer(
        name=draft.name,
        team=draft.team,
        changes=wanted,
        additions=[Addition("line", cells) for cells in draft.additions],
        reason=draft.reason,
        seen=draft.seen,
    )
    saved = scene.agreement.offer(scene.row.id, offer)
    draft.refused = list(dict.fromkeys(one.sentence for one in saved.refused))
    if not saved.refused:
        offer_draft.forget(scene)
        st.session_state[SAID] = f"“{offer.name}” is offered."
