"""Why an account goes to an owner, in words."""

from __future__ import annotations

import numpy as np

from planning.model.covering.question import OpenAccount, Owner
from planning.model.covering.terms import Terms
from planning.model.tables import Ints

_EVEN = 0.005


def reasons(terms: Terms, even: float, accounts: Ints, owners: Ints) -> list[str]:
    """Return why each account goes to its owner.

    Args:
        terms: The numbers.
        even: The even share, touches a month.
        accounts: Positions of the accounts.
        owners: Positions of their owners, in the same order.
    """
    loads = [load_told(it.load, even) for it in terms.owners]
    present = {it.region for it in terms.owners}
    return [
        f"{terms.owners[owner].name}: "
        + ", ".join(
            [*_fits(terms.accounts[account], terms.owners[owner], present), f"today {loads[owner]}"]
        )
        for account, owner in zip(accounts.tolist(), owners.tolist(), strict=True)
    ]


def load_told(load: float, even: float) -> str:
    """Tell a load beside the even one.

    Example:
        >>> load_told(88, 100), load_told(100, 100), load_told(130, 100)
        ('12 % below the even load', 'at the even load', '30 % above the even load')
    """
    apart = load / even - 1
    if abs(apart) < _EVEN:
        return "at the even load"
    return f"{abs(apart) * 100:.0f} % {'above' if apart > 0 else 'below'} the even load"


def left_out_reason(terms: Terms, at: int) -> str:
    """Return why nobody is suggested for an account."""
    if not terms.allowed[at].any():
        return f"Nobody owns accounts in the region {terms.accounts[at].region}."
    room = (terms.capacity - terms.load)[terms.allowed[at]]
    if np.all(room < terms.effort[at]):
        return "Nobody who may own it has room for it."
    return "All room is taken by accounts worth more."


def _fits(account: OpenAccount, owner: Owner, present: set[str | None]) -> list[str]:
    told = [_region(account, owner, present)]
    if account.segment is not None and owner.segment is not None:
        told.append("same segment" if account.segment == owner.segment else "another segment")
    if account.known_to == owner.id:
        told.append("knows it already")
    return told


def _region(account: OpenAccount, owner: Owner, present: set[str | None]) -> str:
    if account.region is None:
        return "no region known"
    if owner.region is None:
        return "covers all regions"
    if account.region == owner.region:
        return "same region"
    why = "has no room left" if account.region in present else "has nobody"
    return f"from {owner.region}, as {account.region} {why}"
