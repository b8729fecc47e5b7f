"""Repairs: the smallest change of a wish with which a plan holds all of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from planning.model.optimising.easing import MET, Eased
from planning.model.optimising.measures import Linear
from planning.model.tables import Floats
from planning.model.weighing.wishes import Part, What, Wish

TOLERANCE: Final = 1e-8
"""Of the amount sought: changes are told apart in plans of many millions."""

_HAIR: Final = 1e-9
_ROUNDING: Final = 1e-3
"""Plan-currency units that the solver may be off by."""

_STEPS: Final = 30
_HEADS: Final = 1e-3
"""Hires are told in thousandths, money in whole units, each on the side that can be held."""


@dataclass(frozen=True)
class Repair:
    """A change of a wish.

    Attributes:
        what: Which field of the wish; "several" where more than one changes.
        channel: The channel it is about, or empty.
        before, after: The amount as wished and as it can be held; of a channel kept as
            planned, its planned money and that less what must move. None where no change
            of this alone would do, and for several.
        share: The change as a share of the larger of both amounts, in [0, 1]; None likewise.
        sentence: In words.
        wish: All wishes with this change; None where it would not do.
    """

    what: What | str
    channel: str
    before: float | None
    after: float | None
    share: float | None
    sentence: str
    wish: Wish | None


def repair_of(question: Eased, wish: Wish, part: Part) -> Repair:
    """Return the smallest change of one part that alone lets all of a wish hold.

    Args:
        question: The wish with its limits eased, in place.
        wish: The wish.
        part: Which part may change.

    Raises:
        SolveFailed: The solver came to no conclusion.
    """
    question.leave_out(part.limits)
    possible = question.least() <= MET
    after = None
    if possible and part.what != "lock":
        question.hold()
        after = _reached(question, part)
        question.free()
    question.put_back(part.limits)
    if part.what == "lock" and possible:
        unit = question.solver.programme.unit
        moves = question.nearest(part.limits) * unit
        question.free()
        after = max(part.amount - moves, 0.0)
    if after is None:
        said = f"{_NAMES[part.what].format(part.channel)} alone would not do, whatever it were."
        return Repair(part.what, part.channel, part.amount, None, None, said, None)
    share = abs(after - part.amount) / max(after, part.amount, 1e-9)
    sentence = _sentence(part, after)
    changed = changed_wish(wish, [(part, after)])
    return Repair(part.what, part.channel, part.amount, after, share, sentence, changed)


def together(question: Eased, wish: Wish, parts: Sequence[Part]) -> Repair:
    """Return the change of several parts whose shares add up to the least.

    Args:
        question: The wish with its limits eased, in place.
        wish: The wish.
        parts: All of it.

    Raises:
        SolveFailed: The solver came to no conclusion.
    """
    question.least(TOLERANCE)
    unit = question.solver.programme.unit
    changes = []
    for part in parts:
        broken = question.broken(part.limits)
        if abs(broken) <= MET * max(part.amount / unit, 1.0):
            continue
        changes.append((part, _eased_to(question, part, broken)))
    said = " ".join(_sentence(part, after) for part, after in changes)
    return Repair("several", "", None, None, None, said, changed_wish(wish, changes))


def changed_wish(wish: Wish, changes: Sequence[tuple[Part, float]]) -> Wish:
    """Return a wish with some of its parts changed; channels kept as planned let go."""
    new: dict[str, Any] = {}
    for part, after in changes:
        if part.what == "lock":
            new["locks"] = frozenset(new.get("locks", wish.locks)) - {part.channel}
        elif part.what in ("floor", "cap"):
            field = f"{part.what}s"
            amounts: Mapping[str, float] = new.get(field, getattr(wish, field))
            new[field] = {**amounts, part.channel: after}
        else:
            new[{"hires": "most_hires"}.get(part.what, part.what)] = after
    return wish.model_copy(update=new)


def _eased_to(question: Eased, part: Part, broken: float) -> float:
    """Return the amount that a part must have for the solution that breaks it so far."""
    solver, unit = question.solver, question.solver.programme.unit
    if part.what == "cac":
        return _up(_ratio(question, solver.values))
    if part.what == "hires":
        return _heads(part.amount - broken)
    if part.what == "lock":
        return part.amount
    # A slack that is positive fills up a floor, a negative one takes off a ceiling.
    after = part.amount - broken * unit
    return _down(after) if broken > 0 else _up(after)


def _reached(question: Eased, part: Part) -> float:
    """Return the amount nearest to what is wished that the other wishes allow."""
    measures, unit = question.measures, question.solver.programme.unit
    match part.what:
        case "total":
            return _up(_least(question, measures.spend()) * unit)
        case "marketing":
            own = measures.spend("marketing")
            least = _least(question, own) * unit
            if least > part.amount:
                return _up(least)
            return _down(-_least(question, own * -1.0) * unit)
        case "floor":
            return _down(-_least(question, _of_channel(question, part) * -1.0) * unit)
        case "cap":
            return _up(_least(question, _of_channel(question, part)) * unit)
        case "hires":
            weights = measures.nothing()
            weights[question.solver.programme.columns.hires] = 1.0
            return _heads(_least(question, Linear(weights)))
        case "revenue":
            return _down(-_least(question, measures.revenue() * -1.0) * unit)
        case _:
            return _up(_least_cost_of_a_customer(question))


def _least(question: Eased, goal: Linear) -> float:
    """Return the least of an expression under what is held."""
    found = question.maximise(goal * -1.0, TOLERANCE)
    value: float = question.solver.value
    return -(value if found.state == "optimal" else np.inf)


def _least_cost_of_a_customer(question: Eased) -> float:
    """Return the least CAC: a ratio of two linear expressions, so it takes steps.

    Each step finds the plan that would save most at the ratio reached so far and takes its
    ratio; it ends where none saves anything (Dinkelbach 1967, "On Nonlinear Fractional
    Programming").
    """
    measures, unit = question.measures, question.solver.programme.unit
    spent, customers = measures.acquisition(), measures.customers()
    # Where all customers are gone the ratio has no end; most customers are a good start.
    question.maximise(customers, TOLERANCE)
    best = _ratio(question, question.solver.values)
    for _ in range(_STEPS):
        question.maximise(customers * (best / unit) - spent, TOLERANCE)
        found = _ratio(question, question.solver.values)
        if found >= best * (1 - _HAIR):
            break
        best = found
    return best


def _ratio(question: Eased, values: Floats) -> float:
    measures, unit = question.measures, question.solver.programme.unit
    customers = measures.customers().at(values)
    return float(measures.acquisition().at(values) * unit / max(customers, 1e-12))


def _of_channel(question: Eased, part: Part) -> Linear:
    problem, columns = question.measures.problem, question.solver.programme.columns
    weights = question.measures.nothing()
    weights[columns.spend[problem.channels.name.index(part.channel)]] = 1.0
    return Linear(weights)


def _up(amount: float) -> float:
    """Return the whole unit above an amount; one a hair below it is that unit.

    Example:
        >>> _up(5_080_473.4), _up(25_000.0000001), _down(13_561_000.9)
        (5080474.0, 25000.0, 13561000.0)
    """
    return float(math.ceil(amount - _ROUNDING))


def _down(amount: float) -> float:
    return max(float(math.floor(amount + _ROUNDING)), 0.0)


def _heads(heads: float) -> float:
    return math.ceil(heads / _HEADS - 1e-6) * _HEADS


_NAMES: Final[dict[str, str]] = {
    "total": "Another total",
    "marketing": "Other money for marketing",
    "lock": "Letting go of {}",
    "floor": "A lower floor for {}",
    "cap": "A higher cap for {}",
    "hires": "More hires",
    "cac": "A higher ceiling per new customer",
    "revenue": "Less revenue",
}


def _sentence(part: Part, after: float) -> str:
    """Say a change in words."""
    change = abs(after - part.amount)
    match part.what:
        case "total":
            return f"Raise the total by {change:,.0f} to {after:,.0f}."
        case "marketing":
            way = "Raise" if after > part.amount else "Lower"
            return f"{way} marketing's money by {change:,.0f} to {after:,.0f}."
        case "lock":
            return f"Let go of {part.channel}: at least {change:,.0f} of it must move."
        case "floor":
            return f"Lower the floor of {part.channel} by {change:,.0f} to {after:,.0f}."
        case "cap":
            return f"Raise the cap of {part.channel} by {change:,.0f} to {after:,.0f}."
        case "hires":
            return f"Allow {after:.3g} hires instead of {part.amount:g}."
        case "cac":
            return f"Accept {after:,.0f} per new customer instead of {part.amount:,.0f}."
        case _:
            return f"Ask for {change:,.0f} less revenue: {after:,.0f}."
