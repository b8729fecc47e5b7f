"""The next eight weeks: leads re-add, campaigns stand in their week, queues are carried on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data_sources.demo import DemoCompany, generate
from data_sources.demo.plan import plans
from planning.actuals.counts import Scope
from planning.actuals.slices import Context, Slice
from planning.agreed.rows import PlanRow
from planning.model.advising.question import Question
from planning.model.problem import current_plan
from planning.model.simulating.simulate import simulate
from planning.model.tables import NONE
from planning.periods import Period, month_of
from planning.review.campaigns_ahead import campaigns_ahead, in_month
from planning.review.leads_ahead import by_model
from planning.review.week_shares import shares, weeks_after
from planning.review.weeks_ahead import WHOLE, WeeksAhead, by_rate, weeks_ahead
from tests.builders import counts_of
from tests.model.planned import SEARCH, YEAR, line
from tests.review.replays import asked, slice_at

WEEKS = weeks_after(date(2026, 3, 31))
APRIL = month_of(date(2026, 4, 1))


@pytest.fixture(scope="module")
def demo() -> DemoCompany:
    return generate()


@pytest.fixture(scope="module")
def demo_part(demo: DemoCompany, tmp_path_factory: pytest.TempPathFactory) -> Slice:
    return slice_at(demo, month_of(demo.as_of), tmp_path_factory.mktemp("weeks"))


@pytest.fixture(scope="module")
def question(demo: DemoCompany, demo_part: Slice) -> Question:
    return asked(demo, demo_part)


def lines_of(demo: DemoCompany) -> list[PlanRow]:
    plan = plans(demo)[-1]
    return [PlanRow(it.key, it.kind, "demo", it.team, cells=it.cells) for it in plan.rows]


def test_the_models_leads_and_asking_re_add_to_its_months(
    demo_part: Slice, question: Question
) -> None:
    problem = question.problem
    first = problem.first_month
    told, why = by_model(question, Period(start=first, end=first + 3), demo_part)
    assert told is not None, why
    outcome = simulate(problem, current_plan(problem))
    came = outcome.leads[:3, :, 0]
    shared = np.zeros(len(problem.channels.name))
    np.add.at(shared, problem.cells.channel[problem.cells.channel != NONE],
              problem.cells.share[problem.cells.channel != NONE])  # fmt: skip
    np.testing.assert_allclose(told.leads.sum((0, 1)), (came * shared).sum(1))
    # All follow-up of the demo needs somebody, so that everything that asks is in it.
    assert (problem.cells.follow_pool[problem.cells.asks * problem.cells.share > 0] != NONE).all()
    np.testing.assert_allclose(told.asking.sum((0, 1)), outcome.asked[:3, 0])


def test_the_models_capacity_is_that_of_the_people_who_follow_up(
    demo_part: Slice, question: Question
) -> None:
    problem = question.problem
    first = problem.first_month
    told, _ = by_model(question, Period(start=first, end=first + 3), demo_part)
    assert told is not None
    outcome = simulate(problem, current_plan(problem))
    for region, name in enumerate(told.regions):
        pool = problem.pools.name.index(f"{name} · development")
        # A lead takes one effort in the demo.
        np.testing.assert_allclose(told.capacity[region], outcome.capacity[:3, pool, 0])


def test_weeks_re_add_to_the_months_as_far_as_they_lie_in_them(
    demo: DemoCompany, demo_part: Slice, question: Question
) -> None:
    rows = lines_of(demo)
    found = weeks_ahead(demo_part, question.scenario, rows, question)
    assert found.basis == "model"
    first = question.problem.first_month
    told, _ = by_model(question, Period(start=first, end=first + 2), demo_part)
    assert told is not None
    working = demo_part.context.company.working_days
    plain = weeks_ahead(demo_part, None, (), question)
    expected = np.zeros_like(plain.asking)
    room = np.zeros_like(plain.capacity)
    for at, month in enumerate((first, first + 1)):
        part = shares(month, found.weeks, working)[:, None]
        expected += part * told.asking.sum(0)[None, :, at]
        room += part * told.capacity[None, :, at]
    np.testing.assert_allclose(plain.asking, expected)
    np.testing.assert_allclose(found.capacity, room)
    # August lies in the weeks but for its last day, July from the 6th on: a campaign only
    # moves leads of its month to later days, so that the eight weeks hold no fewer.
    assert found.leads.sum() > plain.leads.sum()
    assert abs(found.leads.sum() / plain.leads.sum() - 1) < 0.05


def test_the_demo_starts_campaigns_in_these_weeks(demo: DemoCompany, question: Question) -> None:
    weeks = weeks_after(demo.as_of)
    found = campaigns_ahead(question.scenario, lines_of(demo), weeks)
    assert [(it.channel, it.starts, it.week) for it in found] == [
        ("Paid search", date(2026, 7, 13), 1),
        ("Webinars", date(2026, 8, 3), 4),
    ]
    assert all(it.offer for it in found)


def test_a_campaign_takes_its_part_of_the_channels_money_in_its_month_and_region() -> None:
    rows = [
        line("always", 3000, **SEARCH),
        line("spring", {3: 1000}, **SEARCH, campaign="Spring", campaign_start="2026-04-13"),
        line("north", {3: 500}, **SEARCH, campaign="North", campaign_start="2026-04-20",
             region="North"),
        line("held", {3: 9000}, **SEARCH, campaign="Held", campaign_start="2026-04-20",
             status="reserve"),
        line("other", {3: 800}, **SEARCH | {"channel": "Events"}, campaign="Fair"),
    ]  # fmt: skip
    spring, north = in_month(YEAR, rows, APRIL)
    assert spring.part_of(None) == pytest.approx(1000 / 4500)
    assert spring.part_of("South") == pytest.approx(1000 / 4000)
    assert spring.part_of("North") == pytest.approx(1000 / 4500)
    assert north.part_of("North") == pytest.approx(500 / 4500)
    assert north.part_of("South") == 0
    assert in_month(YEAR, rows, APRIL + 1) == ()
    # A plan that does not hold the month starts nothing.
    assert in_month(YEAR, rows, APRIL + 12) == ()
    placed = campaigns_ahead(YEAR, rows, WEEKS)
    assert [(it.name, it.week) for it in placed] == [
        ("Search, Spring", 1),
        ("Search, North, North", 2),
    ]


def test_what_is_left_over_waits_for_the_next_week() -> None:
    found = WeeksAhead(
        weeks=WEEKS[:3],
        regions=("North", "South"),
        leads=np.zeros((3, 2)),
        asking=np.array([[10.0, 1], [10, 1], [2, 1]]),
        waiting=np.array([5.0, 0]),
        capacity=np.array([[8.0, 4], [8, 4], [8, 4]]),
        campaigns=(),
        basis="model",
        why="",
    )
    assert found.queue.tolist() == [[7, 0], [9, 0], [3, 0]]
    assert found.to_do.tolist() == [[15, 1], [17, 1], [11, 1]]
    assert found.tightest == (1, 0)


def _facts(folder: Path, region: str | None) -> Slice:
    """Twenty leads a month; half become MQL, of which all but two in March were followed up."""
    months = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(15)]
    leads = [
        {"lead_id": f"{month} {at}", "channel": "Search", "region": region,
         "created_on": f"{month}-10", **_followed(month, at)}
        for month in months
        for at in range(20)
    ]  # fmt: skip
    counts = counts_of(folder, as_of=date(2026, 3, 31), leads=leads)
    return Slice(counts, Scope(), Context())


def _followed(month: str, at: int) -> dict[str, str]:
    if at % 2:
        return {"status": "new"}
    late = month == "2026-03" and at < 4
    touch = {} if late else {"first_touch_on": f"{month}-12"}
    return {"mql_on": f"{month}-11", "status": "new" if late else "working", **touch}


@pytest.mark.parametrize("region", ["North", None])
def test_without_a_plan_the_past_tells_leads_and_capacity(
    tmp_path: Path, region: str | None
) -> None:
    part = _facts(tmp_path, region)
    found = weeks_ahead(part, None, (), None, "There is no plan.")
    assert (found.basis, found.why) == ("rate", "There is no plan.")
    assert found.regions == (region or WHOLE,)
    assert found.waiting.tolist() == [2]
    told = by_rate(part, Period(start=APRIL, end=APRIL + 1))
    # As many as so far, and half of them ask.
    assert told.leads.sum() == pytest.approx(20, rel=0.15)
    assert told.asking.sum() == pytest.approx(told.leads.sum() / 2)
    # January to March: 28 followed up in 22 + 20 + 22 working days; April has 22.
    assert told.capacity[0, 0] == pytest.approx(28 / 64 * 22)
    # Every whole week has five of them.
    assert found.capacity[0, 0] == pytest.approx(28 / 64 * 5)
