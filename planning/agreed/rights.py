"""Who may do what: one table, asked at every write whatever screen or command it came from."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, get_args

Role = Literal["viewer", "planner", "leader", "executive", "administrator"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Act = Literal["read", "import", "snapshots", "schedules", "demo", "settings", "channels"]
"""read: open figures · import: bring facts in · snapshots: go back to older facts, keep or
let go of them · schedules: save imports that run by themselves · demo: fill an empty home
with the demo company · settings: change what the company agreed once · channels: say who
owns one."""

_EVERYBODY: Final = frozenset(ROLES)
_ADMINISTRATOR: Final[frozenset[Role]] = frozenset({"administrator"})

_MAY: Final[dict[Act, frozenset[Role]]] = {
    "read": _EVERYBODY,
    "import": _ADMINISTRATOR,
    "snapshots": _ADMINISTRATOR,
    "schedules": _ADMINISTRATOR,
    "demo": _ADMINISTRATOR,
    "settings": _ADMINISTRATOR,
    "channels": _ADMINISTRATOR,
}

_IN_WORDS: Final[dict[Act, str]] = {
    "read": "read the figures",
    "import": "import facts",
    "snapshots": "change which facts are current or kept",
    "schedules": "change saved imports",
    "demo": "load the demo company",
    "settings": "change settings",
    "channels": "change who owns a channel",
}


def may(roles: Collection[Role], act: Act, thing: str | None = None) -> bool:
    """Whether somebody with these roles may do an act to a thing.

    Args:
        roles: All roles of the person; none means somebody unknown, who may nothing.
        act: What is to be done.
        thing: What it is done to (a table, a setting, a channel); no act depends on it yet.

    Example:
        >>> may({"planner"}, "read"), may({"planner"}, "import", "leads")
        (True, False)
        >>> may({"planner", "administrator"}, "import", "leads")
        True
    """
    del thing
    return not _MAY[act].isdisjoint(roles)


def who_may(act: Act) -> str:
    """Return the roles that may do an act, in words.

    Example:
        >>> who_may("import")
        'administrator'
    """
    return " or ".join(role for role in ROLES if role in _MAY[act])


def in_words(act: Act) -> str:
    """Return an act as the words that follow “may not”.

    Example:
        >>> in_words("import")
        'import facts'
    """
    return _IN_WORDS[act]
