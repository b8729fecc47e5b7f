"""Small groups steadied: rates of groups with few cases pulled towards the company's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from planning.actuals import intervals
from planning.actuals.figures import Figure
from planning.kpis import KPIS
from planning.kpis.definition import WILSON

SMALL_GROUP: Final = 100
"""Groups with fewer cases than this also show their steadied rate."""

STEADIED: Final = "steadied"
RATES: Final = frozenset(key for key, kpi in KPIS.items() if kpi.interval == WILSON)
"""KPIs that are shares of cases."""


def steadied(groups: Sequence[Mapping[str, Figure]]) -> list[dict[str, Figure]]:
    """Return the groups' figures with a steadied rate beside each rate of a small group.

    The rate itself stays what was counted. The steadied one answers "what would we
    expect of this group?": a beta-binomial prior learned from all groups, its weight
    capped, so that two wins of two do not outrank eighty of hundred.

    Args:
        groups: The figures of each channel, region, …, by KPI key.
    """
    found = [dict(figures) for figures in groups]
    for key in RATES:
        told = [figures[key] for figures in found if key in figures and _usable(figures[key])]
        prior = intervals.beta_prior(
            [int(it.numerator or 0) for it in told], [int(it.denominator or 0) for it in told]
        )
        if prior is None:
            continue
        for figures in found:
            if key in figures and _usable(figures[key]) and (figures[key].n or 0) < SMALL_GROUP:
                figures[key] = _with_steadied(figures[key], prior)
    return found


def _usable(figure: Figure) -> bool:
    return figure.value is not None and figure.low is not None


def _with_steadied(figure: Figure, prior: tuple[float, float]) -> Figure:
    won, cases = int(figure.numerator or 0), int(figure.denominator or 0)
    value, low, high = intervals.shrunk(won, cases, prior)
    weight = round(sum(prior))
    rival = Figure(
        STEADIED,
        value,
        figure.unit,
        f"Pulled towards the company's rate as if {weight} more cases had shown that rate.",
        low=low,
        high=high,
        n=figure.n,
    )
    return replace(figure, rivals=(*figure.rivals, rival))
