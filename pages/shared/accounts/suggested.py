"""Suggestions for accounts nobody of a team works: asked for once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.accounts.asking import Mask
from pages.shared.accounts.standing import Standing
from pages.shared.editor.sheet import place
from planning.agreed.rows import Cells
from planning.model.covering.programmes import (
    SuggestedProgramme,
    UnmarketedAccount,
    channel_outcomes,
    suggest_programmes,
)
from planning.model.covering.question import CoverQuestion, OpenAccount, Owner
from planning.model.covering.suggesting import Suggestion, suggest_owners

_USUAL_TOUCHES = 2
"""Touches a month of a planned half that says nothing of them."""


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
    return suggest_owners(
        CoverQuestion(
            accounts=_open_accounts(_stands, _open, wish),
            owners=_owners_of(_stands),
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
    accounts = stands.book.accounts.loc[open_ones, ["account_id", "segment", "region", "industry"]]
    wanted = [
        UnmarketedAccount(
            str(one.account_id), _text(one.segment), _text(one.region), _text(one.industry)
        )
        for one in accounts.itertuples()
    ]
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


def _open_accounts(stands: Standing, open_ones: Mask, wish: Wish) -> tuple[OpenAccount, ...]:
    accounts = stands.book.accounts
    names = stands.tier_names
    effort = {"A": wish.effort_a, "B": wish.effort_b}
    known = set(stands.owners)
    return tuple(
        OpenAccount(
            id=str(accounts["account_id"].iloc[at]),
            name=_text(accounts["name"].iloc[at]) or str(accounts["account_id"].iloc[at]),
            tier=names[at],
            value=float(stands.value.iloc[at]),
            effort=effort[names[at]],
            region=_text(accounts["region"].iloc[at]),
            segment=_text(accounts["segment"].iloc[at]),
            known_to=owner if (owner := _text(accounts["owner"].iloc[at])) in known else None,
        )
        for at in np.flatnonzero(open_ones)
    )


def _owners_of(stands: Standing) -> tuple[Owner, ...]:
    loads = planned_loads(stands)
    return tuple(
        Owner(
            id=str(one.person_id),
            name=_text(one.name) or str(one.person_id),
            load=loads.get(str(one.person_id), 0.0),
            region=_text(one.region),
            segment=_text(one.segment),
            job=_text(one.job),
        )
        for one in stands.sellers.itertuples()
    )


def planned_loads(stands: Standing) -> Mapping[str, float]:
    """Return the touches a month the plan has for each owner today, by person id."""
    found: dict[str, float] = {}
    for half in stands.halves.values():
        if half.owner and half.holds_on(stands.today):
            touches = _USUAL_TOUCHES if half.touches is None else half.touches
            found[half.owner] = found.get(half.owner, 0.0) + touches
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value and not pd.isna(value) else None
