"""What would have to be true for a target, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.model.consistency.measures import about
from planning.model.consistency.words import agreed_told, number_told
from views.consistency import range_told
from views.contradictions import ASSUMED, named

if TYPE_CHECKING:
    import pandas as pd

    from planning.model.consistency.needed import Need
    from planning.model.consistency.question import Question
    from planning.model.consistency.statements import Statement


@dataclass(frozen=True)
class Takes:
    """What a target takes.

    Attributes:
        sentence: Whether it can hold beside all that is agreed.
        otherwise: What would have to be otherwise, each in words.
        others: The ranges of the other KPIs beside it.
    """

    sentence: str
    otherwise: tuple[str, ...]
    others: pd.DataFrame


def takes(question: Question, target: Statement, needs: Sequence[Need], *, collides: bool) -> Takes:
    """Return what would have to be true for a target.

    Args:
        question: What is stated.
        target: The target.
        needs: What the other measures would have to be.
        collides: Whether the target stands in a conflict; what others collide in is not its.
    """
    import pandas as pd

    name = f"{named(target.subject, question)} {agreed_told(target)}"
    odd = [need for need in needs if collides and not need.fits]
    rows = [
        {
            "KPI": _names(need, question),
            "Has to be": range_told(need.range, about(need.subjects[0][0]).unit),
            "Agreed": " and ".join(_agreed(it) for it in need.agreed),
        }
        for need in needs
        if need not in odd and need.range is not None
    ]
    sentence = (
        f"{name} cannot hold beside the rest. One of these would have to be otherwise:"
        if odd
        else f"{name} can hold. This is what it leaves to the other KPIs."
    )
    frame = pd.DataFrame(rows, columns=["KPI", "Has to be", "Agreed"])
    return Takes(sentence, tuple(_otherwise(need, question) for need in odd), frame)


def _names(need: Need, question: Question) -> str:
    first, more = named(need.subjects[0], question), len(need.subjects) - 1
    return f"{first} and {more} more alike" if more else first


def _agreed(statement: Statement) -> str:
    return f"{agreed_told(statement)}{'' if statement.kind == 'target' else f' ({ASSUMED})'}"


def _otherwise(need: Need, question: Question) -> str:
    name, stands = _names(need, question), _agreed(need.agreed[0]) if need.agreed else "open"
    if need.range is None:
        return f"{name}: it is {stands}, and no other value of it would do alone."
    unit = about(need.subjects[0][0]).unit
    if need.agreed and need.agreed[0].side == "low":
        return f"{name}: at most {number_told(need.range.high, unit, 'low')} instead of {stands}."
    return f"{name}: {number_told(need.range.low, unit, 'high')} or more instead of {stands}."
