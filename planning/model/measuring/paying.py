"""How much later money comes than wins: large deals take longer to be won.

What a win is worth by its month is read for each motion, from deals won, lost and still
open, once counted by deals and once by their money (Aalen and Johansen both times). Each
group's own cycle is then told in money.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import DEAL_AGES
from planning.actuals.rows import MOTIONS
from planning.model.assuming.axes import MOST_MONTHS
from planning.model.assumptions import Assumption, default, row
from planning.model.measuring.counted import Counted, Rows
from planning.model.measuring.kernels import deals_by_age, endings_of, kernel
from planning.periods import UNDATED

Floats = npt.NDArray[np.float64]

ENOUGH_WINS: Final = 60
"""Amounts vary much: fewer wins take what larger parts of the company tell."""

_LEAST, _MOST = 0.2, 5.0
"""A month's wins are not believed to be worth less, or more, of a usual win."""


def pays(counted: Counted, cycle: list[Assumption]) -> list[Assumption]:
    """Return for each cycle when its money comes.

    Formula: pays[k] = cycle[k] · worth[k] / Σ, where worth[k] is what a win of month k
    brings over a usual one.

    Args:
        counted: The counts.
        cycle: Shares of wins by months since the deal, of all and of parts.
    """
    worth = {name: _worth(counted, at) for at, name in enumerate(MOTIONS)}
    usual = _worth(counted, None)
    if usual is None:
        return [default("pays", note="Too few won deals have an amount.")]
    found = []
    for each in cycle:
        if each.source == "default":
            found.append(default("pays", note="Too few deals were won."))
            continue
        told = worth.get(each.motion or "")
        value = in_money(np.array(row(each.value)), usual if told is None else told)
        found.append(each.model_copy(update={"kind": "pays", "value": value}))
    return found


def in_money(cycle: Floats, worth: Floats) -> tuple[float, ...]:
    """Return a cycle weighed by what wins of each month are worth; adds to 1.

    Example:
        >>> in_money(np.array([0.5, 0.25, 0.25]), np.array([0.5, 1.5]))
        (0.25, 0.375, 0.375)
    """
    weights = np.pad(worth, (0, max(len(cycle) - len(worth), 0)), mode="edge")[: len(cycle)]
    money = cycle * weights
    return tuple(float(it) for it in money / money.sum())


def _worth(counted: Counted, motion: int | None) -> Floats | None:
    """Return what a win of each month is worth over a usual one; None where few tell."""
    deals, money = (
        {out: _of(rows, motion) for out, rows in lots.items()}
        for lots in (deals_by_age(counted), _money_by_age(counted))
    )
    if deals["won"].value.sum() < ENOUGH_WINS or money["won"].value.sum() <= 0:
        return None
    wins, paid = (kernel(np.diff(endings_of(lots).won)) for lots in (deals, money))
    width = max(len(wins), len(paid))
    win, pay = (np.pad(np.array(it), (0, width - len(it))) for it in (wins, paid))
    told = np.divide(pay, win, out=np.ones(width), where=win > 0)
    found: Floats = np.clip(told, _LEAST, _MOST)
    return found


def _of(rows: Rows, motion: int | None) -> Rows:
    return rows if motion is None else rows.only(np.maximum(rows.motion, 0) == motion)


def _money_by_age(counted: Counted) -> dict[str, Rows]:
    """Return cents of dated deals of the last years by outcome and age."""
    found = {}
    for outcome in ("won", "lost", "open"):
        rows = counted.rows(DEAL_AGES, "cents", "days", outcome=outcome)
        recent = (rows.month != UNDATED) & (rows.month >= counted.axes.end - MOST_MONTHS)
        found[outcome] = rows.only(recent & (rows.number >= 0) & (rows.value > 0))
    return found
