"""Who comes in by sign-in: the provider says who is there, the store whether they may.

An identity is issuer and subject. An address counts only if the provider verified it, and
only until the first sign-in under it, which binds the identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from data_sources.actors import Actor, actor_of, is_named_administrator
from data_sources.people import ACT, record
from data_sources.store import users
from data_sources.store.history import Author, Change
from data_sources.store.users import Person, folded
from planning.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from data_sources.desk import Desk
    from data_sources.settings import Settings

_ASK: Final = "Ask an administrator of Tandem."
_LONGEST: Final = 500
_LONGEST_NAME: Final = 200


class Identity(BaseModel):
    """Who a sign-in provider says is there.

    Attributes:
        issuer, subject: The provider and its lasting name for the person.
        email: Their address, folded; empty if the provider tells none.
        verified: Whether the provider verified the address.
        name: Shown name; may be empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    subject: str
    email: str = ""
    verified: bool = False
    name: str = ""

    def is_of(self, person: Person) -> bool:
        """Whether it was this identity's first sign-in that bound the person's address."""
        return (self.issuer, self.subject) == (person.issuer, person.subject)


def identity_of(claims: Mapping[str, object]) -> Identity:
    """Read the claims of an identity token.

    Raises:
        NotAllowed: They do not say who it is.

    Example:
        >>> told = {"iss": "https://id.example", "sub": "7", "email": "Ada@example.com"}
        >>> identity_of(told).email, identity_of({**told, "email_verified": True}).verified
        ('ada@example.com', True)
    """
    issuer, subject, email = (_text(claims, key) for key in ("iss", "sub", "email"))
    if not issuer or not subject:
        raise NotAllowed("Your sign-in does not say who you are.", _ASK)
    return Identity(
        issuer=issuer,
        subject=subject,
        email=folded(email),
        # Some providers write the truth as a word.
        verified=claims.get("email_verified") in (True, "true"),
        name=_text(claims, "name").strip()[:_LONGEST_NAME],
    )


def _text(claims: Mapping[str, object], key: str) -> str:
    found = claims.get(key)
    return found if isinstance(found, str) and len(found) <= _LONGEST else ""


def admitted(desk: Desk, identity: Identity) -> Actor | None:
    """Return who an identity is, with the roles of this moment, or None before it is bound."""
    with desk.store.read() as connection:
        person = users.find_identity(connection, identity.issuer, identity.subject)
    return None if person is None else actor_of(person, desk.settings)


def admit(desk: Desk, identity: Identity) -> Actor:
    """Let somebody in; the first verified sign-in of a registered address binds it.

    Args:
        desk: Any workspace of the home, whoever acts there.
        identity: Who the provider says is there.

    Raises:
        NotAllowed: Nobody registered them, their address is not verified, or it belongs
            to another identity.
    """
    with desk.store.read() as connection:
        # Strangers are turned away before anything waits for the store's one write lock.
        before = _met(connection, identity, desk.settings)
    if before is None or not before.has_signed_in:
        author = Author(store=desk.store, actor=identity.email, now=desk.now)
        with author.change(ACT) as change:
            before = _met(change.connection, identity, desk.settings)
            if before is None or not before.has_signed_in:
                before = _bind(change, before, identity)
    return actor_of(before, desk.settings)


def _met(connection: Connection, identity: Identity, settings: Settings) -> Person | None:
    """Return whose the identity is or may become; None is an administrator to register."""
    known = users.find_identity(connection, identity.issuer, identity.subject)
    if known is not None:
        return known
    if not identity.email or not identity.verified:
        raise NotAllowed("Your sign-in does not confirm an e-mail address.", _ASK)
    person = users.find(connection, identity.email)
    if person is None and not is_named_administrator(identity.email, settings):
        raise NotAllowed(f"{identity.email} is not registered here.", _ASK)
    # Another sign-in of the same person may have been quicker by one statement.
    if person is not None and person.has_signed_in and not identity.is_of(person):
        raise NotAllowed(f"{identity.email} belongs to another sign-in.", _ASK)
    return person


def _bind(change: Change, person: Person | None, identity: Identity) -> Person:
    found = person or Person(
        email=identity.email, name=identity.email, roles=frozenset({"administrator"}), version=0
    )
    told = identity.name if found.name == found.email else found.name
    bound = found.model_copy(
        update={
            "name": told or found.email,
            "issuer": identity.issuer,
            "subject": identity.subject,
            "version": found.version + 1,
        }
    )
    users.put(change.connection, bound)
    record(change, person, bound)
    return bound
