"""What can be changed in a spreadsheet; a batch of changes is made as a whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data_sources.sheets.cells import Region, Rows


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
