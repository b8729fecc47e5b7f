"""The smallest of many demands that cannot be met together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

Holds = Callable[[Sequence[int]], bool]
"""Whether some members, by number, can hold together."""

Blamed = Callable[[], AbstractSet[int]]
"""Which members the proof of the last refusal rests on; the others may be left out."""


def irreducible(holds: Holds, members: Sequence[int], blamed: Blamed | None = None) -> list[int]:
    """Return an irreducible set: it cannot hold, and without any one of it the others can.

    The shortest beginning of the list that cannot hold is found by halving; its last member
    is needed. Of the others each is left out by turns, the last first (the deletion filter
    of Chinneck and Dravnieks, 1991, Locating Minimal Infeasible Constraint Sets in Linear
    Programs), and with it all that the proof of a refusal does not rest on.

    Args:
        holds: Must be false for all members.
        members: Candidates, the ones to be named rather first.
        blamed: What the last refusal rests on; None where no proof is told.

    Example:
        >>> irreducible(lambda some: not {2, 5} <= set(some), range(8))
        [2, 5]
    """
    kept = _rests_on(holds, _beginning(holds, members), blamed)
    for it in reversed(list(kept)):
        without = [other for other in kept if other != it]
        if it in kept and not holds(without):
            kept = _rests_on(holds, without, blamed)
    return kept


def _beginning(holds: Holds, members: Sequence[int]) -> list[int]:
    """Return the shortest beginning that cannot hold."""
    low, high = 0, len(members)
    while low < high:
        middle = (low + high) // 2
        if holds(members[:middle]):
            low = middle + 1
        else:
            high = middle
    return list(members[:high])


def _rests_on(holds: Holds, members: list[int], blamed: Blamed | None) -> list[int]:
    """Return the members a refusal rests on; all of them where the proof does not bear."""
    if blamed is None or not members or holds(members):
        return members
    proof = blamed()
    fewer = [it for it in members if it in proof]
    return members if len(fewer) < len(members) and holds(fewer) else fewer
