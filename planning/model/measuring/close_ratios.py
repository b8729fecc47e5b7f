"""Close ratios by class, motion and area: small ones pulled to what stands above them.

A class that closes well closes well in all its motions: a cell with few deals is pulled to
its motion's ratio times what its class does better or worse than the motions it sells in.
Renewals stay out of that: they say nothing about new business.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import RETAIN
from planning.model.assumptions import Assumption
from planning.model.measuring.conversions import Share, steady, towards, weight_between

Floats = npt.NDArray[np.float64]

_PULL_OF_CLASS: Final = 4.0
"""What a class does better is believed once so many wins could be expected of it."""

_MOST_WEIGHT: Final = 25.0
_RETAIN: Final = MOTIONS.index(RETAIN)


def close_ratios(
    won: Floats, had: Floats, classes: tuple[str, ...], areas: tuple[str, ...], months: int
) -> list[Assumption]:
    """Return close ratios of all, of motions, of classes by motion, and of these by area.

    Args:
        won: Deals won by class, area and motion.
        had: Deals that had time to be won, likewise.
        classes: Names of the classes.
        areas: Names of the areas.
        months: Months of facts used.
    """
    whole = steady(np.array([won.sum()]), np.array([had.sum()]), None) or []
    found = [it.assumption("closes", months=months) for it in whole]
    tops = [_of_all(won[..., at], had[..., at]) for at in range(len(MOTIONS))]
    better = better_by_class(won.sum(axis=1), had.sum(axis=1))
    weight = weight_of_areas(won, had)
    for motion, top in enumerate(tops):
        if top is None:
            continue
        name = MOTIONS[motion]
        found.append(top.assumption("closes", months=months, motion=name))
        usual = top.value * (better if motion != _RETAIN else np.ones(len(better)))
        for at, told in enumerate(classes):
            cases = (won[at, :, motion], had[at, :, motion])
            own = _pulled(*cases, float(usual[at]))
            found.append(own.assumption("closes", months=months, channel=told, motion=name))
            found += _by_area(*cases, own, weight, areas, months, channel=told, motion=name)
    return found


def _of_all(won: Floats, had: Floats) -> Share | None:
    found = steady(np.array([won.sum()]), np.array([had.sum()]), None)
    return found[0] if found else None


def _pulled(won: Floats, had: Floats, above: float) -> Share:
    """Return a class's share pulled towards what is expected of it."""
    mean = min(max(above, 0.005), 0.97)
    prior = (mean * _MOST_WEIGHT, (1 - mean) * _MOST_WEIGHT)
    cases = max(float(had.sum()), float(won.sum()))
    return Share(float(won.sum()) + prior[0], cases - float(won.sum()) + prior[1], round(cases))


def better_by_class(won: Floats, had: Floats) -> Floats:
    """Return what each class wins over what its motions' ratios would let it win.

    Formula: (Σ won + pull) / (Σ deals · ratio of their motion + pull), renewals left out.

    Args:
        won: By class and motion.
        had: Likewise.

    Example:
        >>> none = [0.0, 0.0, 0.0]
        >>> better_by_class(
        ...     np.array([[36.0, *none], [12.0, *none]]), np.array([[96.0, *none], [96.0, *none]])
        ... ).round(2).tolist()
        [1.43, 0.57]
    """
    new = np.arange(len(MOTIONS)) != _RETAIN
    usual = won.sum(axis=0) / np.maximum(had.sum(axis=0), 1e-9)
    expected = (had * usual)[:, new].sum(axis=1)
    told: Floats = (won[:, new].sum(axis=1) + _PULL_OF_CLASS) / (expected + _PULL_OF_CLASS)
    return told


def weight_of_areas(won: Floats, had: Floats) -> float:
    """Return with how many cases' weight areas are pulled to their class and motion."""
    flat = (-1, won.shape[1])
    return weight_between(
        won.transpose(0, 2, 1).reshape(flat), had.transpose(0, 2, 1).reshape(flat)
    )


def _by_area(
    won: Floats,
    had: Floats,
    own: Share,
    weight: float,
    areas: tuple[str, ...],
    months: int,
    *,
    channel: str,
    motion: str,
) -> Iterator[Assumption]:
    cells = steady(won, had, towards(own, weight)) or []
    for area, cell in zip(areas, cells, strict=bool(cells)):
        if cell.cases:
            yield cell.assumption(
                "closes", months=months, channel=channel, area=area, motion=motion
            )
