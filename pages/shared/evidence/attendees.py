"""Who would be there: a list of people held against the accounts; nobody on it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from data_sources.audience_list import AudienceColumns, audience_columns, read_guests
from pages.shared import pictures, session, tables_to_take
from pages.shared.accounts.standing import Standing
from pages.shared.data.file import staged
from pages.shared.messages import told
from planning.actuals.book import AccountBook
from planning.review.evidence.audience import Matched, audience, match
from views.audience import audience_frame, audience_words, left_words, mix_picture
from views.formats import plain, visible

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_KINDS: Final = ("csv", "tsv", "txt", "xlsx")
_ROUND: Final = "audience-round"
_FOUND: Final = "audience-found"
_NONE: Final = "None"


@st.fragment
def section(stands: Standing) -> None:
    """Draw the upload, the choice of columns and who would be there.

    Args:
        stands: The accounts, with how they fit and who covers them in the plan.
    """
    st.subheader("Who would be there")
    book = stands.book
    if not len(book):
        st.write("There are no accounts in the facts yet, so no list can be matched.")
        return
    st.write("Match a list of attendees or an audience with your accounts.")
    turn = st.session_state.setdefault(_ROUND, 0)
    file = st.file_uploader(
        "CSV or XLSX with e-mail addresses, websites or company names",
        type=list(_KINDS), key=f"audience-{turn}", max_upload_size=20,
    )  # fmt: skip
    st.caption("Only counts and accounts are kept: no address, no name of a person, no file.")
    if file is not None:
        with told():
            _choose(file, book)
    matched = st.session_state.get(_FOUND)
    if isinstance(matched, Matched):
        fits = not stands.tiers.profile.is_empty
        tiers = dict(zip(book.accounts["account_id"], stands.tier_names, strict=True))
        covered = None if stands.plan is None else frozenset(stands.covered)
        _show(matched, book, tiers if fits else None, covered)


def _choose(file: UploadedFile, book: AccountBook) -> None:
    with staged(file) as path, st.spinner("Looking at the file…"):
        columns = audience_columns(path, file.name)
    # Places, not names: the widget keeps what is chosen, and a name may be a person's.
    places = [None, *range(len(columns.names))]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        address = _column("E-mail or website", places, columns, columns.address)
        company = _column("Company name", places, columns, columns.company)
        wanted = st.button("Match", key="audience-match", icon=":material/join_inner:")
    if address is None and company is None:
        st.caption("Choose the column with e-mail addresses, websites or company names.")
        return
    if wanted:
        with staged(file) as path:
            st.session_state[_FOUND] = _matched(path, file.name, columns, address, company, book)
        # A new key empties the uploader, so that the list does not stay in memory.
        st.session_state[_ROUND] += 1
        st.rerun()


def _column(
    label: str, places: list[int | None], columns: AudienceColumns, guess: int | None
) -> int | None:
    return st.selectbox(
        label,
        places,
        index=places.index(guess),
        format_func=lambda it: _NONE if it is None else visible(columns.names[it]),
        key=f"{label}-{st.session_state[_ROUND]}",
    )


def _matched(
    path: Path,
    label: str,
    columns: AudienceColumns,
    address: int | None,
    company: int | None,
    book: AccountBook,
) -> Matched:
    with st.spinner("Matching the list with the accounts…"):
        guests = read_guests(path, label, columns, address=address, company=company)
        return match(guests, book.accounts)


def _show(
    matched: Matched,
    book: AccountBook,
    tiers: Mapping[str, str] | None,
    covered: Collection[str] | None,
) -> None:
    found = audience(matched, book.accounts, tiers, covered)
    currency = session.now().company.currency
    st.markdown(f"**{plain(audience_words(matched, found, currency))}**")
    st.caption(plain(left_words(matched)))
    if not len(found.accounts):
        return
    drawn = mix_picture(found)
    if drawn is not None:
        pictures.alone(drawn)
    with st.expander("The accounts", icon=":material/table:"):
        tables_to_take.show(audience_frame(found, currency), "audience", "Accounts on the list.")
