"""Suggested owners for accounts without one: even loads, territory, value, and the reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.model.covering.bands import Bands, bands_of
from planning.model.covering.explaining import left_out_reason, reasons
from planning.model.covering.programme import CoverProgramme
from planning.model.covering.question import CoverQuestion, OpenAccount, Owner, check
from planning.model.covering.rounding import loads_of, rounded, standing
from planning.model.covering.terms import Terms, terms_of
from planning.model.tables import NONE, Ints


@dataclass(frozen=True, slots=True)
class Suggested:
    """An account with the owner suggested for it.

    Attributes:
        account: The account.
        owner: Who should own it.
        kept: Its worth that counts with this owner, plan currency.
        reason: Why, in words.
    """

    account: OpenAccount
    owner: Owner
    kept: float
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An account nobody is suggested for.

    Attributes:
        account: The account.
        reason: Why, in words.
    """

    account: OpenAccount
    reason: str


@dataclass(frozen=True, slots=True)
class OwnerLoad:
    """An owner's load before and after.

    Attributes:
        owner: Who.
        before: Touches a month planned already.
        after: With what is suggested.
        accounts: How many are suggested.
        value: What they may bring, plan currency.
        within: Whether the load after lies in the band.
    """

    owner: Owner
    before: float
    after: float
    accounts: int
    value: float
    within: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Owners for accounts, not saved anywhere.

    Attributes:
        suggested: Accounts with an owner, in the order of the question.
        left_out: Accounts without.
        loads: Every owner's load.
        even: The even share, touches a month.
        low, high: The band stated, touches a month.
        kept: Worth kept by the suggestion, plan currency.
        bound: No suggestion with such loads can keep more.
        gap: (bound − kept) / bound, as a fraction; 0 without a bound.
        beyond: Touches a month by which loads lie outside the band in all.
    """

    suggested: tuple[Suggested, ...]
    left_out: tuple[LeftOut, ...]
    loads: tuple[OwnerLoad, ...]
    even: float
    low: float
    high: float
    kept: float
    bound: float
    gap: float
    beyond: float

    @property
    def balanced(self) -> bool:
        """Whether every load lies in the band."""
        return all(it.within for it in self.loads)


def suggest_owners(question: CoverQuestion) -> Suggestion:
    """Suggest an owner for every account, by worth, territory and even loads.

    The worth of an account (value × 1 for tier A, × 0.5 for B) counts in full with an
    owner of its region and segment, less with others, a tenth more with who knows it.
    Loads are touches a month, planned ones counted in. They lie in the band around the
    even share; where planned loads, capacities or territory break it, as near as they can.

    Args:
        question: Accounts, owners and how loads should lie.

    Raises:
        NotPossible: There is no account or nobody to own one.
        UsageError: A number makes no sense, or an id stands twice.
        SolveFailed: No conclusion was found.
    """
    check(question)
    terms = terms_of(question)
    bands = bands_of(terms, question.balance)
    bound, parts = CoverProgramme(terms, bands).solve()
    owner_of = rounded(terms, bands, parts)
    kept, _, _ = standing(terms, bands, owner_of)
    loads = loads_of(terms, owner_of)
    beyond = np.maximum(loads - bands.high, 0) + np.maximum(bands.low - loads, 0)
    return Suggestion(
        suggested=_suggested(terms, bands, owner_of),
        left_out=tuple(
            LeftOut(terms.accounts[at], left_out_reason(terms, at))
            for at in np.flatnonzero(owner_of == NONE).tolist()
        ),
        loads=_loads(terms, bands, owner_of),
        even=bands.even,
        low=bands.low,
        high=bands.high,
        kept=kept,
        bound=bound,
        gap=(bound - kept) / bound if bound > 0 else 0.0,
        beyond=float(beyond[beyond > bands.small].sum()),
    )


def _suggested(terms: Terms, bands: Bands, owner_of: Ints) -> tuple[Suggested, ...]:
    placed = np.flatnonzero(owner_of != NONE)
    kept = terms.gains[placed, owner_of[placed]].tolist()
    told = reasons(terms, bands.even, placed, owner_of[placed])
    return tuple(
        Suggested(terms.accounts[account], terms.owners[owner], worth, reason)
        for account, owner, worth, reason in zip(
            placed.tolist(), owner_of[placed].tolist(), kept, told, strict=True
        )
    )


def _loads(terms: Terms, bands: Bands, owner_of: Ints) -> tuple[OwnerLoad, ...]:
    after, placed = loads_of(terms, owner_of), owner_of != NONE
    number = np.bincount(owner_of[placed], minlength=len(terms.owners))
    values = np.array([it.value for it in terms.accounts])
    value = np.bincount(owner_of[placed], values[placed], len(terms.owners))
    return tuple(
        OwnerLoad(
            owner,
            owner.load,
            float(after[at]),
            int(number[at]),
            float(value[at]),
            bool(bands.low - bands.small <= after[at] <= bands.high + bands.small),
        )
        for at, owner in enumerate(terms.owners)
    )
