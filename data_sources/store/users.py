"""The people who may come in, as rows of the store: address, roles, teams and identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_sources.store.tables import users
from planning.agreed.rights import ROLES, Role
from planning.teams import TEAMS, Team

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection


class Person(BaseModel):
    """Somebody who may come in.

    Attributes:
        email: Address, folded by `folded`; who it is, for people and in the history.
        name: Shown name.
        roles: What the person may do.
        teams: Whose lines and targets are the person's own.
        issuer, subject: Who the first verified sign-in was; both None before it.
        version: What an edit is based on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: str
    name: str
    roles: frozenset[Role]
    teams: frozenset[Team] = frozenset()
    issuer: str | None = None
    subject: str | None = None
    version: int = 1

    @property
    def has_signed_in(self) -> bool:
        """Whether somebody signed in under the address, and nobody else can any more."""
        return self.subject is not None


def folded(email: str) -> str:
    r"""Return an address as the store keeps it, so that letter case tells nobody apart.

    Only A to Z are folded: other letters that fold to them look alike but belong to
    somebody else's mailbox.

    Example:
        >>> folded(" Ada@Example.com ")
        'ada@example.com'
        >>> folded("\u212aim@example.com") == folded("kim@example.com")
        False
    """
    return "".join(letter.lower() if letter.isascii() else letter for letter in email.strip())


def everybody(connection: Connection) -> tuple[Person, ...]:
    """Return the people by address."""
    rows = connection.execute(sa.select(users).order_by(users.c.email)).mappings()
    return tuple(_person({**row}) for row in rows)


def find(connection: Connection, email: str) -> Person | None:
    """Return who is registered under an address, in any case of its letters."""
    return _one(connection, users.c.email == folded(email))


def find_identity(connection: Connection, issuer: str, subject: str) -> Person | None:
    """Return whose first sign-in was this identity."""
    return _one(connection, sa.and_(users.c.issuer == issuer, users.c.subject == subject))


def is_anybody_registered(connection: Connection) -> bool:
    """Whether there is anybody to look up."""
    return connection.execute(sa.select(sa.exists(users.select()))).scalar_one()


def put(connection: Connection, person: Person) -> None:
    """Store a person in place of what stood under the address."""
    drop(connection, person.email)
    connection.execute(
        sa.insert(users).values(
            email=person.email,
            name=person.name,
            roles=[role for role in ROLES if role in person.roles],
            teams=[team for team in TEAMS if team in person.teams],
            issuer=person.issuer,
            subject=person.subject,
            version=person.version,
        )
    )


def drop(connection: Connection, email: str) -> None:
    """Remove a person."""
    connection.execute(sa.delete(users).where(users.c.email == folded(email)))


def _one(connection: Connection, that: sa.ColumnElement[bool]) -> Person | None:
    row = connection.execute(sa.select(users).where(that)).mappings().one_or_none()
    return None if row is None else _person({**row})


def _person(row: Mapping[str, object]) -> Person:
    return Person.model_validate(dict(row))
