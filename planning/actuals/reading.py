"""How the text of a file becomes the values of a row.

A row model takes values as they are, or text as sources write it. What only the whole
column can tell (its date format, its decimal sign) comes as a `Reading` in pydantic's
validation context.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError, PydanticUseDefault

from planning.actuals.dates import ISO, read_day
from planning.actuals.numerals import read_count, read_money, read_number
from planning.actuals.words import (
    read_choice,
    read_currency,
    read_flag,
    read_outcome,
    read_status,
    same_word,
)

WHITESPACE: Final = "".join(map(chr, filter(lambda code: chr(code).isspace(), range(0x3001))))
"""Every character that `str.strip` takes away."""

NUL: Final = "\x00"
NUL_SYMBOL: Final = "␀"
"""The one character no database takes, and what stands for it."""

FORMULA_STARTS: Final = "=+-@\t\r'"
"""Text that starts with one of these gets an apostrophe in front in CSV."""


@dataclass(frozen=True)
class Reading:
    """What was decided about the columns of one file.

    Attributes:
        dates: Date format by field; others are read in ISO spelling.
        decimal_comma: Fields whose column writes decimals after a comma.
        millionths: Money fields whose column counts millionths.
        scale: What the numbers of a money or number field are multiplied by.
        time_zone: Moments with an offset become days in this zone.
        won: Words that mean won, given by the person (see `words.same_word`).
        lost: Words that mean lost, given by the person.
        statuses: Lead status by word, given by the person.
        values: What a word means, by field and word (see `words.same_word`); "" is missing.
    """

    dates: Mapping[str, str] = field(default_factory=dict)
    decimal_comma: frozenset[str] = frozenset()
    millionths: frozenset[str] = frozenset()
    scale: Mapping[str, Decimal] = field(default_factory=dict)
    time_zone: str = "UTC"
    won: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    statuses: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def meaning(self, name: str, text: str) -> str:
        """Return what a field's text means: itself, unless the person says otherwise.

        What is missing is no word and stays missing, whatever "" is said to mean.

        Example:
            >>> Reading(values={"channel": {"select": ""}}).meaning("channel", "Select")
            ''
            >>> Reading(values={"channel": {"": "Web"}}).meaning("channel", "")
            ''
        """
        known = self.values.get(name) if text else None
        return known.get(same_word(text), text) if known else text


def clean(text: str) -> str:
    r"""Trim text.

    No word means "missing": only the empty text does. Control characters are kept as
    they came; screens and terminals show their symbols.

    Example:
        >>> clean("\u2003Acme\x00 "), clean(" NULL ")
        ('Acme␀', 'NULL')
    """
    return text.strip().replace(NUL, NUL_SYMBOL)


def plain_to_csv(text: str) -> str:
    """Return text as it is safe in a CSV cell: no spreadsheet takes it for a formula.

    Example:
        >>> plain_to_csv("=1+1"), plain_to_csv("Acme")
        ("'=1+1", 'Acme')
    """
    return f"'{text}" if text[:1] and text[0] in FORMULA_STARTS else text


def csv_to_plain(text: str) -> str:
    """Undo `plain_to_csv`.

    Example:
        >>> csv_to_plain("'=1+1"), csv_to_plain("'tis")
        ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in FORMULA_STARTS else text


def _decided(info: ValidationInfo) -> Reading:
    return info.context if isinstance(info.context, Reading) else Reading()


def _unreadable(what: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("unreadable", "{what}", {"what": what, "remedy": remedy})


def _reader(read: Callable[[str, Reading, str], Any], what: str, remedy: str) -> BeforeValidator:
    """Return a validator that reads text, takes "" as missing and leaves values alone."""

    def validate(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - any input
        if not isinstance(value, str):
            return value
        reading, name = _decided(info), info.field_name or ""
        text = reading.meaning(name, clean(value))
        if not text:
            raise PydanticUseDefault
        found = read(text, reading, name)
        if found is None:
            raise _unreadable(what, remedy)
        return found

    return BeforeValidator(validate)


def _day(text: str, reading: Reading, name: str) -> Any:  # noqa: ANN401
    return read_day(text, reading.dates.get(name, ISO), reading.time_zone)


def _month(text: str, reading: Reading, name: str) -> Any:  # noqa: ANN401
    found = _day(text, reading, name) or read_day(text, "%Y-%m", reading.time_zone)
    return found and found.replace(day=1)


def _money(text: str, reading: Reading, name: str) -> Any:  # noqa: ANN401
    comma, millionths = name in reading.decimal_comma, name in reading.millionths
    scale = reading.scale.get(name, Decimal(1))
    return read_money(text, decimal_comma=comma, millionths=millionths, scale=scale)


def _number(text: str, reading: Reading, name: str) -> Any:  # noqa: ANN401
    comma, scale = name in reading.decimal_comma, reading.scale.get(name, Decimal(1))
    return read_number(text, decimal_comma=comma, scale=scale)


def read_won(text: str, reading: Reading) -> bool | None:
    """Read whether a deal was won: yes or no, or a stage that says so.

    Example:
        >>> read_won("TRUE", Reading()), read_won("Lost", Reading())
        (True, False)
    """
    word = same_word(text)
    if word in reading.won or word in reading.lost:
        return word in reading.won
    told = read_outcome(text, frozenset(), frozenset())
    return read_flag(text) if told is None else told


def _flag(text: str, reading: Reading, name: str) -> Any:  # noqa: ANN401
    return read_won(text, reading) if name == "is_won" else read_flag(text)


READ_TEXT: Final = _reader(lambda text, *_: text, "is empty", "Fill it in.")
READ_DAY: Final = _reader(_day, "is not a date", "Write it like 2025-01-31.")
READ_MONTH: Final = _reader(_month, "is not a month or date", "Write it like 2025-01.")
READ_MONEY: Final = _reader(_money, "is not an amount", "Write it like 1234.56.")
READ_COUNT: Final = _reader(
    lambda text, reading, name: read_count(text, decimal_comma=name in reading.decimal_comma),
    "is not a whole number from 0",
    "Write it like 12.",
)
READ_NUMBER: Final = _reader(_number, "is not a number", "Write it like 12.5.")
READ_FLAG: Final = _reader(_flag, "is neither yes nor no", "Write yes or no.")
READ_STATUS: Final = _reader(
    lambda text, reading, _: read_status(text, reading.statuses)[0], "is no status", ""
)
READ_CURRENCY: Final = _reader(
    lambda text, *_: read_currency(text),
    "is not a currency code",
    "Write the three letters of the currency, like EUR.",
)


def read_one_of(choices: tuple[str, ...]) -> BeforeValidator:
    """Return the validator of a closed list."""
    listed = ", ".join(choices)
    return _reader(
        lambda text, *_: read_choice(text, choices), f"is none of {listed}", f"Use one of {listed}."
    )


def outcome_of(row: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - any input of a model
    """Fill in whether a deal was won from its stage, where the row does not say."""
    if not isinstance(row, dict):
        return row
    said, stage, reading = row.get("is_won"), row.get("stage"), _decided(info)
    if isinstance(said, str):
        said = reading.meaning("is_won", clean(said)) or None
    if said is not None or not isinstance(stage, str):
        return row
    told = read_outcome(reading.meaning("stage", clean(stage)), reading.won, reading.lost)
    return row if told is None else {**row, "is_won": told}
