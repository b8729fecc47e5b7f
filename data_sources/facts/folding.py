"""Keeping cubes small: beyond a limit the smallest labels and finest numbers fold together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from data_sources.facts.frames import Numbers, cells_of
from planning.actuals.cubes import (
    FOLLOW_UP,
    KEYS,
    MEASURES,
    SIDE_CUBES,
    SIDE_VERSIONS,
    WON_AMOUNTS,
)
from planning.errors import Finding

LIMIT: Final = 250_000
"""Rows of a cube beyond which it folds."""

FOLDED: Final = "other (folded)"
"""The label that stands for all folded ones."""

HOURS_KEPT: Final = 72
"""Up to here a follow-up histogram keeps its hours even when it folds."""

DIGITS_KEPT: Final = 3
"""Leading digits of an amount that folding keeps."""


def folded(
    frames: Mapping[str, pd.DataFrame], limit: int = LIMIT
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Return the cubes with those beyond the limit made smaller.

    Follow-up hours above three days become whole days, amounts keep three digits, and
    the smallest labels of a side key become one label, the same in all cubes of that
    key. Totals never change.

    Args:
        frames: The cubes by name.
        limit: Rows a cube may have.

    Returns:
        The cubes, and a finding for each key of which labels were folded.
    """
    small = {name: _coarser(name, frame, limit) for name, frame in frames.items()}
    findings = []
    for side in SIDE_CUBES:
        named = [side, *(name for name in SIDE_VERSIONS if name.endswith(f":{side}"))]
        lost = set().union(*(_smallest(small[name], name, side, limit) for name in named))
        if lost:
            small |= {name: _together(small[name], name, side, lost) for name in named}
            findings.append(_finding(side, len(lost)))
    return small, findings


def _coarser(name: str, frame: pd.DataFrame, limit: int) -> pd.DataFrame:
    if len(frame) <= limit:
        return frame
    if name.startswith(FOLLOW_UP):
        hours = frame["hours"].to_numpy()
        days = np.where(hours > HOURS_KEPT, hours - hours % 24, hours)
        return _added(name, frame.assign(hours=days))
    if name == WON_AMOUNTS:
        return _added(name, frame.assign(cents=_leading(frame["cents"].to_numpy())))
    return frame


def _leading(cents: Numbers) -> Numbers:
    """Round amounts to three digits, half away from zero."""
    size = np.abs(cents)
    unit = np.ones_like(size)
    while (large := size >= unit * 10**DIGITS_KEPT).any():
        unit[large] *= 10
    rounded: Numbers = np.sign(cents) * ((size + unit // 2) // unit * unit)
    return rounded


def _smallest(frame: pd.DataFrame, name: str, side: str, limit: int) -> set[str]:
    """Return the labels that must fold for a cube to stay within the limit."""
    if len(frame) <= limit:
        return set()
    codes = frame[side].cat.codes.to_numpy().astype(np.int64)
    labels = list(frame[side].cat.categories)
    named = codes >= 0
    rows = np.bincount(codes[named], minlength=len(labels))
    weight = np.zeros(len(labels), np.int64)
    for measure in _sizes(name):
        np.add.at(weight, codes[named], frame[measure].to_numpy()[named])
    order = np.lexsort((np.arange(len(labels)), -weight))
    others = [key for key in KEYS[name] if key != side]
    # The folded label can take as many rows as there are combinations of the other keys.
    room = limit - int((~named).sum()) - len(cells_of(frame, others)[0])
    kept = int(np.searchsorted(np.cumsum(rows[order]), max(room, 0), side="right"))
    return {labels[place] for place in order[kept:]}


def _sizes(name: str) -> Sequence[str]:
    return ("leads", "created", "won") if name in SIDE_CUBES else MEASURES[name][:1]


def _together(frame: pd.DataFrame, name: str, side: str, lost: set[str]) -> pd.DataFrame:
    labels = list(frame[side].cat.categories)
    kept = sorted({FOLDED if label in lost else label for label in labels})
    place = {label: rank for rank, label in enumerate(kept)}
    ranks = np.array([place[FOLDED if label in lost else label] for label in labels] + [-1])
    codes = ranks[frame[side].cat.codes.to_numpy()]
    column = pd.Categorical.from_codes(codes, categories=pd.Index(kept, dtype=object))
    return _added(name, frame.assign(**{side: column}))


def _added(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row per combination of keys after keys became equal."""
    first, cell = cells_of(frame, KEYS[name])
    added = frame.iloc[first].reset_index(drop=True)
    for measure in MEASURES[name]:
        values = frame[measure].to_numpy()
        total = np.zeros(len(first), values.dtype)
        np.add.at(total, cell, values)
        added[measure] = total
    return added


def _finding(side: str, count: int) -> Finding:
    return Finding(
        level="info",
        code="folded",
        message=f"The {count} smallest values of {side} are shown together as “{FOLDED}”.",
        remedy="Their totals are complete. Use fewer different values to see each of them.",
        column=side,
        count=count,
    )
