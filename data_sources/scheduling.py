"""Saving imports that run by themselves, in the hands of one actor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from data_sources.imports.query import readable
from data_sources.schedules import File, Folder, Origin, Query, Schedule, Spreadsheet
from data_sources.secrets import secret_name
from data_sources.sheets.address import spreadsheet_id
from data_sources.store import saved_imports
from planning.actuals.tables import TABLES
from planning.errors import UsageError

if TYPE_CHECKING:
    from data_sources.workspace import Workspace


_LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class Schedules:
    """The saved imports of a workspace."""

    workspace: Workspace

    def all(self) -> tuple[Schedule, ...]:
        """Return the saved imports by name, each with how it went the last time."""
        self.workspace.require("read")
        from data_sources.refreshing import as_seen_now

        with self.workspace.store.read() as connection:
            saved = saved_imports.saved(connection)
        return tuple(as_seen_now(self.workspace.home, one) for one in saved.values())

    def failed(self) -> tuple[Schedule, ...]:
        """Return the saved imports whose last run failed or was cut off."""
        return tuple(
            one for one in self.all() if one.last_outcome and one.last_outcome.status == "failed"
        )

    def add(self, schedule: Schedule) -> Schedule:
        """Save an import; one of the same name is replaced and begins anew.

        Raises:
            UsageError: Its name, table, place or query cannot be used.
        """
        author = self.workspace.author("schedules")
        with author.change("schedule") as change:
            before = saved_imports.saved(change.connection).get(schedule.name)
            version = before.version + 1 if before else 1
            new = _checked(schedule).model_copy(update={"version": version})
            saved_imports.put(change.connection, new)
            change.record(new.name, before=_told(before), after=_told(new))
        return new

    def remove(self, name: str) -> None:
        """Remove a saved import; what it brought in stays.

        Raises:
            UsageError: There is none of that name.
        """
        author = self.workspace.author("schedules")
        with author.change("schedule") as change:
            before = saved_imports.saved(change.connection).get(name)
            if before is None:
                raise UsageError(
                    f"There is no saved import “{name}”.", "tandem schedule list shows them."
                )
            saved_imports.drop(change.connection, name)
            change.record(name, before=_told(before), after=None)


def _checked(schedule: Schedule) -> Schedule:
    name = schedule.name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise UsageError("A saved import needs a name.", f"Use 1 to {_LONGEST_NAME} letters.")
    if schedule.table not in TABLES:
        raise UsageError(
            f"There is no table “{schedule.table}”.", f"Tables are {', '.join(TABLES)}."
        )
    return schedule.model_copy(
        update={
            "name": name,
            "origin": _placed(schedule.origin),
            "last_run": None,
            "last_outcome": None,
        }
    )


def _placed(origin: Origin) -> Origin:
    """Return an origin that means the same wherever a refresh is started from."""
    if isinstance(origin, Query):
        return Query(url_name=secret_name(origin.url_name), select=readable(origin.select))
    if isinstance(origin, Spreadsheet):
        return Spreadsheet(spreadsheet=spreadsheet_id(origin.spreadsheet), tab=origin.tab)
    if isinstance(origin, File):
        return File(path=str(Path(origin.path).expanduser().absolute()))
    if not origin.pattern.strip() or "/" in origin.pattern or "\\" in origin.pattern:
        raise UsageError(
            f"“{origin.pattern}” is no pattern of file names.", "Write it as --pattern '*.csv'."
        )
    folder = str(Path(origin.folder).expanduser().absolute())
    return Folder(folder=folder, pattern=origin.pattern.strip())


def _told(schedule: Schedule | None) -> JsonValue:
    if schedule is None:
        return None
    kept = schedule.model_dump(
        mode="json", exclude={"last_run", "last_outcome"}, exclude_defaults=True
    )
    return {**kept, "version": schedule.version}
