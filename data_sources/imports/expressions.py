"""The rules of the row models as column expressions in SQL.

Each turns a text column into a typed one; NULL where the text is missing or cannot be
read. `planning/actuals` says the same row by row, and a test holds both together.
"""

from __future__ import annotations

from typing import Final

from data_sources.imports.database import literal
from planning.actuals.dates import (
    CENTURY_BREAK,
    EXCEL_SERIAL,
    ISO,
    MONTHS,
    groups_of,
    pattern_of,
)
from planning.actuals.numerals import (
    COUNT_LIMIT,
    DIGITS_KEPT,
    GROUPS,
    MONEY_LIMIT,
    UNITS,
    number_pattern,
)

_EXACT: Final = f"DECIMAL(38, {DIGITS_KEPT})"


def day(cell: str, date_format: str, time_zone: str, *, or_iso: bool = True) -> str:
    """Return the DATE of a text column in one format, or in ISO spelling.

    Args:
        cell: SQL of the text.
        date_format: Spelled as for `strptime`, or `excel`.
        time_zone: Moments with an offset become days in this zone.
        or_iso: Whether ISO spelling is read beside the format.
    """
    own = _day(cell, date_format, time_zone)
    return (
        own
        if date_format == ISO or not or_iso
        else f"coalesce({own}, {_day(cell, ISO, time_zone)})"
    )


def month(cell: str, date_format: str, time_zone: str) -> str:
    """Return the first day of the month of a text column."""
    found = f"{day(cell, date_format, time_zone)}, {_day(cell, '%Y-%m', time_zone)}"
    return f"CAST(date_trunc('month', coalesce({found})) AS DATE)"


def _day(cell: str, date_format: str, time_zone: str) -> str:
    groups = groups_of(date_format)
    listed = ", ".join(literal(group) for group in groups)
    part = f"regexp_extract({cell}, {literal(pattern_of(date_format))}, [{listed}])"
    if date_format == EXCEL_SERIAL:
        return f"(DATE '1899-12-30' + TRY_CAST({part}.n AS INTEGER))"
    year = f"{part}.y" if "y" in groups else _full_year(f"{part}.yy")
    number = f"{part}.m" if "m" in groups else _month_number(f"{part}.b")
    digit = f"{part}.d" if "d" in groups else "'1'"
    plain = f"TRY_CAST(concat({year}, '-', {number}, '-', {digit}) AS DATE)"
    if "zone" not in groups:
        return plain
    minutes = f"({_clock(part, groups)} - {_offset(f'{part}.zone')})"
    moment = f"(CAST({plain} AS TIMESTAMP) + to_minutes({minutes}))"
    local = f"CAST({moment} AT TIME ZONE 'UTC' AT TIME ZONE {literal(time_zone)} AS DATE)"
    return f"CASE WHEN {part}.zone = '' THEN {plain} ELSE {local} END"


def _full_year(short: str) -> str:
    return f"(TRY_CAST({short} AS INTEGER) + if({short} < '{CENTURY_BREAK}', 2000, 1900))"


def _month_number(word: str) -> str:
    months = ", ".join(literal(month) for month in MONTHS)
    return f"list_position([{months}], lower(left({word}, 3)))"


def _whole(text: str) -> str:
    return f"coalesce(TRY_CAST({text} AS INTEGER), 0)"


def _clock(part: str, groups: tuple[str, ...]) -> str:
    hour = _whole(f"{part}.hour") if "hour" in groups else "0"
    if "half" in groups:
        late = f"if(lower({part}.half) = 'pm', 12, 0)"
        hour = f"if({part}.half = '', {hour}, {hour} % 12 + {late})"
    return f"({hour} * 60 + {_whole(f'{part}.minute') if 'M' in groups else '0'})"


def _offset(zone: str) -> str:
    digits = f"replace(substr({zone}, 2), ':', '')"
    minutes = f"({_whole(f'left({digits}, 2)')} * 60 + {_whole(f'substr({digits}, 3)')})"
    sign = f"CASE left({zone}, 1) WHEN '+' THEN 1 WHEN '-' THEN -1 ELSE 0 END"
    return f"({sign} * {minutes})"


def money(cell: str, *, decimal_comma: bool, millionths: bool) -> str:
    """Return the BIGINT cents of a text column, rounded half away from zero."""
    part = _number_parts(cell, decimal_comma=decimal_comma)
    value = _exact(_scientific(part, shift=-6 if millionths else 0))
    fits = f"{_well_formed(part)} AND {part}.unit <> '%'"
    return f"CASE WHEN {fits} THEN CAST(round({value}, 2) * 100 AS BIGINT) END"


def count(cell: str, *, decimal_comma: bool) -> str:
    """Return the BIGINT of a text column that holds whole numbers from 0."""
    part = _number_parts(cell, decimal_comma=decimal_comma)
    value = _exact(_scientific(part))
    fits = f"{_well_formed(part)} AND {part}.unit <> '%' AND {part}.cur = '' AND {part}.curend = ''"
    whole = f"{value} >= 0 AND {value} < {COUNT_LIMIT} AND {value} = floor({value})"
    return f"CASE WHEN {fits} AND {whole} THEN CAST({value} AS BIGINT) END"


def number(cell: str, *, decimal_comma: bool) -> str:
    """Return the DOUBLE of a text column; a per cent sign divides by a hundred."""
    part = _number_parts(cell, decimal_comma=decimal_comma)
    fits = f"{_well_formed(part)} AND {part}.cur = '' AND {part}.curend = ''"
    return f"CASE WHEN {fits} THEN TRY_CAST({_scientific(part)} AS DOUBLE) END"


def _number_parts(cell: str, *, decimal_comma: bool) -> str:
    listed = ", ".join(literal(group) for group in GROUPS)
    return f"regexp_extract({cell}, {literal(number_pattern(decimal_comma))}, [{listed}])"


def _well_formed(part: str) -> str:
    signs = " + ".join(f"if({part}.{g} = '', 0, 1)" for g in ("sign", "after", "trail", "open"))
    return (
        f"({part}.whole <> '' OR {part}.fraction <> '') "
        f"AND ({part}.open = '') = ({part}.close = '') AND {signs} <= 1 "
        f"AND ({part}.cur = '' OR {part}.curend = '')"
    )


def _scientific(part: str, *, shift: int = 0) -> str:
    """Return a number as plain text with a power of ten."""
    marks = f"concat({part}.sign, {part}.after, {part}.trail, {part}.open)"
    sign = f"if({marks} IN ('', '+'), '', '-')"
    digits = f"regexp_replace({part}.whole, '[^0-9]', '', 'g')"
    whole = f"if({digits} = '', '0', {digits})"
    fraction = f"if({part}.fraction = '', '0', {part}.fraction)"
    powers = " ".join(f"WHEN {literal(unit)} THEN {power}" for unit, power in UNITS.items())
    unit = f"CASE rtrim(lower({part}.unit), '.') {powers} WHEN '%' THEN -2 ELSE 0 END"
    power = f"({_whole(f'{part}.power')} + {unit} + {shift})"
    return f"concat({sign}, {whole}, '.', {fraction}, 'e', {power})"


def _exact(plain: str) -> str:
    # The size is judged before the cast, which would round or overflow.
    fits = f"abs(TRY_CAST({plain} AS DOUBLE)) < {MONEY_LIMIT}"
    return f"CASE WHEN {fits} THEN TRY_CAST({plain} AS {_EXACT}) END"
