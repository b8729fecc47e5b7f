"""Where account coverage stands: the accounts of the facts beside the halves of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from pages.shared import session
from pages.shared.accounts.book import book_of
from pages.shared.editor.sheet import place, rows_at
from planning.actuals.book import (
    ACCOUNT_COLUMNS,
    DEAL_COLUMNS,
    TOUCH_COLUMNS,
    AccountBook,
)
from planning.actuals.counts import NO_DATE
from planning.actuals.cubes import BASE, SIDE_CUBES
from planning.agreed.accounts.coverage import SIDES, Half, Side, covered_by, halves
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.review.accounts.attributes import Attributes
from planning.review.accounts.tiers import Profile, Tiers, tiered
from planning.review.accounts.values import value_cents
from planning.review.accounts.works import not_in_facts
from views.coverage import AccountWords


@dataclass(frozen=True)
class Standing:
    """The accounts of the facts beside a plan at a revision.

    Attributes:
        now: The facts.
        plan: The scenario's row, None while there is no plan.
        rows: The plan's halves, by position.
        book: The accounts; none while there are no facts.
        tiers: How each account fits the plan's ideal customer, in the book's order.
        value: What each account may bring in a year, in plan-currency units.
        sellers: Who works in sales today.
        programmes: What marketing can reach accounts with.
    """

    now: session.Now
    plan: PlanRow | None
    rows: tuple[PlanRow, ...]
    book: AccountBook
    tiers: Tiers
    value: pd.Series
    sellers: pd.DataFrame
    programmes: tuple[str, ...]
    _words: dict[str, AccountWords | None] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Today for the facts; without facts the plan's first day."""
        if len(self.book):
            return self.book.as_of
        return date(Scenario.of(self.plan.cells).fiscal_year if self.plan else 1, 1, 1)

    @cached_property
    def halves(self) -> Mapping[str, Half]:
        """The plan's halves, by row id."""
        return halves(self.rows)

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """Ids of accounts planned for that the facts do not know; none without facts."""
        return not_in_facts(self.book, tuple(self.halves.values())) if len(self.book) else ()

    @cached_property
    def covered(self) -> Mapping[str, frozenset[Side]]:
        """Which teams cover each account today, by id; what the facts do not know is left out."""
        found = covered_by(tuple(self.halves.values()), self.today)
        missing = frozenset(self.unknown)
        return {account: sides for account, sides in found.items() if account not in missing}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Names of people in sales by their ids, with where they work."""
        return {
            str(one.person_id): _seller(one.name, one.job, one.region)
            for one in self.sellers.itertuples()
        }

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Position of each account in the book, by id."""
        return {it: at for at, it in enumerate(self.book.accounts["account_id"])}

    @cached_property
    def tier_names(self) -> npt.NDArray[np.object_]:
        """The tier of every account by name, in the book's order."""
        return self.tiers.names

    def called(self, account: str) -> str:
        """Return an account's name, or its id where the facts do not tell it."""
        found = self.read(account)
        return found.name if found else account

    def read(self, account: str) -> AccountWords | None:
        """Return what the sheet says of an account, None where the facts do not know it."""
        if account not in self._words:
            self._words[account] = self._read(account)
        return self._words[account]

    def _read(self, account: str) -> AccountWords | None:
        at = self.places.get(account)
        if at is None:
            return None
        row = self.book.accounts.iloc[at]
        return AccountWords(
            name=str(row["name"]) if isinstance(row["name"], str) else account,
            tier=str(self.tier_names[at]),
            segment=row["segment"] if isinstance(row["segment"], str) else None,
            region=row["region"] if isinstance(row["region"], str) else None,
            value=float(self.value.iloc[at]),
        )

    def mask(self, side: Side) -> npt.NDArray[np.bool_]:
        """Return which accounts of the book a team covers today."""
        ids = self.book.accounts["account_id"]
        mine = {account for account, sides in self.covered.items() if side in sides}
        found: npt.NDArray[np.bool_] = ids.isin(mine).to_numpy()
        return found

    def to_be(self, side: Side) -> npt.NDArray[np.bool_]:
        """Return which accounts of the book a team covers today or is to cover later."""
        mine = {
            half.account
            for half in self.halves.values()
            if half.team == side and half.who and (half.end is None or half.end >= self.today)
        }
        found: npt.NDArray[np.bool_] = self.book.accounts["account_id"].isin(mine).to_numpy()
        return found

    @property
    def by_side(self) -> dict[str, int]:
        """How many accounts each team covers today."""
        return {side: sum(side in found for found in self.covered.values()) for side in SIDES}


def standing(now: session.Now, plan: PlanRow | None, revision: int) -> Standing:
    """Return the accounts of the facts beside a plan.

    Args:
        now: The facts, as the store has them now.
        plan: The scenario's row, None while there is no plan.
        revision: As of which change of the plan.
    """
    workspace = session.workspace()
    own = "" if workspace.sees_people() else workspace.actor.email
    key = (*now.facts, own)
    return _standing(place(workspace), key, plan.id if plan else "", revision, now, plan)


@st.cache_resource(show_spinner=False, max_entries=8)
def _standing(
    place: tuple[str, str],
    key: tuple[str, ...],
    scenario: str,
    revision: int,
    _now: session.Now,
    _plan: PlanRow | None,
) -> Standing:
    rows = rows_at(place, "coverage", scenario, revision).listed if scenario else ()
    criteria = rows_at(place, "criterion", scenario, revision).listed if scenario else ()
    facts = _of_facts(place, key, _now)
    agreed = tuple((row.id, row.version) for row in criteria)
    tiers = _tiers(place, key, agreed, facts.book, criteria)
    return Standing(
        now=_now,
        plan=_plan,
        rows=rows,
        book=facts.book,
        tiers=tiers,
        value=facts.value,
        sellers=facts.sellers,
        programmes=facts.programmes,
    )


@dataclass(frozen=True)
class _Facts:
    """What the facts say of accounts, whatever was planned."""

    book: AccountBook
    value: pd.Series
    sellers: pd.DataFrame
    programmes: tuple[str, ...]


@st.cache_resource(show_spinner=False, max_entries=3)
def _of_facts(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    key: tuple[str, ...],  # noqa: ARG001
    _now: session.Now,
) -> _Facts:
    book = book_of(_now)
    sellers = session.workspace().accounts.sellers()
    if book is None:
        return _Facts(_nothing(), pd.Series(dtype=float), sellers, ())
    return _Facts(book, pd.Series(value_cents(book) / 100), sellers, _programmes(_now))


def _nothing() -> AccountBook:
    """Return the book of a company without facts."""
    accounts, deals, touches = (
        pd.DataFrame({name: pd.Series(dtype=object) for name in columns})
        for columns in (ACCOUNT_COLUMNS, DEAL_COLUMNS, TOUCH_COLUMNS)
    )
    return AccountBook("", NO_DATE, accounts, deals, touches)


@st.cache_resource(show_spinner=False, max_entries=6)
def _tiers(
    place: tuple[str, str],  # noqa: ARG001 - parts of the cache's key
    key: tuple[str, ...],  # noqa: ARG001
    agreed: tuple[tuple[str, int], ...],  # noqa: ARG001
    _book: AccountBook,
    _criteria: tuple[PlanRow, ...],
) -> Tiers:
    return tiered(Profile.of(_criteria), Attributes(_book))


def _seller(name: object, job: object, region: object) -> str:
    return ", ".join(str(it) for it in (name, region or job) if isinstance(it, str) and it)


def _programmes(now: session.Now) -> tuple[str, ...]:
    """Return channels and campaigns that brought leads, channels first."""
    if now.counts is None:
        return ()
    channels = now.counts.cubes[BASE].labels.get("channel", ())
    campaigns = now.counts.cubes["campaign"].labels.get("campaign", ()) if SIDE_CUBES else ()
    return tuple(
        name
        for labels in (channels, campaigns)
        for name in sorted((it for it in labels if it), key=str.casefold)
    )
