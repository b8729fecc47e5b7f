"""Which part of the money of lines wins new customers, as CAC counts it.

CAC counts spend of marketing and sales with motion acquire or none; joint spend is left out.
A line that names its motion says so itself; others go as the facts' spend of their kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from planning.actuals.counts import Counts
from planning.actuals.cubes import SPEND
from planning.actuals.parts import cube_of
from planning.agreed.lines import Line
from planning.model.assuming.axes import ACQUIRE
from planning.model.tables import Floats

_YEAR: Final = 12


def acquire_shares(lines: Sequence[Line], counts: Counts, end: int) -> Floats:
    """Return for each line the part of its money that wins new customers, shape (L).

    Args:
        lines: The plan's.
        counts: Of one snapshot: its spend of the last twelve months is looked at.
        end: Month number after the last of them.
    """
    by_kind = _by_kind(counts, end)
    return np.array([_share(line, by_kind) for line in lines], dtype=np.float64)


def _share(line: Line, by_kind: dict[tuple[str, str], float]) -> float:
    if line.team == "joint":
        return 0.0
    if line.motion is not None:
        return float(line.motion == ACQUIRE)
    return by_kind.get((line.team, line.category), 1.0)


def _by_kind(counts: Counts, end: int) -> dict[tuple[str, str], float]:
    cube = cube_of(counts, SPEND)
    months = cube.keys["month"]
    recent = (months >= end - _YEAR) & (months < end)
    motions = cube.labels["motion"]
    wins = np.array([it in (None, ACQUIRE) for it in motions], dtype=np.bool_)
    cents = cube.measures.get("cents", np.zeros(cube.size, np.int64))
    found = {}
    for team in cube.labels["team"]:
        for category in cube.labels["category"]:
            if team is None or category is None:
                continue
            own = recent & cube.where("team", team) & cube.where("category", category)
            whole = float(cents[own].sum())
            if whole > 0:
                found[team, category] = float(cents[own & wins[cube.keys["motion"]]].sum()) / whole
    return found
