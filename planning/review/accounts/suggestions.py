"""Criteria the facts suggest: whose deals are won more often, or for more, than others'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from planning.actuals.intervals import beta_prior, shrunk
from planning.agreed.accounts.conditions import OWN, Condition, attribute_told
from planning.review.accounts.back_test import counted_deals
from planning.review.accounts.chance import beyond, of_shares, of_sizes
from planning.review.accounts.parts import Part, parts

if TYPE_CHECKING:
    import pandas as pd

    from planning.actuals.book import AccountBook
    from planning.agreed.accounts.criteria import Criterion
    from planning.agreed.rows import Cells
    from planning.review.accounts.attributes import Attributes

LEAST_CLOSED: Final = 20
"""Closed deals a part needs before its close ratio suggests anything."""

LEAST_WON: Final = 10
"""Won deals a part needs before their size suggests anything."""

_PER_STEP: Final = 25
"""Points for a close ratio whose odds, or a deal size that, is e times that of others."""

_MOST: Final = 40
_STEP: Final = 5
_PRIOR_WON: Final = 10.0
"""A deal size is pulled towards the others' as if so many won deals had been of theirs."""


@dataclass(frozen=True)
class Suggestion:
    """A criterion the facts suggest.

    Attributes:
        cells: Of the new row, the reason filled in.
        told: The condition in words.
        cases: Deals or leads it rests on.
        chance: How often chance alone would show as much.
    """

    cells: Cells
    told: str
    cases: int
    chance: float


@dataclass(frozen=True)
class _Seen:
    """One part beside the rest, as counted."""

    part: Part
    won: int
    closed: int
    other_won: int
    other_closed: int
    sizes: npt.NDArray[np.float64]
    other_sizes: npt.NDArray[np.float64]

    @property
    def chances(self) -> tuple[float, float]:
        """Chance of the close ratios' difference, and of the deal sizes'."""
        ratio = size = 1.0
        if min(self.closed, self.other_closed) >= LEAST_CLOSED:
            ratio = of_shares(self.won, self.closed, self.other_won, self.other_closed)
        if min(len(self.sizes), len(self.other_sizes)) >= LEAST_WON:
            size = of_sizes(self.sizes, self.other_sizes)
        return ratio, size


def suggested(
    book: AccountBook, accounts: Attributes, agreed: Iterable[Criterion] = (), most: int = 8
) -> tuple[Suggestion, ...]:
    """Return the criteria the deals suggest, the surest first.

    Every value of every attribute that winning does not change is held against the rest:
    close ratio by count, and size of won deals. What chance may explain is left out, all
    comparisons counted together; what is left is pulled towards the rest before it
    becomes points, so that few cases give few.

    Args:
        book: The accounts with their deals; renewals are left aside.
        accounts: What is known of the accounts.
        agreed: Criteria that stand: what they speak of is not suggested again.
        most: How many at most.
    """
    deals = counted_deals(book)
    deals = deals.assign(won=deals["outcome"] == "won")
    agreed = tuple(agreed)
    seen = [_seen(deals, part) for part in parts(accounts)]
    chances = [chance for one in seen for chance in one.chances]
    kept = beyond(chances)
    priors = _priors(seen)
    found = []
    for at, one in enumerate(seen):
        ratio, size = kept[2 * at], kept[2 * at + 1]
        points = _points(one, priors[one.part.condition.attribute], ratio=ratio, size=size)
        if points and not spoken_of(one.part, agreed):
            found.append(
                Suggestion(
                    cells=_cells(one.part.condition, points, _reason(one, ratio=ratio, size=size)),
                    told=one.part.condition.told,
                    cases=one.closed,
                    chance=min(one.chances),
                )
            )
    found = _once(found, {one.part.condition.attribute for one in seen if one.part.of_two})
    return tuple(sorted(found, key=lambda it: (it.chance, it.told))[:most])


def _seen(deals: pd.DataFrame, part: Part) -> _Seen:
    place = deals["account"].to_numpy()
    n, cents = deals["n"].to_numpy(), deals["cents"].to_numpy().astype(np.float64)
    won = deals["won"].to_numpy()
    inside = part.inside[place]
    rest = part.known[place] & ~inside
    paid = won & (cents > 0)
    return _Seen(
        part=part,
        won=int(n[inside & won].sum()),
        closed=int(n[inside].sum()),
        other_won=int(n[rest & won].sum()),
        other_closed=int(n[rest].sum()),
        sizes=(cents / n)[inside & paid],
        other_sizes=(cents / n)[rest & paid],
    )


def _priors(seen: Iterable[_Seen]) -> Mapping[str, tuple[float, float] | None]:
    by_attribute: dict[str, list[_Seen]] = {}
    for one in seen:
        by_attribute.setdefault(one.part.condition.attribute, []).append(one)
    return {
        name: beta_prior([one.won for one in several], [one.closed for one in several])
        for name, several in by_attribute.items()
    }


def _points(one: _Seen, prior: tuple[float, float] | None, *, ratio: bool, size: bool) -> int:
    steps = 0.0
    if ratio:
        own, _, _ = shrunk(one.won, one.closed, prior or (0.5, 0.5))
        rest, _, _ = shrunk(one.other_won, one.other_closed, (0.5, 0.5))
        steps += _odds(own) - _odds(rest)
    if size:
        weight = len(one.sizes) / (len(one.sizes) + _PRIOR_WON)
        steps += weight * float(np.log(one.sizes).mean() - np.log(one.other_sizes).mean())
    points = round(steps * _PER_STEP / _STEP) * _STEP
    return max(-_MOST, min(_MOST, points))


def _odds(share: float) -> float:
    return log(share / (1 - share))


def _reason(one: _Seen, *, ratio: bool, size: bool) -> str:
    name = subject(one.part.condition)
    told = []
    if ratio:
        own, rest = one.won / one.closed, one.other_won / one.other_closed
        told.append(f"closes {_percent(own)} of {one.closed:,} deals, others {_percent(rest)}")
    if size:
        times = float(np.exp(np.log(one.sizes).mean() - np.log(one.other_sizes).mean()))
        much = f"{times:.1f} times as much as" if times >= 1 else f"{_percent(1 - times)} less than"
        told.append(f"buys for {much} others ({len(one.sizes):,} won deals)")
    return f"{name} {' and '.join(told)}."


def subject(condition: Condition) -> str:
    """Return whom a reason speaks of.

    Example:
        >>> subject(Condition(attribute="industry", test="is one of", values="Food"))
        'Food'
        >>> subject(Condition(attribute="employees", test="is at least", values="260"))
        'Employees at least 260'
    """
    if condition.test == "is one of" and not condition.attribute.startswith(OWN):
        return condition.values
    if condition.attribute.startswith(OWN):
        return f"{attribute_told(condition.attribute)} “{condition.values}”"
    return condition.told[:1].upper() + condition.told[1:]


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _cells(condition: Condition, points: int, reason: str) -> Cells:
    return {
        "rule": "points",
        "attribute": condition.attribute,
        "test": condition.test,
        "values": condition.values,
        "points": points,
        "reason": reason,
    }


def spoken_of(part: Part, agreed: Iterable[Criterion]) -> bool:
    """Whether agreed criteria speak of the same value, or of the same number or yes and no.

    Args:
        part: Whom a new criterion would speak of.
        agreed: Criteria that stand.
    """
    condition = part.condition
    whole = condition.test == "is at least" or part.of_two
    words = {word.casefold() for word in condition.words}
    return any(
        one.attribute is not None
        and one.attribute.casefold() == condition.attribute.casefold()
        and (whole or bool(words & {word.casefold() for word in one.condition.words}))
        for one in agreed
    )


def _once(found: Iterable[Suggestion], mirrored: set[str]) -> list[Suggestion]:
    """Keep of each number's cuts the surest, and of yes and no what gives points."""
    best: dict[object, tuple[tuple[float, int], Suggestion]] = {}
    for one in found:
        attribute, points = str(one.cells["attribute"]), int(str(one.cells["points"]))
        alone = one.cells["test"] == "is at least" or attribute in mirrored
        key = attribute if alone else (attribute, one.cells["values"])
        rank = (one.chance, -points)
        if key not in best or rank < best[key][0]:
            best[key] = (rank, one)
    return [one for _, one in best.values()]
