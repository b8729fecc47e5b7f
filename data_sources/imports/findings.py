"""What is odd about a file but does not keep its rows out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from data_sources.imports.checks import CHECKED, REJECTED, Check, unreadable, words_of
from data_sources.imports.database import name
from data_sources.imports.meanings import meant, own
from data_sources.imports.raw import ROW
from data_sources.imports.verdict import ODD, Verdict
from planning.actuals.tables import FieldSpec
from planning.actuals.words import read_status
from planning.errors import Finding

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_EXAMPLES: Final = 3
_SHOWN: Final = 40
_EMAIL: Final = re.compile(r"\S@\S")
_PHONE: Final = re.compile(r"^[+(]?[0-9][0-9 ()./-]{6,}$")
_PHONE_DIGITS: Final = range(7, 16)
_KINDS: Final[Mapping[str, str]] = {
    "day": "a date", "month": "a month", "count": "a whole number", "money": "an amount",
    "number": "a number", "flag": "yes or no", "text": "a currency with three letters",
}  # fmt: skip


def shown(value: str) -> str:
    """Return a value as messages may repeat it: short, and nobody's address or number.

    Example:
        >>> shown("n/a"), shown("ann@example.org"), shown("+49 30 1234567")
        ('n/a', '(not shown)', '(not shown)')
    """
    digits = sum(letter.isdigit() for letter in value)
    if _EMAIL.search(value) or (_PHONE.match(value) and digits in _PHONE_DIGITS):
        return "(not shown)"
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def findings_of(
    database: DuckDBPyConnection, verdict: Verdict, columns: Mapping[str, str], repeated: int
) -> tuple[Finding, ...]:
    """Return the findings of a checked file.

    Args:
        database: Holds `checked` and `odd`.
        verdict: What the rows were found to be.
        columns: What the person calls the origin of each field that is there.
        repeated: Accepted rows that repeat an id.
    """
    check = verdict.check
    found = list(_all_unreadable(database, check, columns)) if verdict.odd else []
    found.extend(_twice(check, repeated))
    if "status" in columns:
        found.extend(_unknown_statuses(database, check, columns["status"]))
    return tuple(found)


def _all_unreadable(
    database: DuckDBPyConnection, check: Check, columns: Mapping[str, str]
) -> Iterator[Finding]:
    there = [field for field in check.spec.fields if field.name in columns]
    counts = ", ".join(f"count(*) FILTER ({name(unreadable(f.name))})" for f in there)
    numbers = database.execute(
        f"SELECT {counts} FROM {ODD} WHERE NOT {REJECTED}"  # noqa: S608
    ).fetchone()
    for field, count in zip(there, numbers or (), strict=True):
        if count:
            yield _unreadable(database, check, field, columns[field.name], count)


def _unreadable(
    database: DuckDBPyConnection, check: Check, field: FieldSpec, column: str, count: int
) -> Finding:
    examples = database.execute(
        f"SELECT {ROW}, {name(own(field.name))} FROM {ODD} "  # noqa: S608
        f"WHERE {name(unreadable(field.name))} AND NOT {REJECTED} ORDER BY {ROW} LIMIT {_EXAMPLES}"
    ).fetchall()
    told = ", ".join(f"“{shown(text)}” in row {row}" for row, text in examples)
    kind = f"one of {', '.join(field.choices)}" if field.choices else _KINDS[field.kind]
    instead = "left empty" if field.default is None else f"taken as {field.default}"
    values = "1 value is" if count == 1 else f"{count:,} values are"
    return Finding(
        code="unreadable-value",
        message=f"{values} not {kind} in “{column}” and {instead}: {told}.",
        remedy=_remedy(field, check),
        table=check.spec.name,
        column=field.name,
        count=count,
    )


def _remedy(field: FieldSpec, check: Check) -> str:
    if field.kind in ("day", "month"):
        read = check.reading.dates[field.name]
        return f"Dates were read as {read}; give another with --date-format, or correct them."
    return "Correct them in the file and import it again."


def _twice(check: Check, count: int) -> Iterator[Finding]:
    if count:
        rows = "1 row repeats" if count == 1 else f"{count:,} rows repeat"
        yield Finding(
            code="duplicate-id",
            message=f"{rows} an {check.spec.id_column} of the same file; the last of each wins.",
            remedy="Check that the column is the id of one row each.",
            table=check.spec.name,
            column=check.spec.id_column,
            count=count,
        )


def _unknown_statuses(database: DuckDBPyConnection, check: Check, column: str) -> Iterator[Finding]:
    words = database.execute(f"SELECT word FROM {name(words_of('status'))}").fetchall()  # noqa: S608
    odd = [word for (word,) in words if not read_status(word, check.reading.statuses)[1]]
    unknown = (
        database.execute(
            f"SELECT {name(own('status'))}, count(*) FROM {CHECKED} "  # noqa: S608
            f"WHERE list_contains(?, {name(meant('status'))}) AND NOT {REJECTED} "
            "GROUP BY 1 ORDER BY 2 DESC, 1",
            [odd],
        ).fetchall()
        if odd
        else []
    )
    if unknown:
        told = ", ".join(f"“{shown(word)}” ({rows:,})" for word, rows in unknown[:_EXAMPLES])
        more = len(unknown) - _EXAMPLES
        yield Finding(
            level="info",
            code="unknown-status",
            message=f"Words in “{column}” that are no known status count as working: {told}"
            + (f" and {more:,} more." if more > 0 else "."),
            remedy='Say what they mean, for example with --status qualified="…".',
            table=check.spec.name,
            column="status",
            count=sum(rows for _, rows in unknown),
        )
