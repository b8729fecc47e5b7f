"""Goals: what the plan is for, what serves each of them and what serves none."""

from __future__ import annotations

import streamlit as st

from pages.shared import pictures, session
from pages.shared.agreeing import goal_dialogs, goal_saving, orphans, standing_signatures
from pages.shared.budget import options
from pages.shared.editor.sheet import place, rows_at
from planning.agreed.goals import MOST, Served
from planning.agreed.rights import who_may
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import OPEN
from views.downloads import csv_bytes, xlsx_bytes
from views.formats import plain
from views.goals import (
    Serving,
    goals_frame,
    money_by_goal,
    names_of,
    rows_frame,
    serving,
    true_sentence,
    weight_words,
)
from views.theme import team_word


def section(now: session.Now, row: PlanRow) -> None:
    """Draw the view of one plan."""
    currency = now.company.currency
    found = _serving(place(session.workspace()), row.id, now.revision)
    st.markdown(plain(true_sentence(found, currency)))
    goal_saving.WRITING.on_page()
    options.closed_note(row)
    _picture(found, currency)
    edits = row["state"] in OPEN and session.may("goals")
    for at in range(0, len(found.goals), 2):
        for column, served in zip(st.columns(2), found.goals[at : at + 2], strict=False):
            with column:
                _card(served, found.goals.index(served) + 1, currency, edits=edits)
    _adding(row, len(found.goals), edits=edits)
    if found.lines or found.targets:
        orphans.section(row, found, now.revision, currency)
    _files(str(row["name"]), found, currency)
    goal_dialogs.asked(row, found, now.revision, currency)


@st.cache_resource(show_spinner=False, max_entries=8)
def _serving(where: tuple[str, str], scenario: str, revision: int) -> Serving:
    goals, lines, targets = (
        rows_at(where, kind, scenario, revision).listed for kind in ("goal", "line", "target")
    )
    return serving(goals, lines, targets)


def summary(now: session.Now, row: PlanRow) -> str:
    """Return the sentence about a plan's goals; empty while it has none."""
    found = _serving(place(session.workspace()), row.id, now.revision)
    return true_sentence(found, now.company.currency) if found.goals else ""


def _picture(found: Serving, currency: str) -> None:
    drawn = money_by_goal(found, currency)
    if drawn is None or not found.goals:
        return
    pictures.alone(drawn)


def _card(served: Served, number: int, currency: str, *, edits: bool) -> None:
    goal = served.goal
    with st.container(border=True, gap="xsmall", height="stretch"):
        st.markdown(f"**{number} · {plain(str(goal['name']))}**")
        st.caption(plain(weight_words(served, currency)))
        if goal["reason"]:
            st.markdown(_lines(str(goal["reason"])))
        if isinstance(goal["steps"], list):
            st.markdown("\n".join(f"- {plain(str(step))}" for step in goal["steps"]))
        if goal["benchmark"]:
            st.caption(f"Held against: {_lines(str(goal['benchmark']))}")
        left, right = st.columns(2)
        for column, team in ((left, "marketing"), (right, "sales")):
            owner = plain(str(goal[f"{team}_owner"] or "nobody yet"))
            column.markdown(f":{team_word(team)}[{team.capitalize()}]: {owner}")  # type: ignore[arg-type]
        with st.container(horizontal=True, gap="small"):
            if served.lines or served.targets:
                _button("What serves it", "serving", goal.id, ":material/list:")
            if edits:
                _button("Change", "edit", goal.id, ":material/edit:")


def _lines(text: str) -> str:
    return "  \n".join(plain(line) for line in text.splitlines())


def _button(label: str, what: str, goal: str, icon: str) -> None:
    st.button(
        label,
        key=f"goal-{what}-{goal}",
        type="tertiary",
        icon=icon,
        on_click=goal_dialogs.ask_for,
        args=(what, goal),
    )


def _adding(row: PlanRow, standing: int, *, edits: bool) -> None:
    if not standing:
        st.caption("Here stand up to five goals from the top: steps, benchmark and owners.")
    if not edits:
        if row["state"] in OPEN:
            st.caption(f"Somebody with the role {who_may('goals')} sets goals.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Add a goal",
            key="goal-add",
            icon=":material/add:",
            type="tertiary" if standing else "primary",
            disabled=standing >= MOST,
            on_click=goal_dialogs.ask_for,
            args=("edit",),
        )
        if standing >= MOST:
            st.caption(f"A plan has at most {MOST} goals.", width="content")
        standing_signatures.warn(row)


def _files(name: str, found: Serving, currency: str) -> None:
    if not found.goals:
        return
    names = names_of([one.goal for one in found.goals])
    every = [*found.lines.values(), *found.targets.values()]
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Goals as CSV",
            lambda: csv_bytes(goals_frame(found, currency)),
            f"{name} goals.csv",
            "text/csv",
            key="goals-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Goals and what serves them as XLSX",
            lambda: xlsx_bytes(
                {
                    "Goals": goals_frame(found, currency),
                    "What serves them": rows_frame(every, names, currency),
                }
            ),
            f"{name} goals.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="goals-xlsx",
            on_click="ignore",
            icon=":material/download:",
        )
