"""The dialog in which each team's leader answers about one assumption, beside the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st
from pydantic import JsonValue

from pages.shared import session
from pages.shared.agreeing import standing_signatures
from pages.shared.assumptions import saving
from pages.shared.assumptions.standing import Standing
from planning.agreed.assumptions import SHARE, VALUES, number_told
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from planning.model.assuming.answered import name_of, response_key
from planning.model.assuming.judged import questions
from planning.model.assumption_kinds_money import KINDS
from planning.model.assumptions import Assumption, Channel
from planning.teams import Team
from views.assumptions import (
    interval_words,
    more_particular,
    source_words,
    unit_words,
    value_words,
)
from views.formats import UNDEFINED, counted, plain
from views.sheets import team_name
from views.theme import team_word

_ASKED: Final = "assumptions-dialog"
_ROUND: Final = 100


@dataclass(frozen=True)
class Question:
    """What is asked of both teams.

    Attributes:
        key: The assumption's.
        title: What the dialog is called.
        fields: Cells and what is asked in each.
        spend: Money a month a channel is asked about.
    """

    key: str
    title: str
    fields: tuple[tuple[str, str], ...]
    spend: float | None = None


def ask_for(key: str) -> None:
    """Remember which assumption a click asked about."""
    st.session_state[_ASKED] = key


def asked(stands: Standing) -> None:
    """Open the dialog that was asked for."""
    key = st.session_state.pop(_ASKED, None)
    if key is None:
        return
    channel = next((it for it in stands.assumptions.channels if response_key(it.name) == key), None)
    if channel is not None:
        _open(stands, about_channel(stands, channel), None)
    elif (entry := stands.assumptions.by_key.get(key)) is not None:
        _open(stands, about_value(entry, stands.currency), entry)


def asked_money(stands: Standing, channel: Channel) -> float:
    """Return the money a month the questions name: the other leader's, else today's, rounded."""
    told = [it.spend for it in stands.answers(channel.name)]
    today = round(channel.spend / _ROUND) * _ROUND if channel.spend > _ROUND else channel.spend
    return told[0] if told else round(today, 2)


def about_channel(stands: Standing, channel: Channel) -> Question:
    """Return the three questions about a channel."""
    spend = asked_money(stands, channel)
    if spend > 0:
        asks = questions(channel.name, spend, stands.currency)
    else:
        asks = (
            f"How many leads a month would {channel.name} bring with no money at all?",
            "How many with that money?",
            "How many with half as much again?",
        )
    fields = tuple(zip(("none", "now", "more"), asks, strict=True))
    if spend <= 0:
        fields = (("spend", f"With how much money a month, in {stands.currency}?"), *fields)
    return Question(
        response_key(channel.name), f"{channel.name}: what money brings", fields, spend or None
    )


def about_value(entry: Assumption, currency: str) -> Question:
    """Return what is asked about any other number."""
    unit = unit_words(entry.unit, currency)
    unit = "per cent" if entry.unit == SHARE else unit
    told = f"Value, {unit}" if not isinstance(entry.value, tuple) else "Values, with ; between"
    low, high = "Surely not below", "Surely not above"
    return Question(entry.key, name_of(entry.key), (("value", told), ("low", low), ("high", high)))


def _open(stands: Standing, question: Question, entry: Assumption | None) -> None:
    @st.dialog(plain(question.title), width="large", icon=":material/psychology:")
    def body() -> None:
        saving.WRITING.in_dialog()
        if entry is not None:
            _stands(stands, entry)
        teams: list[Team] = ["marketing", "sales"]
        if entry is not None and KINDS[entry.kind].team == "joint":
            teams.insert(1, "joint")
        with st.grid(len(teams), min_column_width=220, gap="medium"):
            for team in teams:
                with st.container(gap="small"):
                    _side(stands, question, team)
        if stands.plan is not None and stands.is_open:
            standing_signatures.warn(stands.plan)

    body()


def _stands(stands: Standing, entry: Assumption) -> None:
    unit = unit_words(entry.unit, stands.currency)
    unit = "" if entry.unit == SHARE else f" {unit}"
    between = interval_words(entry)
    said = f", 90 % interval {between}" if between != UNDEFINED else ""
    st.write(plain(entry.meaning))
    st.markdown(
        plain(f"Now {value_words(entry.value, entry.unit)}{unit}{said}; {source_words(entry)}.")
    )
    if entry.note:
        st.caption(plain(entry.note))
    if count := more_particular(stands.assumptions, entry):
        st.caption(f"{counted(count, 'more particular number')} of this kind come first.")


def _side(stands: Standing, question: Question, team: Team) -> None:
    name = "Executive" if team == "joint" else team_name(team).capitalize()
    st.markdown(f":{team_word(team)}[**{plain(name)}**]")
    row = stands.rows.get((question.key, team))
    if not stands.is_open or not session.may("assumptions", team):
        _read_only(stands, question, team, row)
        return
    for cell, label in question.fields:
        st.text_input(plain(label), value=_shown(row, cell), key=_key(question, team, cell))
    st.text_area(
        "Why?", value=str((row and row["reason"]) or ""), key=_key(question, team, "reason"),
        height=80,
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button(
            "Save",
            type="primary",
            key=_key(question, team, "save"),
            on_click=partial(_save, stands, question, team, row),
        )
        if row is not None:
            st.button(
                "Take back",
                key=_key(question, team, "back"),
                type="tertiary",
                on_click=partial(_take_back, stands, question, team, row),
            )


def _read_only(stands: Standing, question: Question, team: Team, row: PlanRow | None) -> None:
    if row is None:
        st.write("No answer yet.")
    else:
        told = [f"{plain(label)}  \n**{plain(_shown(row, cell))}**" for cell, label in
                question.fields if row[cell] is not None]  # fmt: skip
        st.markdown("\n\n".join(told))
        if row["reason"]:
            st.markdown(plain(str(row["reason"])))
        st.caption(plain(stands.by(question.key, team)))
    if stands.is_open:
        role = "executive" if team == "joint" else "leader"
        st.caption(f"The {role} answers{'' if team == 'joint' else f' for {team}'}.")
    elif stands.plan is None:
        st.caption("Answers belong to a plan: begin one on page Budget.")
    else:
        st.caption("This plan is only read. Copy it to change answers.")


def _key(question: Question, team: Team, cell: str) -> str:
    return f"assume-{cell}-{team}-{question.key}"


def _shown(row: PlanRow | None, cell: str) -> str:
    value = None if row is None else row[cell]
    if value is None:
        return ""
    parts = value if isinstance(value, list) else [value]
    if cell in VALUES and str((row and row["unit"]) or "").startswith(SHARE):
        return "; ".join(number_told(it, SHARE) for it in parts)
    return "; ".join(map(str, parts))


def _save(stands: Standing, question: Question, team: Team, row: PlanRow | None) -> None:
    cells = [cell for cell, _ in question.fields]
    said: dict[str, JsonValue] = {
        cell: st.session_state.get(_key(question, team, cell)) or None
        for cell in (*cells, "reason")
    }
    if question.spend is not None:
        said["spend"] = repr(question.spend)
    here, plan = session.workspace().assumptions, stands.plan
    seen = 0 if row is None else row.version
    if plan is not None:
        saving.WRITING.attempt(
            lambda: here.answer(plan.id, question.key, team, said, seen=seen),
            f"Saved the answer about {name_of(question.key)}.",
        )


def _take_back(stands: Standing, question: Question, team: Team, row: PlanRow) -> None:
    here, plan = session.workspace().assumptions, stands.plan
    if plan is not None and saving.WRITING.attempt(
        lambda: here.take_back(plan.id, question.key, team, seen=row.version),
        f"Took back the answer about {name_of(question.key)}.",
    ):
        forget(question, team)


def forget(question: Question, team: Team) -> None:
    """Let the fields of an answer show what stands when they are drawn again."""
    for cell in ("reason", *(cell for cell, _ in question.fields)):
        st.session_state.pop(_key(question, team, cell), None)


def who_answers(stands: Standing, teams: Sequence[Team]) -> str:
    """Say who may answer, where somebody here may not."""
    if stands.plan is None:
        return "Answers belong to a plan: begin one on page Budget."
    if not stands.is_open:
        return "This plan is only read: copy it as a draft to change answers."
    if any(session.may("assumptions", team) for team in teams):
        return ""
    return f"Somebody with the role {who_may('assumptions')} answers for each team."
