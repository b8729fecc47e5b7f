"""What a file looks like before anything is read from it, as shown to the person."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from data_sources.imports.file_kinds import FileKind


class ColumnShape(BaseModel):
    """One column of a file.

    Attributes:
        name: The header, trimmed; a repeated name carries a number in brackets, a
            nameless column is called by its place.
        samples: Up to five different values from the top of the file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    samples: tuple[str, ...] = ()


class FileShape(BaseModel):
    """What was found out about a file by itself.

    Attributes:
        label: The file's name as the person knows it.
        kind: Text with separators, workbook or Parquet.
        encoding: Character encoding of a text file, else None.
        separator: Character between the cells of a text file, else None.
        sheet: Sheet of a workbook, else None.
        header_row: Row of the column names as a spreadsheet counts (first is 1); 0
            where the format names its columns itself.
        columns: The columns from left to right.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    kind: FileKind
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    header_row: int = 1
    columns: tuple[ColumnShape, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names from left to right."""
        return tuple(column.name for column in self.columns)


class ColumnGuess(BaseModel):
    """Which column feeds which field, and why.

    Attributes:
        field: Field of the fact table, or `attributes.NAME`.
        column: Column of the file, by its name in the shape.
        why: "name" (same name), "alias" (known other name), "preset" (known of the
            product) or "given" (by the person).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    column: str
    why: Literal["name", "alias", "preset", "given"]
