"""Disputes and packages in one sentence, and how a dispute's parts are told."""

from __future__ import annotations

from collections.abc import Iterable

from planning.agreed.rows import PlanRow
from views.formats import counted
from views.packages import waiting_words


def true_sentence(packages: Iterable[PlanRow], disputes: Iterable[PlanRow]) -> str:
    """Say what waits between the teams.

    Example:
        >>> package = PlanRow("a", "package", "s", "sales", cells={"state": "open"})
        >>> dispute = PlanRow("b", "dispute", "s", "joint", cells={"state": "in discussion"})
        >>> true_sentence([package], [dispute])
        '1 package waits for sales; 1 dispute is in discussion.'
        >>> true_sentence([], [])
        'Nothing waits between the teams.'
    """
    said = [words for words in (waiting_words(packages), dispute_words(disputes)) if words]
    if not said:
        return "Nothing waits between the teams."
    return f"{'; '.join(said)}."


def dispute_words(disputes: Iterable[PlanRow]) -> str:
    """Say how many disputes are in discussion and parked; empty where none is.

    Example:
        >>> parked = PlanRow("b", "dispute", "s", "joint", cells={"state": "parked"})
        >>> dispute_words([parked, parked])
        '2 disputes are parked'
    """
    states = [row["state"] for row in disputes]
    discussed, parked = states.count("in discussion"), states.count("parked")
    if not discussed and not parked:
        return ""
    if not discussed:
        return f"{counted(parked, 'dispute')} {'is' if parked == 1 else 'are'} parked"
    said = f"{counted(discussed, 'dispute')} {'is' if discussed == 1 else 'are'} in discussion"
    if not parked:
        return said
    return f"{said} and {parked} {'is' if parked == 1 else 'are'} parked"
