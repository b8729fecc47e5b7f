"""The sheet of account coverage, with its dialogs: each team edits its half."""

from __future__ import annotations

import streamlit as st

from pages.shared import session, tables
from pages.shared.accounts import account, asking, changing, covering, suggesting
from pages.shared.accounts.standing import Standing
from pages.shared.agreeing import approval
from pages.shared.budget import options, proposals
from pages.shared.tables import Sheet, Tool
from planning.agreed.accounts.coverage import meetings
from planning.agreed.rows import PlanRow
from views.coverage import beside, called, columns, stands_words
from views.formats import counted, plain

MOST = 400
"""Halves laid out at once; a browser scrolls through these without effort."""


def section(_now: session.Now, choice: options.Choice, stands: Standing) -> None:
    """Draw sentence, controls, proposals and sheet.

    Args:
        _now: The facts.
        choice: The plan looked at.
        stands: The accounts beside it.
    """
    name = str(choice.row["name"])
    both = sum(len(sides) > 1 for sides in stands.covered.values())
    known = len(stands.book)
    st.markdown(plain(stands_words(name, stands.by_side, both, known)))
    approval.notice(choice.row)
    _twice(stands)
    _unknown(stands)
    question = asking.ask(stands)
    sheet = sheet_of(choice.row, stands, question)
    if choice.on:
        options.looking_back(choice.on)
        tables.read(sheet, stands.rows)
        return
    options.closed_note(choice.row)
    proposals.section(sheet)
    tables.edit(sheet)


def sheet_of(row: PlanRow, stands: Standing, question: asking.Question) -> Sheet:
    """Return the sheet of a plan's halves.

    Args:
        row: The scenario's row.
        stands: The accounts beside it.
        question: Which halves are looked at.
    """
    kept = question.mask(stands)
    owners = _with_standing(stands, "owner", dict(stands.owners))
    programmes = tuple(_with_standing(stands, "programme", {it: it for it in stands.programmes}))
    title = called(stands.read)

    def keep(half: PlanRow) -> bool:
        return question.keeps(stands, kept, half)

    def details(half: str) -> None:
        account.body(sheet, stands, half)

    sheet = Sheet(
        kind="coverage",
        scenario=row,
        noun="row",
        views=columns(stands.read, beside(stands.rows, owners), owners, programmes),
        title=title,
        keep=keep,
        details=details,
        add=lambda: covering.form(sheet, stands),
        tools={
            "change": Tool("Change many", ":material/edit_note:", lambda: changing.form(sheet)),
            "suggest": Tool(
                "Suggest", ":material/lightbulb:", lambda: suggesting.form(sheet, stands)
            ),
        },
        most=MOST,
    )
    return sheet


def _with_standing(stands: Standing, cell: str, known: dict[str, str]) -> dict[str, str]:
    """Return what may be chosen, with what stands in the plan already."""
    for half in stands.rows:
        value = half[cell]
        if isinstance(value, str) and value:
            known.setdefault(value, value)
    return known


def _twice(stands: Standing) -> None:
    """Say where one team names two for one account and motion at the same time."""
    found = meetings(stands.halves)
    if not found:
        return
    names = [stands.halves[one.first].account for one in found]
    told = [it.name if (it := stands.read(name)) else name for name in dict.fromkeys(names)]
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    st.warning(
        f"{plain(', '.join(told[:3]))}{more}: one team covers it twice with the same motion at "
        "the same time. End one of them before the other begins.",
        title=f"{counted(len(told), 'account')} covered twice.",
    )


def _unknown(stands: Standing) -> None:
    """Say which accounts are planned for that the facts do not know, and what can be done."""
    found = stands.unknown
    if not found:
        return
    named = ", ".join(found[:3])
    more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
    one = len(found) == 1
    st.warning(
        f"{plain(named)}{more}: {'it stands' if one else 'they stand'} here by id and "
        f"{'is' if one else 'are'} not among the accounts covered. Bring "
        f"{'it' if one else 'them'} in on page Data; or turn on “Not in "
        "the facts”, then remove the rows under “Change many”.",
        title=f"{counted(len(found), 'planned account')} "
        f"{'is' if one else 'are'} not in the facts.",
    )
