"""What is known beforehand about the files of one product."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from data_sources.imports.shape import FileShape
from planning.actuals.words import fold

TRUE: Final = ("true", "yes", "1", "t", "y")
FALSE: Final = ("false", "no", "0", "f", "n")
_CURRENCY: Final = re.compile(r"\(([A-Z]{3})\)\s*$")
_SEVERAL: Final = "*"


class Preset(BaseModel):
    """How files of one product and kind are read; columns by any of their known names.

    Names match without regard to case, spaces and signs, so `CreatedDate`, `created_date`
    and `Created Date` are one; a name that ends in `*` stands for all that begin so.

    Attributes:
        name: What `--preset` calls it.
        product: Who wrote the file.
        what: What one row of the file is.
        table: The fact table it feeds.
        telling: Sets of columns; a file that has all of one set is recognised.
        unlike: Columns that a file of this kind does not have.
        columns: Names of the column by field, the best first.
        instead: Further columns of a field, read where the ones before are empty.
        constants: What stands in a field of every row unless a column gives it.
        values: What the product's words mean, by field.
        scale: What the numbers of a column are multiplied by.
        leave_out: Words of a column that keep a row out.
        only_where: Column and words without which a field is missing; where the file
            has no such column, the field is not read at all.
        first_of: Fields whose cell may list several ids, of which the first is read.
        ignored: Columns that no field is guessed from.
        notes: What a person should know, one sentence each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    product: str
    what: str
    table: str
    telling: tuple[tuple[str, ...], ...]
    unlike: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]]
    instead: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    scale: dict[str, Decimal] = Field(default_factory=dict)
    leave_out: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    only_where: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    first_of: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call it."""
        return f"{self.product} {self.what}"


def column_named(shape: FileShape, names: Iterable[str]) -> str | None:
    """Return the first column of a file that has one of the names, tried in their order."""
    folded = _folded(shape.names)
    for name in names:
        wanted = _known_name(name)
        for known, column in folded:
            if known == wanted or (name.endswith(_SEVERAL) and known.startswith(wanted)):
                return column
    return None


# A file's columns are looked through for the names of every preset, some two hundred times.
@lru_cache(maxsize=8)
def _folded(columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((fold(column), column) for column in columns)


@lru_cache(maxsize=1024)
def _known_name(name: str) -> str:
    return fold(name)


def currency_named(column: str) -> str | None:
    """Return the currency that a column name tells at its end.

    Example:
        >>> currency_named("Amount spent (EUR)"), currency_named("Amount")
        ('EUR', None)
    """
    found = _CURRENCY.search(column)
    return found.group(1) if found else None
