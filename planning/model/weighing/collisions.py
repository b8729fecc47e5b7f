"""Wishes that collide: which of them, and the smallest change of each that alone would do.

What is spent, promised or paid stands; of the wishes those are named that no plan holds
together, although it would hold any of them without another. Each change is found by an
optimum of its own, so that what is offered can be held and a hundredth less could not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from planning.errors import UsageError
from planning.model.limits import Envelope, TeamMaximum, TeamMinimum
from planning.model.optimising.easing import MET, Eased, eased
from planning.model.weighing.repairs import Repair, repair_of, together
from planning.model.weighing.study import Study
from planning.model.weighing.wishes import Part, Wish, joined, parts_of

STANDING: Final = "what is spent, promised or paid to people"

_OF_MONEY: Final = frozenset({"total", "marketing"})


@dataclass(frozen=True)
class Collision:
    """Wishes no plan holds together.

    Attributes:
        limits: Them as phrases; any one taken away, the others hold.
        repairs: Of each the smallest change that alone lets all wishes hold, the smallest
            share first; those that cannot alone last. Where none can, first one of several.
        sentence: In words.
    """

    limits: tuple[str, ...]
    repairs: tuple[Repair, ...]
    sentence: str


def collision(study: Study, wish: Wish) -> Collision:
    """Return why a wish cannot be held, and what would do.

    Args:
        study: The plan.
        wish: One that `wishes.answer_wish` refuses.

    Raises:
        UsageError: It can be held, or it names a channel that is not there.
        SolveFailed: The solver came to no conclusion.
    """
    problem = study.question.problem
    parts = parts_of(problem, wish)
    limits = joined(problem, parts)
    wished = {id(limit) for part in parts for limit in part.limits}
    question = eased(study.start, limits, [it for it in limits if id(it) not in wished])
    if question.least() <= MET:
        raise UsageError("A plan holds all of these wishes.", "Ask for that plan.")
    needed = _irreducible(question, parts)
    phrases = [part.words for part in needed]
    if _rests_on_what_stands(question, parts, needed):
        phrases.append(STANDING)
    found = [repair_of(question, wish, part) for part in needed]
    found.sort(key=lambda it: np.inf if it.share is None else it.share)
    if all(it.wish is None for it in found):
        found.insert(0, together(question, wish, parts))
    return Collision(tuple(phrases), tuple(found), _sentence(needed, found))


def _irreducible(question: Eased, parts: Sequence[Part]) -> list[Part]:
    """Return the parts that are needed for the collision: leave one out by turns."""
    blamed = question.blamed()
    kept = [part for part in parts if any(id(limit) in blamed for limit in part.limits)]
    others = [part for part in parts if part not in kept]
    for part in others:
        question.leave_out(part.limits)
    for part in list(kept):
        question.leave_out(part.limits)
        if question.least() > MET:
            kept.remove(part)
            others.append(part)
        else:
            question.put_back(part.limits)
    for part in others:
        question.put_back(part.limits)
    return kept


def _rests_on_what_stands(question: Eased, parts: Sequence[Part], needed: Sequence[Part]) -> bool:
    """Whether the needed parts could be held if nothing were spent, promised or paid."""
    if any(part.what == "cac" for part in needed):
        return True
    wished = {id(limit) for part in parts for limit in part.limits}
    own = {id(limit) for part in needed for limit in part.limits}
    solver = question.solver
    firm = [row.limit for row in solver.limits if id(row.limit) not in wished]
    idle = [limit for part in parts if part not in needed for limit in part.limits]
    question.leave_out([*firm, *idle])
    for at, row in enumerate(solver.limits):
        if id(row.limit) in own and isinstance(row.limit, Envelope | TeamMinimum | TeamMaximum):
            # Without its constant the row counts only what is still free.
            solver.highs.changeRowBounds(solver.first_limit + at, row.low, row.high)
    held = question.least() <= MET
    question.put_back([row.limit for row in solver.limits])
    return held


def _sentence(needed: Sequence[Part], repairs: Sequence[Repair]) -> str:
    said = "No plan holds this wish" if len(needed) == 1 else "No plan holds these wishes together"
    first = repairs[0]
    return f"{said}. {first.sentence}" if first.wish is not None else f"{said}."
