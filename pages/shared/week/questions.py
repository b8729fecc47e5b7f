"""Decisions: what was asked, what was chosen, what it should bring and what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st
from pydantic import JsonValue

from data_sources.together import Chosen
from pages.shared import session
from pages.shared.messages import told
from pages.shared.week import said
from planning.actuals.counts import Counts
from planning.agreed.rights import who_may
from planning.kpis import KPIS
from planning.periods import month_key, month_name, month_of
from planning.together.decisions import Question, questions
from views.formats import counted, plain
from views.week_talk import actual_words, decided_words, expected_words, questions_words

_ASKED: Final = "week-ask"
_DECIDED: Final = "week-decide"
_SHOWN: Final = 4
_MOST: Final = 12
"""Open questions drawn at once; a meeting decides fewer."""
_AHEAD: Final = 18
_COLOURS: Final = {"came": "green", "did not come": "red"}


def section(now: session.Now) -> None:
    """Draw open questions, then decisions with what came of them."""
    together = session.workspace().together
    counts = now.counts if now.counts is not None and now.counts.is_dated else None
    found = questions(together.decisions(), counts, now.context)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Decisions**", width="stretch")
        if session.may("decide"):
            st.button(
                "Put a question",
                key="ask",
                icon=":material/add:",
                on_click=st.session_state.__setitem__,
                args=(_ASKED, True),
            )
    st.caption(plain(questions_words(found)))
    names = _names()
    # What is to be decided stands open, whatever was decided before.
    waiting = sum(one.is_open for one in found)
    first = max(min(waiting, _MOST), _SHOWN)
    for one in found[:first]:
        _draw(one, names)
    if len(found) > first:
        earlier = counted(len(found) - first, "earlier decision")
        label = earlier if waiting <= first else f"{len(found) - first} more"
        fold = st.expander(label, key="decisions-more", on_change="rerun")
        if fold.open:
            with fold:
                for one in found[first:]:
                    _draw(one, names)
    if not session.may("decide"):
        st.caption(f"Decisions are recorded by people with the role {who_may('decide')}.")
    _dialogs(found, counts)


def _names() -> dict[str, str]:
    workspace = session.workspace()
    names = {person.email: person.name for person in workspace.people.all()}
    return {**names, "local": "You" if workspace.actor.email == "local" else "The local user"}


def _draw(one: Question, names: Mapping[str, str]) -> None:
    decision = one.decision
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{plain(decision.question)}**")
        if decision.chosen is None:
            st.markdown("\n".join(f"- {plain(option)}" for option in decision.options))
        else:
            st.markdown(f":material/check: {plain(decision.chosen)}")
            others = [plain(it) for it in decision.options if it != decision.chosen]
            st.caption(f"Not chosen: {' · '.join(others)}")
            who = names.get(decision.by or "", decision.by or "")
            st.caption(plain(decided_words(decision, who)))
        if expected := expected_words(decision, one.effect):
            st.caption(plain(expected))
        if one.effect is not None and not one.is_open and (came := actual_words(one.effect)):
            colour = _COLOURS.get(one.effect.standing, "gray")
            st.markdown(f":{colour}[:small[{plain(came)}]]")
        if one.is_open and session.may("decide"):
            st.button(
                "Decide",
                key=f"decide-{one.row.id}",
                on_click=st.session_state.__setitem__,
                args=(_DECIDED, one.row.id),
            )


def _dialogs(found: tuple[Question, ...], counts: Counts | None) -> None:
    if st.session_state.pop(_ASKED, None):
        _ask()
    chosen = st.session_state.pop(_DECIDED, None)
    one = next((it for it in found if it.row.id == chosen), None)
    if one is not None:
        _decide(one, counts)


@st.dialog("Put a question", icon=":material/help:")
def _ask() -> None:
    with st.form("ask-form", border=False):
        question = st.text_area("Question", key="ask-question", height=68)
        options = st.text_area("Options, one a line, two to five", key="ask-options", height=120)
        if st.form_submit_button("Put it", type="primary"):
            with told():
                cells: dict[str, JsonValue] = {"question": question, "options": options}
                saved = session.workspace().together.ask(cells)
                if said.done(saved, f"Asked: {question}"):
                    st.rerun()


@st.dialog("Decide", width="medium", icon=":material/gavel:")
def _decide(one: Question, counts: Counts | None) -> None:
    with st.form("decide-form", border=False):
        st.markdown(f"**{plain(one.decision.question)}**")
        option = st.radio(
            "Chosen", one.decision.options, index=None, format_func=plain, key="decide-option"
        )
        why = st.text_area("Why", key="decide-why", height=68)
        effect = _effect(one, counts)
        if st.form_submit_button("Record", type="primary"):
            if option is None:
                st.error("Choose one of the options.")
                return
            with told():
                chosen = Chosen(option, why, effect)
                saved = session.workspace().together.decide(one.row.id, chosen)
                if said.done(saved, f"Decided: {option}"):
                    st.rerun()


def _effect(one: Question, counts: Counts | None) -> dict[str, JsonValue]:
    """Ask what the choice should bring; nothing where no KPI is chosen."""
    st.caption("What it should bring, if anything: it is held against the facts later.")
    left, middle, right = st.columns([2, 1, 1])
    kpi = left.selectbox(
        "KPI",
        list(KPIS),
        index=list(KPIS).index(one.decision.kpi) if one.decision.kpi in KPIS else None,
        format_func=lambda it: KPIS[it].name,
        key="decide-kpi",
    )
    change = middle.text_input("Change", key="decide-change", placeholder="−10 %")
    start = month_of(counts.as_of) if counts is not None else None
    months = [] if start is None else [month_key(start + at) for at in range(_AHEAD)]
    by = right.selectbox(
        "By",
        months,
        index=min(3, len(months) - 1) if months else None,
        format_func=_month,
        key="decide-by",
    )
    channels = [it for it in (counts.cubes["base"].labels["channel"] if counts else ()) if it]
    channel = left.selectbox("Channel, if one", sorted(channels), index=None, key="decide-channel")
    value = middle.text_input("or value", key="decide-value")
    if not kpi:
        return {}
    cells: dict[str, JsonValue] = {
        "kpi": kpi, "change": change or None, "expected": value or None,
        "by_month": by, "channel": channel,
    }  # fmt: skip
    return cells


def _month(key: str) -> str:
    year, month = key.split("-")
    return month_name(int(year) * 12 + int(month) - 1)
