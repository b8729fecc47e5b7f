"""A way out of a conflict that all its targets share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt
from typing import Final

from planning.model.consistency.conflicts import Conflict, Member
from planning.model.consistency.question import Question
from planning.model.consistency.repairs import Repair, beside, numbers_of
from planning.model.consistency.statements import Statement
from planning.model.consistency.system import System

_TRIED: Final = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.99, 0.999, 0.999999)
_MOST: Final = _TRIED[-1]
_HALVINGS: Final = 40
_OUTWARDS: Final = 2e-5


@dataclass(frozen=True, eq=False)
class Compromise:
    """New values of a conflict's targets: the best found, not proven to be the least.

    Attributes:
        repairs: Each target's new value.
        share: What a least gives up, and what is left of a most when its new value is
            compared: both move by the same factor 1 − share.
        keeps_others: Whether all targets in no conflict can still hold beside it.
    """

    repairs: tuple[Repair, ...]
    share: float
    keeps_others: bool

    def changes(self) -> dict[Statement, float]:
        """Return the new values by statement, as a draft takes them."""
        return {it: value for each in self.repairs for it, value in each.changes().items()}


def compromises(question: Question, conflicts: Sequence[Conflict]) -> tuple[Compromise | None, ...]:
    """Return a compromise for each conflict; where they keep the others, all taken together
    leave a plan that can hold.

    A least becomes value · (1 − share), a most value / (1 − share), with the smallest share
    with which the conflict and its echoes are mended beside all targets in no conflict and
    the compromises before it; where these cannot stand beside any, beside its own members
    alone.

    Args:
        question: What was asked.
        conflicts: All of them, in their order.

    Returns:
        None in the place of a conflict without targets.
    """  # noqa: D205 - one sentence
    system = question.system
    system.restore()
    dropped = {
        it.agreed
        for conflict in conflicts
        for each in (conflict, *conflict.echoes)
        for it in each.targets or each.statements
    }
    settled = {at for at, it in enumerate(system.bounds) if it.statement.agreed not in dropped}
    values: dict[int, float] = {}
    found: list[Compromise | None] = []
    for conflict in conflicts:
        told, new, kept = _of(conflict, settled, values)
        found.append(told)
        settled |= {*new, *kept}
        values |= new
    system.restore()
    return tuple(found)


def _of(
    conflict: Conflict, settled: AbstractSet[int], values: Mapping[int, float]
) -> tuple[Compromise | None, dict[int, float], set[int]]:
    """Return the compromise of a conflict; where it keeps others also its values by number,
    and the other ends of its targets' ranges.
    """  # noqa: D205 - one sentence
    every = (conflict, *conflict.echoes)
    members = [it for each in every for it in each.members if it.kind == "target"]
    targets = [it for each in every for it in each.targets]
    if not members:
        return None, {}, set()
    if any(not it.is_linear for it in conflict.statements):
        return _compromise(members, _between(conflict), keeps_others=True), {}, set()
    system = conflict.question.system
    own = numbers_of(system, targets)
    given = numbers_of(system, (it for it in conflict.statements if it.kind != "target"))
    ranges = {it.agreed for it in targets}
    ends = {at for at, it in enumerate(system.bounds) if it.statement.agreed in ranges} - {*own}
    for at, value in values.items():
        system.revalue(at, value)
    # Where the other ends of its own ranges collide with more, that is another conflict.
    for kept in (ends, set()) if ends else (ends,):
        share = _least_share(system, own, {*settled, *given, *kept}, None)
        if share is not None:
            new = {at: moved(system.bounds[at].statement, share) for at in own}
            return _compromise(members, share, keeps_others=kept == ends), new, kept
    share = _least_share(system, own, given, beside(conflict))
    return _compromise(members, _MOST if share is None else share, keeps_others=False), {}, set()


def _compromise(members: Iterable[Member], share: float, *, keeps_others: bool) -> Compromise:
    told = tuple(Repair(it, moved(it.statements[0], share)) for it in members)
    return Compromise(told, share, keeps_others)


def moved(statement: Statement, share: float) -> float:
    """Return a bound's value after it gave up a share.

    Args:
        statement: The bound; a most of 0 moves in units of 1.
        share: From 0 to below 1.

    Example:
        >>> from planning.model.consistency.spans import Span
        >>> most = Statement("leads", (), Span(0, 12), "high", 100.0, "marketing")
        >>> moved(most, 0.2)
        125.0
    """
    if statement.side == "low":
        return statement.value * (1 - share)
    return statement.value / (1 - share) if statement.value else share / (1 - share)


def _least_share(
    system: System, own: Sequence[int], others: Iterable[int], links: Iterable[int] | None
) -> float | None:
    """Return the smallest share found with which statements hold beside others, or None."""
    system.only({*own, *others}, links)

    def mends(share: float) -> bool:
        for at in own:
            system.revalue(at, moved(system.bounds[at].statement, share))
        return system.solve(surely=True) == "found"

    high = next((share for share in _TRIED if mends(share)), None)
    if high is None:
        return None
    low = max((share for share in _TRIED if share < high), default=0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if mends(middle) else (middle, high)
    return min(high + _OUTWARDS * (1 - high), _MOST)


def _between(conflict: Conflict) -> float:
    """Return the share with which two bounds of a measure that is not linear meet."""
    low = next(it for it in conflict.statements if it.side == "low")
    high = next(it for it in conflict.statements if it.side == "high")
    if not high.value:
        return _MOST
    factor = high.value / low.value
    return 1 - (sqrt(factor) if len(conflict.targets) > 1 else factor)
