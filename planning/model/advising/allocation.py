"""The answer: the best plan of a year, what it brings, what holds it back and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planning.agreed.scenarios import MONTHS
from planning.errors import Infeasible, NotPossible, Unbounded
from planning.model.advising.answer_lines import (
    AllocatedLine,
    Heads,
    heads_of,
    lines_of,
    lines_of_problem,
)
from planning.model.advising.closed_months import Closed
from planning.model.advising.figures import drawn_for, kpis
from planning.model.advising.headcount import Headcount, headcount_of
from planning.model.advising.luck import chance_of, unevenness
from planning.model.advising.no_money import late_hires, most_hires, nothing_in_months, unspent
from planning.model.advising.question import Question
from planning.model.limits import Envelope
from planning.model.optimising.optimise import MODEL_VERSION, Objective, Optimum, optimise
from planning.model.optimising.reasons import reasons
from planning.model.optimising.shadows import ShadowPrice, binding, bottlenecks, shadow_prices
from planning.model.optimising.uncertainty import DRAWS, Range
from planning.model.optimising.whole_heads import with_whole_hires
from planning.model.problem import Plan, Problem
from planning.model.simulating.draws import Draws
from planning.model.simulating.simulate import simulate
from planning.periods import month_key

Status = Literal["optimal", "infeasible", "unbounded", "failed"]


@dataclass(frozen=True)
class Allocation:
    """The best plan of a question, or why there is none.

    Attributes:
        status: Whether it was found.
        objective: What was sought.
        value: What is reached of it, by the simulation; None without a plan.
        current_value: The same of the current plan.
        gap: How far the programme's value lies above the simulation's, as a share of it.
        currency: Of all money.
        months: The fiscal year's months, `YYYY-MM`; open ones alone without a plan behind.
        lines, heads: The plan.
        kpis: Figures of the fiscal year by key, over the draws.
        current_kpis: The same of the current plan, in the same draws.
        shadow_prices: What one more and one less of each binding limit is worth.
        binding: Limits that hold the plan back, as phrases.
        conflict: Limits that collide, as phrases.
        reasons: Why lines get nothing or stay, and who is short.
        warnings: What a reader should know.
        total: The most all lines of the fiscal year may come to; None where nothing says so.
        revenue_target: Revenue of the fiscal year to be reached; None without a target.
        chance: Share of the draws in which the plan reaches it; None without.
        current_chance: The same of the current plan.
        headcount: Paid heads of the plan, now and at the end of the year; None without.
        current_headcount: The same of the current plan.
        model_version: Of the model that answered.
    """

    status: Status
    objective: Objective
    value: float | None
    current_value: float | None
    gap: float | None
    currency: str
    months: tuple[str, ...]
    lines: tuple[AllocatedLine, ...] = ()
    heads: tuple[Heads, ...] = ()
    kpis: dict[str, Range] | None = None
    current_kpis: dict[str, Range] | None = None
    shadow_prices: tuple[ShadowPrice, ...] = ()
    binding: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    total: float | None = None
    revenue_target: float | None = None
    chance: float | None = None
    current_chance: float | None = None
    headcount: Headcount | None = None
    current_headcount: Headcount | None = None
    model_version: int = MODEL_VERSION


def allocate(
    question: Question,
    objective: Objective = "contribution",
    *,
    finalise: bool = False,
    draws: int = DRAWS,
    target: float | None = None,
) -> Allocation:
    """Return the best plan of a question.

    Args:
        question: A plan's.
        objective: What is sought.
        finalise: Whether hires must be whole people.
        draws: Over how many draws figures are told.
        target: Revenue of the fiscal year whose chance is told, plan-currency units.

    Raises:
        Infeasible: The limits collide.
        Unbounded: Nothing limits the money.
        SolveFailed: The solver came to no conclusion.
        UsageError: Least spend was asked for without anything to reach.
    """
    drawn = drawn_for(question, draws) if draws > 1 else None
    optimum = optimise(question.problem, objective)
    return allocation_of(question, optimum, drawn, finalise=finalise, target=target)


def allocation_of(
    question: Question,
    optimum: Optimum,
    drawn: Draws | None,
    *,
    finalise: bool = False,
    target: float | None = None,
) -> Allocation:
    """Return the answer that an optimum of a question is.

    Args:
        question: A plan's.
        optimum: Of its problem, or of it under other limits; its solver is asked for prices,
            and used up by `finalise`.
        drawn: Draws its figures are told over; None for single figures.
        finalise: Whether hires must be whole people.
        target: Revenue of the fiscal year whose chance is told, plan-currency units.

    Raises:
        SolveFailed: No plan with whole hires was found.
    """
    problem = question.problem
    first = problem.first_month - problem.before.months
    months = tuple(month_key(first + at) for at in range(MONTHS))
    return _answer(
        optimum, finalise=finalise, months=months, drawn=drawn, question=question, target=target
    )


def allocate_problem(
    problem: Problem, objective: Objective = "contribution", *, finalise: bool = False
) -> Allocation:
    """Return the best plan of a problem alone: its own lines, figures without a range.

    Raises:
        Infeasible, Unbounded, SolveFailed, UsageError: As `allocate`.
    """
    months = tuple(month_key(problem.first_month + at) for at in range(problem.open_months))
    optimum = optimise(problem, objective)
    return _answer(optimum, finalise=finalise, months=months, drawn=None, question=None)


def no_allocation(problem: Problem, objective: Objective, error: NotPossible) -> Allocation:
    """Return the answer to a question that has none: its status and the limits that collide."""
    status: Status = "failed"
    if isinstance(error, Infeasible):
        status = "infeasible"
    elif isinstance(error, Unbounded):
        status = "unbounded"
    return Allocation(
        status=status,
        objective=objective,
        value=None,
        current_value=None,
        gap=None,
        currency=problem.currency,
        months=(),
        conflict=error.limits if isinstance(error, Infeasible) else (),
        warnings=(str(error),),
    )


def _answer(
    optimum: Optimum,
    *,
    finalise: bool,
    months: tuple[str, ...],
    drawn: Draws | None,
    question: Question | None,
    target: float | None = None,
) -> Allocation:
    problem, objective = optimum.problem, optimum.objective
    prices, limits = shadow_prices(optimum), binding(optimum)
    told = _reasons(optimum)
    if finalise:
        optimum = with_whole_hires(optimum)
    closed = question.closed if question else Closed()
    plan, now = optimum.plan, _now(problem)
    spread, spread_now = simulate(problem, plan, drawn), simulate(problem, now, drawn)
    # A single simulation reaches a target or not: that is no chance.
    target = target if drawn is not None else None
    uneven = unevenness(question.calibration.counted.counts) if question else 1.0
    heads = tuple(heads_of(problem, plan))
    return Allocation(
        status="optimal",
        objective=objective,
        value=optimum.value,
        current_value=_value_now(optimum),
        gap=optimum.gap,
        currency=problem.currency,
        months=months,
        lines=tuple(_lines(question, problem, plan)),
        heads=heads,
        kpis=kpis(spread, plan, closed),
        current_kpis=kpis(spread_now, now, closed),
        shadow_prices=prices,
        binding=tuple(limit.words for limit in limits),
        reasons=told,
        warnings=question.warnings if question else (),
        total=_total(problem),
        revenue_target=target,
        chance=chance_of(spread, target, uneven),
        current_chance=chance_of(spread_now, target, uneven),
        headcount=headcount_of(heads),
        current_headcount=headcount_of(heads, current=True),
    )


def _lines(question: Question | None, problem: Problem, plan: Plan) -> Sequence[AllocatedLine]:
    if question is None:
        return lines_of_problem(problem, plan)
    return lines_of(question, plan, _total(problem))


def _total(problem: Problem) -> float | None:
    totals = [limit.total for limit in problem.limits if isinstance(limit, Envelope)]
    return min(totals, default=None)


def _now(problem: Problem) -> Plan:
    return Plan(problem.channels.current, problem.pools.current_hires)


def _value_now(optimum: Optimum) -> float:
    from planning.model.optimising.optimise import value_of

    return value_of(optimum.current, optimum.objective)


def _reasons(optimum: Optimum) -> tuple[str, ...]:
    """Return the sentences that belong to the plan, those on nothing for a line first.

    A channel whose money stands because nothing is known about it is not advised on.
    """
    channels = optimum.problem.channels
    unknown = {name for at, name in enumerate(channels.name) if not channels.ceiling[at]}
    found = [each.sentence for each in reasons(optimum) if each.line not in unknown]
    found += [*nothing_in_months(optimum), *most_hires(optimum), *late_hires(optimum)]
    found += [each.sentence for each in bottlenecks(optimum)]
    return tuple(dict.fromkeys([*found, *unspent(optimum)]))
