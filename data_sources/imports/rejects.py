"""Rows that cannot be used: which, why, and what to do."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from data_sources.imports.checks import REJECTED, Check
from data_sources.imports.columns import ATTRIBUTE
from data_sources.imports.database import name
from data_sources.imports.findings import shown
from data_sources.imports.meanings import own
from data_sources.imports.raw import ROW
from data_sources.imports.verdict import ODD
from planning.actuals.reading import plain_to_csv
from planning.actuals.tables import FieldSpec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HEADER: Final = ("file", "row", "column", "value", "problem", "remedy")
_BATCH: Final = 10_000


def write_rejects(
    database: DuckDBPyConnection,
    check: Check,
    columns: Mapping[str, str],
    label: str,
    path: Path,
) -> None:
    """Write a CSV file with a line for each reason a row was rejected.

    Only values of columns that were mapped are repeated, none that looks like a
    person's address or number.

    Args:
        database: Holds the table `odd`.
        check: What the file was checked by.
        columns: What the person calls the origin of each field that is there.
        label: The imported file's name as the person knows it.
        path: The file to write.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, row in _rejected(database, check):
            for field, value, problem, remedy in reasons(check, row):
                column = columns.get(field, field)
                texts = (column, shown(value), problem, remedy)
                writer.writerow([plain_to_csv(label), number, *map(plain_to_csv, texts)])


def _rejected(database: DuckDBPyConnection, check: Check) -> Iterator[tuple[int, dict[str, str]]]:
    fields = [field for field in check.fields if not field.startswith(ATTRIBUTE)]
    listed = ", ".join([ROW, *(name(own(field)) for field in fields)])
    found = database.execute(
        f"SELECT {listed} FROM {ODD} WHERE {REJECTED} ORDER BY {ROW}"  # noqa: S608
    )
    while batch := found.fetchmany(_BATCH):
        for number, *texts in batch:
            yield number, {f: text or "" for f, text in zip(fields, texts, strict=True)}


def reasons(check: Check, row: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Return why a row is rejected: field, value, problem and remedy of each reason.

    Args:
        check: What the file is checked by.
        row: Text by field; "" is missing.
    """
    specs = {field.name: field for field in check.spec.fields}
    found = []
    for field, problem, remedy in _errors(check, row):
        if specs[field].required:
            found.append((field, row.get(field, ""), problem, remedy))
    return found or [_no_rate(check, row)]


def _errors(check: Check, row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    try:
        check.spec.model.model_validate(dict(row), context=check.reading)
    except ValidationError as problem:
        for error in problem.errors():
            field = str(error["loc"][0]) if error["loc"] else ""
            if error["type"] == "missing":
                yield field, "is missing", "Fill it in, or map another column."
            else:
                yield field, error["msg"], str(error.get("ctx", {}).get("remedy", ""))


def _no_rate(check: Check, row: Mapping[str, str]) -> tuple[str, str, str, str]:
    currency = row.get("currency", "")
    return (
        "currency",
        currency,
        f"there is no rate from “{shown(currency)}” to {check.company.currency}",
        f"Set the rate with tandem settings rate.{currency or 'USD'}=…, or correct the currency.",
    )


def required_fields(fields: Sequence[FieldSpec]) -> list[str]:
    """Return the names of the fields without which a row is rejected."""
    return [field.name for field in fields if field.required]
