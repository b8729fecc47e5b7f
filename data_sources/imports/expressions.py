"""The rules of the row models as column expressions in SQL.

Each turns a text column into a typed one; NULL where the text is missing or cannot be
read. `planning/actuals` says the same row by row, and a test holds both together.
"""

from __future__ import annotations

from decimal import Decimal
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
    steps_of,
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
    if date_format != ISO and or_iso:
        own = f"coalesce({own}, {_day(cell, ISO, time_zone)})"
    if date_format == ISO or or_iso:
        # Almost all texts are spelled just like this, and then nothing need be taken apart.
        return (
            f"CASE WHEN {cell} IS NULL THEN NULL "
            f"WHEN {is_iso(cell)} THEN TRY_CAST({cell} AS DATE) ELSE {own} END"
        )
    return own


def is_iso(cell: str) -> str:
    """Return SQL of whether a text is a day spelled like 2025-01-31, and nothing more."""
    day = f"TRY_CAST({cell} AS DATE)"
    usual = f"{day} BETWEEN DATE '1900-01-01' AND DATE '2199-12-31'"
    return f"({usual} AND CAST({day} AS VARCHAR) = {cell})"


def month(cell: str, date_format: str, time_zone: str) -> str:
    """Return the first day of the month of a text column."""
    found = f"{day(cell, date_format, time_zone)}, {_day(cell, '%Y-%m', time_zone)}"
    return f"CAST(date_trunc('month', coalesce({found})) AS DATE)"


def _let(variable: str, value: str, body: str) -> str:
    """Return SQL that works a value out once and uses it often.

    Inside CASE the engine would work it out again wherever it stands.
    """
    return f"list_transform([{value}], lambda {variable}: {body})[1]"


def _day(cell: str, date_format: str, time_zone: str) -> str:
    groups = groups_of(date_format)
    listed = ", ".join(literal(group) for group in groups)
    part = f"regexp_extract({cell}, {literal(pattern_of(date_format))}, [{listed}])"
    if date_format == EXCEL_SERIAL:
        return f"(DATE '1899-12-30' + TRY_CAST({part}.n AS INTEGER))"
    year = "p.y" if "y" in groups else _full_year("p.yy")
    number = "p.m" if "m" in groups else _month_number("p.b")
    digit = "p.d" if "d" in groups else "'1'"
    plain = f"TRY_CAST(concat({year}, '-', {number}, '-', {digit}) AS DATE)"
    if "zone" not in groups:
        return _let("p", part, plain)
    minutes = f"({_clock(groups)} - {_offset('p.zone')})"
    moment = f"(CAST({plain} AS TIMESTAMP) + to_minutes({minutes}))"
    local = f"CAST({moment} AT TIME ZONE 'UTC' AT TIME ZONE {literal(time_zone)} AS DATE)"
    return _let("p", part, f"CASE WHEN p.zone = '' THEN {plain} ELSE {local} END")


def _full_year(short: str) -> str:
    return f"(TRY_CAST({short} AS INTEGER) + if({short} < '{CENTURY_BREAK}', 2000, 1900))"


def _month_number(word: str) -> str:
    months = ", ".join(literal(month) for month in MONTHS)
    return f"list_position([{months}], lower(left({word}, 3)))"


def _whole(text: str) -> str:
    return f"coalesce(TRY_CAST({text} AS INTEGER), 0)"


def _clock(groups: tuple[str, ...]) -> str:
    hour = _whole("p.hour") if "hour" in groups else "0"
    if "half" in groups:
        late = "if(lower(p.half) = 'pm', 12, 0)"
        hour = f"if(p.half = '', {hour}, {hour} % 12 + {late})"
    return f"({hour} * 60 + {_whole('p.minute') if 'minute' in groups else '0'})"


def _offset(zone: str) -> str:
    digits = f"replace(substr({zone}, 2), ':', '')"
    minutes = f"({_whole(f'left({digits}, 2)')} * 60 + {_whole(f'substr({digits}, 3)')})"
    sign = f"CASE left({zone}, 1) WHEN '+' THEN 1 WHEN '-' THEN -1 ELSE 0 END"
    return f"({sign} * {minutes})"


def money(cell: str, *, decimal_comma: bool, millionths: bool, scale: Decimal = Decimal(1)) -> str:
    """Return the BIGINT cents of a text column, scaled, rounded half away from zero."""
    factor, shift = steps_of(scale)
    power = shift - (6 if millionths else 0)
    cents = "CAST(round(v, 2) * 100 AS BIGINT)"
    if factor != 1:
        fits_scaled = f"abs(v * {factor}) < {MONEY_LIMIT}"
        cents = f"CASE WHEN {fits_scaled} THEN CAST(round(v * {factor}, 2) * 100 AS BIGINT) END"
    simple = _exact(f"{_bare(cell, decimal_comma=decimal_comma)} || 'e{power}'")
    fits = f"{_WELL_FORMED} AND p.unit <> '%'"
    taken_apart = f"CASE WHEN {fits} THEN {_exact(_scientific(power))} END"
    usual = ""
    if factor == 1 and power == 0 and not decimal_comma:
        # Whole cents as most sources write them.
        cast = f"CAST(TRY_CAST({cell} AS DECIMAL(18, 2)) * 100 AS BIGINT)"
        usual = f"WHEN regexp_matches({cell}, '^-?[0-9]{{1,14}}(?:[.][0-9]{{1,2}})?$') THEN {cast} "
    return (
        f"CASE WHEN {cell} IS NULL THEN NULL {usual}"
        f"WHEN {_is_simple(cell, decimal_comma=decimal_comma)} THEN {_let('v', simple, cents)} "
        f"ELSE {_let('v', _let('p', _parts(cell, decimal_comma), taken_apart), cents)} END"
    )


def count(cell: str, *, decimal_comma: bool) -> str:
    """Return the BIGINT of a text column that holds whole numbers from 0."""
    taken_apart = f"CASE WHEN {_NO_MONEY} AND p.unit <> '%' THEN {_exact(_scientific())} END"
    whole = f"v >= 0 AND v < {COUNT_LIMIT} AND v = floor(v)"
    return (
        f"CASE WHEN {cell} IS NULL THEN NULL "
        f"WHEN regexp_matches({cell}, '^[0-9]{{1,9}}$') THEN CAST({cell} AS BIGINT) "
        f"ELSE {_let('v', _let('p', _parts(cell, decimal_comma), taken_apart), _if(whole))} END"
    )


def _if(whole: str) -> str:
    return f"CASE WHEN {whole} THEN CAST(v AS BIGINT) END"


def number(cell: str, *, decimal_comma: bool, scale: Decimal = Decimal(1)) -> str:
    """Return the DOUBLE of a text column, scaled; a per cent sign divides by a hundred."""
    simple = f"^-?[0-9]{{1,14}}(?:[{',' if decimal_comma else '.'}][0-9]{{1,12}})?$"
    taken_apart = f"CASE WHEN {_NO_MONEY} THEN TRY_CAST({_scientific()} AS DOUBLE) END"
    bare = f"replace({cell}, ',', '.')" if decimal_comma else cell
    plain = (
        f"CASE WHEN {cell} IS NULL THEN NULL "
        f"WHEN regexp_matches({cell}, {literal(simple)}) THEN TRY_CAST({bare} AS DOUBLE) "
        f"ELSE {_let('p', _parts(cell, decimal_comma), taken_apart)} END"
    )
    return plain if scale == 1 else f"({plain}) * CAST({literal(str(scale))} AS DOUBLE)"


_SIGNS: Final = " + ".join(f"if(p.{one} = '', 0, 1)" for one in ("sign", "after", "trail", "open"))
_WELL_FORMED: Final = (
    "(p.whole <> '' OR p.fraction <> '') AND (p.open = '') = (p.close = '') "
    f"AND {_SIGNS} <= 1 AND (p.cur = '' OR p.curend = '')"
)
_NO_MONEY: Final = f"{_WELL_FORMED} AND p.cur = '' AND p.curend = ''"


def _is_simple(cell: str, *, decimal_comma: bool) -> str:
    """Return whether a number is written so plainly that taking it apart can be spared."""
    point, comma = (",", ".") if decimal_comma else (".", ",")
    pattern = (
        f"^-?[$€£]?(?:[1-9][0-9]{{0,2}}(?:[{comma}][0-9]{{3}}){{1,4}}|[0-9]{{1,14}})"
        f"(?:[{point}][0-9]{{1,12}})?$"
    )
    return f"regexp_matches({cell}, {literal(pattern)})"


def _bare(cell: str, *, decimal_comma: bool) -> str:
    point, comma = (",", ".") if decimal_comma else (".", ",")
    bare = f"replace({cell}, '{comma}', '')"
    for sign in "$€£":
        bare = f"replace({bare}, '{sign}', '')"
    return f"replace({bare}, '{point}', '.')"


def _parts(cell: str, decimal_comma: bool) -> str:
    listed = ", ".join(literal(group) for group in GROUPS)
    return f"regexp_extract({cell}, {literal(number_pattern(decimal_comma))}, [{listed}])"


def _scientific(shift: int = 0) -> str:
    """Return a number that was taken apart as plain text with a power of ten."""
    sign = "if(concat(p.sign, p.after, p.trail, p.open) IN ('', '+'), '', '-')"
    whole = "coalesce(nullif(regexp_replace(p.whole, '[^0-9]', '', 'g'), ''), '0')"
    fraction = "coalesce(nullif(p.fraction, ''), '0')"
    powers = " ".join(f"WHEN {literal(unit)} THEN {power}" for unit, power in UNITS.items())
    unit = f"CASE rtrim(lower(p.unit), '.') {powers} WHEN '%' THEN -2 ELSE 0 END"
    power = f"({_whole('p.power')} + {unit} + {shift})"
    return f"concat({sign}, {whole}, '.', {fraction}, 'e', {power})"


def _exact(plain: str) -> str:
    # The size is judged before the cast, which would round or overflow.
    fits = f"abs(TRY_CAST(t AS DOUBLE)) < {MONEY_LIMIT}"
    return _let("t", plain, f"CASE WHEN {fits} THEN TRY_CAST(t AS {_EXACT}) END")
