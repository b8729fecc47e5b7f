"""Levers of the demo company: what facts alone tell is near to what is true of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from data_sources.demo import DemoCompany, generate
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.model.simulating.order import order_of_work
from planning.periods import month_of
from planning.review.by_model import ByModel
from planning.review.levers.asking import ground_of
from planning.review.levers.ground import Ground, within_year
from planning.review.levers.levers import pulls
from planning.review.levers.people import People
from planning.together.year_ahead import YearAhead, year_ahead
from tests.model.true_demo import true_problem
from tests.review.replays import modelled, slice_at

BACK = 3
"""The facts end in March: nine months of the year are open."""


@dataclass(frozen=True)
class Spring:
    """The demo company as known at the end of March."""

    company: DemoCompany
    known: Slice
    model: ByModel

    @property
    def ground(self) -> Ground:
        """What its levers are pulled on, told from the facts."""
        return ground_of(self.model, "revenue")

    def ahead(self, **targets: float) -> YearAhead:
        """The year against targets."""
        year = self.model.question.scenario.period
        rows = tuple(
            PlanRow(kpi, "target", "plan", "joint", cells={
                "team": "joint", "kpi": kpi, "start": "2026-01", "months": 12, "value": str(value),
            })
            for kpi, value in targets.items()
        )  # fmt: skip
        return year_ahead(self.known, rows, year, self.model.question)


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Spring:
    company = generate()
    last = month_of(company.as_of) - BACK
    known = slice_at(company, last, tmp_path_factory.mktemp("spring"))
    return Spring(company, known, modelled(company, known, last + 10))


def test_levers_bring_about_what_they_truly_would(spring: Spring) -> None:
    told = spring.ground
    problem = true_problem(spring.model.question.problem, spring.company.truth)
    true = replace(
        told, problem=within_year(problem), works_by=order_of_work(problem),
        reached=np.ones(len(problem.cells.group)),
    )  # fmt: skip
    for mine, really in zip(pulls(told), pulls(true), strict=True):
        assert mine.key == really.key
        amount = 6.0 if mine.step else mine.most / 2
        gains = mine.gain(amount, mine.first), really.gain(amount, really.first)
        if mine.key == "developers":
            # There is time for follow-up: nobody more would add anything worth naming.
            assert max(gains) < 0.002 * told.base.year("revenue")[0]
        else:
            assert gains[0] == pytest.approx(gains[1], rel=0.45 if mine.step else 0.25)


def test_more_closers_go_where_sales_is_short_of_people(spring: Spring) -> None:
    short = spring.company.truth.places["short-region"].region
    (closers,) = (it for it in pulls(spring.ground) if it.key == "closers")
    assert isinstance(closers, People)
    placed = closers.split(4)
    names = [spring.ground.problem.pools.name[at] for at in np.flatnonzero(placed)]
    assert names == [f"{short} · closing"]


def test_a_target_above_the_landing_is_told_in_levers(spring: Spring) -> None:
    told = spring.ahead(revenue=12_600_000, won=100)
    revenue, won = told.gaps
    assert revenue.is_open
    assert revenue.missing == pytest.approx(12_600_000 - (revenue.landing or 0.0))
    assert {"mqls", "close_ratio", "average_deal"} <= {it.key for it in revenue.able}
    assert revenue.able[0].words in revenue.sentence
    assert not won.is_open
    assert not won.levers
    assert told.basis.startswith("What is still to come follows the joint model: Plan 2026")
    landed = {one.landing.key: one.landing for one in told.outlooks}
    assert landed["revenue"].middle == revenue.landing
    assert landed["revenue"].basis == "model"


def test_the_further_the_target_the_more_each_lever_must_bring(spring: Spring) -> None:
    landing = spring.ahead(revenue=1.0).gaps[0].landing or 0.0
    near, far = (
        {it.key: it for it in spring.ahead(revenue=landing * part).gaps[0].levers}
        for part in (1.01, 1.03)
    )
    assert {"mqls", "close_ratio", "average_deal"} <= set(near)
    for key, lever in near.items():
        if lever.change is None:
            assert far[key].change is None
        elif (more := far[key].change) is not None:
            assert more > lever.change


def test_without_targets_there_is_no_gap_and_without_a_plan_no_lever(spring: Spring) -> None:
    assert spring.ahead().gaps == ()
    year = spring.model.question.scenario.period
    row = PlanRow("t", "target", "plan", "joint", cells={
        "team": "joint", "kpi": "revenue", "start": "2026-01", "months": 12, "value": "99000000",
    })  # fmt: skip
    told = year_ahead(spring.known, [row], year, None, "There is no plan for 2026 yet.")
    assert told.gaps[0].is_open
    assert not told.gaps[0].levers
    assert told.gaps[0].sentence.endswith("cannot be told: There is no plan for 2026 yet.")
    assert told.basis == (
        "What is still to come goes on as it went so far. There is no plan for 2026 yet."
    )
