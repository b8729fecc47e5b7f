"""Leads old enough to be judged: a win takes time, and young leads have not had it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from planning.actuals.lead_sample import LeadSample

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_WINS: Final = 0.9
"""Share of wins that must have come by the age at which a lead is judged."""

_SHORTEST: Final = 30
_LONGEST: Final = 365
_UNTOLD: Final = 180


@dataclass(frozen=True)
class Cohort:
    """Which leads of a sample can be judged.

    Attributes:
        judged: Of each lead whether it is in the cohort.
        earlier: Of each lead whether it belongs to the first half, by day of creation.
        mature_days: Days a lead must be old; None where the facts have no dates.
        left_out: Leads too young to be judged, by quantity.
        months: Months from the first lead judged to the last; None without dates.
    """

    judged: Bools
    earlier: Bools
    mature_days: int | None
    left_out: int
    months: float | None


def cohort(sample: LeadSample) -> Cohort:
    """Return which leads are old enough, and which of them came first.

    Old enough is the age by which nine of ten wins had come, counted on all wins with both
    dates and kept within 30 and 365 days; 180 where no win has. Leads without a day of
    creation are left out, unless none has one: then all are judged and halved by their order.
    A lead won or lost early is left out as long as others of its age are still open, for else
    quick wins would look like many wins.

    Args:
        sample: The leads.
    """
    leads = sample.leads
    created = leads["created_on"].to_numpy().astype("datetime64[D]")
    dated = ~np.isnat(created)
    if not dated.any():
        every = np.ones(len(leads), dtype=np.bool_)
        return Cohort(every, np.arange(len(leads)) % 2 == 0, None, 0, None)
    days = _days_to_win(leads)
    mature = _UNTOLD if not len(days) else int(np.quantile(days, MOST_WINS))
    mature = min(max(mature, _SHORTEST), _LONGEST)
    last = np.datetime64(sample.as_of, "D") - np.timedelta64(mature, "D")
    judged: Bools = dated & (created <= last)
    left_out = int(leads["n"].to_numpy()[~judged].sum())
    if not judged.any():
        return Cohort(judged, judged.copy(), mature, left_out, None)
    known = created[judged].astype(np.int64)
    middle = np.median(known)
    earlier: Bools = judged & (np.where(dated, created.astype(np.int64), 0) < middle)
    months = (int(known.max() - known.min()) + 1) / 30.4375
    return Cohort(judged, earlier, mature, left_out, max(months, 1.0))


def _days_to_win(leads: pd.DataFrame) -> Ints:
    won = leads["won_on"].notna() & leads["created_on"].notna()
    taken = (leads.loc[won, "won_on"] - leads.loc[won, "created_on"]).dt.days
    return np.maximum(taken.to_numpy(dtype=np.int64), 0)


def by_lead(n: Ints, won: Ints) -> tuple[Ints, Bools]:
    """Return rows that stand for several leads as one case each.

    Args:
        n: Leads of each row.
        won: How many of them were won.

    Returns:
        The row of each case, and whether it was won.

    Example:
        >>> rows, won = by_lead(np.array([1, 3]), np.array([0, 2]))
        >>> rows.tolist(), won.tolist()
        ([0, 1, 1, 1], [False, True, True, False])
    """
    n = np.maximum(n, 0)
    rows = np.repeat(np.arange(len(n)), n)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(n) - n, n)
    return rows, place < np.repeat(np.clip(won, 0, n), n)
