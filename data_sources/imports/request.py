"""What a person asks for when bringing in a file."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class ImportRequest(BaseModel):
    """One file to be read into one fact table.

    Attributes:
        path: Where the file lies now; never shown, never read as a pattern.
        label: The file's name as the person knows it; shown, never used as a path.
        table: Name of the fact table.
        columns: Source column by field (or by `attributes.NAME`); wins over guesses.
        constants: Text that stands in a field of every row, by field.
        won: Values of the stage that mean won; replace the usual words.
        lost: Values of the stage that mean lost; replace the usual words.
        statuses: Values of the lead status by what they mean, for example
            `{"won": ("1",)}`; other values keep their usual meaning.
        source: Name of the source the rows belong to; None derives one from the table,
            the file's column names and the constants.
        date_format: Format of every date column in `strptime` spelling, or None.
        dates: Format by field, where columns differ; wins over `date_format`.
        sheet: Sheet of a workbook to read; None takes the first one with a table.
        guess: Whether fields nobody mapped are looked for by name; False where a person
            has seen the guesses and left some out on purpose.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path
    label: str
    table: str
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    won: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    statuses: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    source: str | None = None
    date_format: str | None = None
    dates: dict[str, str] = Field(default_factory=dict)
    sheet: str | None = None
    guess: bool = True
