"""From parts to owners: every account goes whole to one owner, loads still in their band."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from planning.model.covering.bands import Bands
from planning.model.covering.mending import mended
from planning.model.covering.terms import Terms
from planning.model.tables import NONE, Floats, Ints

SMALL: Final = 300
"""Pairs of account and owner up to which all accounts are placed anew, exactly."""

_WHOLE: Final = 1 - 1e-6
_MORE: Final = 60
_NODES: Final = 2000
_SECONDS: Final = 1.0
_OUTWEIGHS: Final = 0.01
_LEFT_OUT: Final = 4.0


def dearest(terms: Terms, bands: Bands) -> float:
    """Return what a touch beyond the band costs: a hundredth of an even load costs all worth."""
    most = float(np.where(terms.allowed, terms.gains, 0.0).max(axis=1).sum())
    return most / (_OUTWEIGHS * bands.even)


def standing(terms: Terms, bands: Bands, owner_of: Ints) -> tuple[float, float, float]:
    """Return what whole accounts come to.

    Args:
        terms: The numbers.
        bands: Where loads should lie.
        owner_of: N, position of the owner, NONE where nobody.

    Returns:
        The worth kept (plan currency), touches beyond the owners' bands, touches left out.
    """
    placed = np.flatnonzero(owner_of != NONE)
    gained = float(terms.gains[placed, owner_of[placed]].sum())
    loads = loads_of(terms, owner_of)
    beyond = np.maximum(loads - bands.highs, 0) + np.maximum(bands.lows - loads, 0)
    return gained, float(beyond.sum()), float(terms.effort[owner_of == NONE].sum())


def loads_of(terms: Terms, owner_of: Ints) -> Floats:
    """Return the load of each owner, touches a month, with what is suggested."""
    placed = owner_of != NONE
    more = np.bincount(owner_of[placed], terms.effort[placed], len(terms.owners))
    loads: Floats = terms.load + more
    return loads


def penalised(terms: Terms, bands: Bands, owner_of: Ints) -> float:
    """Return what rounding maximises: the worth kept, less what is worse than it must be."""
    gained, beyond, left_out = standing(terms, bands, owner_of)
    worse = beyond + _LEFT_OUT * max(left_out - bands.left_out, 0)
    return gained - dearest(terms, bands) * worse


def rounded(terms: Terms, bands: Bands, parts: Floats) -> Ints:
    """Give every account to one owner.

    Whole ones stay. The few that are parted are placed anew, by a programme of whole
    numbers with the others fixed. Where the bands then do not hold, accounts change hands;
    where that does not mend it, more are placed anew.

    Args:
        terms: The numbers.
        bands: Where loads should lie.
        parts: N × M, the parts of a solution of the programme.

    Returns:
        N, position of the owner, NONE where nobody may have it or has room.
    """
    top, given = parts.max(axis=1), parts.sum(axis=1)
    loose = (top < _WHOLE) & (given > 1 - _WHOLE)
    if parts.size <= SMALL:
        loose = np.ones_like(loose)
    owner_of = np.where(top < _WHOLE, NONE, parts.argmax(axis=1))
    owner_of[loose] = NONE
    owner_of = _placed(terms, bands, owner_of, np.flatnonzero(loose))
    if loose.all():
        return owner_of
    owner_of = mended(terms, bands, owner_of, dearest(terms, bands))
    if _holds(terms, bands, owner_of):
        return owner_of
    # The lightest accounts mend a load with the least harm.
    order = np.lexsort((terms.worth, terms.effort, loose))[:_MORE]
    loose[order] = True
    again = _placed(terms, bands, np.where(loose, NONE, owner_of), np.flatnonzero(loose))
    # Stopped early, the programme may end worse than what it began with.
    return max(owner_of, again, key=lambda way: penalised(terms, bands, way))


def _holds(terms: Terms, bands: Bands, owner_of: Ints) -> bool:
    _, beyond, left_out = standing(terms, bands, owner_of)
    # A band that was widened is met by parts of accounts only.
    small = float(terms.effort.min()) * len(terms.owners) / 2 if bands.widened else bands.small
    return beyond <= small and left_out <= bands.left_out + max(small, bands.small)


def _placed(terms: Terms, bands: Bands, owner_of: Ints, loose: Ints) -> Ints:
    """Place the loose accounts, the others being fixed; NONE where there is no room."""
    which, owner = np.nonzero(terms.allowed[loose])
    if not len(which):
        return owner_of
    columns = _solved(terms, bands, loads_of(terms, owner_of), loose[which], owner, owner_of)
    chosen = columns > 0.5
    found = owner_of.copy()
    found[loose[which[chosen]]] = owner[chosen]
    return found


def _solved(
    terms: Terms, bands: Bands, loads: Floats, account: Ints, owner: Ints, owner_of: Ints
) -> Floats:
    """Solve the programme of whole numbers over pairs of account and owner."""
    pairs, owners = len(account), len(terms.owners)
    each, own = np.unique(account, return_inverse=True)
    unit = float(terms.gains[account, owner].mean()) or 1.0
    price = dearest(terms, bands) / unit
    effort = terms.effort[account]
    # Touches that nobody may take or that were left out before are not left out here.
    nobody = float(terms.effort[owner_of == NONE].sum())
    # Columns: pairs, over and under by owner, more left out than must be.
    costs = np.concatenate(
        [
            terms.gains[account, owner] / unit,
            np.full(2 * owners, -price),
            [-_LEFT_OUT * price],
        ]
    )
    matrix = np.zeros((len(each) + 3 * owners + 1, pairs + 2 * owners + 1))
    places, at = np.arange(owners), np.arange(pairs)
    first = len(each)
    matrix[own, at] = 1.0
    for block, sign in ((0, -1.0), (1, 1.0), (2, 0.0)):
        matrix[first + block * owners + owner, at] = effort
        if sign:
            matrix[first + block * owners + places, pairs + block * owners + places] = sign
    # Left out = all loose touches less those placed.
    matrix[-1, at], matrix[-1, -1] = -effort, -1.0
    none = np.full(owners, np.inf)
    low = np.concatenate([np.zeros(first), -none, bands.lows - loads, -none, [-np.inf]])
    high = np.concatenate(
        [
            np.ones(first),
            bands.highs - loads,
            none,
            terms.capacity - loads,
            [bands.left_out - nobody],
        ]
    )
    return _run(costs, matrix, low, high, pairs)[:pairs]


def _run(costs: Floats, matrix: Floats, low: Floats, high: Floats, pairs: int) -> Floats:
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    options = {"threads": 1, "mip_rel_gap": 1e-7, "mip_max_nodes": _NODES, "time_limit": _SECONDS}
    for option, value in options.items():
        highs.setOptionValue(option, value)
    row, column = np.nonzero(matrix)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.sense_ = costs, highspy.ObjSense.kMaximize
    lp.col_lower_ = np.zeros(len(costs))
    lp.col_upper_ = np.where(np.arange(len(costs)) < pairs, 1.0, np.inf)
    lp.row_lower_, lp.row_upper_ = low, high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(low)))])
    lp.a_matrix_.index_, lp.a_matrix_.value_ = column, matrix[row, column]
    kinds = (highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous)
    lp.integrality_ = [kinds[at >= pairs] for at in range(len(costs))]
    highs.passModel(lp)
    highs.run()
    return np.asarray(highs.getSolution().col_value)
