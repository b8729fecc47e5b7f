"""Wishes: what somebody wants of the plan, as limits beside those of the plan itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from planning.errors import UsageError
from planning.model.limits import (
    CacCeiling,
    Cap,
    Committed,
    Envelope,
    Floor,
    LeastRevenue,
    Limit,
    MostHires,
    TeamMaximum,
    TeamMinimum,
)
from planning.model.optimising.optimise import Optimum
from planning.model.optimising.warm import optimise_from
from planning.model.problem import Problem
from planning.model.tables import Floats
from planning.model.weighing.study import Study
from planning.periods import month_key, parse_month

What = Literal["total", "marketing", "lock", "floor", "cap", "hires", "cac", "revenue"]


class Wish(BaseModel):
    """What a plan shall hold beside its own limits; what is not named is left to the best.

    Amounts are plan-currency units and count the whole fiscal year; floors and caps count
    the open months.

    Attributes:
        total: The envelope in place of the plan's own; None keeps that.
        marketing: Money of marketing's lines, exactly.
        locks: Channels kept as planned month by month; where more is committed, that.
        floors, caps: At least and at most, by channel.
        most_hires: Hires at most, those promised among them; 0: nobody is hired.
        cac: Cost of a new customer, at most.
        revenue: Bookings, at least.

    Example:
        >>> Wish(total=5e6, locks=frozenset({"Webinars"})).marketing is None
        True
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    total: float | None = Field(default=None, ge=0)
    marketing: float | None = Field(default=None, ge=0)
    locks: frozenset[str] = frozenset()
    floors: Mapping[str, float] = Field(default_factory=dict)
    caps: Mapping[str, float] = Field(default_factory=dict)
    most_hires: float | None = Field(default=None, ge=0)
    cac: float | None = Field(default=None, gt=0)
    revenue: float | None = Field(default=None, ge=0)


@dataclass(frozen=True)
class Part:
    """One thing that is wished, as limits.

    Attributes:
        what: Which field of a wish it is.
        channel: The channel it is about; empty for the plan as a whole.
        amount: As wished; of a channel kept as planned its money of the open months.
        limits: How the programme holds it.
        words: It as a phrase.
    """

    what: What
    channel: str
    amount: float
    limits: tuple[Limit, ...]
    words: str


def parts_of(problem: Problem, wish: Wish) -> tuple[Part, ...]:
    """Return the parts of a wish, the envelope first.

    Args:
        problem: The question; its own envelope is part of what is wished where the wish
            names no total.
        wish: What is wished.

    Raises:
        UsageError: It names a channel that is not there.
    """
    named = {*wish.locks, *wish.floors, *wish.caps}
    for name in sorted(named - set(problem.channels.name)):
        raise UsageError(f"The plan has no channel “{name}”.", "Name one of its channels.")
    return tuple(_parts(problem, wish))


def limits_of(study: Study, wish: Wish) -> tuple[Limit, ...]:
    """Return the plan's limits, the envelope replaced in its place, and those of a wish.

    Args:
        study: The plan.
        wish: What is wished.

    Raises:
        UsageError: It names a channel that is not there.
    """
    problem = study.question.problem
    return joined(problem, parts_of(problem, wish))


def joined(problem: Problem, parts: tuple[Part, ...]) -> tuple[Limit, ...]:
    """Return the limits of a problem and of parts, in the order solving again needs."""
    totals = [limit for part in parts if part.what == "total" for limit in part.limits]
    kept: list[Limit] = []
    for limit in problem.limits:
        if not isinstance(limit, Envelope):
            kept.append(limit)
        elif totals:
            kept.append(totals.pop(0))
    more = [limit for part in parts if part.what != "total" for limit in part.limits]
    return (*kept, *totals, *more)


def answer_wish(study: Study, wish: Wish) -> Optimum:
    """Return the best plan that holds a wish.

    Args:
        study: The plan.
        wish: What is wished.

    Raises:
        Infeasible: No plan holds it; `collisions.collision` names why and what would do.
        SolveFailed: The solver came to no conclusion.
        UsageError: It names a channel that is not there.
    """
    return optimise_from(study.start, limits_of(study, wish))


def planned(problem: Problem, channel: str) -> Floats:
    """Return a channel's money by open month as planned, at least what is committed, (O)."""
    own = problem.channels.current[problem.channels.name.index(channel)]
    found: Floats = np.array(own, dtype=np.float64)
    for limit in problem.limits:
        if isinstance(limit, Committed) and limit.channel == channel:
            at = parse_month(limit.month) - problem.first_month
            found[at] = max(found[at], limit.amount)
    return found


def _parts(problem: Problem, wish: Wish) -> Iterator[Part]:
    yield from _total(problem, wish)
    if wish.marketing is not None:
        both = (
            TeamMinimum(team="marketing", amount=wish.marketing),
            TeamMaximum(team="marketing", amount=wish.marketing),
        )
        said = f"marketing's money of exactly {wish.marketing:,.0f}"
        yield Part("marketing", "", wish.marketing, both, said)
    for name in sorted(wish.locks):
        yield _locked(problem, name)
    for name, amount in wish.floors.items():
        floor = Floor(channel=name, amount=amount)
        yield Part("floor", name, amount, (floor,), floor.words)
    for name, amount in wish.caps.items():
        cap = Cap(channel=name, amount=amount)
        yield Part("cap", name, amount, (cap,), cap.words)
    if wish.most_hires is not None:
        hires = MostHires(heads=wish.most_hires)
        said = hires.words if wish.most_hires else "no hires"
        yield Part("hires", "", wish.most_hires, (hires,), said)
    if wish.cac is not None:
        ceiling = CacCeiling(ceiling=wish.cac)
        yield Part("cac", "", wish.cac, (ceiling,), ceiling.words)
    if wish.revenue is not None:
        least = LeastRevenue(revenue=wish.revenue)
        yield Part("revenue", "", wish.revenue, (least,), least.words)


def _total(problem: Problem, wish: Wish) -> Iterator[Part]:
    own = [limit.total for limit in problem.limits if isinstance(limit, Envelope)]
    total = wish.total if wish.total is not None else min(own, default=None)
    if total is not None:
        envelope = Envelope(total=total)
        yield Part("total", "", total, (envelope,), envelope.words)


def _locked(problem: Problem, name: str) -> Part:
    money = planned(problem, name)
    limits: list[Limit] = []
    for at, amount in enumerate(money):
        month = month_key(problem.first_month + at)
        limits.append(Floor(channel=name, month=month, amount=float(amount)))
        limits.append(Cap(channel=name, month=month, amount=float(amount)))
    return Part("lock", name, float(money.sum()), tuple(limits), f"{name} kept as planned")
