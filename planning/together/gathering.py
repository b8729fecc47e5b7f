"""Gathering: from facts, plan and promises to everything an agenda is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from planning.actuals.book import AccountBook
from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import read
from planning.actuals.slices import Context, Slice
from planning.agreed.accounts.coverage import Half
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.stretches import Contradiction
from planning.agreed.targets import Target
from planning.model.target_scopes import scope_of
from planning.periods import Period, month_of
from planning.review.counter_pairs import counter_pairs
from planning.review.exceptions.account_matters import uncovered, woken
from planning.review.exceptions.accounts_left import Uncovered, Woken, uncovered_items, woken_items
from planning.review.exceptions.beaten import channel_items
from planning.review.exceptions.collisions import contradiction_items
from planning.review.exceptions.found import in_the_facts
from planning.review.exceptions.ground import Ground
from planning.review.exceptions.item import Item, Part
from planning.review.exceptions.money_lines import line_items, placeholder_items, reserve_items
from planning.review.exceptions.moved import landing_items, pair_items
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.targets import part_of, target_items
from planning.review.exceptions.waiting import waiting_leads
from planning.review.landing import Landing
from planning.review.line_landing import line_landings
from planning.review.releases import released
from planning.review.shortfall.decompose import Decomposition
from planning.review.shortfall.planned_months import YearPlan
from planning.review.shortfall.shortfall import against_plan
from planning.review.variance import variance
from planning.together.actions import agenda
from planning.together.agenda import Gathered
from planning.together.decisions import questions
from planning.together.looking_back import late_items, without_effect
from planning.together.target_states import running, target_of, target_states

PAIRED: Final = (
    "leads",
    "mqls",
    "cost_per_lead",
    "opportunities",
    "close_ratio",
    "average_deal",
    "sales_cycle_days",
    "follow_up_within_sla",
    "cac",
)
"""KPIs whose counter-KPI the agenda watches."""

TAKEN_APART: Final = ("revenue", "cac", "cost_per_lead")
_QUARTER: Final = 3


@dataclass(frozen=True)
class PlanOfWeek:
    """The plan a meeting holds facts against.

    Attributes:
        name: What it is called, for links.
        scenario: Its year and state.
        lines, targets: Its rows.
        criteria, coverage: Its ideal customer, and who works which account.
    """

    name: str
    scenario: Scenario
    lines: tuple[PlanRow, ...]
    targets: tuple[PlanRow, ...]
    criteria: tuple[PlanRow, ...] = ()
    coverage: tuple[PlanRow, ...] = ()


@dataclass(frozen=True)
class Gathering:
    """What an agenda is gathered from.

    Attributes:
        counts: The facts; None where there are none.
        context: Settings and channel owners.
        today: The day of the calendar, for promises.
        plan: The plan of the fiscal year; None without one.
        actions, decisions: Rows of the meetings.
        landings, landings_before: Where KPIs land now and by the facts of a week before;
            empty where not known.
        contradictions: The verdict on the plan.
        uncovered: A accounts nobody covers, by region; None looks for them in the book.
        woken: Accounts that woke up; None looks for them in the book.
        book: The accounts; None where nobody asks for them.
        parked: By key of an item until which day it stays away.
    """

    counts: Counts | None
    context: Context
    today: date
    plan: PlanOfWeek | None = None
    actions: tuple[PlanRow, ...] = ()
    decisions: tuple[PlanRow, ...] = ()
    landings: Mapping[str, Landing] = field(default_factory=dict)
    landings_before: Mapping[str, Landing] = field(default_factory=dict)
    contradictions: Sequence[Contradiction] = ()
    uncovered: Sequence[Uncovered] | None = None
    woken: Sequence[Woken] | None = None
    book: AccountBook | None = None
    parked: Mapping[str, date] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The plan currency."""
        return self.context.company.currency


def gathered(given: Gathering) -> Gathered:
    """Return everything the agenda of a week is made of.

    Args:
        given: Facts, plan and promises.
    """
    promises = agenda(given.actions, given.today).open
    plan = given.plan
    owners = Owners.of((*plan.targets, *plan.lines)) if plan else Owners()
    items: list[Item] = [*late_items(promises, given.today)]
    items += without_effect(questions(given.decisions, given.counts, given.context), given.currency)
    items += contradiction_items(given.contradictions, owners, plan.name if plan else None)
    items += _of_accounts(given, plan, owners)
    items += landing_items(given.landings, given.landings_before, given.currency, owners)
    if given.counts is not None and given.counts.is_dated:
        found = in_the_facts(given.counts, given.context, owners)
        items += found
        items += waiting_leads(Ground.of(given.counts, given.context, owners), found)
        items += _of_pairs(given.counts, given.context, owners)
    if plan is not None:
        items += _beside_plan(given, plan, owners)
    return Gathered(tuple(items), promises, given.parked, given.today)


def _of_accounts(given: Gathering, plan: PlanOfWeek | None, owners: Owners) -> list[Item]:
    book = given.book if given.book is not None and len(given.book) else None
    awake, left = given.woken, given.uncovered
    if awake is None and book is not None:
        awake = woken(book)
    if left is None and book is not None and plan is not None:
        halves = [Half.of({**row.cells, "team": row.team}) for row in plan.coverage]
        left = uncovered(book, plan.criteria, halves, book.as_of)
    return [*woken_items(awake or (), owners), *uncovered_items(left or (), owners)]


def _of_pairs(counts: Counts, context: Context, owners: Owners) -> tuple[Item, ...]:
    """Return what gained and lost in the last three whole months against the three before."""
    end = month_of(counts.as_of + timedelta(days=1))
    period = Period(start=end - _QUARTER, end=end)
    part = Slice(counts, Scope(), context)
    pairs = counter_pairs(part, PAIRED, period)
    return pair_items(pairs, owners, read(part, "revenue", period).number)


def _beside_plan(given: Gathering, plan: PlanOfWeek, owners: Owners) -> list[Item]:
    counts, context, currency = given.counts, given.context, given.currency
    items = [*placeholder_items(plan.lines, owners, currency, plan.name)]
    if counts is None or not counts.is_dated:
        return items
    free = released(plan.lines, counts, context)
    beside = variance(plan.lines, plan.scenario, counts, free)
    if beside.known:
        items += line_items(line_landings(beside), currency, plan.name)
    items += reserve_items(plan.lines, free, currency, plan.name)
    wanted = running(plan.targets, counts)
    apart = _taken_apart(wanted, counts, context, _year(plan, free))
    items += target_items(target_states(wanted, counts, context, apart), owners, plan.name)
    items += channel_items(apart.get(("revenue", Part())), owners, currency)
    return items


def _year(plan: PlanOfWeek, free: Mapping[str, bool]) -> YearPlan:
    targets = tuple(it for it in map(target_of, plan.targets) if it is not None)
    return YearPlan(plan.scenario, targets, plan.lines, free)


def _taken_apart(
    wanted: Sequence[tuple[str, Target]], counts: Counts, context: Context, year: YearPlan
) -> dict[tuple[str, Part], Decomposition]:
    """Return differences to the plan so far: of the company by channel, of its parts whole."""
    found: dict[tuple[str, Part], Decomposition] = {}
    for _, target in wanted:
        key = target.kpi, part_of(target)
        if target.kpi not in TAKEN_APART or target.scope_team or key in found:
            continue
        scope = scope_of(target, counts, context)
        if scope is None:
            continue
        part = Slice(counts, scope.during(year.scenario.period), context)
        told = against_plan(part, [year], target.kpi, "channel" if target.is_whole else None)
        taken = told.parts if target.kpi == "revenue" and told.parts else told.shown
        if taken is not None:
            found[key] = taken
    return found
