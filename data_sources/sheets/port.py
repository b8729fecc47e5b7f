"""What Tandem asks of a spreadsheet: few calls, rows and columns counted from zero.

Regions are half-open. A cell is text, a number, a truth value or empty (None); what is
written stays as it is (RAW: no text becomes a formula or a date), what is read is the
value behind the format (UNFORMATTED).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from data_sources.sheets.troubles import TabGone

Cell = str | int | float | bool | None
Rows = tuple[tuple[Cell, ...], ...]
"""Rows of cells; empty cells at the end of a row and empty rows at the end are left out."""


@dataclass(frozen=True, slots=True)
class Region:
    """Cells of a tab; an open end (None) goes to the tab's edge.

    Attributes:
        tab_id: The tab's id, which survives renaming.
        first_row, end_row: Half-open, from zero.
        first_column, end_column: Half-open, from zero.
    """

    tab_id: int
    first_row: int = 0
    end_row: int | None = None
    first_column: int = 0
    end_column: int | None = None


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


@dataclass(frozen=True, slots=True)
class Area:
    """Cells to read, by the title of their tab; an open end goes to the tab's edge.

    Example:
        >>> Area("Plan").a1, Area("It's on", 1, 500, 0, 28).a1, Area("Plan", first_row=2).a1
        ("'Plan'", "'It''s on'!A2:AB500", "'Plan'!A3:ZZZ")
    """

    tab: str
    first_row: int = 0
    end_row: int | None = None
    first_column: int = 0
    end_column: int | None = None

    @property
    def a1(self) -> str:
        """The area in the notation of spreadsheets."""
        title = "'" + self.tab.replace("'", "''") + "'"
        if (self.first_row, self.end_row, self.first_column, self.end_column) == (0, None, 0, None):
            return title
        first = f"{column_letters(self.first_column)}{self.first_row + 1}"
        last = column_letters(self.end_column - 1) if self.end_column else "ZZZ"
        return f"{title}!{first}:{last}{self.end_row or ''}"


def column_letters(column: int) -> str:
    """Return a column's letters.

    Args:
        column: Counted from zero.

    Example:
        >>> [column_letters(column) for column in (0, 25, 26, 701, 702)]
        ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@dataclass(frozen=True, slots=True)
class WriteCells:
    """Put values from a cell on to the right and down; None empties a cell."""

    tab_id: int
    row: int
    column: int
    values: Rows


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Put rows below the last row that holds anything; the grid grows where needed."""

    tab_id: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class InsertRows:
    """Make room for empty rows before a row; what stands there moves down."""

    tab_id: int
    before: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class DeleteRows:
    """Take rows away; what stands below moves up, so delete from the bottom."""

    tab_id: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class AddTab:
    """Add a tab whose id is chosen beforehand, so that the same batch can fill it."""

    tab_id: int
    title: str
    rows: int
    columns: int
    frozen_rows: int = 0
    frozen_columns: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DeleteTab:
    """Delete a tab."""

    tab_id: int


@dataclass(frozen=True, slots=True)
class ShapeTab:
    """Change what is given of a tab; None leaves it as it is."""

    tab_id: int
    title: str | None = None
    rows: int | None = None
    columns: int | None = None
    frozen_rows: int | None = None
    frozen_columns: int | None = None
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class Protect:
    """Let only these people change a region; the service account always may.

    Attributes:
        region: What is protected.
        description: What people read about it.
        editors: E-mail addresses.
        warning_only: Only warn the others; Google then takes no editors.
        id: To change a protection in place; None adds one.
    """

    region: Region
    description: str
    editors: tuple[str, ...] = ()
    warning_only: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Unprotect:
    """Take a protection away, by its id."""

    id: int


@dataclass(frozen=True, slots=True)
class Format:
    """How cells look; None leaves a feature as it is.

    Attributes:
        region: The cells.
        number: Number format as spreadsheets write it, such as `#,##0`.
        bold: Whether the text is bold.
        background: Colour as `#rrggbb`.
        align: Where the text stands.
    """

    region: Region
    number: str | None = None
    bold: bool | None = None
    background: str | None = None
    align: Literal["LEFT", "CENTER", "RIGHT"] | None = None


@dataclass(frozen=True, slots=True)
class NameRegion:
    """Give cells a name under an id of our own.

    A batch that adds an id that exists is refused as a whole. `change` moves or renames
    an existing one instead.
    """

    id: str
    name: str
    region: Region
    change: bool = False


@dataclass(frozen=True, slots=True)
class UnnameRegion:
    """Take a name away, by its id; a batch that names an unknown id is refused."""

    id: str


Change = (
    WriteCells | AppendRows | InsertRows | DeleteRows | AddTab | DeleteTab | ShapeTab
    | Protect | Unprotect | Format | NameRegion | UnnameRegion
)  # fmt: skip


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
        self, spreadsheet_id: str, changes: Sequence[Change], *, arrived: Callable[[], bool]
    ) -> None:
        """Make all changes in their order, or none: one request where nothing goes wrong.

        Args:
            spreadsheet_id: The spreadsheet.
            changes: Row numbers count after the changes before them.
            arrived: Reads whether the changes are there; asked when no answer came, and
                before anything is sent again. See `writing.write_once`.
        """
        ...

    def modified(self, spreadsheet_id: str) -> datetime:
        """Return when anybody last changed the spreadsheet, in UTC: one request."""
        ...
