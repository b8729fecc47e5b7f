"""The question: which of our people should own which of these accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal

from planning.errors import NotPossible, UsageError
from planning.money import quoted

Tier = Literal["A", "B"]

DEFAULT_BALANCE: Final = 0.15
LEAST_BALANCE, MOST_BALANCE = 0.01, 1.0


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account that needs an owner.

    Attributes:
        id: Of the account.
        name: What people call it.
        tier: A or B.
        value: What it may bring, plan currency; 0 where nothing is known.
        effort: Touches a month it takes, above 0.
        region, segment: None where unknown.
        known_to: Id of the owner who worked it or its parent before.
    """

    id: str
    name: str
    tier: Tier
    value: float
    effort: float
    region: str | None = None
    segment: str | None = None
    known_to: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody in sales who can own accounts.

    Attributes:
        id: Person id.
        name: What people call them.
        load: Touches a month planned already.
        region, segment: Where they work; None for all.
        job: What they do.
        capacity: Most touches a month; None where none is agreed.
    """

    id: str
    name: str
    load: float
    region: str | None = None
    segment: str | None = None
    job: str | None = None
    capacity: float | None = None


@dataclass(frozen=True, slots=True)
class CoverQuestion:
    """Which owner each account should have.

    Attributes:
        accounts: Those to cover.
        owners: Those who can take them.
        balance: How far a load may lie from the even share, as a fraction of it.
        own_region_only: Whether an account may only go to owners of its region, or to
            owners without one; else others are possible at a cost.
        jobs: Only owners with one of these jobs take accounts; None for all.
    """

    accounts: tuple[OpenAccount, ...]
    owners: tuple[Owner, ...]
    balance: float = DEFAULT_BALANCE
    own_region_only: bool = False
    jobs: frozenset[str] | None = None


def usable_owners(question: CoverQuestion) -> tuple[Owner, ...]:
    """Return the owners whose job lets them own accounts, in their order."""
    jobs = question.jobs
    return tuple(it for it in question.owners if jobs is None or it.job in jobs)


def check(question: CoverQuestion) -> None:
    """Refuse a question that has no answer.

    Raises:
        NotPossible: There is no account to cover, or nobody to own one.
        UsageError: A number makes no sense, or an id stands twice.
    """
    if not question.accounts:
        raise NotPossible(
            "There is no account to cover.", "Choose accounts of tier A or B without an owner."
        )
    if not question.owners:
        raise NotPossible("Nobody in sales can own accounts.", "Import the people of sales first.")
    if not usable_owners(question):
        listed = " or ".join(sorted(question.jobs or ()))
        raise NotPossible(
            f"Nobody in sales has the job {listed}.", "Let people of all jobs own accounts."
        )
    if not LEAST_BALANCE <= question.balance <= MOST_BALANCE:
        raise UsageError(
            "The balance must lie between 1 % and 100 % of the even load.", "Try 15 %."
        )
    _check_ids("account", (it.id for it in question.accounts))
    _check_ids("owner", (it.id for it in question.owners))
    for account in question.accounts:
        _check_account(account)
    for owner in question.owners:
        _check_owner(owner)


def _check_ids(noun: str, ids: Iterable[str]) -> None:
    twice = [it for it, times in Counter(ids).items() if times > 1]
    if twice:
        raise UsageError(f"The {noun} {quoted(twice[0])} stands twice.", "Name it once.")


def _check_account(account: OpenAccount) -> None:
    if account.tier not in ("A", "B"):
        raise UsageError(
            f"The account {quoted(account.id)} is of tier {quoted(account.tier)}.",
            "Only accounts of tier A or B are suggested owners.",
        )
    if not isfinite(account.value) or account.value < 0:
        raise UsageError(
            f"The value of account {quoted(account.id)} must be 0 or more.", "Correct it."
        )
    if not isfinite(account.effort) or account.effort <= 0:
        raise UsageError(
            f"The account {quoted(account.id)} takes no touches.", "Plan at least one a month."
        )


def _check_owner(owner: Owner) -> None:
    if not isfinite(owner.load) or owner.load < 0:
        raise UsageError(f"The load of {quoted(owner.name)} must be 0 or more.", "Correct it.")
    if owner.capacity is not None and not (isfinite(owner.capacity) and owner.capacity >= 0):
        raise UsageError(
            f"The capacity of {quoted(owner.name)} must be 0 or more.",
            "Leave it blank or correct it.",
        )
