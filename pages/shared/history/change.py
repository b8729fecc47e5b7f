"""One change in its dialog: what it did to each row, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import streamlit as st

from data_sources.chronicle import Chronicle, Happened
from data_sources.planning.operation import right_to_change
from data_sources.planning.saved import Saved
from data_sources.planning.told import RowTold
from pages.shared import session
from pages.shared.history.asking import ROW, first_page
from pages.shared.messages import told
from planning.agreed.rows import MEETING, Cells
from planning.agreed.scenarios import Scenario
from planning.agreed.way_back import (
    NOT_RESTORED,
    Became,
    begins_plan,
    hold_plan_open,
    hold_restorable,
    hold_undoable,
)
from planning.errors import TandemError
from views.formats import counted, plain
from views.history import compared

SAID: Final = "history-said"
"""Where the page finds what was done, and the change that takes it back."""

CHANGED, BEFORE, AFTER = "What changed", "As it was before", "As it was after"
_BUDGET, _TARGETS = "plan/budget.py", "plan/targets.py"


def dialog(chronicle: Chronicle, one: Happened, sentence: str) -> None:
    """Open the dialog about a change of a plan."""

    @st.dialog("What changed", width="medium", icon=":material/history:")
    def body() -> None:
        st.markdown(f"**{plain(sentence)}**")
        rows = {row.row: row for row in one.plan.rows} if one.plan else {}
        row = rows[_chosen(rows)]
        if len(rows) > 1:
            st.caption(plain(row.sentence))
        year = _year(chronicle, row)
        _state(chronicle, one, row, year)
        _ways(one, row, year, rows)

    body()


def _chosen(rows: Mapping[str, RowTold]) -> str:
    first = next(iter(rows))
    if len(rows) == 1:
        return first
    chosen = st.selectbox(
        f"Of {counted(len(rows), 'row')}",
        list(rows),
        format_func=lambda it: rows[it].title,
        key="history-of",
    )
    return chosen or first


def _year(chronicle: Chronicle, row: RowTold) -> Scenario | None:
    plan = chronicle.stands(row.scenario)
    return Scenario.of(plan.cells) if plan is not None and plan.cells else None


def _state(chronicle: Chronicle, one: Happened, row: RowTold, year: Scenario | None) -> None:
    """Show what the change did, or what bringing a state back would do now."""
    views = [CHANGED]
    if row.kind not in NOT_RESTORED:
        views += [BEFORE] if row.before is not None else []
        views += [AFTER] if row.after is not None else []
    view = st.segmented_control(
        "Show",
        views,
        default=CHANGED,
        required=True,
        key="history-view",
        label_visibility="collapsed",
    )
    if view == CHANGED or view is None:
        _table(compared(row.kind, row.before, row.after, ("Before", "After"), year))
        return
    revision = one.revision - 1 if view == BEFORE else one.revision
    stands, then = chronicle.stands(row.row), chronicle.stood(row.row, revision)
    now = stands.cells if stands else None
    if now == then:
        st.caption(f"The {row.kind} stands like this now.")
        return
    st.caption("Restoring it is a new change; nothing is lost, and Undo takes it back.")
    shown, restored = (chronicle.named(row.kind, cells) for cells in (now, then))
    _table(compared(row.kind, shown, restored, ("Now", "Restored"), year))
    if not session.may(*right_to_change(row.kind, row.team)):
        st.caption("Somebody who may change it can restore it.")
        return
    if told_refusal(partial(_hold_restorable, row, then or {}, now, year)):
        return
    if st.button("Restore", type="primary", key="history-restore", icon=":material/restore:"):
        with told():
            saved = session.workspace().plan.restore(row.row, revision)
            _say(saved, f"Restored {plain(row.title)}.")


def _table(columns: Mapping[str, list[str]]) -> None:
    if not columns[""]:
        st.caption("No cell differs.")
        return
    st.table(
        {head: [plain(text) for text in texts] for head, texts in columns.items()},
        border="horizontal",
        hide_index=True,
    )


def _ways(one: Happened, row: RowTold, year: Scenario | None, rows: Mapping[str, RowTold]) -> None:
    """Offer the way back, and the ways on."""
    # Signatures that the change withdrew stay withdrawn, whoever takes it back.
    own = [it for it in rows.values() if it.kind != "signature"]
    if begins_plan(Became(it.kind, it.before, it.after) for it in own):
        # The plan is put away, whoever's its lines are.
        may = session.may("scenarios")
    else:
        may = all(session.may(*right_to_change(it.kind, it.team)) for it in own)
    may = may and not told_refusal(partial(_hold_undoable, list(rows.values()), year))
    with st.container(horizontal=True, gap="small"):
        if may and st.button("Take this change back", key="history-undo", icon=":material/undo:"):
            with told():
                saved = session.workspace().plan.undo(one.revision)
                _say(saved, f"Took back change {one.revision}.")
        if st.button("All about this row", key="history-row-only", type="tertiary"):
            st.query_params[ROW] = row.row
            first_page()
            st.rerun()
    if row.kind in MEETING:
        st.page_link("meet/this_week.py", label="Actions and decisions", icon=":material/groups:")
        return
    query = {"as-of": one.at.date().isoformat()} | ({"plan": year.name} if year else {})
    page = _TARGETS if row.kind == "target" else _BUDGET
    st.page_link(
        page,
        label="The plan at the end of that day",
        icon=":material/event:",
        query_params=query,
    )


def told_refusal(hold: Callable[[], None]) -> bool:
    """Say why the history offers no way back, if it does not."""
    try:
        hold()
    except TandemError as error:
        st.caption(plain(f"{error.what} {error.remedy}"))
        return True
    return False


def _hold_undoable(rows: Sequence[RowTold], year: Scenario | None) -> None:
    hold_undoable(Became(row.kind, row.before, row.after) for row in rows)
    for row in rows:
        hold_plan_open(row.kind, year)


def _hold_restorable(row: RowTold, then: Cells, now: Cells | None, year: Scenario | None) -> None:
    hold_restorable(row.kind, then, now)
    hold_plan_open(row.kind, year)


def _say(saved: Saved, done: str) -> None:
    """Tell the page what was done, and how to take that back."""
    if saved.refused:
        st.error("  \n".join(plain(one.sentence) for one in saved.refused[:3]))
        return
    if saved.clashes:
        names = Chronicle(session.workspace()).people()
        told_names = {names.get(clash.who, clash.who) for clash in saved.clashes}
        who = ", ".join(sorted("you" if name == "You" else name for name in told_names))
        left = f"{counted(len(saved.clashes), 'cell')} stayed: changed since by {plain(who)}."
        done = f"{done} {left}" if saved.revision else left
    elif saved.revision is None:
        done = "It stands like this already."
    st.session_state[SAID] = (done, saved.revision)
    st.rerun()
