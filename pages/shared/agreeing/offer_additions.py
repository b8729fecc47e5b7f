"""Lines an offer adds: people by heads and cost, or other money by its total."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared.agreeing import offer_draft
from pages.shared.agreeing.offer_draft import OfferDraft
from pages.shared.agreeing.scene import Scene
from planning.agreed.kinds import cleaned, refusals
from planning.agreed.lines import CATEGORIES, JOBS, Line, driver_total
from planning.agreed.lines import title as line_title
from planning.agreed.scenarios import MONTHS
from planning.agreed.splitting import over_months, plan_cells
from planning.errors import TandemError
from planning.money import NotAnAmount, amount
from views.formats import plain, visible
from views.packages import SIDES, TEAM_NAMES

_PEOPLE: Final = "People"
_WHATS: Final = (_PEOPLE, "Other money")


def section(scene: Scene, draft: OfferDraft) -> None:
    """List the lines to add, and offer the form for one more."""
    for at, cells in enumerate(draft.additions):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            name = plain(visible(line_title(cells)))
            team = TEAM_NAMES[str(cells["team"])]
            st.markdown(f"New line: **{name}**, {team}", width="content")
            st.button(
                "Leave out",
                key=draft.key(f"less-{at}"),
                type="tertiary",
                on_click=_leave_out,
                args=(draft, at),
            )
    with st.expander("Add a new line", icon=":material/add:", key=draft.key("new")):
        what = st.segmented_control(
            "What it is for",
            _WHATS,
            default=_PEOPLE,
            required=True,
            key=draft.key("new-what"),
            label_visibility="collapsed",
        )
        with st.form(draft.key("new-form"), border=False):
            _people(scene, draft) if what == _PEOPLE else _other(scene, draft)
            st.form_submit_button(
                "Add to the package", on_click=_add, args=(scene, draft, what == _PEOPLE)
            )
        if draft.said_new:
            st.error("  \n".join(map(plain, draft.said_new)), title="Not added.")


def _people(scene: Scene, draft: OfferDraft) -> None:
    left, middle, right = st.columns(3)
    _team(draft, left)
    middle.text_input("Job", value=JOBS[0], key=draft.key("new-job"))
    right.text_input("Region", key=draft.key("new-region"))
    left.text_input("Heads", value="1", key=draft.key("new-heads"))
    middle.text_input(f"Loaded cost of one a month, {scene.currency}", key=draft.key("new-cost"))
    right.selectbox(
        "From",
        range(MONTHS),
        index=scene.coming,
        format_func=scene.scenario.month_short,
        key=draft.key("new-from"),
    )
    st.text_input("Why this number", key=draft.key("new-reason"))


def _other(scene: Scene, draft: OfferDraft) -> None:
    left, middle, right = st.columns(3)
    _team(draft, left)
    middle.selectbox("Category", CATEGORIES, key=draft.key("new-category"))
    right.text_input("Channel", key=draft.key("new-channel"))
    left.text_input(f"Total, {scene.currency}", key=draft.key("new-total"))
    middle.text_input("Region", key=draft.key("new-region-other"))
    right.text_input("Owner", key=draft.key("new-owner"))
    st.select_slider(
        "Months",
        range(MONTHS),
        value=(scene.coming, MONTHS - 1),
        format_func=scene.scenario.month_short,
        key=draft.key("new-months"),
    )
    st.text_input("Why this number", key=draft.key("new-reason-other"))


def _team(draft: OfferDraft, column: st.delta_generator.DeltaGenerator) -> None:
    column.selectbox(
        "Team",
        SIDES,
        index=1 if draft.team == "marketing" else 0,
        format_func=lambda team: TEAM_NAMES[team],
        key=draft.key("new-team"),
    )


def _leave_out(draft: OfferDraft, at: int) -> None:
    del draft.additions[at]


def _add(scene: Scene, draft: OfferDraft, people: bool) -> None:
    """Add the line that was described to the offer, or keep why it cannot be."""
    offer_draft.absorb(scene, draft)
    try:
        cells = _described(scene, draft) if people else _totalled(scene, draft)
    except TandemError as refused:
        draft.said_new = [str(refused)]
        return
    found = refusals("line", cells, scene.scenario, whole=True)
    draft.said_new = list(found.values())
    if not found:
        draft.additions.append(cells)


def _said(draft: OfferDraft, name: str) -> str | None:
    text = st.session_state.get(draft.key(f"new-{name}"))
    return text.strip() or None if isinstance(text, str) else None


def _described(scene: Scene, draft: OfferDraft) -> dict[str, JsonValue]:
    """Return the cells of a line of people; its months are heads × cost."""
    start = scene.scenario.months[st.session_state[draft.key("new-from")]]
    driver: dict[str, JsonValue] = {
        "job": _said(draft, "job"), "heads": _said(draft, "heads"),
        "cost_per_month": _said(draft, "cost"), "starts": start,
    }  # fmt: skip
    cells: dict[str, JsonValue] = {
        "team": st.session_state[draft.key("new-team")], "category": "people",
        "status": "placed", "job": _said(draft, "job"), "region": _said(draft, "region"),
        "reason": _said(draft, "reason"), "drivers": [driver],
    }  # fmt: skip
    known: dict[str, JsonValue] = {
        cell: value for cell, value in cells.items() if value is not None
    }
    if refusals("line", known, scene.scenario, whole=True):
        return known
    kept = cleaned("line", known)
    return kept | plan_cells(driver_total(Line.of(kept), scene.scenario))


def _totalled(scene: Scene, draft: OfferDraft) -> dict[str, JsonValue]:
    """Return the cells of a line whose total is split evenly over some months."""
    first, last = st.session_state[draft.key("new-months")]
    cells: dict[str, JsonValue] = {
        "team": st.session_state[draft.key("new-team")], "status": "placed",
        "category": st.session_state[draft.key("new-category")],
        "channel": _said(draft, "channel"), "region": _said(draft, "region-other"),
        "owner": _said(draft, "owner"), "reason": _said(draft, "reason-other"),
    }  # fmt: skip
    months = range(first, last + 1)
    spread = over_months(_total(scene, draft), "evenly", months=months)
    known: dict[str, JsonValue] = {
        cell: value for cell, value in cells.items() if value is not None
    }
    return cleaned("line", known) | plan_cells(spread)


def _total(scene: Scene, draft: OfferDraft) -> Decimal:
    try:
        return amount(_said(draft, "total") or "", currency=scene.currency)
    except NotAnAmount as refused:
        raise TandemError(f"The total {refused.tail}", refused.remedy) from None
