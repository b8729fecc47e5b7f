"""Back-test: whether leads with more points were won more often, on leads old enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.intervals import Interval, wilson
from planning.actuals.scoring.cohort import Cohort, by_lead
from planning.actuals.scoring.separation import Separation, separation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

BANDS: Final = 5
FEW_WINS: Final = 10
"""Wins below which a back-test says that there are too few."""

_PRIOR: Final = 20.0
"""Cases of the whole that a band's expected share is mixed with."""


@dataclass(frozen=True)
class Band:
    """Leads with about the same points.

    Attributes:
        low, high: The least and the most points in it.
        cases, won: Leads, and how many were won.
        interval: Of the share won; None without a lead.
        lift: Share won over the share of all; None where nothing was won.
        lift_interval: The interval over the share of all.
        expected: Share won that earlier leads of the band let expect, held back a little.
        later_cases, later_won: Leads of the later half, and how many were won.
        later_interval: Of their share won; None without a lead.
    """

    low: float
    high: float
    cases: int
    won: int
    interval: Interval | None
    lift: float | None
    lift_interval: Interval | None
    expected: float
    later_cases: int
    later_won: int
    later_interval: Interval | None

    @property
    def as_expected(self) -> bool:
        """Whether what came is within what could be expected."""
        ends = self.later_interval
        return ends is None or ends[0] <= self.expected <= ends[1]


@dataclass(frozen=True)
class HandedOver:
    """What a threshold hands over.

    Attributes:
        threshold: Points from which leads are handed over.
        cases, won: Leads handed over, and how many were won.
        a_month: Leads handed over a month; None without dates.
        share: Of all leads.
        caught: Of all wins; None without a win.
    """

    threshold: float
    cases: int
    won: int
    a_month: float | None
    share: float
    caught: float | None


@dataclass(frozen=True)
class BackTest:
    """How well a score told who would be won.

    Attributes:
        cases, won: Leads judged, and how many were won.
        left_out: Leads too young.
        mature_days: Age from which leads are judged; None without dates.
        bands: From the fewest points to the most.
        separation: How well the score tells winners; None where nothing can be told.
        of_source: The same of the score the source gives, as it stands today.
        on_same: The same of the agreed score on the leads the source scored.
        handed: What the threshold hands over; None where none is agreed.
    """

    cases: int
    won: int
    left_out: int
    mature_days: int | None
    bands: tuple[Band, ...]
    separation: Separation | None
    of_source: Separation | None
    on_same: Separation | None
    handed: HandedOver | None

    @property
    def share(self) -> float | None:
        """Share won of all leads judged."""
        return self.won / self.cases if self.cases else None

    @property
    def is_thin(self) -> bool:
        """Whether there are too few wins to say much."""
        return min(self.won, self.cases - self.won) < FEW_WINS

    @property
    def surprises(self) -> tuple[Band, ...]:
        """Bands that did not do as expected."""
        return tuple(band for band in self.bands if not band.as_expected)


def score_back_test(
    points: Floats,
    n: Ints,
    won: Ints,
    judged: Cohort,
    *,
    handed: Bools | None = None,
    threshold: float | None = None,
    of_source: Floats | None = None,
) -> BackTest:
    """Return how well points told who would be won.

    Args:
        points: Of each lead's row, as it stood before the outcome.
        n: Leads of each row.
        won: How many of them were won.
        judged: Which rows are old enough, and which came first.
        handed: Which rows the threshold hands over.
        threshold: The points from which leads are handed over, None where none is agreed.
        of_source: Points given by the source, NaN unknown.
    """
    rows, outcome = by_lead(np.where(judged.judged, n, 0), won)
    scored = points[rows]
    passed = None if handed is None or threshold is None else handed[rows]
    told = of_source[rows] if of_source is not None else np.full(len(rows), np.nan)
    known = ~np.isnan(told)
    return BackTest(
        cases=len(rows),
        won=int(outcome.sum()),
        left_out=judged.left_out,
        mature_days=judged.mature_days,
        bands=_bands(scored, outcome, judged.earlier[rows]),
        separation=separation(scored, outcome),
        of_source=separation(told[known], outcome[known]),
        on_same=separation(scored[known], outcome[known]),
        handed=None
        if passed is None or threshold is None
        else _handed(threshold, passed, outcome, judged.months),
    )


def band_of(points: Floats, bands: tuple[Band, ...]) -> Ints:
    """Return the band each score falls into, 0 for the fewest points."""
    edges = np.array([band.low for band in bands[1:]])
    found: Ints = np.searchsorted(edges, points, side="right").astype(np.int64)
    return found


def _bands(points: Floats, won: Bools, earlier: Bools) -> tuple[Band, ...]:
    """Cut leads into bands of about equal size, those with equal points together."""
    if not len(points):
        return ()
    edges = np.unique(np.quantile(points, np.arange(1, BANDS) / BANDS, method="higher"))
    edges = edges[edges > points.min()]
    place = np.searchsorted(edges, points, side="right")
    average = float(won.mean())
    expected = _expected(place, won, earlier, len(edges) + 1)
    return tuple(
        _band(points[place == at], won[place == at], ~earlier[place == at], average, expected[at])
        for at in range(len(edges) + 1)
    )


def _expected(place: Ints, won: Bools, earlier: Bools, size: int) -> Floats:
    cases = np.bincount(place[earlier], minlength=size)
    wins = np.bincount(place[earlier & won], minlength=size)
    average = wins.sum() / max(cases.sum(), 1)
    shares: Floats = (wins + _PRIOR * average) / (cases + _PRIOR)
    return shares


def _band(points: Floats, won: Bools, later: Bools, average: float, expected: float) -> Band:
    cases, wins = len(points), int(won.sum())
    ends = wilson(wins, cases)
    later_cases, later_won = int(later.sum()), int((won & later).sum())
    return Band(
        low=float(points.min()),
        high=float(points.max()),
        cases=cases,
        won=wins,
        interval=ends,
        lift=wins / cases / average if average > 0 else None,
        lift_interval=(ends[0] / average, ends[1] / average) if ends and average > 0 else None,
        expected=float(expected),
        later_cases=later_cases,
        later_won=later_won,
        later_interval=wilson(later_won, later_cases),
    )


def _handed(threshold: float, passed: Bools, won: Bools, months: float | None) -> HandedOver:
    cases, wins = int(passed.sum()), int((passed & won).sum())
    return HandedOver(
        threshold=threshold,
        cases=cases,
        won=wins,
        a_month=None if months is None else cases / months,
        share=cases / len(passed) if len(passed) else 0.0,
        caught=wins / int(won.sum()) if won.any() else None,
    )
