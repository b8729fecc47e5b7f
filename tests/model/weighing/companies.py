"""Companies small enough to work out by hand, and studies of any problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from planning.model.checks import checked
from planning.model.limits import Envelope, Limit
from planning.model.optimising.optimise import optimise
from planning.model.optimising.start import Start
from planning.model.problem import Problem
from planning.model.simulating.draws import Draws
from planning.model.tables import Cells, Channels, Fixed, Floats, Groups, Pools
from planning.model.weighing.study import Study
from tests.model.problems import AMPLE, FIRST_MONTH

CEILING, HALF = 100.0, 10_000.0
"""A channel's leads a month: 100 · money / (10,000 + money)."""

WORTH_OF_A_LEAD = 250.0
"""Half of the leads become deals, half of these are won, a win is worth 1,000."""

RENT, WAGE = 5_000.0, 10_000.0


def company(
    *limits: Limit,
    current: Mapping[str, float] | None = None,
    areas: Sequence[str] = ("North",),
    months: int = 1,
    ahead: int = 0,
    follow: float = AMPLE,
    close: float = AMPLE,
    most_hires: float = 0.0,
    kept: float = 0.0,
    envelope: float | None = None,
) -> Problem:
    """Return a company without lags: each lead is worth 250 once sales works it.

    Two people of 10,000 a month stand in each area, one follows up and one closes; rent is
    5,000 a month and marketing's.

    Args:
        limits: Of the plan, beside the envelope.
        current: Channels with their planned money a month; A with 4,000 if none is given.
        areas: Leads come from them in equal parts.
        months: Open months.
        ahead: Look-ahead months.
        follow: Leads a head follows up a month.
        close: Deals a head closes a month.
        most_hires: Hires of a month in each pool, productive and paid from then on.
        kept: Part of what waits that is still alive a month later.
        envelope: Total of the year.
    """
    planned = dict(current or {"A": 4_000.0})
    horizon = months + ahead
    problem = Problem(
        name="By hand",
        currency="EUR",
        first_month=FIRST_MONTH,
        open_months=months,
        ahead_months=ahead,
        channels=_channels(planned, months, horizon),
        pools=_pools(areas, months, horizon, (follow, close), most_hires),
        groups=Groups(
            name=tuple(f"{area} · acquire" for area in areas),
            area=tuple(areas),
            motion=("acquire",) * len(areas),
            cycle=np.ones((len(areas), 1)),
            pays=np.zeros((len(areas), 1)),
        ),
        cells=_cells(len(planned), len(areas), horizon, kept),
        fixed=Fixed(
            name=("Rent",),
            team=("marketing",),
            acquire_share=np.ones(1),
            told=np.zeros(1),
            amount=np.full((1, horizon), RENT),
        ),
        tail_months=1,
    )
    own: tuple[Limit, ...] = () if envelope is None else (Envelope(total=envelope),)
    return checked(problem.under(*own, *limits))


def study_of(problem: Problem, like: Study, drawn: Draws | None = None) -> Study:
    """Return the study of a problem; plan lines and assumptions are those of another."""
    optimum = optimise(problem)
    return replace(
        like,
        question=replace(like.question, problem=problem),
        drawn=drawn or Draws({}),
        optimum=optimum,
        start=Start.of(optimum),
        options=(),
    )


def leads(money: float) -> float:
    """Return leads of a month's money in one channel.

    Example:
        >>> leads(10_000)
        50.0
    """
    return CEILING * money / (HALF + money)


def _channels(planned: Mapping[str, float], months: int, horizon: int) -> Channels:
    count = len(planned)
    each = np.ones(count)
    return Channels(
        name=tuple(planned),
        team=("marketing",) * count,
        base=each * 0,
        ceiling=each * CEILING,
        half=each * HALF,
        carry=each * 0,
        effective_before=each * 0,
        spent_before=np.array(list(planned.values())),
        acquire_share=each,
        season=np.ones((count, horizon)),
        current=np.repeat(np.array(list(planned.values()))[:, None], months, axis=1),
    )


def _pools(
    areas: Sequence[str], months: int, horizon: int, works: tuple[float, float], most: float
) -> Pools:
    named = [(area, job) for area in areas for job in ("development", "closing")]
    count = len(named)
    return Pools(
        name=tuple(f"{area} · {job}" for area, job in named),
        area=tuple(area for area, _ in named),
        job=tuple(job for _, job in named),
        team=("sales",) * count,
        per_head=np.array(works * len(areas)),
        cost_per_head=np.full(count, WAGE),
        attrition=np.zeros(count),
        delay=np.zeros(count, dtype=np.int64),
        acquire_share=np.ones(count),
        ramp=np.ones((count, 1)),
        standing_paid=np.ones((count, horizon)),
        standing_productive=np.ones((count, horizon)),
        most_hires=np.full((count, months), most),
        current_hires=np.zeros((count, months)),
    )


def _cells(channels: int, areas: int, horizon: int, kept: float) -> Cells:
    channel, area = (axis.ravel() for axis in np.indices((channels, areas)))
    each: Floats = np.ones(channels * areas)
    none = np.zeros((channels * areas, horizon))
    return Cells(
        channel=channel,
        group=area,
        follow_pool=area * 2,
        close_pool=area * 2 + 1,
        share=each / areas,
        asks=each,
        follow_effort=each,
        kept_leads=each * kept,
        qualifies=each * 0.5,
        close_effort=each,
        kept_deals=each * kept,
        closes=each * 0.5,
        customers_per_win=each,
        revenue_per_win=each * 1_000,
        one_off=each * 1_000,
        recurring=each * 0,
        commission=each * 0,
        partner=each * 0,
        found_per_head=each * 0,
        waiting_leads=each * 0,
        waiting_deals=each * 0,
        arriving_leads=none,
        arriving_deals=none,
        open_won=none,
        open_customers=none,
        open_revenue=none,
        open_gross=none,
        open_charges=none,
    )
