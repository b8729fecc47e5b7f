"""A column expression reads what the parser of one text reads, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.imports import expressions
from planning.actuals.dates import DAY_FORMATS, EXCEL_SERIAL, MONTH_FORMATS, read_day
from planning.actuals.numerals import read_count, read_money, read_number
from planning.actuals.reading import clean
from tests.sources.imports.texts import DAYS, NUMBERS, ODD_DAYS, ODD_NUMBERS, days_in

ZONE = "Australia/Lord_Howe"
START, END = datetime(1991, 1, 1), datetime(2037, 1, 1)  # noqa: DTZ001 - clock times
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def agree(
    database: duckdb.DuckDBPyConnection,
    sql: str,
    read: Callable[[str], object],
    texts: Sequence[str],
) -> None:
    """Hold an expression and a parser together on every text."""
    cells = [text for text in map(clean, texts) if text]
    found = database.execute(f"SELECT {sql} FROM (SELECT unnest(?::VARCHAR[]) AS cell)", [cells])
    for cell, (seen,) in zip(cells, found.fetchall(), strict=True):
        assert seen == read(cell), (cell, seen, read(cell))


@pytest.mark.parametrize("date_format", [*DAY_FORMATS, *MONTH_FORMATS, EXCEL_SERIAL])
@settings(FEW, max_examples=5)
@given(data=st.data())
def test_days_in_every_format(
    database: duckdb.DuckDBPyConnection, date_format: str, data: st.DataObject
) -> None:
    own = days_in(date_format) if date_format != EXCEL_SERIAL else st.integers(0, 99999).map(str)
    texts = data.draw(st.lists(st.one_of(own, own, DAYS), min_size=30, max_size=60))
    agree(
        database,
        expressions.day("cell", date_format, ZONE),
        lambda cell: read_day(cell, date_format, ZONE),
        [*texts, *ODD_DAYS],
    )


@FEW
@given(moment=st.datetimes(START, END), zone=st.sampled_from(sorted(available_timezones())))
def test_moments_become_the_day_they_were_in_the_company_s_time_zone(
    database: duckdb.DuckDBPyConnection, moment: datetime, zone: str
) -> None:
    sql = expressions.day("cell", "%Y-%m-%d", zone)
    agree(database, sql, lambda cell: read_day(cell, "%Y-%m-%d", zone), [f"{moment}Z"])


@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize("millionths", [False, True])
@FEW
@given(texts=st.lists(NUMBERS, min_size=30, max_size=60))
def test_amounts(
    database: duckdb.DuckDBPyConnection, texts: list[str], comma: bool, millionths: bool
) -> None:
    def cents(cell: str) -> int | None:
        found = read_money(cell, decimal_comma=comma, millionths=millionths)
        return None if found is None else int(found * 100)

    sql = expressions.money("cell", decimal_comma=comma, millionths=millionths)
    agree(database, sql, cents, [*texts, *ODD_NUMBERS])


@pytest.mark.parametrize("comma", [False, True])
@FEW
@given(texts=st.lists(NUMBERS, min_size=30, max_size=60))
def test_counts_and_numbers(
    database: duckdb.DuckDBPyConnection, texts: list[str], comma: bool
) -> None:
    every = [*texts, *ODD_NUMBERS]
    count, number = (
        expressions.count("cell", decimal_comma=comma),
        expressions.number("cell", decimal_comma=comma),
    )
    agree(database, count, lambda cell: read_count(cell, decimal_comma=comma), every)
    agree(database, number, lambda cell: read_number(cell, decimal_comma=comma), every)


@pytest.mark.parametrize(
    ("text", "comma", "amount"),
    [
        ("$1,117.10K", False, "1117100.00"),
        ("$200,000", False, "200000.00"),
        ("(1,234.56)", False, "-1234.56"),
        ("1.234,56 €", True, "1234.56"),
        ("1'234.50", False, "1234.50"),
        ("1\u00a0234,5", True, "1234.50"),
        ("1.429999948", False, "1.43"),
        ("-0.005", False, "-0.01"),
        ("2.5M", False, "2500000.00"),
        ("12%", False, None),
        ("12 pieces", False, None),
        ("1,23", False, None),
        ("-", False, None),
    ],
)
def test_amounts_as_sources_write_them(
    database: duckdb.DuckDBPyConnection, text: str, comma: bool, amount: str | None
) -> None:
    expected = None if amount is None else Decimal(amount)
    assert read_money(text, decimal_comma=comma) == expected
    sql = expressions.money("cell", decimal_comma=comma, millionths=False)
    seen: Any = database.execute(f"SELECT {sql} FROM (SELECT ? AS cell)", [text]).fetchone()
    assert seen == ((None if expected is None else int(expected * 100)),)
