"""What only a whole column can tell: its date format and its decimal sign."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from data_sources.imports import expressions
from data_sources.imports.cells import CELLS
from data_sources.imports.database import literal, name
from data_sources.imports.request import ImportRequest
from planning.actuals.dates import DAY_FORMATS, EXCEL_SERIAL, ISO, MONTH_FORMATS, pattern_of
from planning.actuals.numerals import number_pattern
from planning.actuals.reading import Reading, clean
from planning.actuals.tables import FieldSpec, TableSpec
from planning.actuals.words import same_word
from planning.company import Company
from planning.errors import UsageError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PROBED: Final = 2_000
_DATED: Final = ("day", "month")
_NUMERIC: Final = ("count", "money", "number")


Hold = Literal["given", "readable", "plain", "doubtful"]
"""How long a decision about the top of a column holds for all of it: always, while all
can be read, while there is no point and comma in it either, or only until looked at."""


@dataclass(frozen=True)
class Decided:
    """How the columns are to be read, and how long that holds when further rows come.

    Attributes:
        reading: The decision.
        holds: How long it holds, by field.
    """

    reading: Reading
    holds: Mapping[str, Hold]


def decide(
    database: DuckDBPyConnection,
    spec: TableSpec,
    columns: Mapping[str, str],
    request: ImportRequest,
    company: Company,
    *,
    rows: str = CELLS,
    settled: Decided | None = None,
) -> Decided:
    """Decide how the columns of a file are to be read.

    Args:
        database: Holds the rows.
        spec: The fact table.
        columns: What the person calls the origin of each field that is there.
        request: Formats and words the person gave.
        company: Its time zone.
        rows: The table or view to look at, `cells` or the top of it.
        settled: Fields it holds a decision about are not looked at again.

    Raises:
        UsageError: A given date format is none, or a column of `cells` fits two.
    """
    dates: dict[str, str] = {}
    commas: set[str] = set()
    holds: dict[str, Hold] = dict(settled.holds) if settled else {}
    for field in (field for field in spec.fields if field.name in columns):
        if settled and field.name in settled.holds:
            if field.name in settled.reading.dates:
                dates[field.name] = settled.reading.dates[field.name]
            if field.name in settled.reading.decimal_comma:
                commas.add(field.name)
        elif field.kind in _DATED:
            given = request.dates.get(field.name, request.date_format)
            dates[field.name], holds[field.name] = (
                (given, "given")
                if given
                else date_format_of(database, field, columns[field.name], company.time_zone, rows)
            )
            pattern_of(dates[field.name])
        elif field.kind in _NUMERIC:
            comma, holds[field.name] = (
                (request.decimal == ",", "given")
                if request.decimal
                else _uses_comma(database, field, rows)
            )
            commas |= {field.name} if comma else set()
    return Decided(_reading(spec, columns, request, company, dates, commas), holds)


def _reading(
    spec: TableSpec,
    columns: Mapping[str, str],
    request: ImportRequest,
    company: Company,
    dates: Mapping[str, str],
    commas: Collection[str],
) -> Reading:
    return Reading(
        dates=dates,
        decimal_comma=frozenset(commas),
        millionths=frozenset(
            field.name
            for field in spec.fields
            if field.kind == "money"
            and "micros" in columns.get(field.name, "").casefold()
            and field.name not in request.scale
        ),
        scale=dict(request.scale),
        time_zone=company.time_zone,
        won=frozenset(map(same_word, request.won)),
        lost=frozenset(map(same_word, request.lost)),
        statuses={
            same_word(word): status for status, words in request.statuses.items() for word in words
        },
        values={
            field: {same_word(word): clean(meaning) for word, meaning in meanings.items()}
            for field, meanings in request.values.items()
        },
    )


def date_format_of(
    database: DuckDBPyConnection, field: FieldSpec, column: str, time_zone: str, rows: str = CELLS
) -> tuple[str, Hold]:
    """Return the one format that reads most of a column, and how long that holds.

    Raises:
        UsageError: Two formats read it equally well but mean different days.
    """
    cell = name(field.name)
    possible = (*DAY_FORMATS, *(MONTH_FORMATS if field.kind == "month" else ()), EXCEL_SERIAL)
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE dates AS SELECT {cell} AS text, count(*) AS rows "  # noqa: S608
        f"FROM {rows} WHERE {cell} IS NOT NULL GROUP BY 1"
    )
    if not _other_than_iso(database):
        return ISO, "readable"
    probe = f"(FROM dates ORDER BY hash(text), text LIMIT {_PROBED})"
    spelled = _spelled_like(database, probe, possible)
    alone = _fits(database, probe, spelled, time_zone, or_iso=False)
    likely = [one for one, fits in alone.items() if fits]
    if not likely or likely == [ISO]:
        return ISO, "readable"
    if len(likely) == 1 and likely != [EXCEL_SERIAL]:
        return likely[0], "readable"
    counted = _fits(database, "dates", likely, time_zone, or_iso=True)
    serials = counted.pop(EXCEL_SERIAL, 0)
    best = max(counted.values(), default=0)
    if serials > best and serials == _filled(database):
        return EXCEL_SERIAL, "doubtful"
    if best == 0:
        return ISO, "doubtful"
    ties = [one for one, fits in counted.items() if fits == best]
    if rows == CELLS:
        _refuse_two_meanings(database, column, ties, time_zone)
    return ties[0], "readable" if len(ties) == 1 else "doubtful"


def _other_than_iso(database: DuckDBPyConnection) -> bool:
    found = database.execute(
        f"SELECT 1 FROM dates WHERE NOT coalesce({expressions.is_iso('text')}, FALSE) LIMIT 1"  # noqa: S608
    ).fetchone()
    return found is not None


def _spelled_like(
    database: DuckDBPyConnection, source: str, formats: Sequence[str]
) -> tuple[str, ...]:
    """Return the formats some text is spelled like: a look that takes a tenth of reading."""
    tried = (f"bool_or(regexp_matches(text, {literal(pattern_of(one))}))" for one in formats)
    found = database.execute(f"SELECT {', '.join(tried)} FROM {source}").fetchone() or ()  # noqa: S608
    return tuple(one for one, spelled in zip(formats, found, strict=True) if spelled)


def _fits(
    database: DuckDBPyConnection,
    source: str,
    formats: Sequence[str],
    time_zone: str,
    *,
    or_iso: bool,
) -> dict[str, int]:
    if not formats:
        return {}
    days = [expressions.day("text", one, time_zone, or_iso=or_iso) for one in formats]
    counts = ", ".join(f"sum(rows) FILTER ({day} IS NOT NULL)" for day in days)
    found = database.execute(f"SELECT {counts} FROM {source}").fetchone() or ()  # noqa: S608
    return {one: int(fits or 0) for one, fits in zip(formats, found, strict=True)}


def _filled(database: DuckDBPyConnection) -> int:
    found = database.execute("SELECT sum(rows) FROM dates").fetchone()
    return int(found[0]) if found else 0


def _refuse_two_meanings(
    database: DuckDBPyConnection, column: str, formats: Sequence[str], time_zone: str
) -> None:
    first = expressions.day("text", formats[0], time_zone)
    for other in formats[1:]:
        second = expressions.day("text", other, time_zone)
        found = database.execute(
            f"SELECT min(text) FROM dates WHERE {first} <> {second}"  # noqa: S608
        ).fetchone()
        if found and found[0]:
            raise UsageError(
                f"The dates in “{column}” fit two formats, {formats[0]} and {other}: "
                f"“{found[0]}” would be two different days.",
                f"Say which with --date-format {formats[0]} or --date-format {other}.",
            )


def _uses_comma(database: DuckDBPyConnection, field: FieldSpec, rows: str) -> tuple[bool, Hold]:
    """Return whether a column writes decimals after a comma, and how long that holds.

    Where every value can be read both ways ("1.234"), money and counts take the reading
    with thousands, other numbers the one with a decimal point.
    """
    cell = name(field.name)
    point, comma = (
        f"regexp_matches({cell}, {literal(number_pattern(decimal_comma))})"
        for decimal_comma in (False, True)
    )
    found = database.execute(
        f"SELECT count(*) FILTER ({point}), count(*) FILTER ({comma}), "  # noqa: S608
        f"count(*) FILTER (regexp_matches({cell}, '[0-9][.][0-9]')), "
        f"count(*) FILTER (regexp_matches({cell}, '[0-9][,][0-9]')) "
        # Without a point or comma both readings are the same.
        f"FROM {rows} WHERE {has_sign(cell)}"
    ).fetchone() or (0, 0, 0, 0)
    if found[0] != found[1]:
        return bool(found[1] > found[0]), "readable"
    if field.kind == "number":
        return False, "readable"
    thousands = bool(found[2] > found[3])
    return thousands, "doubtful" if thousands else "plain"


def has_sign(cell: str) -> str:
    """Return SQL of whether a text has a point or a comma."""
    return f"(contains({cell}, '.') OR contains({cell}, ','))"
