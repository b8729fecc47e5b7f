"""Where the accounts stand against the ideal customer, computed once for facts and a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import streamlit as st

from pages.shared import session
from pages.shared.accounts.book import book_of
from pages.shared.editor.sheet import place as place_of
from pages.shared.editor.sheet import rows_at
from planning.actuals.book import AccountBook
from planning.agreed.accounts.conditions import Condition
from planning.agreed.accounts.criteria import Criterion, odd_together
from planning.agreed.rows import Cells, PlanRow
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.back_test import BackTest, back_test, counted_deals
from planning.review.accounts.tiers import Profile, Tier, Tiers, moves, tiered


@dataclass(frozen=True)
class Known:
    """The book of accounts with what is ready to be asked of it.

    Attributes:
        book: The accounts.
        attributes: What is known of each.
    """

    book: AccountBook
    attributes: Attributes

    @cached_property
    def closed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Account, number won and number closed of the deals a back-test counts."""
        deals = counted_deals(self.book)
        n = deals["n"].to_numpy()
        won = np.where((deals["outcome"] == "won").to_numpy(), n, 0)
        return deals["account"].to_numpy(), won, n

    def seen(self, condition: Condition) -> tuple[int, int, int]:
        """Return of how many accounts a condition is true, and their deals won and closed."""
        met = self.attributes.met(condition)
        account, won, n = self.closed
        inside = met[account]
        return int(met.sum()), int(won[inside].sum()), int(n[inside].sum())

    def seen_of(self, row: PlanRow) -> tuple[int, int, int] | None:
        """Return the same of a criterion; None of a threshold and of half a criterion."""
        if not row["attribute"] or odd_together(row.cells):
            return None
        return self.seen(Criterion.of(row.cells).condition)


@dataclass(frozen=True)
class Standing:
    """The accounts against the ideal customer of a plan.

    Attributes:
        plan: The scenario's row.
        rows: Its criteria, in the order of the sheet.
        known: The accounts.
        tiers: Their tiers.
        test: The tiers held against the deals.
    """

    plan: PlanRow
    rows: tuple[PlanRow, ...]
    known: Known
    tiers: Tiers
    test: BackTest

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria themselves."""
        return tuple(self.tiers.profile.criteria.values())

    def moves_with(self, more: Sequence[Cells]) -> dict[tuple[Tier, Tier], int]:
        """Return which accounts would change their tier if criteria were added.

        Args:
            more: Their cells.
        """
        added = [
            PlanRow(f"new {at}", "criterion", self.plan.id, "joint", cells=cells)
            for at, cells in enumerate(more)
        ]
        profile = Profile.of([*self.rows, *added])
        return moves(self.tiers, tiered(profile, self.known.attributes))


def standing(now: session.Now, plan: PlanRow, revision: int) -> Standing | None:
    """Return where the accounts stand, None without facts.

    Args:
        now: The facts, as the store has them now.
        plan: The scenario's row.
        revision: As of which change of the plan.
    """
    book = book_of(now)
    if book is None:
        return None
    place = place_of(session.workspace())
    facts = (book.snapshot_id, now.agreed)
    rows = rows_at(place, "criterion", plan.id, revision).listed
    known = _known(place, facts, _without_people(book))
    tiers, test = _compared(place, facts, repr([(row.id, row.cells) for row in rows]), rows, known)
    return Standing(plan, rows, known, tiers, test)


def _without_people(book: AccountBook) -> AccountBook:
    """Return the book without owners: what is kept for everybody must tell nobody's."""
    return replace(book, accounts=book.accounts.assign(owner=None))


@st.cache_resource(show_spinner=False, max_entries=2)
def _known(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
    _book: AccountBook,
) -> Known:
    return Known(_book, Attributes(_book))


@st.cache_resource(show_spinner="Comparing the accounts with the ideal customer…", max_entries=8)
def _compared(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    facts: tuple[str, str],  # noqa: ARG001
    said: str,  # noqa: ARG001
    _rows: tuple[PlanRow, ...],
    _known: Known,
) -> tuple[Tiers, BackTest]:
    tiers = tiered(Profile.of(_rows), _known.attributes)
    return tiers, back_test(_known.book, tiers)
