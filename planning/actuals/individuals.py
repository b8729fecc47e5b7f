"""Individual people's figures, which only they and their leader see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import numpy as np

from planning.actuals.counts import Counts, Cube

OTHER_PEOPLE: Final = "other people"
"""The label under which everybody else's figures stand together."""

KEYS_OF_PEOPLE: Final = ("owner",)
"""Dimensions that name people; a quota's `person` only says whether it is somebody's."""


def shown_to(counts: Counts, own: Collection[str]) -> Counts:
    """Return counts in which nobody but one person can be told apart; all totals stay.

    Args:
        counts: Counts of everybody.
        own: Names and addresses the person goes by, in any case.

    Example:
        >>> one = Cube({"owner": np.array([0, 1, 2])}, {"owner": ("Ada", "Bo", None)}, {}, 3)
        >>> shown = _hidden(one, "owner", {"bo"})
        >>> shown.labels["owner"], shown.keys["owner"].tolist()
        (('other people', 'Bo', None), [0, 1, 2])
    """
    mine = {name.casefold() for name in own}
    cubes = dict(counts.cubes)
    for name, cube in cubes.items():
        for key in KEYS_OF_PEOPLE:
            if key in cube.labels:
                cubes[name] = _hidden(cubes[name], key, mine)
    return replace(counts, cubes=cubes)


def _hidden(cube: Cube, key: str, mine: set[str]) -> Cube:
    told = [
        label if label is None or label.casefold() in mine else OTHER_PEOPLE
        for label in cube.labels[key]
    ]
    labels = tuple(dict.fromkeys(told))
    codes = np.array([labels.index(label) for label in told], dtype=np.int32)
    keys = {**cube.keys, key: codes[cube.keys[key]] if len(codes) else cube.keys[key]}
    return Cube(keys, {**cube.labels, key: labels}, cube.measures, cube.size)
