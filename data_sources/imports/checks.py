"""Every row of a file against the rules of its table, all rows at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from data_sources.imports import expressions
from data_sources.imports.cells import ROW
from data_sources.imports.columns import ATTRIBUTE
from data_sources.imports.database import literal, name
from data_sources.imports.meanings import MEANT, give_meanings
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
"""Table: `row_number`, the typed columns of the fact table, per fallible field whether
its text is there but cannot be read, and whether the row is rejected."""

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


def check_rows(database: DuckDBPyConnection, check: Check) -> None:
    """Make the table `checked` from the table `cells`, words taken by their meaning."""
    give_meanings(database, check.fields, check.reading)
    joins: list[str] = []
    typed = {
        field.name: _typed(database, check, field, joins)
        for field in check.spec.fields
        if field.name in check.fields
    }
    flags = [
        f"(cells.{name(field)} IS NOT NULL AND {sql} IS NULL) AS {name(unreadable(field))}"
        for field, sql in typed.items()
    ]
    if check.spec.name == "opportunities" and "stage" in check.fields:
        typed["is_won"] = _outcome(database, check, typed.get("is_won"), joins)
    if any(field.startswith(ATTRIBUTE) for field in check.fields):
        typed["attributes"] = _attributes(check)
    columns = [f"cells.{ROW}"]
    for field in check.spec.fields:
        wanted = SQL_TYPES[field.kind]
        columns.append(f"CAST({typed.get(field.name, 'NULL')} AS {wanted}) AS {name(field.column)}")
    fatal = [f"{name(field.column)} IS NULL" for field in check.spec.fields if field.required]
    if "currency" in check.fields:
        fatal.append(f"({without_rate(check)})")
    database.execute(
        f"CREATE TABLE {CHECKED} AS SELECT *, ({' OR '.join(fatal) or 'FALSE'}) AS {REJECTED} "  # noqa: S608
        f"FROM (SELECT {', '.join([*columns, *flags])} FROM {MEANT} AS cells {' '.join(joins)})"
    )


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


def _typed(database: DuckDBPyConnection, check: Check, field: FieldSpec, joins: list[str]) -> str:
    cell, reading = f"cells.{name(field.name)}", check.reading
    comma = field.name in reading.decimal_comma
    scale = reading.scale.get(field.name, Decimal(1))
    if field.name == "currency":
        return _looked_up(database, field.name, read_currency, joins)
    if field.name == "is_won":
        return _looked_up(
            database, field.name, lambda text: read_won(text, reading), joins, yes_or_no=True
        )
    if field.name == "status":
        return _looked_up(
            database, field.name, lambda text: read_status(text, reading.statuses)[0], joins
        )
    if field.kind == "flag":
        return _looked_up(database, field.name, read_flag, joins, yes_or_no=True)
    if field.kind == "choice":
        return _looked_up(
            database, field.name, lambda text: read_choice(text, field.choices), joins
        )
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


def _looked_up(
    database: DuckDBPyConnection,
    field: str,
    read: Callable[[str], str | bool | None],
    joins: list[str],
    *,
    yes_or_no: bool = False,
) -> str:
    """Return SQL of the meaning of a column's words, each read once.

    Words are few where rows are many, so they are read one by one and joined back.
    """
    import pyarrow as pa  # type: ignore[import-untyped]

    table = f"words_{len(joins)}"
    cell = name(field)
    found = database.execute(
        f"SELECT DISTINCT {cell} FROM {MEANT} WHERE {cell} IS NOT NULL ORDER BY 1"  # noqa: S608
    ).fetchall()
    words = [word for (word,) in found]
    kind = pa.bool_() if yes_or_no else pa.string()
    meanings = pa.array([read(word) for word in words], kind)
    columns = {"word": pa.array(words, pa.string()), "meaning": meanings}
    database.register("words", pa.table(columns))
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM words")  # noqa: S608
    database.unregister("words")
    joins.append(f"LEFT JOIN {table} ON {table}.word = cells.{cell}")
    return f"{table}.meaning"


def _outcome(database: DuckDBPyConnection, check: Check, said: str | None, joins: list[str]) -> str:
    reading = check.reading
    told = _looked_up(
        database,
        "stage",
        lambda text: read_outcome(text, reading.won, reading.lost),
        joins,
        yes_or_no=True,
    )
    return f"coalesce({said}, {told})" if said else told


def _attributes(check: Check) -> str:
    own = sorted(field for field in check.fields if field.startswith(ATTRIBUTE))
    pairs = ", ".join(
        f"{literal(field.removeprefix(ATTRIBUTE))}, cells.{name(field)}" for field in own
    )
    # Merging into an empty object leaves out what is missing.
    merged = f"CAST(json_merge_patch('{{}}', json_object({pairs})) AS VARCHAR)"
    return f"nullif({merged}, '{{}}')"
