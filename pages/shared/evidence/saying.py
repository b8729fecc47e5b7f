"""What is said: the verdict with its sentences, the pictures, and what to take into the meeting."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.shared import pictures, tables_to_take
from planning.review.evidence.elsewhere import Elsewhere
from planning.review.evidence.evidence import Facts
from planning.review.evidence.verdict import ABOUT_ORDER, Judged, aim
from views.downloads import csv_bytes
from views.evidence import ABOUT, MEANING, SIGNS, VERDICTS, one_page, sentences, to_take
from views.evidence_pictures import (
    cost_picture,
    costs_frame,
    evidence_frame,
    money_picture,
    rank_picture,
    similar_frame,
)
from views.formats import plain


@dataclass(frozen=True, eq=False)
class Said:
    """Everything there is to say about a line.

    Attributes:
        facts: What the facts say.
        judged: The verdict.
        money: What the model says; None where it cannot be asked.
        why: Why it cannot.
        currency: The plan currency.
        as_of: What the facts are of, in words.
    """

    facts: Facts
    judged: Judged
    money: Elsewhere | None
    why: str
    currency: str
    as_of: str


def verdict(said: Said) -> None:
    """Draw the verdict and the sentences behind it."""
    sign, colour = VERDICTS[said.judged.verdict]
    first, *more = sentences(said.facts, said.judged, said.money, said.currency)
    st.markdown(f":{colour}[**{sign}**] **{plain(first)}** {plain(' '.join(more))}")


def behind(said: Said) -> None:
    """Draw the three pictures, what is not told, and the numbers behind them."""
    facts, money = said.facts, said.money
    name = facts.subject.name if facts.subject else None
    pictures.show(
        [
            rank_picture(facts.sources, name, aim(facts.source)),
            cost_picture(facts.costs, facts, said.currency),
            None if money is None else money_picture(money, said.currency),
        ]
    )
    notes = [facts.sources.note, said.why, *_about_money(money)]
    if money is not None and (facts.proposal.region or facts.proposal.segment):
        notes.append("The model spreads a channel's money over all regions and segments.")
    for note in dict.fromkeys(it for it in notes if it):
        st.caption(plain(note))
    with st.expander("How the verdict comes about", icon=":material/balance:"):
        for about in ABOUT_ORDER:
            st.markdown(f"{ABOUT[about]}: **{SIGNS[said.judged.signs[about]]}**")
        st.caption(MEANING)
        if facts.costs:
            frame = costs_frame(facts, said.currency)
            tables_to_take.show(frame, "evidence-costs", "Cost per customer, MQL and lead.")


def _about_money(money: Elsewhere | None) -> list[str]:
    if money is None:
        return []
    found = [money.why]
    if money.amount <= 0:
        found = ["No money of this line is left in the months to come, so none can be moved."]
    elif money.silent:
        found.append(f"Nothing tells what money brings in {', '.join(money.silent)}.")
    return found


def before(said: Said) -> None:
    """Draw what happened with similar lines."""
    if not said.facts.similar:
        return
    st.subheader("Lines like it before")
    frame = similar_frame(said.facts, said.currency)
    tables_to_take.show(frame, "lines-before", "Similar lines: planned, spent and leads.")


def take(said: Said) -> None:
    """Draw the sentences to copy, and the page to take along."""
    st.subheader("Into the meeting")
    told = said.facts, said.judged, said.money, said.currency
    st.code(to_take(*told), language=None, wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "One page as text",
            lambda: one_page(*told, said.as_of).encode(),
            "Evidence.txt", "text/plain", key="evidence-page", on_click="ignore",
            type="tertiary", icon=":material/description:",
        )  # fmt: skip
        st.download_button(
            "Table as CSV",
            lambda: csv_bytes(evidence_frame(*told)),
            "Evidence.csv", "text/csv", key="evidence-csv", on_click="ignore",
            type="tertiary", icon=":material/download:",
        )  # fmt: skip
