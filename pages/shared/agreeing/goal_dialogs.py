"""The dialogs about goals: add or change one, its place, and what serves it."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st
from pydantic import JsonValue

from data_sources.planning.saved import Saved
from pages.shared import session
from pages.shared.agreeing import goal_saving, standing_signatures
from planning.agreed.goals import Served
from planning.agreed.rows import PlanRow
from views.formats import counted, plain
from views.goals import Serving, names_of, rows_frame

_ASKED: Final = "goal-dialog"
_NEW: Final = "new"


def ask_for(what: str, goal: str = _NEW) -> None:
    """Remember which dialog a click asked for, and about which goal."""
    st.session_state[_ASKED] = (what, goal)


def asked(plan: PlanRow, found: Serving, seen: int, currency: str) -> None:
    """Open the dialog that was asked for.

    Args:
        plan: The scenario's row.
        found: Its goals and what serves them.
        seen: The revision they were read at.
        currency: The plan currency.
    """
    what, goal = st.session_state.pop(_ASKED, ("", ""))
    served = next((one for one in found.goals if one.goal.id == goal), None)
    if what == "edit":
        _edit(plan, found, served, seen)
    elif what == "serving" and served is not None:
        _serving(found, served, currency)


def _edit(plan: PlanRow, found: Serving, served: Served | None, seen: int) -> None:
    goal = served.goal if served else PlanRow(_NEW, "goal", plan.id, "joint")

    @st.dialog(
        "Change the goal" if served else "Add a goal", width="medium", icon=":material/flag:"
    )
    def body() -> None:
        goal_saving.WRITING.in_dialog()
        order = [one.goal.id for one in found.goals]
        _fields(goal, order)
        standing_signatures.warn(plan)
        with st.container(horizontal=True):
            save = partial(_save, plan, goal, order) if served else partial(_add, plan)
            label = "Save" if served else "Add"
            st.button(label, type="primary", key=f"goal-save-{goal.id}", on_click=save)
            if served:
                with st.popover("Remove", type="tertiary", icon=":material/delete:"):
                    _removal(served, seen)

    body()


def _key(cell: str, goal: str) -> str:
    return f"goal-{cell}-{goal}"


def _fields(goal: PlanRow, order: list[str]) -> None:
    steps = goal["steps"]
    listed = "\n".join(map(str, steps)) if isinstance(steps, list) else ""

    def key(cell: str) -> str:
        return _key(cell, goal.id)

    st.text_input("Goal", value=str(goal["name"] or ""), key=key("name"))
    st.text_area("Why it matters", value=str(goal["reason"] or ""), key=key("reason"), height=80)
    st.text_area("Steps, one a line", value=listed, key=key("steps"), height=112)
    st.text_area(
        "Benchmark",
        value=str(goal["benchmark"] or ""),
        key=key("benchmark"),
        height=80,
        placeholder="What it is held against: others, last year, what is usual.",
    )
    left, right = st.columns(2)
    for column, team in ((left, "marketing"), (right, "sales")):
        cell = f"{team}_owner"
        column.text_input(f"Owner in {team}", value=str(goal[cell] or ""), key=key(cell))
    if goal.id in order and len(order) > 1:
        st.segmented_control(
            "Place",
            range(1, len(order) + 1),
            default=order.index(goal.id) + 1,
            required=True,
            key=key("place"),
            help="The first goal matters most.",
        )


_CELLS: Final = ("name", "reason", "steps", "benchmark", "marketing_owner", "sales_owner")


def _typed(goal: str) -> dict[str, JsonValue]:
    return {cell: st.session_state.get(_key(cell, goal)) for cell in _CELLS}


def _add(plan: PlanRow) -> None:
    cells = {cell: value for cell, value in _typed(_NEW).items() if value}
    name = str(cells.get("name") or "")
    add = session.workspace().plan.add
    if goal_saving.WRITING.attempt(
        lambda: add("goal", plan.id, cells), f"Added the goal “{name}”."
    ):
        for cell in _CELLS:
            st.session_state.pop(_key(cell, _NEW), None)


def _save(plan: PlanRow, goal: PlanRow, order: list[str]) -> None:
    here = session.workspace().plan
    edits = goal_saving.changed(goal, _typed(goal.id))
    place = int(st.session_state.get(_key("place", goal.id)) or order.index(goal.id) + 1)
    wanted = [one for one in order if one != goal.id]
    wanted.insert(place - 1, goal.id)

    def save() -> Saved:
        saved = here.save(edits)
        if wanted != order and not saved.refused and not saved.clashes:
            # The undo takes back what the goal says; its place is set the same way again.
            here.arrange(plan.id, wanted)
        return saved

    goal_saving.WRITING.attempt(save, "Saved the goal.")


def _removal(served: Served, seen: int) -> None:
    lines, targets = counted(len(served.lines), "line"), counted(len(served.targets), "target")
    st.write(f"{lines} and {targets} will serve no goal. Undo brings it back.")
    name = str(served.goal["name"])
    st.button(
        "Remove the goal",
        key=f"goal-remove-{served.goal.id}",
        on_click=_remove,
        args=(served.goal.id, name, seen),
    )


def _remove(goal: str, name: str, seen: int) -> None:
    remove = session.workspace().plan.remove
    goal_saving.WRITING.attempt(lambda: remove([goal], seen=seen), f"Removed the goal “{name}”.")


def _serving(found: Serving, served: Served, currency: str) -> None:
    @st.dialog(plain(str(served.goal["name"])), width="large", icon=":material/flag:")
    def body() -> None:
        rows = [found.lines[one] for one in served.lines]
        rows += [found.targets[one] for one in served.targets]
        frame = rows_frame(rows, names_of([served.goal]), currency).drop(columns="Goal")
        st.dataframe(
            frame,
            hide_index=True,
            placeholder="",
            column_config={
                "What": st.column_config.TextColumn(pinned=True, width=248),
                f"Planned, {currency}": st.column_config.NumberColumn(format="%,.0f"),
            },
            alt="Lines and targets that serve it.",
        )

    body()
