"""What Tandem asks of a spreadsheet: few calls, rows and columns counted from zero.

Regions are half-open. A cell is text, a number, a truth value or empty (None); what is
written stays as it is (RAW: no text becomes a formula or a date), what is read is the
value behind the format (UNFORMATTED).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from data_sources.sheets.cells import Area, Region, Rows
from data_sources.sheets.changes import Change
from data_sources.sheets.troubles import TabGone


@dataclass(frozen=True, slots=True)
class ProtectedRegion:
    """Cells that only some people may change.

    Attributes:
        id: Google's id of the protection.
        region: What is protected.
        description: What people read about it.
        warning_only: Whether others are only warned.
        editors: E-mail addresses of those who may change it; empty where Google hides them.
    """

    id: int
    region: Region
    description: str = ""
    warning_only: bool = False
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """Cells with a name."""

    id: str
    name: str
    region: Region


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a spreadsheet.

    Attributes:
        id: Survives renaming and moving.
        title: What people read on it.
        rows, columns: Size of its grid.
        frozen_rows, frozen_columns: Those that stay while scrolling.
        hidden: Whether people do not see it.
        protected: Its protected cells.
    """

    id: int
    title: str
    rows: int
    columns: int
    frozen_rows: int = 0
    frozen_columns: int = 0
    hidden: bool = False
    protected: tuple[ProtectedRegion, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet without its cells."""

    id: str
    title: str
    tabs: tuple[Tab, ...]
    named: tuple[NamedRegion, ...] = ()

    def tab(self, title: str) -> Tab:
        """Return a tab by its title.

        Raises:
            TabGone: There is none of that title.
        """
        for tab in self.tabs:
            if tab.title == title:
                return tab
        raise TabGone(title)

    def tab_of(self, tab_id: int) -> Tab | None:
        """Return a tab by its id, or None if it was deleted."""
        return next((tab for tab in self.tabs if tab.id == tab_id), None)


class Sheets(Protocol):
    """Spreadsheets of Google; each call raises a `SheetsTrouble` that says what to do."""

    @property
    def shared_with(self) -> str:
        """The service account's e-mail address: people share their spreadsheet with it."""
        ...

    def book(self, spreadsheet_id: str) -> Book:
        """Read tabs, sizes, named and protected regions: one request."""
        ...

    def read(
        self, spreadsheet_id: str, areas: Sequence[Area], *, dates_as_text: bool = False
    ) -> tuple[Rows, ...]:
        """Read the values of several areas, in their order: one request.

        Args:
            spreadsheet_id: The spreadsheet.
            areas: What to read.
            dates_as_text: Give days as the sheet shows them, else as the number of days
                since 30 December 1899.

        Raises:
            TabGone: A tab of that title is not there.
        """
        ...

    def write(
        self,
        spreadsheet_id: str,
        changes: Sequence[Change],
        *,
        arrived: Callable[[], bool],
        then: Sequence[Area] = (),
    ) -> tuple[Rows, ...] | None:
        """Make all changes in their order, or none: one request where nothing goes wrong.

        Args:
            spreadsheet_id: The spreadsheet.
            changes: Row numbers count after the changes before them.
            arrived: Reads whether the changes are there; asked when no answer came, and
                before anything is sent again. See `writing.write_once`.
            then: What to tell of after the changes, at most one area of each tab.

        Returns:
            What stands in `then` after the changes, in its order, as the answer to them
            says; None where that does not tell: look by `read`.
        """
        ...

    def modified(self, spreadsheet_id: str) -> datetime:
        """Return when anybody last changed the spreadsheet, in UTC: one request."""
        ...
