"""Changing what the company agreed once: settings and who owns a channel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import JsonValue

from data_sources.facts import snapshots
from data_sources.facts.snapshots import Snapshot
from data_sources.store import agreed_values, channels
from data_sources.store.channels import Channel
from data_sources.store.history import Author
from planning.company import Company
from planning.errors import NotPossible

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def is_demo(snapshot: Snapshot | None) -> bool:
    """Whether a snapshot holds the demo company."""
    return snapshot is not None and snapshot.origin == "demo"


def settings_in_force(connection: Connection) -> dict[str, JsonValue]:
    """Return every setting in force with the current facts that is not the default, by key."""
    demo = is_demo(snapshots.current(connection))
    return agreed_values.effective(connection, demo=demo)


def channels_in_force(connection: Connection) -> tuple[Channel, ...]:
    """Return the channels somebody said something about, by name."""
    demo = is_demo(snapshots.current(connection))
    return tuple(channels.known(connection, demo=demo).values())


def change_settings(
    author: Author,
    changes: Mapping[str, str | None],
    *,
    based_on: int | None = None,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Change settings, all or none; None or blank text gives one its default again.

    Args:
        author: Who changes them.
        changes: By key (`currency`, `rate.USD`, `rate.USD.2025`) the value as typed.
        based_on: The stored version the edit was made from, or None.
        seen: What the person saw when they changed them, as `agreed_values.typed` writes
            it; None takes whatever stands.

    Raises:
        UsageError: A key or value is none.
        NotPossible: The facts depend on an old value, or it changed meanwhile.
    """
    values = {key: agreed_values.read_value(key, text or "") for key, text in changes.items()}
    with author.change("setting") as change:
        real = agreed_values.effective(change.connection, demo=False)
        if seen is not None:
            _refuse_if_moved(change.connection, values, seen)
        wanted = {key: value for key, value in {**real, **values}.items() if value is not None}
        agreed_values.company_from(wanted)
        if _currency(wanted) != _currency(real):
            _refuse_if_counted(snapshots.current(change.connection), _currency(real))
        for key, value in values.items():
            if real.get(key) != value:
                agreed_values.put(change.connection, key, value, based_on=based_on)
                change.record(key, before=real.get(key), after=value)


def change_channel(
    author: Author, name: str, *, team: str | None, aliases: Sequence[str] | None
) -> Channel:
    """Say who owns a channel and what else it is called; None leaves a part as it is.

    Raises:
        UsageError: The team is none, or a name would mean two channels.
    """
    with author.change("channel") as change:
        demo = is_demo(snapshots.current(change.connection))
        standing = channels.known(change.connection, demo=demo)
        before = standing.get(name.strip())
        channel = channels.with_changes(name, before, team, aliases)
        channels.refuse_double_meaning(channel, standing)
        channels.put(change.connection, channel)
        change.record(
            channel.name,
            before=before.model_dump(mode="json") if before else None,
            after=channel.model_dump(mode="json"),
        )
    return channel


def _refuse_if_moved(connection: Connection, keys: Iterable[str], seen: Mapping[str, str]) -> None:
    demo = is_demo(snapshots.current(connection))
    now = agreed_values.typed(
        agreed_values.company_from(agreed_values.effective(connection, demo=demo))
    )
    for key in keys:
        if seen.get(key) != now.get(key):
            raise NotPossible(
                f"Somebody changed {key} to “{now.get(key, '')}” meanwhile.",
                "Nothing was saved. Look at the present settings, then save again.",
            )


def _currency(values: Mapping[str, JsonValue]) -> JsonValue:
    return values.get("currency", Company().currency)


def _refuse_if_counted(snapshot: Snapshot | None, standing: JsonValue) -> None:
    if snapshot is not None and not is_demo(snapshot) and snapshot.tables:
        raise NotPossible(
            f"The plan currency stays {standing}: facts were imported in it.",
            "To plan in another currency, set TANDEM_HOME to an empty folder, set the "
            "currency there and import again.",
        )
