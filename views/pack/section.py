"""What a page of the pack is made of: a finding, paragraphs, tables and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planning.kpis import Unit
from planning.teams import Team
from views.charts import Chart
from views.formats import Number, isolated, shown, visible
from views.week import WeekTile

Tone = Literal["", "good", "bad", "muted"]
Align = Literal["left", "right"]


@dataclass(frozen=True)
class Cell:
    """One cell as it is read, with the number behind it.

    Attributes:
        shown: What stands there, in print, in the workbook and on screen alike.
        value: The number it was written from; None for words.
        tone: Whether it is good or bad news, besides its sign and word.
    """

    shown: str
    value: float | None = None
    tone: Tone = ""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        head: What stands above it.
        align: Numbers stand on the right.
        share: How wide it is against the other columns with a share; 0 is as wide as needed.
        printed: Whether it stands in print; the workbook has all.
    """

    head: str
    align: Align = "left"
    share: float = 0
    printed: bool = True


@dataclass(frozen=True)
class Table:
    """A table of a page.

    Attributes:
        title: What it shows, short.
        columns: Its columns.
        rows: Its rows, as many cells each as there are columns.
        printed: How many rows stand in print; the workbook has all.
        totals: Whether the last row adds the others up.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    printed: int = 14
    totals: bool = False

    @property
    def left_out(self) -> int:
        """How many rows only the workbook has."""
        return max(len(self.rows) - self.printed, 0)

    @property
    def rows_in_print(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that stand in print; the one that adds up always does."""
        if not self.left_out:
            return self.rows
        if self.totals:
            return (*self.rows[: self.printed - 1], self.rows[-1])
        return self.rows[: self.printed]


@dataclass(frozen=True)
class TileGroup:
    """The tiles of one team.

    Attributes:
        name: What the team is called.
        team: Whose colour they wear.
        tiles: The tiles.
    """

    name: str
    team: Team
    tiles: tuple[WeekTile, ...]


@dataclass(frozen=True)
class Section:
    """A page of the pack and a sheet of its workbook.

    Attributes:
        name: What it is about, short: the sheet's name, at most 31 characters.
        heading: The finding, as a sentence.
        paragraphs: What else is to be said.
        tables: What stands behind it.
        charts: The pictures that show it.
        height: Pixels of their plots; None keeps their own.
        tiles: Tiles, on the first page only.
        notes: How to read it, small, at the end.
    """

    name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    height: int | None = None
    tiles: tuple[TileGroup, ...] = ()
    notes: tuple[str, ...] = ()


def words(text: str | None, tone: Tone = "") -> Cell:
    """Return a cell of words, which may come from outside."""
    return Cell(isolated(visible(text or "")), tone=tone)


def number(value: Number | None, unit: Unit, tone: Tone = "") -> Cell:
    """Return a cell of a value as a tile shows it."""
    return Cell(shown(value, unit), None if value is None else float(value), tone)


def told(text: str, value: Number | Decimal | None, tone: Tone = "") -> Cell:
    """Return a cell of a number that is written in a way of its own."""
    return Cell(text, None if value is None else float(value), tone)


def sentence(text: str) -> str:
    """Return a finding as a sentence of its own.

    Example:
        >>> sentence("Leads will miss 2026"), sentence("All is well.")
        ('Leads will miss 2026.', 'All is well.')
    """
    return text if text.endswith((".", "?", "!")) else f"{text}."


def on_the_right(*heads: str, printed: bool = True) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(head, "right", printed=printed) for head in heads)


def drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    """Return the charts that have something to show."""
    return tuple(one for one in charts if one is not None)


def said(*texts: str) -> tuple[str, ...]:
    """Return the texts that say something, foreign parts visible."""
    return tuple(visible(one) for one in texts if one)
