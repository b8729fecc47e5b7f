"""Cells of a spreadsheet and where they are, rows and columns counted from zero."""

from __future__ import annotations

from dataclasses import dataclass

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
class Area:
    """Cells to read, by the title of their tab; an open end goes to the tab's edge.

    Example:
        >>> Area("Plan").a1, Area("It's on", 1, 500, 0, 28).a1
        ("'Plan'", "'It''s on'!A2:AB500")
        >>> Area("Plan", first_row=2).a1, Area("Plan", end_row=3).a1
        ("'Plan'!A3:ZZZ", "'Plan'!1:3")
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
        if self.end_row and self.first_column == 0 and self.end_column is None:
            return f"{title}!{self.first_row + 1}:{self.end_row}"
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
