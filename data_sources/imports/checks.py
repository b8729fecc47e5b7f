"""Every row of a file against the rules of its table, all rows at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from data_sources.imports import expressions
from data_sources.imports.columns import ATTRIBUTE
from data_sources.imports.database import literal, name, one_of, translated
from data_sources.imports.meanings import MEANT, MEANT_TOP, give_meanings, meant, own
from data_sources.imports.raw import ROW
from planning.actuals.reading import Reading, read_won
from planning.actuals.tables import FieldSpec, TableSpec
from planning.actuals.words import (
    read_choice,
    read_currency,
    read_flag,
    read_outcome,
    read_status,
)
from planning.company import Company

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHECKED: Final = "checked"
"""View: `row_number`, the typed columns of the fact table, per field of the file its own
text, whether that is there but cannot be read, and whether the row is rejected."""

CHECKED_TOP: Final = "checked_top"
"""View: the same of the rows of `top`."""

_FEW_WORDS: Final = 1_000

REJECTED: Final = "is_rejected"
SQL_TYPES: Final[Mapping[str, str]] = {
    "text": "VARCHAR", "choice": "VARCHAR", "attributes": "VARCHAR", "day": "DATE",
    "month": "DATE", "count": "BIGINT", "money": "BIGINT", "number": "DOUBLE",
    "flag": "BOOLEAN",
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """What one file is checked by.

    Attributes:
        spec: The fact table.
        fields: Names of the fields that the file or a constant provides, own properties
            as `attributes.NAME`.
        reading: What was decided about the columns.
        company: Plan currency, rates and fiscal year.
    """

    spec: TableSpec
    fields: Collection[str]
    reading: Reading
    company: Company


def unreadable(field: str) -> str:
    """Return the column of `checked` that says a field's text cannot be read."""
    return f"unreadable {field}"


def words_of(field: str) -> str:
    """Return the table of a column's words, if their meanings are looked up."""
    return f"words {field}"


def unseen(field: str) -> str:
    """Return the column of `checked` that says a word was not among those looked up."""
    return f"unseen {field}"


@dataclass
class Words:
    """The words of some columns, each read once.

    Words are few where rows are many. Of a long file the top is looked at first: a word
    that comes later is told by the column `unseen`, and then all rows are. They are not
    joined to the rows, which would lose their order.

    Attributes:
        database: Holds the view `meant`.
        top_only: Whether only the top of the file is looked at.
        unseen: SQL of whether a word was not looked up, by field.
    """

    database: DuckDBPyConnection
    top_only: bool
    unseen: dict[str, str] = dataclasses.field(default_factory=dict)

    def look_up(
        self, field: str, read: Callable[[str], str | bool | None], *, instead: str | None = None
    ) -> str:
        """Return SQL of the meaning of a column's words.

        Args:
            field: The column.
            read: Reads a word.
            instead: What any word means that is not known, else it cannot be read.
        """
        cell = name(field)
        words = self._words(cell, top_only=self.top_only)
        if self.top_only and len(words) > _FEW_WORDS:
            words = self._words(cell, top_only=False)
        elif self.top_only:
            among = one_of(f"cells.{cell}", words)
            self.unseen[field] = f"(cells.{cell} IS NOT NULL AND NOT {among})"
        listed = ", ".join(f"({literal(word)})" for word in words)
        self.database.execute(f"CREATE OR REPLACE TABLE {name(words_of(field))} (word VARCHAR)")
        if words:
            self.database.execute(f"INSERT INTO {name(words_of(field))} VALUES {listed}")  # noqa: S608
        meanings = {
            word: meaning for word in words if (meaning := read(word)) not in (None, instead)
        }
        other = "NULL" if instead is None else literal(instead)
        known = translated(f"cells.{cell}", meanings)
        return f"CASE WHEN cells.{cell} IS NULL THEN NULL ELSE coalesce({known}, {other}) END"

    def _words(self, cell: str, *, top_only: bool) -> list[str]:
        found = self.database.execute(
            f"SELECT DISTINCT {cell} FROM {MEANT_TOP if top_only else MEANT} "  # noqa: S608
            f"WHERE {cell} IS NOT NULL ORDER BY 1"
        ).fetchall()
        return [word for (word,) in found]


def check_rows(
    database: DuckDBPyConnection, check: Check, *, top_only: bool = False
) -> tuple[str, ...]:
    """Make the view `checked` from `cells`, words taken by their meaning.

    Args:
        database: Holds `cells`.
        check: What the rows are checked by.
        top_only: Whether words are only looked up in the table `top`, which is there.

    Returns:
        Fields of which the view has a column `unseen`.
    """
    give_meanings(database, check.fields, check.reading, top=top_only)
    words = Words(database, top_only)
    typed = {
        field.name: _typed(check, field, words)
        for field in check.spec.fields
        if field.name in check.fields
    }
    flags = [
        f"({'FALSE' if sql == f'cells.{name(field)}' else _unread(field, sql)}) "
        f"AS {name(unreadable(field))}"
        for field, sql in typed.items()
    ]
    if check.spec.name == "opportunities" and "stage" in check.fields:
        typed["is_won"] = _outcome(check, typed.get("is_won"), words)
    if any(field.startswith(ATTRIBUTE) for field in check.fields):
        typed["attributes"] = _attributes(check)
    flags += [f"{sql} AS {name(unseen(field))}" for field, sql in words.unseen.items()]
    columns = [f"cells.{ROW}", *(f"cells.{name(own(field))}" for field in check.fields)]
    if "status" in check.fields:
        columns.append(f"cells.status AS {name(meant('status'))}")
    for field in check.spec.fields:
        wanted = SQL_TYPES[field.kind]
        columns.append(f"CAST({typed.get(field.name, 'NULL')} AS {wanted}) AS {name(field.column)}")
    fatal = [f"{name(field.column)} IS NULL" for field in check.spec.fields if field.required]
    if "currency" in check.fields:
        fatal.append(f"({without_rate(check)})")
    for view, rows in ((CHECKED, MEANT), (CHECKED_TOP, MEANT_TOP))[: 1 + top_only]:
        database.execute(
            f"CREATE OR REPLACE VIEW {view} "  # noqa: S608 - identifiers are quoted
            f"AS SELECT *, ({' OR '.join(fatal) or 'FALSE'}) AS {REJECTED} "
            f"FROM (SELECT {', '.join([*columns, *flags])} FROM {rows} AS cells)"
        )
    return tuple(words.unseen)


def _unread(field: str, typed: str) -> str:
    return f"cells.{name(field)} IS NOT NULL AND {typed} IS NULL"


def without_rate(check: Check) -> str:
    """Return SQL that says whether a row's money is in a currency nobody agreed a rate for.

    A row without an amount needs no rate.
    """
    company, spec = check.company, check.spec
    always = [company.currency, *(code for code, years in company.rates.items() if 0 in years)]
    listed = ", ".join(literal(code) for code in always)
    known = f"currency IN ({listed})"
    by_year = [literal(f"{code} {year}") for code, years in company.rates.items() for year in years]
    if by_year and spec.main_date:
        day, shift = name(spec.main_date), (13 - company.fiscal_year_start) % 12
        year = f"(year({day}) * 12 + month({day}) - 1 + {shift}) // 12"
        known += f" OR coalesce(concat(currency, ' ', {year}) IN ({', '.join(by_year)}), FALSE)"
    money = [name(field.column) for field in spec.fields if field.kind == "money"]
    has_money = " OR ".join(f"{column} IS NOT NULL" for column in money)
    unknown = f"(currency IS NOT NULL AND NOT ({known}))"
    return f"({unknown} OR {name(unreadable('currency'))}) AND ({has_money})"


def _typed(check: Check, field: FieldSpec, words: Words) -> str:
    cell, reading = f"cells.{name(field.name)}", check.reading
    comma = field.name in reading.decimal_comma
    scale = reading.scale.get(field.name, Decimal(1))
    if field.name == "currency":
        return words.look_up(field.name, read_currency)
    if field.name == "is_won":
        return words.look_up(field.name, lambda text: read_won(text, reading))
    if field.name == "status":
        return words.look_up(
            field.name, lambda text: read_status(text, reading.statuses)[0], instead="working"
        )
    if field.kind == "flag":
        return words.look_up(field.name, read_flag)
    if field.kind == "choice":
        return words.look_up(field.name, lambda text: read_choice(text, field.choices))
    if field.kind == "day":
        return expressions.day(cell, reading.dates[field.name], reading.time_zone)
    if field.kind == "month":
        return expressions.month(cell, reading.dates[field.name], reading.time_zone)
    if field.kind == "money":
        millionths = field.name in reading.millionths
        return expressions.money(cell, decimal_comma=comma, millionths=millionths, scale=scale)
    if field.kind == "count":
        return expressions.count(cell, decimal_comma=comma)
    if field.kind == "number":
        return expressions.number(cell, decimal_comma=comma, scale=scale)
    return cell


def _outcome(check: Check, said: str | None, words: Words) -> str:
    reading = check.reading
    told = words.look_up("stage", lambda text: read_outcome(text, reading.won, reading.lost))
    return f"coalesce({said}, {told})" if said else told


def _attributes(check: Check) -> str:
    own = sorted(field for field in check.fields if field.startswith(ATTRIBUTE))
    pairs = ", ".join(
        f"{literal(field.removeprefix(ATTRIBUTE))}, cells.{name(field)}" for field in own
    )
    # Merging into an empty object leaves out what is missing.
    merged = f"CAST(json_merge_patch('{{}}', json_object({pairs})) AS VARCHAR)"
    return f"nullif({merged}, '{{}}')"
