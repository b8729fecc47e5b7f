"""What a person asks for when bringing in a file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Mapping(BaseModel):
    """How files of one shape become rows of a fact table; nothing in it names one file.

    Attributes:
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
        guess: Whether fields nobody mapped are looked for by name and by preset; False
            where a person has seen the guesses and left some out on purpose.
        preset: Name of the preset to read by, "none" for none; None recognises one.
        values: What a source's word means, by field, then by word (case does not
            matter): `{"channel": {"OnlineStore": "Online Store"}}`; "" means missing.
        scale: What the numbers of a money or number field are multiplied by.
        leave_out: Rows in which a column holds one of these words are not read.
        only_where: A field counts as missing in rows where a column holds none of these
            words: `{"is_won": {"IsClosed": ("true",)}}`.
        instead: Further columns of a field, read where the ones before are empty.
        first_of: Fields whose cell may list several with semicolons; the first is read.
        ignored: Columns that no field is guessed from.
        decimal: Sign before decimals in every number, or None to find out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

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
    preset: str | None = None
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    scale: dict[str, Decimal] = Field(default_factory=dict)
    leave_out: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    only_where: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    instead: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    first_of: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    decimal: Literal[".", ","] | None = None


class ImportRequest(Mapping):
    """One file to be read into one fact table.

    Attributes:
        path: Where the file lies now; never shown, never read as a pattern.
        label: The file's name as the person knows it; shown, never used as a path.
    """

    path: Path
    label: str
