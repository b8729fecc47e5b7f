"""What each column of a table tells about an outcome, judged on rows it was not learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from planning.actuals.scoring.separation import area

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FOLDS: Final = 5
SPANS: Final = 10
"""Spans of about equal size that numbers are read in."""

_PRIOR: Final = 10.0
"""Cases of the whole table that every label is mixed with, so that few cases say little."""

_MOST: Final = 16
_SILENT: Final = 0.515

_SEED: Final = 20_240_501


@dataclass(frozen=True)
class Told:
    """What one column tells.

    Attributes:
        name: The column.
        codes: Of each row the position of its label or span; blank is a label of its own.
        labels: The labels in order of position; empty for numbers.
        filled: Whether the row has a value.
        weight: Of each row the log of how much likelier its label is among winners than
            among the rest, learned from other rows only.
        auc: How well that tells winners from the rest.
    """

    name: str
    codes: Ints
    labels: tuple[str, ...]
    filled: Bools
    weight: Floats
    auc: float


def folds(rows: int) -> Ints:
    """Return the part each row belongs to, drawn the same way every time."""
    drawn: Ints = np.random.default_rng(_SEED).integers(0, FOLDS, rows)
    return drawn


def told_by(name: str, column: pd.Series, won: Bools, part: Ints) -> Told:
    """Return what a column tells about who won.

    Args:
        name: The column's name.
        column: Its values; numbers, dates as days, or anything else read as text.
        won: The outcome of each row.
        part: What `folds` returned.
    """
    codes, labels, filled = _coded(column)
    weight = _weights(codes, won, part)
    return Told(name, codes, labels, filled, weight, area(weight, won))


def _coded(column: pd.Series) -> tuple[Ints, tuple[str, ...], Bools]:
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce")
    filled: Bools = column.notna().to_numpy(dtype=np.bool_)
    is_number = filled.any() and bool(numbers[filled].notna().all())
    if is_number and numbers.nunique() > SPANS:
        return _in_spans(numbers), (), filled
    codes, found = pd.factorize(column.astype("str").where(column.notna()), sort=False)
    return codes.astype(np.int64) + 1, ("", *(str(label) for label in found)), filled


def _in_spans(numbers: pd.Series) -> Ints:
    """Return the span of each number from 1, 0 where blank.

    A number that stands in more rows than a span holds is a span of its own. Zeros of all
    who did not buy would else share one with the amounts of the few who did.
    """
    import pandas as pd

    often = numbers.value_counts()
    often = often[often > numbers.notna().sum() / SPANS]
    spans = pd.qcut(numbers[~numbers.isin(often.index)], SPANS, labels=False, duplicates="drop")
    codes = spans.reindex(numbers.index).fillna(-1).to_numpy(dtype=np.int64) + 1
    for at, value in enumerate(often.index):
        codes[(numbers == value).to_numpy()] = SPANS + 1 + at
    return codes


def _weights(codes: Ints, won: Bools, part: Ints) -> Floats:
    size = int(codes.max(initial=0)) + 1
    weight = np.zeros(len(codes))
    for fold in range(FOLDS):
        learn = part != fold
        winners = np.bincount(codes[learn & won], minlength=size).astype(np.float64)
        others = np.bincount(codes[learn & ~won], minlength=size).astype(np.float64)
        all_won, all_others = max(winners.sum(), 1.0), max(others.sum(), 1.0)
        share = all_won / (all_won + all_others)
        likelier = (winners + _PRIOR * share) / (all_won + _PRIOR * share)
        rarer = (others + _PRIOR * (1 - share)) / (all_others + _PRIOR * (1 - share))
        weight[~learn] = np.log(likelier / rarer)[codes[~learn]]
    return weight


def together(told: list[Told], won: Bools, part: Ints) -> float:
    """Return how well several columns together tell winners from the rest.

    A logistic regression on what each of the most telling ones tells, held back a little,
    and judged on rows it was not fitted to.

    Args:
        told: The columns.
        won: The outcome of each row.
        part: What `folds` returned.
    """
    told = sorted((it for it in told if it.auc > _SILENT), key=lambda it: -it.auc)[:_MOST]
    if not told:
        return 0.5
    weights = np.column_stack([np.ones(len(won)), *(it.weight for it in told)])
    score = np.zeros(len(won))
    for fold in range(FOLDS):
        learn = part != fold
        score[~learn] = weights[~learn] @ logistic(weights[learn], won[learn])
    return area(score, won)


def logistic(columns: Floats, won: Bools, held: float = 5.0, most: int = 10) -> Floats:
    """Fit a logistic regression by Newton's steps, the first column being constant."""
    found = np.zeros(columns.shape[1])
    ridge = np.full(columns.shape[1], held)
    ridge[0] = 1e-6
    for _ in range(most):
        chance = 1 / (1 + np.exp(-np.clip(columns @ found, -30, 30)))
        slope = columns.T @ (won - chance) - ridge * found
        bend = (columns * (chance * (1 - chance) + 1e-9)[:, None]).T @ columns + np.diag(ridge)
        step: npt.NDArray[Any] = np.linalg.solve(bend, slope)
        found += step
        if np.abs(step).max() < 1e-4:
            break
    return found
