"""Who may do what: one table, asked at every write whatever screen or command it came from."""

from __future__ import annotations

from collections.abc import Set
from typing import Final, Literal, Protocol, get_args

from planning.teams import TEAMS, Team

Role = Literal["viewer", "planner", "leader", "executive", "administrator"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Act = Literal[
    "read",
    "individuals",
    "edit",
    "propose",
    "answer",
    "comment",
    "envelopes",
    "scenarios",
    "goals",
    "profile",
    "assumptions",
    "disputes",
    "sign",
    "agree",
    "close",
    "return",
    "settle",
    "stretch",
    "act",
    "finish",
    "decide",
    "import",
    "snapshots",
    "schedules",
    "demo",
    "settings",
    "channels",
    "people",
    "backup",
]
ACTS: Final[tuple[Act, ...]] = get_args(Act)
"""read: open figures and plan · individuals: see the figures of a team's people, not only
one's own · edit: change a team's lines and targets in a draft ·
propose: ask a team to change its line or target, offer a package, raise a dispute ·
answer: take or decline what was asked of a team · comment: say something about a line or
target · envelopes: set the totals of a plan · scenarios: begin, name, copy, propose,
archive and put away plans · goals: set what a plan is for ·
profile: agree who the ideal customer is and what a lead scores ·
assumptions: judge for a team what facts do not tell · disputes: take one up or park
it · sign: sign a plan for a team, or as the executive · agree: make a signed plan the one
of its year · close: close a month for a team · return: give a proposed plan back, with a
reason · settle: decide what the teams cannot ·
stretch: let a plan be signed whose targets collide · act: promise something for a team, and
finish what one promised oneself · finish: settle any action of a team · decide: put a
question with its options, and record what was chosen · import: bring facts in · snapshots: go back
to older facts, keep or let go of them · schedules: save imports that run by themselves ·
demo: fill an empty home with the demo company · settings: change what the company agreed
once · channels: say who owns one · people: say who may come in and do what · backup: take
everything out in one archive."""

_EVERYBODY: Final = frozenset(ROLES)
_PLANNING: Final[frozenset[Role]] = frozenset({"planner", "leader", "executive"})
_LEADING: Final[frozenset[Role]] = frozenset({"leader", "executive"})
_EXECUTIVE: Final[frozenset[Role]] = frozenset({"executive"})
_ADMINISTRATOR: Final[frozenset[Role]] = frozenset({"administrator"})

_MAY: Final[dict[Act, frozenset[Role]]] = {
    "read": _EVERYBODY,
    "individuals": frozenset({"leader"}),
    "edit": _PLANNING,
    "propose": _PLANNING,
    "answer": _LEADING,
    "comment": _PLANNING,
    "envelopes": _EXECUTIVE,
    "scenarios": _LEADING,
    "goals": _LEADING,
    "profile": _LEADING,
    "assumptions": _LEADING,
    "disputes": _LEADING,
    "sign": _LEADING,
    "agree": _LEADING,
    "close": frozenset({"leader"}),
    "return": _EXECUTIVE,
    "settle": _EXECUTIVE,
    "stretch": _EXECUTIVE,
    "act": _PLANNING,
    "finish": _LEADING,
    "decide": _LEADING,
    "import": _ADMINISTRATOR,
    "snapshots": _ADMINISTRATOR,
    "schedules": _ADMINISTRATOR,
    "demo": _ADMINISTRATOR,
    "settings": _ADMINISTRATOR,
    "channels": _ADMINISTRATOR,
    "people": _ADMINISTRATOR,
    "backup": _ADMINISTRATOR,
}

_BY_TEAM: Final[frozenset[Act]] = frozenset(
    {"individuals", "edit", "answer", "assumptions", "sign", "close", "act", "finish"}
)
"""Acts on what belongs to a team, for people of that team."""

_IN_ITS_NAME: Final[frozenset[Act]] = frozenset({"sign", "close"})
"""Acts done in the name of a team; in that of both teams by the executive alone."""

_IN_WORDS: Final[dict[Act, str]] = {
    "read": "read the figures",
    "individuals": "see the figures of people",
    "edit": "change lines and targets",
    "propose": "propose changes",
    "answer": "take or decline proposals",
    "comment": "comment",
    "envelopes": "set envelopes",
    "scenarios": "begin, propose or put away plans",
    "goals": "set goals",
    "profile": "change the ideal customer or the lead score",
    "assumptions": "judge assumptions",
    "disputes": "take up or park disputes",
    "sign": "sign plans",
    "agree": "agree plans",
    "close": "close months",
    "return": "return plans",
    "settle": "settle packages and disputes",
    "stretch": "accept stretches",
    "act": "add actions",
    "finish": "settle actions",
    "decide": "record decisions",
    "import": "import facts",
    "snapshots": "change which facts are current or kept",
    "schedules": "change saved imports",
    "demo": "load the demo company",
    "settings": "change settings",
    "channels": "change who owns a channel",
    "people": "change people and their roles",
    "backup": "take a backup",
}


class Who(Protocol):
    """Somebody with roles in teams; no role means somebody unknown, who may nothing."""

    @property
    def roles(self) -> Set[Role]:
        """What the person may do."""

    @property
    def teams(self) -> Set[Team]:
        """Whose lines and targets are the person's own."""


def may(who: Who, act: Act, team: Team | None = None) -> bool:
    """Whether somebody may do an act.

    Args:
        who: The person.
        act: What is to be done.
        team: Whose line, target or proposal it is done to. None asks whether there is any
            team the person may do it to.
    """
    roles = _MAY[act] & who.roles
    if not roles or act not in _BY_TEAM:
        return bool(roles)
    # What both teams share is the executive's; an executive of no team edits nothing else.
    own = set(who.teams) if roles - _EXECUTIVE else set()
    if act in _IN_ITS_NAME:
        own.discard("joint")
    if "executive" in roles:
        own.add("joint")
    return bool(own) if team is None else team in own


def own_teams(who: Who) -> tuple[Team, ...]:
    """Return the teams whose lines somebody may change, marketing first."""
    return tuple(team for team in TEAMS if may(who, "edit", team))


def who_may(act: Act) -> str:
    """Return the roles that may do an act, in words.

    Example:
        >>> who_may("import")
        'administrator'
    """
    return " or ".join(role for role in ROLES if role in _MAY[act])


def in_words(act: Act, team: Team | None = None) -> str:
    """Return an act as the words that follow “may not”.

    Example:
        >>> in_words("import"), in_words("edit", "sales"), in_words("sign", "sales")
        ('import facts', 'change lines and targets of sales', 'sign plans for sales')
    """
    words = _IN_WORDS[act]
    if act in _IN_ITS_NAME and team is not None:
        return f"{words} {'as the executive' if team == 'joint' else f'for {team}'}"
    whose = "both teams" if team == "joint" else team
    return words if team is None or act not in _BY_TEAM else f"{words} of {whose}"
