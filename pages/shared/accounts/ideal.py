"""The view *Ideal customer*: whom both teams want, and whether the deals agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import first_steps, pictures, session, tables, tables_to_take
from pages.shared.accounts import adding_criteria, suggesting_criteria
from pages.shared.accounts.ideal_standing import Standing, standing
from pages.shared.editor import drafting
from pages.shared.editor.sheet import Tool
from pages.shared.tables import Sheet
from planning.agreed.accounts.criteria import title
from planning.agreed.rows import PlanRow
from planning.review.accounts.tiers import TIERS, Profile, moves, tiered
from views import ideal
from views.downloads import csv_bytes, xlsx_bytes
from views.formats import plain
from views.ideal_pictures import close_ratios, deal_sizes

_MOST: Final = 200
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(now: session.Now, plan_row: PlanRow, on: date | None = None) -> None:
    """Draw the view: sentence, pictures, tiers, criteria, accounts.

    Args:
        now: The facts, as the store has them now.
        plan_row: The scenario's row.
        on: The day as of which the criteria are shown, None for now.
    """
    revision = session.workspace().plan.revision_at(on) if on else now.revision
    stands = standing(now, plan_row, revision)
    if stands is None:
        st.write("Here both teams agree whom to win, and see whether the deals bear it out.")
        first_steps.bring_in_facts()
        return
    st.markdown(plain(ideal.true_sentence(stands.tiers, stands.test)))
    if not len(stands.known.book):
        first_steps.bring_in_facts()
    for note in ideal.notes(stands.tiers.profile, stands.test):
        st.caption(plain(note))
    currency = now.company.currency
    if not stands.tiers.profile.is_empty and len(stands.known.book):
        pictures.show([close_ratios(stands.test), deal_sizes(stands.test, currency)])
        tables_to_take.show(
            ideal.tiers_frame(stands.test, currency), "tiers", "What became of each tier's deals."
        )
    st.subheader("What both teams agreed", anchor=False)
    sheet = sheet_of(stands, older=on is not None)
    if on is not None:
        tables.read(sheet, stands.rows)
    else:
        tables.edit(sheet)
    if not stands.tiers.profile.is_empty and len(stands.known.book):
        accounts(stands, currency)


def sheet_of(stands: Standing, *, older: bool = False) -> Sheet:
    """Return the sheet of a plan's criteria.

    Args:
        stands: The accounts against them.
        older: Whether they are shown as they once were.
    """

    def add() -> None:
        adding_criteria.form(sheet, stands)

    def suggest() -> None:
        suggesting_criteria.body(sheet, stands)

    def beside(above: DeltaGenerator, _below: DeltaGenerator) -> None:
        effect(sheet, stands, above)

    sheet = Sheet(
        kind="criterion",
        scenario=stands.plan,
        noun="rule",
        views=ideal.columns(stands.known.seen_of, stands.known.attributes.own, stands.rows),
        title=lambda row: title(row.cells),
        add=add,
        beside=None if older else beside,
        tools={"suggest": Tool("Suggest from the facts", ":material/lightbulb:", suggest)},
        act="profile",
    )
    return sheet


def effect(sheet: Sheet, stands: Standing, above: DeltaGenerator) -> None:
    """Say what typed changes would do to the tiers, before they are saved.

    Args:
        sheet: The sheet of criteria.
        stands: The accounts against the saved ones.
        above: Where the sentence stands.
    """
    if not drafting.taken_up(sheet).mine:
        return
    typed = tiered(Profile.of(tables.shown_rows(sheet)), stands.known.attributes)
    moved = ideal.moved_words(moves(stands.tiers, typed)) or ideal.STAYS
    above.markdown(f"**As typed, not saved:** {plain(moved)}")


def accounts(stands: Standing, currency: str) -> None:
    """Draw the accounts of one tier with their reasons, and offer all to take away."""
    st.subheader("Accounts by tier", anchor=False)
    tier = (
        st.segmented_control(
            "Tier",
            TIERS,
            default=TIERS[0],
            required=True,
            format_func=ideal.TIER_WORDS.__getitem__,
            key="ideal-tier",
            label_visibility="collapsed",
        )
        or TIERS[0]
    )
    listed = ideal.in_tier(stands.tiers, tier)
    if not listed:
        st.write("No account stands here.")
    else:
        if len(listed) > _MOST:
            st.caption(f"The first {_MOST} of {len(listed):,}; the files hold all.")
        shown = ideal.accounts_frame(stands.known.book, stands.tiers, listed[:_MOST], currency)
        st.dataframe(
            shown,
            hide_index=True,
            placeholder="",
            column_config={
                "Account": st.column_config.TextColumn(pinned=True),
                "Reasons": st.column_config.TextColumn(width="large"),
                shown.columns[-1]: st.column_config.NumberColumn(format="%,.0f"),
            },
            key="ideal-accounts",
            alt="Accounts of the tier, those with the most points first, with the reasons.",
        )
    _take_away(stands, currency)


def _take_away(stands: Standing, currency: str) -> None:
    def frame() -> pd.DataFrame:
        everybody = [at for tier in TIERS for at in ideal.in_tier(stands.tiers, tier)]
        return ideal.accounts_frame(stands.known.book, stands.tiers, everybody, currency)

    kinds: dict[str, tuple[Callable[[], bytes], str, str]] = {
        "Accounts as CSV": (lambda: csv_bytes(frame()), "accounts-by-tier.csv", "text/csv"),
        "Accounts as XLSX": (
            lambda: xlsx_bytes({"Accounts": frame()}),
            "accounts-by-tier.xlsx",
            _XLSX,
        ),
    }
    with st.container(horizontal=True, gap="small"):
        for label, (make, name, kind) in kinds.items():
            # Written when somebody asks for it.
            st.download_button(
                label,
                make,
                name,
                kind,
                key=name,
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )
