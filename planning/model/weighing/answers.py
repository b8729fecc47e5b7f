"""What leaders ask first of a plan weighed, each answered in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.model.optimising.shadows import bottlenecks
from planning.model.problem import current_plan
from planning.model.weighing.limits_by_month import bottleneck
from planning.model.weighing.next_heads import next_heads, without_hires
from planning.model.weighing.next_money import STEP, Step, best_step, next_money
from planning.model.weighing.next_total import next_total
from planning.model.weighing.options import Option
from planning.model.weighing.study import Study
from planning.periods import month_name

MORE: Final = 100_000.0
"""Money the question is asked about, plan-currency units of the fiscal year."""

_NOTHING: Final = 500.0
"""Contribution below which nothing is said to come of a change."""
_CUTS: Final = 3
_WORTH_SAYING: Final = 10_000.0
"""Money a channel must move by to be named."""


@dataclass(frozen=True)
class Answer:
    """A question and what the model says to it.

    Attributes:
        question: As people ask it.
        sentence: The answer.
    """

    question: str
    sentence: str


@dataclass(frozen=True, eq=False)
class Answers:
    """The four answers, with the steps of the current plan they rest on.

    Attributes:
        answers: In the order they are asked.
        now, best: What the next money buys in the current and in the best plan.
    """

    answers: tuple[Answer, ...]
    now: tuple[Step, ...]
    best: tuple[Step, ...]


def answers(study: Study) -> Answers:
    """Return the answers to what leaders ask first.

    Raises:
        SolveFailed: The solver came to no conclusion.
    """
    problem = study.question.problem
    now = next_money(problem, current_plan(problem))
    best = next_money(problem, study.optimum.plan)
    told = (
        Answer("Where is the bottleneck?", f"{bottleneck(study.optimum)}{hiring_there(study)}"),
        Answer(f"What would {MORE:,.0f} more do?", more_money(study, now)),
        Answer("What should we cut first?", cut_first(now)),
        Answer("What if we cannot hire?", no_hires(study)),
    )
    return Answers(told, now, best)


def hiring_there(study: Study) -> str:
    """Say what hiring one more at the bottleneck does; empty where it is none of people.

    A head that is productive at once may be worth much while one hired now starts too late.
    """
    short = bottlenecks(study.optimum)
    if not short:
        return ""
    head = next(it for it in next_heads(study) if it.pool == short[0].pool)
    if head.brings is None:
        return f" Nobody can be hired for {head.job} in {head.area}."
    gain = head.brings.contribution
    does = "brings" if gain > 0 else "costs"
    than = "costs" if gain > 0 else "brings"
    return (
        f" Another hire for {head.job} in {head.area}, from {month_name(head.starts)}, "
        f"{does} {abs(gain):,.0f} more than it {than}."
    )


def more_money(study: Study, now: Sequence[Step], amount: float = MORE) -> str:
    """Say what so much more money in total would do.

    Args:
        study: A plan weighed.
        now: What the next money buys in the current plan.
        amount: How much more, plan-currency units of the fiscal year.
    """
    first = best_step(now)
    today = ""
    if first is not None and first.more is not None and first.more.contribution > _NOTHING:
        gain = f"{first.more.contribution:,.0f}"
        today = f" In the current plan {STEP:,.0f} more in {first.line} brings {gain}."
    best = study.option("best")
    left = 0.0 if best.total is None else best.total - best.spend
    if left > 1.0:
        return f"Nothing: the best plan already leaves {left:,.0f} unspent.{today}"
    more, _ = next_total(study, amount)
    return f"{more.sentence}{today}"


def cut_first(now: Sequence[Step]) -> str:
    """Say which line's money is missed least in the current plan, and which come next."""
    ranked = sorted(
        ((it, it.less.contribution) for it in now if it.less is not None), key=lambda it: -it[1]
    )
    if not ranked:
        return (
            f"No line can lose {STEP:,.0f}: its money is promised, smaller, or of unknown effect."
        )
    (first, gain), others = ranked[0], [it.line for it, _ in ranked[1:_CUTS]]
    does = f"brings {gain:,.0f} more" if gain > 0 else f"costs {-gain:,.0f}, the least of all"
    then = f" Then {' and '.join(others)}." if others else ""
    return f"{first.line}: {STEP:,.0f} less {does}.{then}"


def no_hires(study: Study) -> str:
    """Say what comes of hiring nobody beyond what is promised."""
    best = study.option("best")
    if best.hires < 1e-6:
        return "Nothing changes: the best plan hires nobody."
    without = without_hires(study)
    loss = best.value - without.value
    where = _moved(study, best, without)
    if loss < _NOTHING:
        return f"Hardly anything is lost.{where}"
    return f"The best plan then brings {loss:,.0f} less.{where}"


def _moved(study: Study, one: Option, other: Option) -> str:
    """Say which channel gets most more or less in the other of two options; empty if none."""
    change = (other.plan.spend - one.plan.spend).sum(axis=1)
    if not len(change) or np.abs(change).max() < _WORTH_SAYING:
        return ""
    at = int(np.argmax(np.abs(change)))
    word = "more" if change[at] > 0 else "less"
    return f" {study.question.problem.channels.name[at]} then gets {abs(change[at]):,.0f} {word}."
