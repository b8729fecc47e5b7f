"""The decision sheet: what an executive signs, beside what could be signed instead.

It holds numbers only; `views.decision_sheet` puts them into words, for screen and print alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np

from planning.model.advising.headcount import Headcount
from planning.model.optimising.optimise import MODEL_VERSION
from planning.model.optimising.shadows import spans
from planning.model.optimising.uncertainty import Range
from planning.model.simulating.outcome import Outcome
from planning.model.weighing.options import Key, Move, Option
from planning.model.weighing.study import Study
from planning.teams import TEAMS, Team

_FULL: Final = 0.999
"""Share of its capacity from which a pool counts as full."""

_ALIKE: Final = 5e-4
"""Share of a sum below which a difference is none worth a word."""


@dataclass(frozen=True)
class Shift:
    """What a team's lines give up and get against the current plan, over the fiscal year.

    Attributes:
        team: Whose lines.
        gives, gets: Plan-currency units, 0 or more.
    """

    team: Team
    gives: Decimal
    gets: Decimal


@dataclass(frozen=True)
class Full:
    """A pool of people with no hour left.

    Attributes:
        pool: Its name.
        count: In how many open months.
        when: The months, in words.
    """

    pool: str
    count: int
    when: str


@dataclass(frozen=True)
class Choice:
    """One of the options, as the sheet tells it; money in plan-currency units.

    Attributes:
        key, name: Which option it is, and what it is called.
        total: The most all lines may come to; None for the current plan.
        spend: All lines of the fiscal year.
        value: Contribution, look-ahead included, at the middle of what is assumed.
        revenue, cac, customers: Figures of the fiscal year over the draws.
        headcount: Paid heads of sales.
        chance: Share of the draws whose revenue reaches the target; None without one.
        more_value, more_money: Against the current plan; 0 where the difference is nothing.
        shifts: Money by team that moves; teams without any are left out.
        moves: Lines that get other money, the largest move first.
        full: Pools that are full in open months, the longest first.
        note: What a reader must know of it.
        is_best: Whether it is the best plan again, although it may spend otherwise.
    """

    key: Key
    name: str
    total: float | None
    spend: float
    value: float
    revenue: Range
    cac: Range
    customers: Range
    headcount: Headcount
    chance: float | None
    more_value: float
    more_money: float
    shifts: tuple[Shift, ...]
    moves: tuple[Move, ...]
    full: tuple[Full, ...]
    note: str
    is_best: bool


@dataclass(frozen=True)
class DecisionSheet:
    """The current plan, the best one, and the best with a tenth less and more, for a signature.

    Attributes:
        plan: Name of the plan that was weighed.
        fiscal_year: Its year.
        currency: Of all money.
        revision: The plan's latest change: what a signature names.
        as_of: Up to when the facts go; None where they have no dates.
        target: Revenue of the fiscal year to be reached; None where none is agreed.
        choices: Current, best, less, more.
        model_version: Of the model that answered.
    """

    plan: str
    fiscal_year: int
    currency: str
    revision: int
    as_of: date | None
    target: float | None
    choices: tuple[Choice, ...]
    model_version: int = MODEL_VERSION

    def choice(self, key: Key) -> Choice:
        """Return the choice of a key."""
        return next(each for each in self.choices if each.key == key)


def decision_sheet(study: Study, revision: int, as_of: date | None) -> DecisionSheet:
    """Lay out a study for a signature.

    Args:
        study: The plan weighed against the best ones.
        revision: The plan's latest change.
        as_of: Up to when the facts go.
    """
    question = study.question
    return DecisionSheet(
        plan=question.scenario.name,
        fiscal_year=question.scenario.fiscal_year,
        currency=question.problem.currency,
        revision=revision,
        as_of=as_of,
        target=study.target,
        choices=tuple(_choice(each, study) for each in study.options),
    )


def _choice(option: Option, study: Study) -> Choice:
    now, best = study.option("current"), study.option("best")
    return Choice(
        key=option.key,
        name=option.name,
        total=option.total,
        spend=option.spend,
        value=option.value,
        revenue=option.figures["revenue"],
        cac=option.figures["cac"],
        customers=option.figures["customers"],
        headcount=option.headcount,
        chance=option.chance,
        more_value=_apart(option.value, now.value),
        more_money=_apart(option.spend, now.spend),
        shifts=shifts_of(option.moves),
        moves=option.moves,
        full=full_pools(option.outcome),
        note=option.note,
        is_best=option.key in ("less", "more") and _is_alike(option, best),
    )


def _apart(one: float, other: float) -> float:
    return 0.0 if abs(one - other) <= _ALIKE * max(abs(one), abs(other)) else one - other


def _is_alike(one: Option, other: Option) -> bool:
    return not _apart(one.value, other.value) and not _apart(one.spend, other.spend)


def shifts_of(moves: Sequence[Move]) -> tuple[Shift, ...]:
    """Add up by team what lines give up and get.

    Example:
        >>> fairs = Move("marketing", "Fairs", Decimal(90), Decimal(20))
        >>> found = shifts_of([fairs, Move("marketing", "Search", Decimal(0), Decimal(30))])
        >>> [(each.team, int(each.gives), int(each.gets)) for each in found]
        [('marketing', 70, 30)]
    """
    found = []
    for team in TEAMS:
        changes = [move.change for move in moves if move.team == team]
        gives = -sum((it for it in changes if it < 0), Decimal(0))
        gets = sum((it for it in changes if it > 0), Decimal(0))
        if gives or gets:
            found.append(Shift(team, gives, gets))
    return tuple(found)


def full_pools(outcome: Outcome) -> tuple[Full, ...]:
    """Return which people have no hour left, and when: where the work is longer than the day.

    Args:
        outcome: Of a single simulation.
    """
    problem = outcome.problem
    months = problem.open_months
    capacity, used = (table[:months, :, 0] for table in (outcome.capacity, outcome.used))
    is_full = (capacity > 0) & (used >= _FULL * capacity)
    found = [
        Full(name, int(is_full[:, at].sum()), spans(np.flatnonzero(is_full[:, at]), first))
        for first in [problem.first_month]
        for at, name in enumerate(problem.pools.name)
        if is_full[:, at].any()
    ]
    return tuple(sorted(found, key=lambda it: -it.count))
