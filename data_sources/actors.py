"""Who acts: a person, their address and their roles, which the store is asked for each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from data_sources.settings import Settings
from data_sources.store import users
from data_sources.store.users import Person, folded
from planning.agreed.rights import ROLES, Role
from planning.errors import NotAllowed, UsageError
from planning.teams import TEAMS, Team

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Actor(BaseModel):
    """Who acts.

    Attributes:
        email: E-mail address, recorded in the history; `local` on one's own machine.
        name: Shown name.
        roles: What the person may do; none means nothing.
        teams: Whose lines and targets are the person's own.
        registered: Whether the store keeps the roles: they are then looked up at every
            act, so that these are only as old as this value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str
    name: str
    roles: frozenset[Role] = frozenset()
    teams: frozenset[Team] = frozenset()
    registered: bool = False

    @property
    def known_as(self) -> tuple[str, ...]:
        """What the facts may call this person, so that figures are known to be their own.

        Only the address: a sign-in provider lets people choose their names.
        """
        return (self.email,)


_LONGEST_ADDRESS: Final = 320
_ADDRESS: Final = re.compile(r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$")
_ADMINISTRATOR: Final[frozenset[Role]] = frozenset({"administrator"})
LOCAL: Final = Actor(
    email="local",
    name="You, on this machine",
    # One person alone is both teams, the executive and the administrator.
    roles=frozenset(ROLES),
    teams=frozenset(TEAMS),
)


def from_the_sheet(team: Team) -> Actor:
    """Return who acts when people edit a team's tab of a mirrored spreadsheet.

    Whoever may edit the spreadsheet may, as a planner of the team, change its lines,
    targets and coverage, and nothing else.

    Example:
        >>> from_the_sheet("sales").name
        'Sales, from the sheet'
    """
    return Actor(
        email=f"sheet:{team}",
        name=f"{team.capitalize()}, from the sheet",
        roles=frozenset({"planner"}),
        teams=frozenset({team}),
    )


def address(text: str) -> str:
    """Return an e-mail address as the store keeps it.

    Raises:
        UsageError: The text is not an e-mail address.

    Example:
        >>> address(" Ada@Example.com")
        'ada@example.com'
    """
    folded_text = folded(text)
    if not folded_text:
        raise UsageError("An e-mail address is missing.", "Write it as ada@example.com.")
    if len(folded_text) > _LONGEST_ADDRESS or not _ADDRESS.match(folded_text):
        raise UsageError(f"“{text}” is not an e-mail address.", "Write it as ada@example.com.")
    return folded_text


def is_named_administrator(email: str, settings: Settings) -> bool:
    """Whether `TANDEM_ADMIN` names an address."""
    return settings.admin is not None and folded(settings.admin) == folded(email)


def actor_of(person: Person, settings: Settings) -> Actor:
    """Return a registered person as who acts; `TANDEM_ADMIN` is always administrator."""
    extra = _ADMINISTRATOR if is_named_administrator(person.email, settings) else frozenset()
    return Actor(
        email=person.email,
        name=person.name,
        roles=person.roles | extra,
        teams=person.teams,
        registered=True,
    )


def registered_actor(connection: Connection, email: str, settings: Settings) -> Actor | None:
    """Return who acts under an address with the roles of this moment, or None if unknown."""
    person = users.find(connection, email)
    if person is not None:
        return actor_of(person, settings)
    if not is_named_administrator(email, settings):
        return None
    known = folded(email)
    return Actor(email=known, name=known, roles=_ADMINISTRATOR, registered=True)


def actor_named(connection: Connection, email: str, settings: Settings) -> Actor:
    """Return who acts under an e-mail address on this machine.

    Until somebody is registered or `TANDEM_ADMIN` names one, whoever may run commands here
    is an administrator under any address.

    Raises:
        UsageError: The text is not an e-mail address.
        NotAllowed: Nobody is registered under it.
    """
    known = address(email)
    actor = registered_actor(connection, known, settings)
    if actor is not None:
        return actor
    if settings.admin is None and not users.is_anybody_registered(connection):
        return Actor(email=known, name=known, roles=_ADMINISTRATOR)
    raise NotAllowed(f"{known} is not registered here.", "Ask an administrator to add them.")
