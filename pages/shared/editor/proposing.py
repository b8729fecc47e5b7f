"""Changes to others' rows become proposals, which their team takes or declines."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from pydantic import JsonValue

from pages.shared import session
from pages.shared.editor import drafting, grid, saving
from pages.shared.editor.copies import without
from pages.shared.editor.sheet import Sheet, meaning
from pages.shared.messages import told
from planning.agreed.rows import PlanRow
from planning.teams import TEAMS
from views.formats import counted, plain
from views.sheets import team_name


def offer(sheet: Sheet, rows: Sequence[str]) -> None:
    """Say that some of what was typed belongs to others, and offer to propose it."""
    teams = _teams(sheet, rows)
    st.markdown(f":material/forum: {counted(len(rows), sheet.noun)} of {teams}", width="content")
    st.button(
        f"Propose to {teams}…",
        key=f"propose-{sheet.name}",
        on_click=grid.asked_for,
        args=(sheet, "propose", ""),
    )


def _teams(sheet: Sheet, rows: Sequence[str]) -> str:
    stands = drafting.base(sheet, drafting.taken_up(sheet))
    owners = {stands[row].team for row in rows if row in stands}
    return " and ".join(team_name(team) for team in TEAMS if team in owners)


def dialog(sheet: Sheet) -> None:
    """Open the dialog that shows what would be proposed and asks why."""

    @st.dialog("Propose changes", width="medium", icon=":material/forum:")
    def body() -> None:
        copy = drafting.taken_up(sheet)
        stands = drafting.base(sheet, copy)
        for row in saving.others_rows(sheet, copy):
            st.markdown(f"**{plain(sheet.title(stands[row]))}**")
            told_lines = [
                f"{plain(sheet.head(cell))}: {_told(sheet, stands[row], cell, stands[row][cell])}"
                f" → {_told(sheet, stands[row], cell, meaning(sheet.kind, cell, value))}"
                for cell, value in copy.mine[row].items()
            ]
            st.caption("  \n".join(told_lines))
        reason = st.text_area("Why", key=f"why-{sheet.name}", placeholder="What speaks for it")
        if st.button("Propose", type="primary", key=f"send-{sheet.name}"):
            with told():
                propose(sheet, reason or "")
                st.rerun()

    body()


def _told(sheet: Sheet, row: PlanRow, cell: str, value: JsonValue) -> str:
    return plain(sheet.said(cell, value, row))


def propose(sheet: Sheet, reason: str) -> None:
    """Propose every change to others' rows; what cannot be read stays typed, with why.

    Raises:
        TandemError: The visitor may not propose, or the reason cannot be kept.
    """
    copy = drafting.taken_up(sheet)
    stands = drafting.base(sheet, copy)
    sent: list[tuple[str, str]] = []
    for row in saving.others_rows(sheet, copy):
        wanted = dict(copy.mine[row])
        seen = {cell: stands[row][cell] for cell in wanted}
        saved = session.workspace().plan.propose(row, wanted, reason, seen=seen)
        copy.refused |= {(row, one.cell): one.sentence for one in saved.refused}
        if not saved.refused:
            sent += [(row, cell) for cell in wanted]
    copy.mine = without(copy.mine, sent)
    saving.refresh(sheet)
    lines = len({row for row, _ in sent})
    copy.said = f"Proposed changes to {counted(lines, sheet.noun)}." if lines else ""
    copy.rerun = True
