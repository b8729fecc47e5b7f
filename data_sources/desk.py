"""A home and a store in the hands of one actor, who may do some things and not others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from data_sources.actors import Actor, registered_actor
from data_sources.home import Home
from data_sources.locks import Presence
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.store.history import Author
from planning.actuals.individuals import shown_to
from planning.agreed import rights
from planning.agreed.rights import Act
from planning.errors import NotAllowed
from planning.periods import Period
from planning.teams import Team

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.facts.rows import Where
    from planning.actuals.counts import Counts

COLUMNS_OF_PEOPLE: Final = ("owner", "marketing_owner", "person_id", "manager")
"""Columns of the facts that say whose a row is."""


def clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """Where an actor sits: what they look at, and what they may do there.

    Attributes:
        settings: Where things are.
        store: What was agreed and what happened to it.
        home: Where facts and caches lie.
        actor: Who acts.
        now: The clock.
        presence: Keeps restores out of the home while anybody sits here.
    """

    settings: Settings
    store: Store
    home: Home
    actor: Actor
    now: Callable[[], datetime] = clock
    presence: Presence | None = field(default=None, repr=False, compare=False)

    def acting_as(self, actor: Actor) -> Self:
        """Return the same workspace in somebody else's hands."""
        return replace(self, actor=actor)

    def close(self) -> None:
        """Give back connections and home; the desk is used no more."""
        self.store.close()
        if self.presence is not None:
            self.presence.leave()

    def require(self, act: Act, team: Team | None = None) -> None:
        """Hold that the actor may do an act, to what belongs to a team if one is named.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        hold(self.present(), act, team)

    def present(self, connection: Connection | None = None) -> Actor:
        """Return who acts, with the roles they have at this moment; removed people have none.

        Args:
            connection: A transaction to look them up in, so that nothing can change between
                the question and a write; None opens one.
        """
        if not self.actor.registered:
            return self.actor
        if connection is None:
            with self.store.read() as reading:
                return self.present(reading)
        known = registered_actor(connection, self.actor.email, self.settings)
        nothing: dict[str, frozenset[str]] = {"roles": frozenset(), "teams": frozenset()}
        return known or self.actor.model_copy(update=nothing)

    def sees_people(self) -> bool:
        """Whether the actor sees the figures of everybody in sales, not only their own."""
        return rights.may(self.present(), "individuals", "sales")

    def shown(self, counts: Counts) -> Counts:
        """Return counts with the figures of other people together, unless the actor leads them."""
        return counts if self.sees_people() else shown_to(counts, self.actor.known_as)

    def require_rows(self, where: Where) -> None:
        """Hold that the actor may see the rows of a choice; those of a person are theirs.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        self.require("read")
        wanted = [where[key] for key in COLUMNS_OF_PEOPLE if key in where]
        mine = {name.casefold() for name in self.actor.known_as}
        for names in wanted:
            listed = () if isinstance(names, Period) else names
            if any(name is None or name.casefold() not in mine for name in listed):
                self.require("individuals", "sales")

    def author(self, act: Act, team: Team | None = None) -> Author:
        """Return who is recorded for an act, which the actor may do.

        The roles are asked for now and again within each of its transactions.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        self.require(act, team)
        still = partial(self._hold_within, act, team) if self.actor.registered else None
        return Author(store=self.store, actor=self.actor.email, now=self.now, still=still)

    def _hold_within(self, act: Act, team: Team | None, connection: Connection) -> None:
        hold(self.present(connection), act, team)


def hold(actor: Actor, act: Act, team: Team | None = None) -> None:
    """Hold that somebody may do an act, to what belongs to a team if one is named.

    Raises:
        NotAllowed: Their roles do not permit it.
    """
    if not rights.may(actor, act, team):
        raise NotAllowed(
            f"{actor.email} may not {rights.in_words(act, team)}.",
            f"Ask somebody with the role {rights.who_may(act)}.",
        )
