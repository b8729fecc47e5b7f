"""What became of sources that were new: how many reached the top, and what a customer cost.

For a kind of thing the facts do not know, this is all there is to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.counts import Scope
from planning.actuals.cubes import SPEND
from planning.actuals.parts import cube_of
from planning.actuals.slices import Slice
from planning.periods import UNDATED, month_of
from planning.review.evidence.proposal import Kind
from planning.review.evidence.ranks import top_of

SETTLING: Final = 3
"""What is there in the first months of the facts may be older than they are."""

YEAR: Final = 12
LEAST: Final = 6
"""Months a newcomer must have been seen."""

_CUSTOMERS: Final = ("customers_with_account", "wins_without_account", "unlinked_won")
_ACQUIRING: Final = ("acquire", None)

Table = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Newcomer:
    """A source in its first year.

    Attributes:
        name: Its name.
        first: Month number of its first lead or spend.
        months: How many of its first twelve months are seen.
        customers: Won in them.
        cents: Programme money that wins new customers, spent in them.
        place: By customers among all sources in the same months; 1 is the best.
        of: How many sources brought leads, customers or spend in them.
        reached: Whether it was among the top.
    """

    name: str
    first: int
    months: int
    customers: int
    cents: int
    place: int
    of: int
    reached: bool

    @property
    def cost(self) -> float | None:
        """Plan-currency units per customer; None without a customer or without money."""
        return self.cents / 100 / self.customers if self.customers and self.cents else None


@dataclass(frozen=True)
class Newcomers:
    """All newcomers of one kind.

    Attributes:
        kind: Channels or campaigns.
        since: Month number from which on a first lead or spend counts as new.
        all: In order of their first month.
        top: How many count as the best.
        quartiles: Cost per customer below which a quarter, half and three quarters of them
            came out; None where so many brought no customer, or none had money.
    """

    kind: Kind
    since: int
    all: tuple[Newcomer, ...]
    top: int
    quartiles: tuple[float | None, float | None, float | None]

    @property
    def reached(self) -> int:
        """How many were among the top in their first year."""
        return sum(it.reached for it in self.all)


def newcomers(part: Slice, kind: Kind) -> Newcomers:
    """Return the first year of every channel or campaign that began within the facts.

    Its first year are twelve months from its first lead or spend, or those seen so far;
    with fewer than six it says nothing yet. A deal alone does not begin a source: credit
    reaches back behind the facts.

    Args:
        part: The whole company.
        kind: Channels or campaigns.
    """
    first, end = part.span[0], month_of(part.counts.as_of + timedelta(days=1))
    labels, customers, begins, cents = _by_month(part, kind, first, max(end, first))
    known = begins[begins >= 0]
    since = (int(known.min()) if len(known) else 0) + SETTLING
    found = []
    for at in np.argsort(begins, kind="stable"):
        start, months = int(begins[at]), min(YEAR, end - first - int(begins[at]))
        if start < since or months < LEAST:
            continue
        window = slice(start, start + months)
        beside = customers[:, window].sum(axis=1)
        there = (beside > 0) | ((begins >= 0) & (begins < start + months))
        place = 1 + int((beside > beside[at]).sum())
        found.append(
            Newcomer(
                name=labels[at],
                first=first + start,
                months=months,
                customers=int(beside[at]),
                cents=int(cents[at, window].sum()),
                place=place,
                of=int(there.sum()),
                reached=bool(beside[at] > 0 and place <= top_of(len(labels))),
            )
        )
    return Newcomers(kind, first + since, tuple(found), top_of(len(labels)), _quartiles(found))


def _by_month(
    part: Slice, kind: Kind, first: int, end: int
) -> tuple[tuple[str, ...], Table, npt.NDArray[np.int64], Table]:
    """Return sources, their customers, first month (-1 unknown) and acquiring cents by month."""
    cube, size = cube_of(part.counts, SPEND), end - first
    slices = {
        it.label: it
        for it in Slice(part.counts, Scope(), part.context).split(kind)
        if it.label is not None
    }
    labels = tuple(sorted({*slices, *(it for it in cube.labels.get(kind, ()) if it is not None)}))
    place = {name: at for at, name in enumerate(labels)}
    customers, active = (np.zeros((len(labels), size), np.int64) for _ in range(2))
    for name, it in slices.items():
        # Place 0 of a monthly array is undated.
        monthly = sum(it.monthly(measure) for measure in _CUSTOMERS)[1 : size + 1]  # type: ignore[index]
        customers[place[name], : len(monthly)] = monthly
        leads = it.monthly("leads")[1 : size + 1]
        active[place[name], : len(leads)] += leads.astype(np.int64)
    paid, cents = (np.zeros((len(labels), size), np.int64) for _ in range(2))
    if cube.size:
        months = cube.keys["month"]
        inside = (months != UNDATED) & (months >= first) & (months < end)
        inside &= cube.where("category", "programme")
        rows = np.array([place.get(it or "", -1) for it in cube.labels[kind]])[cube.keys[kind]]
        inside &= rows >= 0
        won = inside & cube.where("motion", *_ACQUIRING)
        for target, kept in ((paid, inside), (cents, won)):
            np.add.at(target, (rows[kept], months[kept] - first), cube.measures["cents"][kept])
    moves = (active > 0) | (paid > 0)
    begins = np.where(moves.any(axis=1), moves.argmax(axis=1), -1) if size else np.full(
        len(labels), -1
    )  # fmt: skip
    return labels, customers, begins.astype(np.int64), cents


def _quartiles(found: Sequence[Newcomer]) -> tuple[float | None, float | None, float | None]:
    """Return quartiles of cost per customer; without a customer it costs more than any.

    Example:
        >>> spent = [Newcomer("a", 0, 12, won, 100_00, 1, 2, True) for won in (4, 2, 1, 0)]
        >>> _quartiles(spent)
        (25.0, 50.0, 100.0)
    """
    costs = sorted(
        it.cents / 100 / it.customers if it.customers else float("inf") for it in found if it.cents
    )
    if not costs:
        return None, None, None
    # The smallest value that so many of them do not exceed: no mean with what has no bound.
    picked = [costs[max(-(-len(costs) * quarter // 4) - 1, 0)] for quarter in (1, 2, 3)]
    low, middle, high = (None if it == float("inf") else it for it in picked)
    return low, middle, high
