"""Who owns a channel, and the other names it goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_sources.store.agreed_values import DEMO, REAL
from data_sources.store.tables import channels
from planning.errors import UsageError
from planning.periods import Period
from planning.teams import TEAMS, Team, default_channel_team

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from data_sources.facts.rows import Where


class Channel(BaseModel):
    """A channel somebody said something about.

    Attributes:
        name: As figures show it.
        team: Who owns it.
        aliases: Other names in the facts that mean the same channel.
        version: What an edit is based on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    team: Team
    aliases: tuple[str, ...] = ()
    version: int = 0


def known(connection: Connection, *, demo: bool) -> dict[str, Channel]:
    """Return the channels by name; what was set goes before what the demo brought."""
    rows = connection.execute(sa.select(channels).order_by(channels.c.channel)).mappings()
    found: dict[str, dict[str, Channel]] = {REAL: {}, DEMO: {}}
    for row in rows:
        found[row["origin"]][row["channel"]] = Channel(
            name=row["channel"],
            team=row["team"],
            aliases=tuple(row["aliases"]),
            version=row["version"],
        )
    merged = {**(found[DEMO] if demo else {}), **found[REAL]}
    return dict(sorted(merged.items()))


def with_changes(
    name: str, standing: Channel | None, team: str | None, aliases: Sequence[str] | None
) -> Channel:
    """Return a channel as it will be; what is None stays as it is.

    Raises:
        UsageError: The name is blank, or the team is none of the three.
    """
    title = name.strip()
    if not title:
        raise UsageError("A channel needs a name.")
    if team is not None and team not in TEAMS:
        raise UsageError(f"“{team}” is not a team.", f"Teams are {', '.join(TEAMS)}.")
    base = standing or Channel(name=title, team=default_channel_team(title))
    chosen: Team = next((known for known in TEAMS if known == team), base.team)
    names = base.aliases if aliases is None else _distinct(aliases, title)
    return Channel(name=title, team=chosen, aliases=names, version=base.version + 1)


def _distinct(aliases: Iterable[str], title: str) -> tuple[str, ...]:
    trimmed = (alias.strip() for alias in aliases)
    return tuple(dict.fromkeys(alias for alias in trimmed if alias and alias != title))


def refuse_double_meaning(channel: Channel, others: Mapping[str, Channel]) -> None:
    """Hold that every name means one channel.

    Raises:
        UsageError: An alias is another channel's name or alias, or the name is an alias.
    """
    for other in others.values():
        if other.name == channel.name:
            continue
        shared = {channel.name, *channel.aliases} & {other.name, *other.aliases}
        if shared:
            raise UsageError(
                f"“{min(shared)}” already means the channel “{other.name}”.",
                "Take it away there first.",
            )


def put(connection: Connection, channel: Channel, origin: str = REAL) -> None:
    """Store a channel in place of what stood there."""
    this = sa.and_(channels.c.channel == channel.name, channels.c.origin == origin)
    connection.execute(sa.delete(channels).where(this))
    connection.execute(
        sa.insert(channels).values(
            channel=channel.name,
            origin=origin,
            team=channel.team,
            aliases=list(channel.aliases),
            version=channel.version,
        )
    )


def lend(connection: Connection, teams: Mapping[str, Team]) -> None:
    """Replace the demo's channels by these."""
    withdraw(connection)
    for name, team in teams.items():
        put(connection, Channel(name=name, team=team, version=1), DEMO)


def withdraw(connection: Connection) -> None:
    """Remove the demo's channels."""
    connection.execute(sa.delete(channels).where(channels.c.origin == DEMO))


def teams(found: Iterable[Channel]) -> dict[str, Team]:
    """Return the owner of every name that means a channel."""
    return {name: one.team for one in found for name in (one.name, *one.aliases)}


def with_aliases(where: Where, found: Iterable[Channel]) -> Where:
    """Return a choice of rows in which a channel stands for all names it goes by."""
    wanted = where.get("channel")
    if wanted is None or isinstance(wanted, Period):
        return where
    names = {channel.name: channel.aliases for channel in found}
    aliases = [alias for label in wanted if label for alias in names.get(label, ())]
    return {**where, "channel": (*wanted, *aliases)}
