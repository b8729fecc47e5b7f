"""The view *Growth*: what alike customers own that others do not, and who woke up."""

from __future__ import annotations

import streamlit as st

from pages.shared import first_steps, pictures, session, tables_to_take
from pages.shared.accounts.standing import Standing
from pages.shared.budget import options
from pages.shared.editor.sheet import place
from planning.actuals.book import AccountBook
from planning.review.accounts.waking import Waking, waking
from planning.review.accounts.white_space import WhiteSpace, white_space
from views.accounts_openings import waking_bars, white_matrix
from views.accounts_sentences import white_frame
from views.formats import plain
from views.gaps import space_sentence, waking_frame, waking_sentence


def section(now: session.Now, _choice: options.Choice, stands: Standing) -> None:
    """Draw accounts that woke up, and white space.

    Args:
        now: The facts.
        _choice: The plan looked at; growth speaks of the facts.
        stands: The accounts.
    """
    if not len(stands.book):
        st.write("Here both teams see which accounts woke up, and what customers do not own yet.")
        first_steps.bring_in_facts()
        return
    currency = now.company.currency
    woke, space = found(place(session.workspace()), now.facts, stands.book)
    st.markdown(plain(waking_sentence(woke)))
    st.markdown(plain(space_sentence(space, currency)))
    pictures.show([waking_bars(woke), white_matrix(space)])
    if not woke.accounts.empty:
        st.subheader("Accounts that woke up", anchor=False)
        tables_to_take.show(
            waking_frame(woke),
            "waking",
            waking_sentence(woke),
            decimals={"Usual": 1, "Times as many": 1},
        )
    if not space.missing.empty:
        st.subheader("White space", anchor=False)
        tables_to_take.show(
            white_frame(space, currency), "white-space", space_sentence(space, currency)
        )


@st.cache_resource(show_spinner="Looking through the touches…", max_entries=3)
def found(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
    _book: AccountBook,
) -> tuple[Waking, WhiteSpace]:
    """Return accounts that woke up and white space, once for a state of the facts."""
    return waking(_book), white_space(_book)
