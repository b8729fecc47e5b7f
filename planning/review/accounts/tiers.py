"""Tiers: how well every account fits the ideal customer, and which criteria say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from planning.agreed.accounts.criteria import THRESHOLDS, Criterion

if TYPE_CHECKING:
    from planning.agreed.rows import PlanRow
    from planning.review.accounts.attributes import Attributes

Tier = Literal["A", "B", "C", "no target"]
TIERS: Final[tuple[Tier, ...]] = get_args(Tier)
"""In their order; an account's place is its number in `Tiers.places`."""

NO_TARGET: Final = TIERS.index("no target")


@dataclass(frozen=True)
class Profile:
    """The ideal customer: criteria with a condition, and how many points a tier takes.

    Attributes:
        criteria: By row id, in the order of the sheet.
        a_from, b_from: The least points of A and of B.
        a_agreed, b_agreed: Whether somebody agreed them, or they are the default.
    """

    criteria: Mapping[str, Criterion]
    a_from: int
    b_from: int
    a_agreed: bool
    b_agreed: bool

    @classmethod
    def of(cls, rows: Iterable[PlanRow]) -> Profile:
        """Read the ideal customer from rows of the kind `criterion`.

        Of two thresholds of one tier the higher stands. Where A is not agreed it takes two
        thirds of the points an account can reach, where B is not, half of what A takes;
        rounded up. Without any points to win, whoever is not kept out is A.
        """
        read = {row.id: Criterion.of(row.cells) for row in rows}
        criteria = {row: one for row, one in read.items() if _asks(one)}
        most = sum(max(one.points or 0, 0) for one in criteria.values())
        a_from, b_from = (
            max(
                (one.points or 0 for one in read.values() if one.rule == rule),
                default=None,
            )
            for rule in ("tier A from", "tier B from")
        )
        usual = -(-most * 2 // 3)
        a_stands = usual if a_from is None else a_from
        return cls(
            criteria=criteria,
            a_from=a_stands,
            b_from=-(-a_stands // 2) if b_from is None else b_from,
            a_agreed=a_from is not None,
            b_agreed=b_from is not None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked of any account."""
        return not self.criteria

    @property
    def most(self) -> int:
        """The points an account can reach."""
        return sum(max(one.points or 0, 0) for one in self.criteria.values())


@dataclass(frozen=True)
class Reason:
    """What one criterion said of one account.

    Attributes:
        row: The criterion's row.
        rule: points, or must or never where it makes the account no target.
        told: Its condition in words.
        points: Given (above 0) or taken (below); 0 where it decides alone.
    """

    row: str
    rule: str
    told: str
    points: int = 0

    @property
    def excludes(self) -> bool:
        """Whether it makes the account no target."""
        return self.rule != "points"

    @property
    def words(self) -> str:
        """The reason in a few words.

        Example:
            >>> Reason("r", "points", "industry Food", 20).words
            '+20 industry Food'
            >>> Reason("r", "must", "employees at least 50").words
            'not met or not known: employees at least 50'
            >>> Reason("r", "never", "industry Software").words
            'never: industry Software'
        """
        if self.rule == "points":
            return f"{'+' if self.points > 0 else '−'}{abs(self.points)} {self.told}"
        return f"{'never' if self.rule == 'never' else 'not met or not known'}: {self.told}"


@dataclass(frozen=True)
class Tiers:
    """The tiers of the accounts of a book.

    Attributes:
        profile: The ideal customer they were read against.
        met: By row of the criterion, of which accounts its condition is true.
        points: Points of each account, whatever excludes it.
        places: Place of each account's tier in TIERS.
    """

    profile: Profile
    met: Mapping[str, npt.NDArray[np.bool_]]
    points: npt.NDArray[np.int64]
    places: npt.NDArray[np.int8]

    @property
    def names(self) -> npt.NDArray[np.object_]:
        """The tier of each account by name."""
        return np.array(TIERS, dtype=object)[self.places]

    @property
    def sizes(self) -> dict[Tier, int]:
        """How many accounts each tier has."""
        counted = np.bincount(self.places, minlength=len(TIERS))
        return {tier: int(n) for tier, n in zip(TIERS, counted, strict=True)}

    def reasons(self, account: int) -> tuple[Reason, ...]:
        """Return which criteria gave or took what of one account.

        Args:
            account: Its position in the book.
        """
        found = []
        for row, one in self.profile.criteria.items():
            met = bool(self.met[row][account])
            if met if one.rule != "must" else not met:
                points = one.points or 0
                if points or one.rule != "points":
                    found.append(Reason(row, one.rule, one.condition.told, points))
        return tuple(found)


def tiered(profile: Profile, accounts: Attributes) -> Tiers:
    """Return the tier of every account.

    An account that does not meet a “must”, or meets a “never”, is no target. Every other
    one has the sum of the points whose condition is true of it, and the best tier these
    are enough for; C takes none.

    Args:
        profile: The ideal customer.
        accounts: What is known of the accounts.
    """
    points = np.zeros(accounts.size, dtype=np.int64)
    out = np.zeros(accounts.size, dtype=np.bool_)
    met = {}
    for row, one in profile.criteria.items():
        holds = accounts.met(one.condition)
        met[row] = holds
        if one.rule == "points":
            points += np.where(holds, one.points or 0, 0)
        else:
            out |= holds if one.rule == "never" else ~holds
    places = np.select(
        [out, points >= profile.a_from, points >= profile.b_from], [NO_TARGET, 0, 1], 2
    )
    return Tiers(profile, met, points, places.astype(np.int8))


def moves(before: Tiers, after: Tiers) -> dict[tuple[Tier, Tier], int]:
    """Return how many accounts change their tier, by where from and where to.

    Args:
        before: Tiers of the accounts.
        after: Tiers of the same accounts.
    """
    pairs = before.places.astype(np.int64) * len(TIERS) + after.places
    counted = np.bincount(pairs, minlength=len(TIERS) ** 2)
    return {
        (TIERS[at // len(TIERS)], TIERS[at % len(TIERS)]): int(n)
        for at, n in enumerate(counted)
        if n and at // len(TIERS) != at % len(TIERS)
    }


def _asks(one: Criterion) -> bool:
    """Whether a criterion asks something of an account; half a criterion asks nothing."""
    return one.rule not in THRESHOLDS and bool(one.attribute and one.test)
