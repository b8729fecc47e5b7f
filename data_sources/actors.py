"""Who acts: a person, their address and their roles."""

from __future__ import annotations

import re
from typing import Final

from pydantic import BaseModel, ConfigDict

from data_sources.settings import Settings
from planning.agreed.rights import ROLES, Role
from planning.errors import UsageError
from planning.teams import TEAMS, Team


class Actor(BaseModel):
    """Who acts.

    Attributes:
        email: E-mail address, recorded in the history; `local` on one's own machine.
        name: Shown name.
        roles: What the person may do; none means nothing.
        teams: Whose lines and targets are the person's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str
    name: str
    roles: frozenset[Role] = frozenset()
    teams: frozenset[Team] = frozenset()


_ADDRESS: Final = re.compile(r"^[^@\s]+@[^@\s]+$")
LOCAL: Final = Actor(
    email="local",
    name="You, on this machine",
    # One person alone is both teams, the executive and the administrator.
    roles=frozenset(ROLES),
    teams=frozenset(TEAMS),
)


def actor_named(email: str, settings: Settings) -> Actor:
    """Return who acts under an e-mail address on this machine.

    Until people are registered, whoever may run commands here is an administrator;
    once `TANDEM_ADMIN` names one, everybody else only reads.

    Raises:
        UsageError: The text is not an e-mail address.
    """
    address = email.strip()
    if not _ADDRESS.match(address):
        raise UsageError(f"“{email}” is not an e-mail address.", "Write it as ada@example.com.")
    named = settings.admin is None or address.casefold() == settings.admin.strip().casefold()
    roles: frozenset[Role] = frozenset({"administrator"} if named else {"viewer"})
    return Actor(email=address, name=address, roles=roles)
