"""Who may come in and do what: registering people, changing their roles, removing them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from data_sources.actors import actor_of, address, is_named_administrator
from data_sources.store import users
from data_sources.store.users import Person
from planning.agreed.rights import ROLES, Role
from planning.errors import NotPossible, UsageError
from planning.teams import TEAMS, Team

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.desk import Desk
    from data_sources.settings import Settings
    from data_sources.store.history import Change

ACT: Final = "person"
"""What changes of people are called in the history."""

_LONGEST_NAME: Final = 200
_NEED_A_TEAM: Final[tuple[Role, ...]] = ("planner", "leader")


@dataclass(frozen=True)
class People:
    """The people of a workspace, in the hands of whoever acts there."""

    workspace: Desk

    def all(self) -> tuple[Person, ...]:
        """Return everybody who is registered, by address."""
        self.workspace.require("read")
        settings = self.workspace.settings
        with self.workspace.store.read() as connection:
            return tuple(
                person.model_copy(update={"roles": actor_of(person, settings).roles})
                for person in users.everybody(connection)
            )

    def add(
        self, email: str, roles: Collection[str], teams: Collection[str] = (), name: str = ""
    ) -> Person:
        """Register somebody, who may sign in from now on.

        Args:
            email: Address that their sign-in provider has verified.
            roles: At least one of `planning.agreed.rights.ROLES`.
            teams: Whose lines and targets are theirs: marketing, sales or both.
            name: Shown name; blank takes what the first sign-in tells.

        Raises:
            UsageError: The address, a role or a team is none, or somebody has the address.
        """
        author = self.workspace.author("people")
        known = address(email)
        person = _whole(Person(email=known, name=_name(name) or known, roles=_roles(roles)), teams)
        with author.change(ACT) as change:
            if users.find(change.connection, known) is not None:
                raise UsageError(f"{known} is registered already.", "Change the role instead.")
            _write(change, None, person)
        return person

    def change(
        self,
        email: str,
        *,
        roles: Collection[str] | None = None,
        teams: Collection[str] | None = None,
        name: str | None = None,
        based_on: int | None = None,
    ) -> Person:
        """Change what somebody may do, from their very next act on; None leaves a part as it is.

        Args:
            email: Who it is.
            roles: As `add` takes them.
            teams: As `add` takes them.
            name: As `add` takes it.
            based_on: The version the change was made from; None takes whatever stands.

        Raises:
            UsageError: Nobody has the address, or a role or team is none.
            NotPossible: They changed meanwhile, or nobody would be administrator.
        """
        author = self.workspace.author("people")
        with author.change(ACT) as change:
            before = _standing(change.connection, email, based_on)
            wanted = before.model_copy(
                update={
                    "roles": before.roles if roles is None else _roles(roles),
                    "name": before.name if name is None else _name(name) or before.email,
                    "version": before.version + 1,
                }
            )
            after = _whole(wanted, before.teams if teams is None else teams)
            if _told(before) == _told(after):
                return before
            _write(change, before, after)
            _hold_administrator(change.connection, before, self.workspace.settings)
        return after

    def remove(self, email: str, *, based_on: int | None = None) -> Person:
        """Remove somebody, who is out at their next step; what they did stays in the history.

        Returns:
            Who they were.

        Raises:
            UsageError: Nobody has the address.
            NotPossible: They changed meanwhile, or nobody would be administrator.
        """
        author = self.workspace.author("people")
        with author.change(ACT) as change:
            before = _standing(change.connection, email, based_on)
            if is_named_administrator(before.email, self.workspace.settings):
                raise NotPossible(
                    f"TANDEM_ADMIN names {before.email}, who therefore stays.",
                    "Change TANDEM_ADMIN and start the app again.",
                )
            _write(change, before, None)
            _hold_administrator(change.connection, before, self.workspace.settings)
        return before


def record(change: Change, before: Person | None, after: Person | None) -> None:
    """Tell the history what became of a person."""
    email = after.email if after else before.email if before else ""
    change.record(email, before=_told(before), after=_told(after))


def _write(change: Change, before: Person | None, after: Person | None) -> None:
    if after is not None:
        users.put(change.connection, after)
    elif before is not None:
        users.drop(change.connection, before.email)
    record(change, before, after)


def _standing(connection: Connection, email: str, based_on: int | None) -> Person:
    person = users.find(connection, email)
    if person is None:
        raise UsageError(f"{email.strip()} is not registered.", "Look at who is, and try again.")
    if based_on is not None and based_on != person.version:
        raise NotPossible(f"Somebody changed {person.email} meanwhile.", "Look at it again.")
    return person


def _hold_administrator(connection: Connection, before: Person, settings: Settings) -> None:
    """Hold that a change of somebody leaves an administrator where there was one."""
    if "administrator" not in actor_of(before, settings).roles or settings.admin is not None:
        return
    if not any("administrator" in person.roles for person in users.everybody(connection)):
        raise NotPossible(
            f"{before.email} is the last administrator.",
            "Make somebody else administrator first.",
        )


def _roles(names: Collection[str]) -> frozenset[Role]:
    unknown = [name for name in names if name not in ROLES]
    if unknown or not names:
        what = f"“{unknown[0]}” is not a role." if unknown else "A person needs a role."
        raise UsageError(what, f"Roles are {', '.join(ROLES)}.")
    return frozenset(role for role in ROLES if role in names)


def _whole(person: Person, teams: Collection[str]) -> Person:
    """Return a person with teams that go together with the roles."""
    unknown = [name for name in teams if name not in TEAMS]
    if unknown:
        raise UsageError(f"“{unknown[0]}” is not a team.", "Teams are marketing and sales.")
    if "joint" in teams:
        raise UsageError(
            "Nobody belongs to the team joint.", "The role executive edits what both teams share."
        )
    for role in _NEED_A_TEAM:
        if role in person.roles and not teams:
            raise UsageError(f"A {role} needs a team.", "Say marketing, sales or both.")
    mine: frozenset[Team] = frozenset(team for team in TEAMS if team in teams)
    return person.model_copy(update={"teams": mine})


def _name(text: str) -> str:
    name = text.strip()
    if len(name) > _LONGEST_NAME:
        raise UsageError("The name is too long.", f"Use at most {_LONGEST_NAME} letters.")
    return name


def _told(person: Person | None) -> JsonValue:
    if person is None:
        return None
    return {
        "name": person.name,
        "roles": [role for role in ROLES if role in person.roles],
        "teams": [team for team in TEAMS if team in person.teams],
        "issuer": person.issuer,
        "subject": person.subject,
    }
