"""What people said about a row, and what happened to it."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.editor.saving import moment
from pages.shared.messages import told
from pages.shared.tables import Sheet
from planning.agreed import rights
from planning.agreed.comments import Comment, mentioned
from planning.agreed.rows import PlanRow
from views.formats import plain

_CHANGES = 40


def comments(sheet: Sheet, row: PlanRow) -> None:
    """Draw the comments on a row and the box for a new one."""
    workspace = session.workspace()
    said = [
        one for one in workspace.plan.rows("comment", sheet.scenario.id) if one["about"] == row.id
    ]
    by = workspace.plan.begun_by([one.id for one in said])
    for one in said:
        with st.container(border=True, gap="xxsmall"):
            st.caption(f"{plain(by[one.id].actor)}, {moment(by[one.id].at)}")
            st.markdown(_lines(Comment.of(one.cells).text))
    if not said:
        st.caption(f"Nobody has said anything about this {sheet.noun} yet.")
    if not (sheet.is_open and rights.may(sheet.who, "comment")):
        return
    with st.form(f"say-{row.id}", clear_on_submit=True, border=False):
        text = st.text_area(
            "Comment",
            key=f"comment-{row.id}",
            placeholder="Call somebody with @ada@example.com",
        )
        if st.form_submit_button("Comment", type="primary"):
            with told():
                saved = workspace.plan.comment(row.id, text or "", mentioned(text or ""))
                if saved.refused:
                    st.error(plain(saved.refused[0].sentence))
                else:
                    st.rerun(scope="fragment")


def _lines(text: str) -> str:
    return "  \n".join(plain(line) for line in text.splitlines())


def history(row: PlanRow) -> None:
    """Draw what happened to a row, newest first."""
    entries = session.workspace().plan.history(row=row.id, limit=_CHANGES)
    told_lines = [
        f"{plain(moment(entry.at))}: {plain(one.sentence)}"
        for entry in entries
        for one in entry.rows
        if one.row == row.id
    ]
    st.markdown("  \n".join(told_lines) or "Nothing yet.")
    st.page_link(
        "setup/history.py",
        label="All of it, with the way back",
        icon=":material/history:",
        query_params={"row": row.id},
    )
