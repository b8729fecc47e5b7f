"""A home and a store in the hands of one actor, who may do some things and not others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Self

from data_sources.actors import Actor
from data_sources.home import Home
from data_sources.settings import Settings
from data_sources.store.database import Store
from data_sources.store.history import Author
from planning.agreed import rights
from planning.agreed.rights import Act
from planning.errors import NotAllowed
from planning.teams import Team


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
    """

    settings: Settings
    store: Store
    home: Home
    actor: Actor
    now: Callable[[], datetime] = clock

    def acting_as(self, actor: Actor) -> Self:
        """Return the same workspace in somebody else's hands."""
        return replace(self, actor=actor)

    def require(self, act: Act, team: Team | None = None) -> None:
        """Hold that the actor may do an act, to what belongs to a team if one is named.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        if not rights.may(self.actor, act, team):
            raise NotAllowed(
                f"{self.actor.email} may not {rights.in_words(act, team)}.",
                f"Ask somebody with the role {rights.who_may(act)}.",
            )

    def author(self, act: Act, team: Team | None = None) -> Author:
        """Return who is recorded for an act, which the actor may do.

        Raises:
            NotAllowed: The actor's roles do not permit it.
        """
        self.require(act, team)
        return Author(store=self.store, actor=self.actor.email, now=self.now)
