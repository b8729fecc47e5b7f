"""Suggestions for accounts nobody of a team works: asked for once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.accounts.asking import Mask
from pages.shared.accounts.standing import Standing
from pages.shared.editor.sheet import place
from planning.agreed.rows import Cells
from planning.model.covering.from_book import open_accounts, owners, unmarketed_accounts
from planning.model.covering.programmes import (
    SuggestedProgramme,
    channel_outcomes,
    suggest_programmes,
)
from planning.model.covering.question import CoverQuestion
from planning.model.covering.suggesting import Suggestion, suggest_owners


@dataclass(frozen=True)
class Wish:
    """How owners shall be suggested.

    Attributes:
        balance: How far a load may lie from the even share, as a fraction of it.
        own_region_only: Whether an account may only go to owners of its region.
        jobs: Whose jobs may own accounts; empty for all.
        effort_a, effort_b: Touches a month an account of the tier takes.
    """

    balance: float
    own_region_only: bool
    jobs: frozenset[str]
    effort_a: float
    effort_b: float


def owners_for(stands: Standing, open_ones: Mask, wish: Wish) -> Suggestion:
    """Return owners for accounts of tier A and B that sales does not cover.

    Args:
        stands: The accounts beside the plan.
        open_ones: Which of them need an owner.
        wish: How.

    Raises:
        NotPossible: There is nobody to own one.
        UsageError: A number makes no sense.
    """
    workspace = session.workspace()
    rows = max((row.revision for row in stands.rows), default=0)
    who = "" if workspace.sees_people() else workspace.actor.email
    key = (*stands.now.facts, who, len(stands.rows), rows, hash(open_ones.tobytes()))
    return _owners(place(workspace), key, wish, stands, open_ones)


@st.cache_resource(show_spinner="Balancing the loads…", max_entries=8)
def _owners(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    key: tuple[str | int, ...],  # noqa: ARG001
    wish: Wish,
    _stands: Standing,
    _open: Mask,
) -> Suggestion:
    halves = tuple(_stands.halves.values())
    return suggest_owners(
        CoverQuestion(
            accounts=open_accounts(
                _stands.book,
                pd.Series(_stands.tier_names),
                halves,
                _stands.today,
                {"A": wish.effort_a, "B": wish.effort_b},
                among=_open,
                values=_stands.value,
            ),
            owners=owners(_stands.sellers, halves, _stands.today),
            balance=wish.balance,
            own_region_only=wish.own_region_only,
            jobs=wish.jobs or None,
        )
    )


def programmes_for(stands: Standing, open_ones: Mask) -> tuple[SuggestedProgramme, ...]:
    """Return programmes for accounts that marketing does not cover.

    Args:
        stands: The accounts beside the plan.
        open_ones: Which of them need a programme.

    Raises:
        NotPossible: No programme has leads enough.
    """
    counts = stands.now.counts
    outcomes = () if counts is None else channel_outcomes(counts)
    halves = tuple(stands.halves.values())
    wanted = unmarketed_accounts(stands.book, halves, stands.today, among=open_ones)
    return suggest_programmes(wanted, outcomes)


def sales_rows(stands: Standing, found: Suggestion) -> list[Cells]:
    """Return the rows that put suggested owners into the plan."""
    return [
        {
            "team": "sales",
            "account": one.account.id,
            "motion": motion_for(stands, one.account.id),
            "owner": one.owner.id,
            "touches": round(one.account.effort),
            "reason": one.reason,
        }
        for one in found.suggested
    ]


def marketing_rows(stands: Standing, found: tuple[SuggestedProgramme, ...]) -> list[Cells]:
    """Return the rows that put suggested programmes into the plan."""
    return [
        {
            "team": "marketing",
            "account": one.account,
            "motion": motion_for(stands, one.account),
            "programme": one.programme,
            "reason": one.reason,
        }
        for one in found
    ]


def motion_for(stands: Standing, account: str) -> str:
    """Return what an account is worked for first: who buys already is not acquired again."""
    at = stands.places.get(account)
    buys = at is not None and bool(stands.book.accounts["is_customer"].iloc[at])
    return "cross-sell" if buys else "acquire"
