"""The advice beside the plan, line by line: keep or take each, and adopt what is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from data_sources.agreement import Advice
from data_sources.planning.saved import Told
from pages.shared import moved_figures, session
from pages.shared.editor.sheet import place
from pages.shared.tradeoffs import taking
from pages.shared.writing import Writing
from planning.agreed.adoption import adoption
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from planning.model.advising.allocation import Allocation
from planning.model.advising.difference import Difference
from planning.model.advising.differences import differences
from planning.model.advising.question import Question
from planning.model.advising.taken_effect import Effects
from views.downloads import csv_bytes
from views.formats import counted, plain
from views.tradeoff_differences import (
    WHY,
    asked_words,
    draft_name,
    effect_words,
    figures,
    file_frame,
    months_frame,
    standing_frame,
    true_sentence,
)

if TYPE_CHECKING:
    import pandas as pd


def _clash(told: Told) -> str:
    return f"{told.title} was changed by {told.who} meanwhile. Calculate again."


WRITING: Final = Writing("adopting", _clash)
_DRAFT: Final = "adopting-draft"
"""Where the name stands of the draft just made, until the way to it is shown."""

_STALE: Final = "adopting-stale"
"""Where the revision stands whose advice came too late to be adopted."""


@dataclass(frozen=True, eq=False)
class Choice:
    """What a visitor chooses from.

    Attributes:
        scenario: The plan's row.
        effects: The differences, and what choices of them bring.
        revision: The store's, at which the advice was calculated.
        currency: The plan currency.
    """

    scenario: PlanRow
    effects: Effects
    revision: int
    currency: str

    @property
    def lines(self) -> tuple[Difference, ...]:
        """Those a person decides about."""
        return self.effects.differences.shown


def section(
    scenario: PlanRow, question: Question, allocation: Allocation, *, revision: int
) -> None:
    """Draw what the advice changes, keep or take each, and the way to a draft.

    Args:
        scenario: The plan's row.
        question: What was asked of it.
        allocation: The answer; nothing is drawn of one without a plan.
        revision: The store's when the question was put: who changed the plan since is heard
            before anything is written.
    """
    if allocation.value is None:
        return
    rows = tuple((row.id, row.version) for row in question.lines.rows)
    told = (allocation.objective, allocation.value, repr(allocation.kpis))
    mark = str(hash((*told, allocation.lines, allocation.heads, rows)))
    effects = _effects(place(session.workspace()), scenario.id, mark, question, allocation)
    _draw(Choice(scenario, effects, revision, allocation.currency), mark)


@st.cache_resource(show_spinner="Weighing each change by itself…", max_entries=8)
def _effects(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    scenario: str,  # noqa: ARG001
    mark: str,  # noqa: ARG001
    _question: Question,
    _allocation: Allocation,
) -> Effects:
    found = Effects(differences(_question, _allocation))
    # Read once here, so that the first choice is as quick as any other.
    _ = found.alone, found.best
    return found


@st.fragment
def _draw(choice: Choice, mark: str) -> None:
    """Draw the choice; a tick redraws nothing else of the page."""
    found = choice.effects.differences
    st.subheader("Line by line")
    st.markdown(plain(true_sentence(found, choice.currency)))
    if choice.lines:
        taken = taking.table(choice.scenario.id, mark, choice.effects, choice.currency)
        for sentence in found.next_year:
            st.caption(plain(sentence))
        _brings(choice, taken)
        _adopts(choice, taken)
    WRITING.on_page()
    _again(choice)
    _way(st.session_state.pop(_DRAFT, None))
    _more(choice)


def _brings(choice: Choice, taken: Sequence[str]) -> None:
    """Say what the lines taken bring together."""
    effects, found = choice.effects, choice.effects.differences
    told = effects.of(taken)
    st.markdown(f"**{plain(effect_words(effects, taken, told, choice.currency))}**")
    chosen = found.chosen(taken)
    moved_figures.show(figures(found, chosen, told, effects.current, choice.currency))
    st.caption("Each line alone brings something else: together they share the same sales time.")


def _adopts(choice: Choice, taken: Sequence[str]) -> None:
    """Offer to make a draft of what is taken; say who may and what is asked of others."""
    if not session.may("scenarios"):
        st.caption(f"Somebody with the role {who_may('scenarios')} adopts it as a draft.")
        return
    lines = [one.advised_line() for one in choice.effects.differences.chosen(taken)]
    rows = {row.id: row for row in choice.effects.differences.question.lines.rows}
    for sentence in asked_words(adoption(lines, rows, session.actor())):
        st.caption(plain(sentence))
    names = [str(row["name"]) for row in session.workspace().plan.scenarios()]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        key = f"adopting-name-{choice.scenario.id}"
        st.text_input(
            "Name of the draft", value=draft_name(str(choice.scenario["name"]), names), key=key
        )
        st.button(
            "Adopt as a draft",
            key="adopting-go",
            type="primary",
            icon=":material/library_add_check:",
            disabled=not lines,
            on_click=partial(_adopt, choice, tuple(taken), key),
        )


def _adopt(choice: Choice, taken: Sequence[str], key: str) -> None:
    found, name = choice.effects.differences, str(st.session_state.get(key) or "").strip()
    advice = Advice(
        lines=[one.advised_line() for one in found.chosen(taken)],
        seen=choice.revision,
        model_version=found.allocation.model_version,
    )
    agreement = session.workspace().agreement
    if WRITING.attempt(
        lambda: agreement.adopt(choice.scenario.id, advice, name),
        f"{name} is a draft with {counted(len(taken), 'line')} of the advice.",
    ):
        st.session_state[_DRAFT] = name
        # The next draft needs a name of its own.
        st.session_state.pop(key, None)
    elif session.workspace().revision() != choice.revision:
        st.session_state[_STALE] = choice.revision


def _again(choice: Choice) -> None:
    """Offer to weigh the plan as it is now, where somebody changed it meanwhile."""
    if st.session_state.get(_STALE) != choice.revision:
        return
    if st.button("Calculate again", key="adopting-again", icon=":material/refresh:"):
        # The whole page: this part alone knows the plan only as it was.
        st.rerun()


def _way(draft: str | None) -> None:
    if draft is not None:
        st.page_link(
            "plan/budget.py",
            label="Open the draft on page Budget",
            icon=":material/payments:",
            query_params={"plan": draft},
        )


def _more(choice: Choice) -> None:
    """Draw what is looked at now and then: months, lines that stand, a file."""
    found, currency = choice.effects.differences, choice.currency
    if choice.lines:
        with st.expander("Month by month", key="differences-months"):
            st.caption(f"How much more each line gets in each month, {currency}.")
            _table(months_frame(found), "How much more each line gets by month.")
    if found.standing:
        lines = counted(len(found.standing), "line")
        with st.expander(f"{lines} as now", key="differences-standing"):
            _table(standing_frame(found, currency), "Lines the advice leaves as they are.")
    if choice.lines:
        taken = taking.chosen(choice.scenario.id, choice.lines)
        st.download_button(
            "Every month as CSV",
            lambda: csv_bytes(file_frame(choice.effects, taken)),
            f"Advice on {choice.scenario['name']}.csv",
            "text/csv",
            key="differences-csv",
            type="tertiary",
            on_click="ignore",
            icon=":material/download:",
        )


def _table(frame: pd.DataFrame, alt: str) -> None:
    money = [head for head in frame.columns if head not in ("Line", "Team", WHY)]
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        column_config={
            "Line": st.column_config.TextColumn(pinned=True, width=200),
            "Team": st.column_config.TextColumn(width=80),
            **{head: st.column_config.NumberColumn(format="%,.0f", width=104) for head in money},
        },
        alt=alt,
    )
