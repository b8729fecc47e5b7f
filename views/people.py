"""People in words: what somebody may do, for screens, the terminal and documents."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from planning.agreed.rights import ROLES, Role
from planning.teams import TEAMS

MAY: Final[dict[Role, str]] = {
    "viewer": "reads everything",
    "planner": "edits the own team's lines and targets, proposes to the other team, comments",
    "leader": "also takes or declines proposals and begins drafts of a plan",
    "executive": "also edits what both teams share and sets the totals",
    "administrator": "brings in facts, changes settings and people; edits no plan",
}
"""What each role may do, as people read it."""


def roles_in_words(roles: Collection[str]) -> str:
    """Return roles in their usual order.

    Example:
        >>> roles_in_words({"administrator", "planner"}), roles_in_words(())
        ('planner, administrator', '')
    """
    return ", ".join(role for role in ROLES if role in roles)


def teams_in_words(teams: Collection[str]) -> str:
    """Return teams, marketing first.

    Example:
        >>> teams_in_words({"sales", "marketing"})
        'marketing, sales'
    """
    return ", ".join(team for team in TEAMS if team in teams)


def part_played(roles: Collection[str], teams: Collection[str]) -> str:
    """Return what somebody is, as one line under a name.

    Example:
        >>> part_played({"planner"}, {"sales"}), part_played({"viewer"}, ())
        ('planner of sales', 'viewer')
    """
    own = " and ".join(team for team in TEAMS if team in teams)
    return f"{roles_in_words(roles)} of {own}" if own else roles_in_words(roles)


def people_sentence(signed_in: Collection[bool]) -> str:
    """Say in one sentence who may come in.

    Args:
        signed_in: For each registered person, whether they ever did.

    Example:
        >>> people_sentence([True, False]), people_sentence([])
        ('2 people may come in; 1 has not signed in yet.', 'Nobody is registered yet.')
    """
    if not signed_in:
        return "Nobody is registered yet."
    number = len(signed_in)
    waiting = sum(not known for known in signed_in)
    who = "1 person may come in" if number == 1 else f"{number} people may come in"
    if not waiting:
        return f"{who}; all signed in before." if number > 1 else f"{who} and did before."
    return f"{who}; {waiting} {'has' if waiting == 1 else 'have'} not signed in yet."
