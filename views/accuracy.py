"""Forecast accuracy in words and as a table: which plans came near, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from planning.kpis import KPIS
from planning.periods import month_name
from planning.review.accuracy import Accuracy
from views.formats import percent

if TYPE_CHECKING:
    import pandas as pd

MEAN: Final = "Mean, %"
HOW: Final = (
    "By month, %: 100 less the distance from plan to actual, as a share of the actual. Limits "
    "and ranges are no forecasts; spend is forecast by the lines of the budget."
)


def finding(found: Sequence[Accuracy]) -> str:
    """Say which plan came nearest and which furthest off."""
    known = [(one, one.mean) for one in found if one.mean is not None]
    if not known:
        return "No forecast of these months can be held against what happened"
    best, most = max(known, key=lambda it: it[1])
    worst, least = min(known, key=lambda it: it[1])
    said = f"{KPIS[best.kpi].name} came nearest to plan, {percent(most)} on average"
    if best is worst:
        return said
    return f"{said}; {KPIS[worst.kpi].spoken} furthest off, {percent(least)}"


def accuracy_frame(found: Sequence[Accuracy]) -> pd.DataFrame:
    """Lay out accuracies in percent: a row per KPI, its mean, then its months."""
    import pandas as pd

    months = found[0].months if found else ()
    rows = [
        [KPIS[one.kpi].name, *(_percent(value) for value in (one.mean, *one.accuracy))]
        for one in found
    ]
    return pd.DataFrame(rows, columns=["KPI", MEAN, *map(_month, months)])


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _month(month: int) -> str:
    return f"{month_name(month)[:3]} {month_name(month)[-2:]}"
