"""The decision sheet on the screen: four options side by side, to take away and to sign."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.shared import pictures, session
from pages.shared.agreeing import outcome, seats, steps, stretch
from pages.shared.agreeing.stand import Stand
from pages.shared.budget.standing import standing
from planning.agreed.rows import PlanRow
from planning.model.weighing.decision import DecisionSheet, decision_sheet
from planning.model.weighing.study import Study
from views.approval import true_sentence
from views.decision_figures import Figure
from views.decision_pictures import revenue_ranges
from views.decision_sentences import Moved
from views.decision_sheet import Column, SheetWords, sheet_words
from views.formats import plain
from views.pack.decision_sheet import pdf, signature_lines
from views.theme import STREAMLIT_WORD

_LEAST_WIDTH = 196
"""Pixels of an option: four abreast on a desk, one below the other on a phone."""


def section(
    now: session.Now, row: PlanRow, study: Study, *, to_adopt: Callable[[], None] | None = None
) -> None:
    """Draw the decision sheet of a plan, with what can be done about it.

    Args:
        now: The store at the revision the study was made at.
        row: The scenario's row.
        study: The plan weighed against the best ones.
        to_adopt: Draws the way to take another option over as a draft; None without one.
    """
    stand = Stand(row, now)
    outcome.on_page(away_from=stand.scenario.name)
    sheet = _sheet(now, row, study)
    words = sheet_words(sheet)
    _head(words, stand)
    pictures.show([revenue_ranges(sheet)], abreast=1)
    with st.grid(4, min_column_width=_LEAST_WIDTH, gap="small"):
        for column in words.columns:
            _option(column)
    st.caption("  \n".join(map(plain, words.notes)))
    _signing(stand, words, to_adopt)
    steps.asked(stand)
    stretch.asked(stand)


def _sheet(now: session.Now, row: PlanRow, study: Study) -> DecisionSheet:
    counts = now.counts
    as_of = counts.as_of if counts is not None and counts.is_dated else None
    return decision_sheet(study, session.workspace().agreement.revision_of(row.id), as_of)


def _head(words: SheetWords, stand: Stand) -> None:
    with st.container(gap="xsmall"):
        st.subheader(plain(words.finding), anchor=False)
        st.caption(plain(" · ".join((words.title, *words.about))))
        st.download_button(
            "Print as PDF",
            # Laid out when somebody asks for it; equal words give an equal file.
            partial(pdf, words, signature_lines(stand.seats.values())),
            f"decision-sheet-{stand.scenario.fiscal_year}.pdf",
            "application/pdf",
            key="decision-sheet-pdf",
            on_click="ignore",
            icon=":material/print:",
        )


def _option(column: Column) -> None:
    """Draw one option: its name, its figures, three sentences, and the lines that move."""
    with st.container(border=True, gap="small", height="stretch"):
        mark = " :gray[:small[signed below]]" if column.is_signed else ""
        st.markdown(f"**{plain(column.name)}**{mark}")
        revenue = column.revenue
        st.metric(
            revenue.label, revenue.value, revenue.beside, delta_color="off", delta_arrow="off"
        )
        with st.container(gap="xsmall"):
            for one in column.figures:
                if one is not revenue:
                    st.markdown(_figure(one))
        st.markdown("\n\n".join(map(plain, column.sentences)))
        if column.moves:
            st.markdown("  \n".join(map(_moved, column.moves)))


def _figure(one: Figure) -> str:
    """Write a figure in three short lines, so that the rows of all options stand level."""
    return (
        f":gray[:small[{plain(one.label)}]]  \n"
        f"**{plain(one.value)}**  \n"
        f":gray[:small[{plain(one.beside)}]]"
    )


def _moved(one: Moved) -> str:
    word = STREAMLIT_WORD[one.team or "muted"]
    return f":{word}[**{plain(one.amount)}** {plain(one.line)}]:small[{plain(one.whose)}]"


def _signing(stand: Stand, words: SheetWords, to_adopt: Callable[[], None] | None) -> None:
    """Let the three sign the plan as it stands, with the steps that page Budget offers."""
    currency = stand.now.company.currency
    totals = standing(stand.now, stand.row, stand.now.revision).totals
    st.subheader("Sign it", anchor=False)
    with st.container(gap="xxsmall"):
        st.markdown(plain(true_sentence(stand.scenario, stand.missing, stand.hindered)))
        st.caption(plain(words.signing))
    stretch.section(stand)
    seats.side_by_side(stand, totals, currency)
    steps.offered(stand)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("To sign another option, take it over as a draft first.", width="content")
        if to_adopt is not None:
            to_adopt()
