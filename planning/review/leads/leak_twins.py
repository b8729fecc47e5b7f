"""Twins: a column that repeats another but for rows that were changed later.

“What was last done” is such a column: it holds what its twin holds until somebody touches
the record again, and records are touched again when their outcome is entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from planning.review.leads.telling import Bools, Ints, Told

_SHARED: Final = 3
"""Labels two columns must share to be twins."""

_ALIKE: Final = 0.4
"""Agreement beyond chance (Cohen's kappa) from which columns are twins."""

_APART: Final = 0.02
_ODDS: Final = 1.5
_SURE: Final = 5.0
_OWN: Final = 0.5
_MOST_LABELS: Final = 60

Verdict = Literal["known afterwards", "looks like it"]


def overwritten(told: list[Told], won: Bools) -> Iterator[tuple[str, str, Verdict, str]]:
    """Yield columns that were overwritten later, with their twins, verdicts and reasons.

    Two columns are twins where they share labels and agree in much of the rows. Among rows
    of one label of the twin, those that differ are compared with those that agree
    (Mantel-Haenszel). Where the difference tells the outcome, the column that has a label
    of its own for most of the differing rows is the one written over; where neither has,
    both look like it.

    Args:
        told: The columns.
        won: The outcome of each row.
    """
    worded = [it for it in told if _SHARED < len(it.labels) <= _MOST_LABELS]
    for it, twin in permutations(worded, 2):
        codes = _same_codes(it, twin)
        if codes is None:
            continue
        both = it.filled & twin.filled
        same = both & (codes == twin.codes)
        apart = both & ~same
        if apart.sum() < _APART * both.sum() or _kappa(codes[both], twin.codes[both]) < _ALIKE:
            continue
        odds, sure = _odds(twin.codes[both], apart[both], won[both])
        if sure < _SURE or 1 / _ODDS < odds < _ODDS:
            continue
        own, share = _label_of_its_own(it, codes, apart)
        times = odds if odds > 1 else 1 / odds
        if share >= _OWN:
            yield (
                it.name,
                twin.name,
                "known afterwards",
                (
                    f"It repeats “{twin.name}” until it says “{own}”, and where it does, the "
                    f"odds of a win are {times:.1f} times {'higher' if odds > 1 else 'lower'}."
                ),
            )
        elif _label_of_its_own(twin, _same_codes(twin, it), apart)[1] < _OWN:
            yield (
                it.name,
                twin.name,
                "looks like it",
                (
                    f"It differs from “{twin.name}” in {apart.sum():,} leads, and where it does, "
                    f"the odds of a win are {times:.1f} times {'higher' if odds > 1 else 'lower'}."
                ),
            )


def _same_codes(it: Told, twin: Told) -> Ints | None:
    """Return a column in the codes of its twin, -1 for labels the twin lacks."""
    place = {label: at for at, label in enumerate(twin.labels)}
    to = np.array([place.get(label, -1) for label in it.labels], dtype=np.int64)
    if (to[1:] > 0).sum() < _SHARED:
        return None
    codes: Ints = to[it.codes]
    return codes


def _kappa(codes: Ints, twin: Ints) -> float:
    """Return how far two columns agree beyond chance; 1 is always."""
    if not len(codes):
        return 0.0
    size = int(max(codes.max(), twin.max())) + 2
    chance = np.bincount(codes + 1, minlength=size) * np.bincount(twin + 1, minlength=size)
    expected = float(chance.sum()) / len(codes) ** 2
    return float(((codes == twin).mean() - expected) / max(1 - expected, 1e-9))


def _label_of_its_own(it: Told, codes: Ints | None, apart: Bools) -> tuple[str, float]:
    """Return the label the twin lacks that most differing rows carry, and their share."""
    if codes is None or not apart.any():
        return "", 0.0
    counts = np.bincount(it.codes[apart & (codes < 0)], minlength=len(it.labels))
    top = int(counts.argmax())
    return it.labels[top], float(counts[top] / apart.sum())


def _odds(stratum: Ints, apart: Bools, won: Bools) -> tuple[float, float]:
    """Return the Mantel-Haenszel odds ratio of winning where apart, and how sure it is.

    Source: Mantel and Haenszel (1959); the sureness is the root of their test statistic.
    """
    size = int(stratum.max(initial=0)) + 1

    def counts(rows: Bools) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.bincount(stratum[rows], minlength=size).astype(np.float64)

    a, b = counts(apart & won), counts(apart & ~won)
    c, d = counts(~apart & won), counts(~apart & ~won)
    n = a + b + c + d
    used = n > 1
    a, b, c, d, n = a[used], b[used], c[used], d[used], n[used]
    above, below = (a * d / n).sum(), (b * c / n).sum()
    expected = (a + b) * (a + c) / n
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
    spread = float(variance.sum())
    if spread <= 0 or above <= 0 or below <= 0:
        return 1.0, 0.0
    return float(above / below), float(abs((a - expected).sum()) / np.sqrt(spread))
