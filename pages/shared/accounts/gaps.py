"""The view *Who works whom*: the matrix, the map, and what falls between the teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from pages.shared import first_steps, pictures, session, tables_to_take
from pages.shared.accounts.standing import Standing
from pages.shared.budget import options
from planning.agreed.lines import MOTIONS
from planning.review.accounts.contacts import contacts
from planning.review.accounts.matrix import BY, By, matrix
from planning.review.accounts.one_sided import KINDS, one_sided
from planning.review.accounts.works import WORKS, Codes, counted_works, planned_works
from views.accounts_map import by_country, country_map
from views.accounts_pictures import works_matrix
from views.accounts_sentences import between_frame, between_the_teams
from views.coverage import stands_words
from views.formats import day, plain
from views.gaps import (
    KIND_WORDS,
    contacts_frame,
    gap_sentence,
    matrix_frame,
)

_PLANNED, _FACTS = "As planned", "As the facts say"
_EVERY: Final = "Any motion"
_MEASURES: Final = {
    "Accounts": "accounts",
    "Open money": "open_cents",
    "Won in a year": "won_year_cents",
}
_TOP: Final = 1_000
"""Accounts of a list that are sent to a browser; the file has them all."""


@dataclass(frozen=True)
class Question:
    """How the accounts are looked at.

    Attributes:
        planned: Whether as planned; else as the facts say.
        by: What the rows of the matrix are.
        motion: Only this motion; None for any.
        measure: What is added up.
    """

    planned: bool
    by: By
    motion: str | None
    measure: str


def section(now: session.Now, choice: options.Choice, stands: Standing) -> None:
    """Draw sentence, controls, matrix, map and what falls between.

    Args:
        now: The facts.
        choice: The plan looked at.
        stands: The accounts beside it.
    """
    if not len(stands.book):
        st.write("Here both teams see which accounts each works, and which nobody does.")
        first_steps.bring_in_facts()
        return
    if choice.on:
        options.looking_back(choice.on)
    above = st.container(gap="xxsmall")
    question = _ask()
    works = works_of(stands, question)
    currency = now.company.currency
    _sentences(above, stands, question, works)
    lens = f"as planned on {day(stands.today)}" if question.planned else "as the facts say"
    found = matrix(
        stands.book,
        works,
        question.by,
        tiers=pd.Series(stands.tier_names),
        motion=question.motion,
    )
    pictures.show(
        [
            works_matrix(found, question.measure, currency, lens),
            country_map(by_country(stands.book, works), currency, lens),
        ]
    )
    with st.expander("The matrix as a table"):
        tables_to_take.show(
            matrix_frame(found, question.measure, currency),
            "accounts-matrix",
            "Accounts by who works them.",
        )
    _between(stands, works, currency, planned=question.planned)
    with st.expander("Known contacts by tier"):
        by_tier = contacts(stands.book, pd.Series(stands.tier_names))
        tables_to_take.show(
            contacts_frame(by_tier, "Tier"),
            "contacts",
            "Known contacts per account by tier.",
            decimals={"Contacts an account": 1},
        )


def works_of(stands: Standing, question: Question) -> Codes:
    """Return which teams work each account, as planned or as the facts say."""
    if question.planned:
        return planned_works(
            stands.book, tuple(stands.halves.values()), stands.today, question.motion
        )
    return counted_works(stands.book)


def _ask() -> Question:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        lens = st.segmented_control(
            "Seen",
            (_PLANNED, _FACTS),
            default=_PLANNED,
            required=True,
            key="lens",
            bind="query-params",
            label_visibility="collapsed",
        )
        by = st.segmented_control(
            "By",
            BY,
            default=BY[0],
            required=True,
            format_func=str.capitalize,
            key="by",
            bind="query-params",
            label_visibility="collapsed",
        )
        measure = st.segmented_control(
            "Measure",
            tuple(_MEASURES),
            default="Accounts",
            required=True,
            key="measure",
            label_visibility="collapsed",
        )
        motion = st.selectbox(
            "Motion",
            (_EVERY, *MOTIONS),
            key="motion",
            label_visibility="collapsed",
            width=136,
        )
    return Question(
        lens != _FACTS,
        by or BY[0],
        None if motion in (None, _EVERY) else motion,
        _MEASURES[measure or "Accounts"],
    )


def _sentences(
    above: st.delta_generator.DeltaGenerator, stands: Standing, question: Question, works: Codes
) -> None:
    """Say what the plan covers and which good accounts nobody works."""
    currency = stands.now.company.currency
    nobody = works == WORKS.index("nobody")
    good = np.isin(stands.tier_names, ("A",))
    tiers = "A"
    if not (good & nobody).any():
        good, tiers = np.isin(stands.tier_names, ("A", "B")), "A and B"
    missed = good & nobody
    value = float(stands.value[missed].sum())
    told = gap_sentence(int(missed.sum()), value, tiers, currency, planned=question.planned)
    both = sum(len(sides) > 1 for sides in stands.covered.values())
    name = str(stands.plan["name"]) if stands.plan else "The plan"
    above.markdown(plain(told) if good.any() else "No criteria say yet which accounts are A or B.")
    above.caption(plain(stands_words(name, stands.by_side, both, len(stands.book))))


def _between(stands: Standing, works: Codes, currency: str, *, planned: bool) -> None:
    """Draw what falls between the teams: sentences, and a list for each kind."""
    st.subheader("Between the teams", anchor=False)
    found = one_sided(stands.book, works)
    said = between_the_teams(found, currency, planned=planned)
    for sentence in said:
        st.markdown(f"- {plain(sentence)}")
    if not said:
        st.write("Nothing falls between the teams.")
        return
    chosen = st.segmented_control(
        "Which",
        KINDS,
        default=KINDS[0],
        required=True,
        format_func=KIND_WORDS.__getitem__,
        key="between",
        bind="query-params",
        label_visibility="collapsed",
    )
    kind = found[chosen or KINDS[0]]
    if kind.accounts.empty:
        st.caption("No account is like this.")
    else:
        frame = between_frame(kind, currency)
        name = f"accounts {KIND_WORDS[kind.kind].casefold()}".replace(" ", "-")
        tables_to_take.show(frame, name, KIND_WORDS[kind.kind], top=_TOP)
