"""One conflict with the ways out: its members, what alone would do, and the compromise."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared import tables
from pages.shared.editor import grid
from pages.shared.tables import Sheet
from planning.model.consistency.answer import Collision
from planning.model.consistency.conflicts import Member
from planning.model.consistency.drafting import draft_cells
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import Repair
from planning.teams import TEAMS
from views import contradictions as words
from views.formats import plain
from views.sheets import team_name
from views.theme import team_word

_SHARED = 2
"""Of one target alone the way out stands beside it already."""

_MARKS = {"target": "flag", "assumption": "help", "identity": "lock"}


def conflict(sheet: Sheet, question: Question, found: Collision, number: int) -> None:
    """Draw a conflict with its ways out.

    Args:
        sheet: The sheet whose draft takes a repair.
        question: What was asked.
        found: The conflict, its single repairs and its compromise.
        number: Which one on the page, from 0.
    """
    alone = {id(one.member): one for one in found.repairs}
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(words.head(found.conflict))}**")
        for at, member in enumerate(found.conflict.members):
            _member(sheet, question, member, alone.get(id(member)), f"{number}-{at}")
        if found.conflict.echoes:
            st.caption(_said(words.echoes(found.conflict)))
        _compromise(sheet, question, found, number)


def _member(
    sheet: Sheet, question: Question, member: Member, repair: Repair | None, key: str
) -> None:
    """Draw a member: whose it is, what is stated, and how; what is assumed looks assumed."""
    told = _said(words.member_told(member, question))
    kind = words.KIND_WORDS[member.kind]
    said = told if member.kind == "target" else f"*{told}*"
    team = f":{team_word(member.team)}[**{words.TEAM_NAMES[member.team]}**]"
    mark = f":gray[:material/{_MARKS[member.kind]}: {kind}]"
    alone = f"  \n:gray[{_said(words.alone_words(repair))}]" if repair else ""
    left, right = st.columns([5, 2], vertical_alignment="center")
    left.markdown(f"{team}: {said}  {mark}{alone}")
    cells = draft_cells(repair.changes(), tables.shown_rows(sheet)) if repair else {}
    if repair and cells and sheet.may_write:
        with right:
            _button(sheet, cells, words.value_of(repair), key)


def _said(text: str) -> str:
    return plain(words.unbroken(text))


def _button(sheet: Sheet, cells: Mapping[str, Mapping[str, str]], value: str, key: str) -> None:
    rows = [row for row in tables.shown_rows(sheet) if row.id in cells]
    others = [row for row in rows if not sheet.may_edit(row)]
    if others:
        teams = " and ".join(team_name(it) for it in TEAMS if it in {row.team for row in others})
        label, asks = f"Propose {value} to {teams}", len(others) == len(rows)
    else:
        label, asks = f"Put {value} into the draft", False
    st.button(
        plain(label),
        key=f"repair-{sheet.name}-{key}",
        type="tertiary",
        icon=":material/edit:",
        on_click=put,
        args=(sheet, cells),
        kwargs={"asks": asks},
    )


def _compromise(sheet: Sheet, question: Question, found: Collision, number: int) -> None:
    way = found.compromise
    if way is None or len(way.repairs) < _SHARED:
        return
    st.markdown("**Shared by all its targets**, best found:")
    lines = [f"- {_said(one)}" for one in words.compromise_words(way, question)]
    st.markdown("\n".join(lines))
    if not way.keeps_others:
        st.caption("Other targets cannot all stand beside it.")
    cells = draft_cells(way.changes(), tables.shown_rows(sheet))
    if cells and sheet.may_write:
        st.button(
            "Put this compromise into the draft",
            key=f"compromise-{sheet.name}-{number}",
            icon=":material/balance:",
            on_click=put,
            args=(sheet, cells),
        )


def put(sheet: Sheet, cells: Mapping[str, Mapping[str, str]], *, asks: bool = False) -> None:
    """Type values into the sheet's draft; to others they are then proposed.

    Args:
        sheet: The sheet of targets.
        cells: Text by row and cell.
        asks: Whether the dialog that proposes them opens at once.
    """
    tables.type_in(sheet, cells)
    if asks:
        grid.asked_for(sheet, "propose", "")
