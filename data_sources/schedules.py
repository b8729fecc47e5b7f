"""Saved imports: where rows come from, how they are read, and how it went the last time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from data_sources.imports.request import Mapping


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Folder(_Frozen):
    """A folder whose new or changed files are imported once, in the order of their names.

    Attributes:
        folder: Its absolute path.
        pattern: Which names belong to it, as `*.csv`; never part of a path.
    """

    kind: Literal["folder"] = "folder"
    folder: str
    pattern: str = "*"


class File(_Frozen):
    """One file that is imported whenever it changed; `path` is absolute."""

    kind: Literal["file"] = "file"
    path: str


class Query(_Frozen):
    """A query whose rows are imported each time.

    Attributes:
        url_name: Name of the secret that holds the database's address; never the address.
        select: The query.
    """

    kind: Literal["query"] = "query"
    url_name: str
    select: str


class Spreadsheet(_Frozen):
    """A tab of a Google spreadsheet that is imported whenever it changed.

    Attributes:
        spreadsheet: Its id.
        tab: Title of the tab; None takes the first.
    """

    kind: Literal["spreadsheet"] = "spreadsheet"
    spreadsheet: str
    tab: str | None = None


Origin = Annotated[Folder | File | Query | Spreadsheet, Field(discriminator="kind")]


class Outcome(_Frozen):
    """How the last run went.

    Attributes:
        status: Running while it lasts; what was cut off stays so until the next run.
        sentence: For people.
        files: Files or query results that were imported.
        accepted, rejected: Their rows.
        failed: Names of files that could not be imported; each run tries them again.
    """

    status: Literal["running", "done", "failed"]
    sentence: str
    files: int = 0
    accepted: int = 0
    rejected: int = 0
    failed: tuple[str, ...] = ()


class Schedule(_Frozen):
    """A saved import.

    Attributes:
        name: What people call it.
        origin: Where its rows come from.
        mapping: How they are read, and the table they feed.
        replace: Whether each file is all its source holds.
        version: What an edit is based on.
        last_run: When it began the last time, in UTC, or None.
        last_outcome: How that went, or None.
    """

    name: str
    origin: Origin
    mapping: Mapping
    replace: bool = False
    version: int = 1
    last_run: datetime | None = None
    last_outcome: Outcome | None = None

    @property
    def table(self) -> str:
        """The fact table it feeds."""
        return self.mapping.table

    @property
    def place(self) -> str:
        """Where its rows come from, in words that hold no secret.

        Example:
            >>> Schedule(name="crm", origin=Folder(folder="/in", pattern="*.csv"),
            ...          mapping=Mapping(table="leads")).place
            '/in, *.csv'
        """
        origin = self.origin
        if isinstance(origin, Folder):
            return f"{origin.folder}, {origin.pattern}"
        if isinstance(origin, Spreadsheet):
            tab = f"tab {origin.tab}" if origin.tab else "first tab"
            return f"Google Sheets {origin.spreadsheet}, {tab}"
        return origin.path if isinstance(origin, File) else f"{origin.url_name}: {origin.select}"
