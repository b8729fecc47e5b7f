"""Why leads are turned away or handed back, and what became of those handed back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from pages.shared import tables_to_take
from pages.shared.leads.asked import Asked, choice
from pages.shared.pictures import show
from planning.actuals.lead_reasons import DISQUALIFIED, Reason, later_conversion, reasons
from views import leads_reasons as words
from views.formats import plain

RECYCLED: Final = "recycled"
_NAMES: Final = {DISQUALIFIED: "Disqualified", RECYCLED: "Handed back to marketing"}
_ACCOUNTS: Final = Path(__file__).parents[2] / "plan" / "accounts.py"


def section(asked: Asked) -> str:
    """Draw the reasons and the later conversion.

    Returns:
        The sentence that is true now.
    """
    found = {
        what: reasons(asked.part, what, asked.period, asked.question.earlier)
        for what in (DISQUALIFIED, RECYCLED)
    }
    show(words.pictures(found, asked.when))
    _to_ideal_customer(found[DISQUALIFIED])
    for what, told in found.items():
        if told:
            st.subheader(_NAMES[what])
            _table(what, told)
    _later(asked)
    return words.true_sentence(found[DISQUALIFIED], DISQUALIFIED, asked.when)


def _to_ideal_customer(found: Sequence[Reason]) -> None:
    told = words.fit_sentence(found)
    if not told:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(plain(told))
        if _ACCOUNTS.exists():
            st.page_link(
                "plan/accounts.py",
                label="Ideal customer",
                icon=":material/target:",
                query_params={"view": "Ideal customer"},
            )


def _table(what: str, found: Sequence[Reason]) -> None:
    frame = words.frame(found)
    tables_to_take.show(
        frame,
        f"reasons-{what}",
        "Reasons with their share in all and within each channel.",
        decimals={str(head): 1 for head in frame.columns if str(head).endswith("%")},
    )


@st.fragment
def _later(asked: Asked) -> None:
    st.subheader("What became of leads handed back")
    all_of = later_conversion(asked.part, asked.period)
    if not all_of:
        st.write("No lead was handed back to marketing.")
        return
    st.markdown(plain(words.second_sentence(all_of[0])))
    by = choice(("channel", "reason", "segment", "region"), "later-by")
    st.caption("Others are leads never handed back; intervals hold 95 of 100 times.")
    frame = words.second_frame(later_conversion(asked.part, asked.period, by), by, asked.currency)
    tables_to_take.show(
        frame,
        f"handed-back-{by}",
        f"Leads handed back, and how many came back and were won, by {by}.",
        decimals={str(head): 1 for head in frame.columns if str(head).endswith("%")},
    )
