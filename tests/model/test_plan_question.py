"""A plan's lines become a question, and its answer becomes lines again, to the cent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from planning.actuals.slices import Context
from planning.agreed.lines import COMMITTED
from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible
from planning.model.advising.answer_lines import heads_of, lines_of, shared_out
from planning.model.advising.question import Question, ask
from planning.model.limits import Committed, CommittedHires, Envelope, Floor
from planning.model.measuring.calibrate import Calibration, calibrate
from planning.model.optimising.optimise import optimise
from planning.model.problem import Plan, current_plan
from planning.model.simulating.simulate import simulate
from tests.builders import counts_of
from tests.model.planned import (
    APRIL,
    AS_OF,
    AUGUST,
    PEOPLE,
    ROWS,
    SEARCH,
    YEAR,
    envelope,
    heads,
    line,
    tiny_calibration,
)


@pytest.fixture(scope="module")
def calibration(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    """Two channels, two closing people, and one customer won in February."""
    return tiny_calibration(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def question(calibration: Calibration) -> Question:
    return ask(YEAR, ROWS, calibration)


def test_the_month_after_the_last_day_of_the_facts_is_the_first_open_one(
    question: Question,
) -> None:
    problem = question.problem
    assert (problem.first_month, problem.open_months) == (YEAR.first_month + APRIL, 9)
    assert problem.before.months == 3


def test_programme_lines_of_a_channel_are_its_money_whoever_plans_them(question: Question) -> None:
    channels = question.problem.channels
    by_name = dict(zip(channels.name, channels.current.tolist(), strict=True))
    assert by_name["Search"] == [1500.0] * 3 + [1000.0] * 6
    assert by_name["Events"] == [300.0] * 9
    assert dict(zip(channels.name, channels.team, strict=True)) == {
        "Search": "marketing",
        "Events": "sales",
    }


def test_what_no_channel_or_head_explains_stands_and_a_reserve_ends_with_the_year(
    question: Question,
) -> None:
    fixed = question.problem.fixed
    months = dict(zip(fixed.name, fixed.amount.tolist(), strict=True))
    assert months["joint: overhead"] == [700.0] * 21
    assert months["marketing: programme"] == [200.0] * 21
    assert months["marketing: reserve"] == [0.0] * 8 + [900.0] + [0.0] * 12


def test_money_of_a_channel_nobody_knows_stands_and_the_page_is_named(question: Question) -> None:
    told = [sentence for sentence in question.warnings if "Podcast" in sentence]
    assert len(told) == 1
    assert told[0].startswith("Nothing tells what money brings Podcast: it stays as planned.")
    assert told[0].endswith("Answer its three questions on page Assumptions.")


def test_closed_months_stand_at_the_plan_and_brought_what_the_facts_say(
    question: Question,
) -> None:
    before = question.problem.before
    assert before.money == {"marketing": 5100.0, "sales": 30_900.0, "joint": 2100.0}
    assert (before.revenue, before.customers, question.closed.won) == (10_000.0, 1.0, 1.0)
    assert before.leads["Search"] == 60.0
    assert before.acquisition == 3 * 1700.0


def test_people_lines_pay_heads_and_a_later_start_is_a_hire_decided_before(
    question: Question,
) -> None:
    pools = question.problem.pools
    assert pools.name == ("North · closing",)
    assert pools.cost_per_head[0] == 5000.0
    delay = int(pools.delay[0])
    decided = np.flatnonzero(pools.current_hires[0])
    assert decided.tolist() == [AUGUST - APRIL - delay]
    paid = [
        each.current_paid for each in heads_of(question.problem, current_plan(question.problem))
    ]
    assert paid == pytest.approx([2.0] * 4 + [3.0] * 5)


def test_where_facts_tell_of_no_people_those_the_plan_pays_are_there(tmp_path: Path) -> None:
    months = [f"2025-{at:02d}-05" for at in range(1, 13)]
    counts = counts_of(
        tmp_path,
        as_of=AS_OF,
        leads=[{"lead_id": it, "quantity": 9, "created_on": it, "mql_on": it} for it in months],
    )
    rows = [line("people", 10_000, **PEOPLE | {"region": None}, drivers=heads(2))]
    unknown = calibrate(counts, Context())
    pools = ask(YEAR, rows, unknown).problem.pools
    assert pools.standing_productive[0].tolist() == [2.0] * 21
    assert not pools.current_hires.any()
    whole = unknown.assumptions.find("per_head", job="closing").number
    assert pools.per_head[0] == pytest.approx(whole / 2)


def test_promised_months_and_the_plans_envelope_are_limits(question: Question) -> None:
    limits = question.problem.limits
    assert Envelope(total=200_000) in limits
    assert Committed(channel="Search", month="2026-04", amount=800) in limits


def test_a_promised_job_nobody_holds_yet_is_a_hire_that_stays(calibration: Calibration) -> None:
    job = line("vacant", 5000, **PEOPLE, drivers=heads(1), **dict.fromkeys(COMMITTED, "5000"))
    people = line("people", 10_000, **PEOPLE, drivers=heads(2), **dict.fromkeys(COMMITTED, "10000"))
    asked = ask(YEAR, [people, job], calibration)
    hire = CommittedHires(pool="North · closing", month="2026-04", heads=1.0)
    assert [it for it in asked.problem.limits if isinstance(it, CommittedHires)] == [hire]


def test_a_total_stands_in_place_of_the_plans_envelope(calibration: Calibration) -> None:
    asked = ask(YEAR, ROWS, calibration, limits=[Envelope(total=150_000)])
    found = [it.total for it in asked.problem.limits if isinstance(it, Envelope)]
    assert found == [150_000]


def test_without_an_envelope_the_plans_own_total_is_the_limit(calibration: Calibration) -> None:
    asked = ask(YEAR, ROWS[:-1], calibration)
    found = [it.total for it in asked.problem.limits if isinstance(it, Envelope)]
    assert found == [asked.lines.total / 100]


def test_a_plan_that_changes_nothing_gives_its_own_lines_back(question: Question) -> None:
    found = lines_of(question, current_plan(question.problem))
    assert all(each.amount == each.current for each in found)
    assert sum(each.amount for each in found) == Decimal(question.lines.total) / 100


def test_the_models_money_is_the_plans_money(question: Question) -> None:
    outcome = simulate(question.problem, current_plan(question.problem))
    assert outcome.year("money")[0] == pytest.approx(question.lines.total / 100, abs=1e-6)


def test_money_of_a_channel_goes_to_its_lines_in_proportion_but_promises_are_kept(
    question: Question,
) -> None:
    problem = question.problem
    spend = problem.channels.current.copy()
    search = problem.channels.name.index("Search")
    spend[search, 0], spend[search, 1] = 900.0, 750.0
    found = lines_of(question, Plan(spend, problem.pools.current_hires))
    by_line = {(each.line, each.month): each.amount for each in found if each.team == "marketing"}
    # April: 800 are promised on the first line; what is left goes 200 : 500.
    assert by_line["Search", "2026-04"] == Decimal("828.57")
    assert by_line["search", "2026-04"] == Decimal("71.43")
    assert by_line["Search", "2026-05"] == Decimal(500)
    assert by_line["search", "2026-05"] == Decimal(250)


def test_a_hire_more_costs_what_a_head_costs_from_its_first_month(question: Question) -> None:
    problem = question.problem
    hires = problem.pools.current_hires.copy()
    hires[0, 0] += 1
    found = lines_of(question, Plan(problem.channels.current, hires))
    more = sum((each.amount - each.current for each in found), Decimal(0))
    stays = 1 - float(problem.pools.attrition[0])
    months = problem.open_months - int(problem.pools.delay[0])
    assert float(more) == pytest.approx(5000 * sum(stays**at for at in range(months)), abs=0.1)


def test_a_channel_without_a_line_gets_a_new_one(calibration: Calibration) -> None:
    rows = [each for each in ROWS if each.id != "events"]
    asked = ask(YEAR, rows, calibration)
    spend = asked.problem.channels.current.copy()
    spend[asked.problem.channels.name.index("Events")] = 50.0
    found = lines_of(asked, Plan(spend, asked.problem.pools.current_hires))
    new = [each for each in found if each.line == "Events, new"]
    assert [float(each.amount) for each in new] == [50.0] * 9


def test_lines_called_alike_are_told_apart(calibration: Calibration) -> None:
    twins = [line("a", 10, **SEARCH), line("b", 10, **SEARCH), line("c", 5, **SEARCH)]
    names = ask(YEAR, twins, calibration).lines.names
    assert names == ("Search", "Search (2)", "Search (3)")


def test_a_year_that_is_over_is_refused_in_a_sentence(calibration: Calibration) -> None:
    past = Scenario(name="Plan 2025", fiscal_year=2025, start="2025-01")
    with pytest.raises(NotPossible, match="Every month of Plan 2025 is over"):
        ask(past, ROWS, calibration)


def test_a_year_not_begun_is_open_whole_and_the_months_between_are_named(
    calibration: Calibration,
) -> None:
    later = Scenario(name="Plan 2027", fiscal_year=2027, start="2027-01")
    asked = ask(later, ROWS[:2], calibration)
    assert (asked.problem.open_months, asked.problem.before.months) == (12, 0)
    assert any("Apr 2026 to Dec 2026" in sentence for sentence in asked.warnings)


def test_a_plan_without_lines_asks_what_could_be_begun(calibration: Calibration) -> None:
    asked = ask(YEAR, [envelope(50_000)], calibration)
    assert not asked.problem.channels.current.any()
    assert all(each.amount > 0 for each in lines_of(asked, optimise(asked.problem).plan, 50_000))


def test_a_plan_without_money_and_envelope_is_refused_with_the_way_on(
    calibration: Calibration,
) -> None:
    with pytest.raises(NotPossible, match="neither lines with money nor an envelope"):
        ask(YEAR, [], calibration)


def test_limits_name_channels_in_any_spelling(calibration: Calibration) -> None:
    floors = [Floor(channel="SEARCH", amount=5000), Floor(channel="Shows", amount=100)]
    asked = ask(YEAR, ROWS, calibration, limits=floors, aliases={"shows": "Events"})
    assert Floor(channel="Search", amount=5000) in asked.problem.limits
    assert Floor(channel="Events", amount=100) in asked.problem.limits


def test_shares_of_an_amount_re_add_to_it() -> None:
    assert sum(shared_out(1001, [333, 333, 334], [0, 100, 334])) == 1001
