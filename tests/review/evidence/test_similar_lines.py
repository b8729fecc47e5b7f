"""Lines alike: planned as the sheet says, spent as bookings say, leads as the campaign brought."""

from __future__ import annotations

from data_sources.demo import DemoCompany
from data_sources.demo.plan import plans
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.periods import Period, month_of
from planning.review.evidence.proposal import Proposal, channel_of, known, of_line
from planning.review.evidence.similar import similar
from tests.model.planned import SEARCH, YEAR, line

MONTHS = Period.parse("2026-07", "2026-10")


def _plans(demo: DemoCompany) -> list[tuple[Scenario, list[PlanRow]]]:
    return [
        (plan.scenario, [PlanRow(it.key, it.kind, plan.scenario.name, it.team, cells=it.cells)
                         for it in plan.rows])
        for plan in plans(demo)
    ]  # fmt: skip


def test_lines_of_the_same_channel_stand_with_plan_spend_and_leads(
    demo: DemoCompany, demo_part: Slice
) -> None:
    asked = Proposal("Webinars", "webinars", None, 1000, MONTHS)
    held = _plans(demo)
    found = similar(asked, held, demo_part)
    leads, spend = demo.frames["leads"], demo.frames["spend"]
    assert {it.plan for it in found} == {"Plan 2025", "Plan 2026"}
    assert [it.plan for it in found] == sorted((it.plan for it in found), reverse=True)
    for scenario, rows in held:
        own = [it for it in rows if it.kind == "line" and it.cells.get("channel") == "Webinars"]
        told = {it.name: it for it in found if it.plan == scenario.name}
        assert len(told) >= 3
        for row in own:
            name = str(row.cells["campaign"])
            if name not in told:
                continue
            one = told[name]
            closed = len(one.months)
            planned = sum(
                float(str(row.cells.get(f"plan_{at:02d}") or 0)) for at in range(1, closed + 1)
            )
            assert float(one.planned) == planned
            coded = spend["line_code"] == row.cells["line_code"]
            inside = spend["month"].map(month_of).isin(one.months.months())
            assert round(float(one.spent) * 100) == int(spend[coded & inside]["amount_cents"].sum())
            mine = leads[leads["campaign"] == name]
            created = sum(month_of(day) in set(one.months.months()) for day in mine["created_on"])
            assert one.leads == (created if len(mine) else None)


def test_a_kind_the_plans_name_nowhere_has_no_line_alike(
    demo: DemoCompany, demo_part: Slice
) -> None:
    asked = Proposal("Podcasts", "Podcasts", None, 1000, MONTHS)
    assert similar(asked, _plans(demo), demo_part) == ()
    named = Proposal("expert hour", None, None, 1000, MONTHS)
    assert {it.name for it in similar(named, _plans(demo), demo_part)} == {
        "Webinars: Expert hour, Mar 2025",
        "Webinars: Expert hour, Mar 2026",
    }


def test_campaigns_of_the_demo_lie_in_the_channel_their_name_begins_with(
    demo_part: Slice,
) -> None:
    names = known(demo_part, "campaign")
    assert len(names) > 30
    for name in names:
        channel = channel_of(name, demo_part)
        assert channel is not None
        assert name.startswith(f"{channel}:")


def test_a_line_asks_for_the_money_of_the_months_that_are_not_over() -> None:
    row = line("spring", {2: 100, 4: 200, 6: 50}, **SEARCH, campaign="Spring")
    may = YEAR.first_month + 4
    asked = of_line(row, YEAR, may)
    assert (asked.amount, asked.months) == (250, Period(start=may, end=may + 3))
    assert (asked.name, asked.line) == ("Search, Spring", "spring")
    # Once all of it is over, its year speaks.
    over = of_line(row, YEAR, may + 8)
    assert (over.amount, over.months.start) == (350, YEAR.first_month + 2)
    assert of_line(line("none", {}, **SEARCH), YEAR, may).amount == 0
