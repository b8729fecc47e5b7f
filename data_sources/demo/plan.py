"""The full plan of the fictitious firm, for the year that ended and the one that runs.

Amounts come from what the firm knows of itself, with the errors planners make; the same
seed gives the same plan. Lines fill their envelopes to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data_sources.demo.another_plan import AnotherPlan, another_plan
from data_sources.demo.covering import coverage
from data_sources.demo.goals import goals, serving
from data_sources.demo.ideal_customer import ideal_customer
from data_sources.demo.judged import judgements
from data_sources.demo.planned_costs import cost_lines
from data_sources.demo.planned_frame import envelopes, placeholders, reserves
from data_sources.demo.planned_programme import programme_lines
from data_sources.demo.planned_talk import Said, as_it_was, talk
from data_sources.demo.planners import address
from data_sources.demo.planning_year import Row, Year, planned_years
from data_sources.demo.score import score_rules
from data_sources.demo.targets import target_rows
from planning.agreed.accounts.coverage import SIDES
from planning.agreed.scenarios import Scenario
from planning.teams import TEAMS

if TYPE_CHECKING:
    from data_sources.demo.company import DemoCompany


@dataclass(frozen=True)
class DemoPlan:
    """The plan of one fiscal year, as it came about.

    Attributes:
        scenario: Its name and months.
        steps: Who added or changed which rows, in order.
        another: A copy that was changed and proposed, in the year that runs.
    """

    scenario: Scenario
    steps: tuple[Said, ...]
    another: AnotherPlan | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows as they stand at the end."""
        return tuple({row.key: row for step in self.steps for row in step.rows}.values())


def plans(company: DemoCompany) -> tuple[DemoPlan, ...]:
    """Return the plans of the fiscal year before the as-of date's, and of that one."""
    return tuple(_plan(year) for year in planned_years(company))


def _plan(year: Year) -> DemoPlan:
    plan = DemoPlan(year.scenario, tuple(_steps(year)))
    if not year.is_this_year:
        return plan
    return replace(plan, another=another_plan(year, {row.key: row for row in plan.rows}))


def _steps(year: Year) -> Iterator[Said]:
    lines = [*programme_lines(year), *cost_lines(year), *reserves(year)]
    lines += placeholders(year, lines)
    lines = [serving(line) for line in lines]
    heads = {team: address(name) for team, name in year.people.heads.items()}
    by_key = {line.key: line for line in lines}
    was = as_it_was(by_key)
    yield Said(address(year.people.executive), (*envelopes(lines), *goals(year)))
    for team in TEAMS:
        own = (was.get(line.key, line) for line in lines if line.team == team)
        yield Said(heads[team], tuple(own))
    yield Said(heads["joint"], tuple(serving(row) for row in target_rows(year)))
    yield Said(heads["marketing"], tuple(ideal_customer(year)))
    yield Said(heads["joint"], tuple(score_rules(year)))
    yield from talk(year, by_key)
    yield Said(heads["marketing"], tuple(by_key[key] for key in was))
    if year.is_this_year:
        for side in SIDES:
            yield Said(heads[side], tuple(coverage(year, side)))
        yield from judgements(year)
