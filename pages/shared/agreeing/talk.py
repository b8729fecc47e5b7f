"""What people say about a package."""

from __future__ import annotations

import streamlit as st

from pages.shared import session
from pages.shared.agreeing.scene import Scene, went_through
from pages.shared.messages import told
from planning.agreed.comments import Comment, mentioned
from planning.agreed.rows import PlanRow
from views.formats import plain


def comments(scene: Scene, about: PlanRow) -> None:
    """Draw the comments on a row and the box for a new one."""
    for one in scene.listed("comment"):
        if one["about"] == about.id:
            with st.container(gap="xxsmall"):
                st.markdown(f":material/chat_bubble: {lines(Comment.of(one.cells).text)}")
                st.caption(scene.by(one.id))
    if not (scene.is_open and scene.may("comment")):
        return
    with st.form(f"say-{about.id}", clear_on_submit=True, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            text = st.text_input(
                "Comment",
                key=f"comment-{about.id}",
                placeholder="Comment; call somebody with @ada@example.com",
                label_visibility="collapsed",
            )
            said = st.form_submit_button("Comment")
        if said:
            with told():
                words = text or ""
                saved = session.workspace().plan.comment(about.id, words, mentioned(words))
                if went_through(saved):
                    st.rerun()


def lines(text: str) -> str:
    """Write a text of several lines as Markdown that shows it as it is."""
    return "  \n".join(plain(line) for line in text.splitlines())
