"""Going back to an older snapshot: its contents become the newest, nothing is destroyed."""

from __future__ import annotations

from typing import Final

from data_sources.comparing import differences
from data_sources.facts import snapshots
from data_sources.facts.changes import Changes, TableChange
from data_sources.facts.comparing import TableDifference
from data_sources.facts.snapshots import PointerMoved, Snapshot
from data_sources.home import Home
from data_sources.store.history import Author
from planning.errors import NotPossible, UsageError

_ATTEMPTS: Final = 20


def go_back(home: Home, author: Author, name: str, *, based_on: str | None) -> Snapshot:
    """Make a new snapshot with the contents of an older one.

    Args:
        home: Where the facts lie.
        author: Who goes back.
        name: The older snapshot's id, or its beginning.
        based_on: The snapshot the person saw as the current one; None takes any.

    Raises:
        UsageError: There is no such snapshot.
        NotPossible: It says what the facts say already, is the demo's, its files are
            gone, or somebody changed the facts meanwhile.
    """
    for _ in range(_ATTEMPTS):
        with author.store.read() as connection:
            wanted = snapshots.found(connection, name)
            standing = snapshots.current(connection)
        _refuse(wanted, standing, based_on)
        found = differences(home, standing, wanted, limit=0)
        try:
            return _publish(author, wanted, standing, found)
        except PointerMoved:
            continue
    raise NotPossible("Imports kept changing the facts.", "Go back again when they are done.")


def _refuse(wanted: Snapshot, standing: Snapshot | None, based_on: str | None) -> None:
    if based_on is not None and (standing is None or standing.id != based_on):
        raise NotPossible("Somebody changed the facts meanwhile.", "Look at them first.")
    if standing is not None and standing.contents == wanted.contents:
        raise NotPossible(f"The facts are those of snapshot {wanted.id} already.")
    if wanted.origin == "demo":
        raise NotPossible(
            f"Snapshot {wanted.id} is the demo company's, which never takes your facts' place.",
            "Set TANDEM_HOME to an empty folder and run tandem demo there.",
        )


def _publish(
    author: Author,
    wanted: Snapshot,
    standing: Snapshot | None,
    found: dict[str, TableDifference],
) -> Snapshot:
    tables = {
        name: TableChange.model_validate(one.model_dump(include=set(TableChange.model_fields)))
        for name, one in found.items()
    }
    with author.change("back") as change:
        try:
            # Tidying may have taken it since; under the write lock it cannot any more.
            snapshots.found(change.connection, wanted.id)
        except UsageError as error:
            raise NotPossible(f"Snapshot {wanted.id} is gone.", "Choose a later one.") from error
        new = snapshots.publish(
            change.connection,
            wanted.contents,
            standing.id if standing else None,
            at=change.at,
            actor=change.actor,
            changes=Changes(how="back", back_to=wanted.id, tables=tables),
        )
        change.record(
            "facts",
            before={"snapshot": standing.id} if standing else None,
            after={"snapshot": new.id, "back_to": wanted.id},
        )
    return new
