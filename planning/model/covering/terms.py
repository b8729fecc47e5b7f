"""What an account is worth with each owner, and who may own it, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.covering.question import CoverQuestion, OpenAccount, Owner, usable_owners
from planning.model.tables import Floats, Ints

Flags = npt.NDArray[np.bool_]

OTHER_REGION: Final = 0.5
"""Share of an account's value lost with an owner of another region."""

UNSTATED_REGION: Final = 0.1
"""The same where the account or the owner has no region: the region's own come first."""

OTHER_SEGMENT: Final = 0.2
UNSTATED_SEGMENT: Final = 0.05
KNOWN: Final = 0.1
"""Share added where the owner knows the account already."""

TIER_WEIGHT: Final = {"A": 1.0, "B": 0.5}


@dataclass(frozen=True, eq=False)
class Terms:
    """The numbers of a question: N accounts × M owners.

    Attributes:
        accounts, owners: In the order of the arrays.
        worth: N, plan currency: value × weight of the tier; a typical one where unknown.
        fit: N × M, share of the worth that is kept with an owner.
        allowed: N × M, whether an owner may have an account.
        effort: N, touches a month.
        load: M, touches a month already planned.
        capacity: M, most touches a month; infinite where none is agreed.
    """

    accounts: tuple[OpenAccount, ...]
    owners: tuple[Owner, ...]
    worth: Floats
    fit: Floats
    allowed: Flags
    effort: Floats
    load: Floats
    capacity: Floats

    @property
    def gains(self) -> Floats:
        """N × M: the worth that is kept, plan currency."""
        kept: Floats = self.worth[:, None] * self.fit
        return kept


def terms_of(question: CoverQuestion) -> Terms:
    """Return the numbers of a question that was checked."""
    accounts, owners = question.accounts, usable_owners(question)
    regions = _same([it.region for it in accounts], [it.region for it in owners])
    segments = _same([it.segment for it in accounts], [it.segment for it in owners])
    place = {owner.id: at for at, owner in enumerate(owners)}
    known = np.array([place.get(it.known_to or "", -1) for it in accounts])
    fit = (
        1.0
        - np.choose(regions, [OTHER_REGION, 0.0, UNSTATED_REGION])
        - np.choose(segments, [OTHER_SEGMENT, 0.0, UNSTATED_SEGMENT])
        + KNOWN * (known[:, None] == np.arange(len(owners)))
    )
    allowed = (
        regions != _OTHER if question.own_region_only else np.ones_like(regions, dtype=np.bool_)
    )
    load = np.array([it.load for it in owners], dtype=np.float64)
    most = np.array([np.inf if it.capacity is None else it.capacity for it in owners])
    return Terms(
        accounts,
        owners,
        _worth(accounts),
        fit,
        allowed,
        np.array([it.effort for it in accounts], dtype=np.float64),
        load,
        # What is planned already is not taken away.
        np.maximum(most, load),
    )


_OTHER, _SAME, _UNSTATED = 0, 1, 2


def _same(accounts: list[str | None], owners: list[str | None]) -> Ints:
    """Tell for account × owner whether a name is another, the same, or not stated."""
    names = {name: at for at, name in enumerate(dict.fromkeys([*accounts, *owners]))}
    one = np.array([names[it] for it in accounts])[:, None]
    other = np.array([names[it] for it in owners])[None, :]
    found: Ints = np.where(one == other, _SAME, _OTHER).astype(np.int64)
    if None in names:
        found[(one == names[None]) | (other == names[None])] = _UNSTATED
    return found


def _worth(accounts: tuple[OpenAccount, ...]) -> Floats:
    value = np.array([it.value for it in accounts], dtype=np.float64)
    known = value[value > 0]
    typical = float(np.median(known)) if len(known) else 1.0
    weight = np.array([TIER_WEIGHT[it.tier] for it in accounts])
    worth: Floats = np.where(value > 0, value, typical) * weight
    return worth
