"""What the row models say of a file, one row after the other, in plain Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pydantic import ValidationError

from planning.actuals.reading import FORMULA_STARTS, Reading, clean
from planning.actuals.tables import FieldSpec
from planning.actuals.words import read_status
from tests.sources.imports.drawn_cells import ATTRIBUTE
from tests.sources.imports.drawn_files import DrawnFile

NO_RATE: Final = "there is no rate"
_FITTING: Final = {"text": "x", "month": date(2025, 1, 1), "day": date(2025, 1, 1), "money": 1}


@dataclass
class Told:
    """What is said of the rows of a file.

    Attributes:
        stored: The values of each accepted row by column, by its number in the file.
        rejected: Column and problem of each reason, by the row's number.
        findings: How many rows, and up to three of their numbers, by what is odd: a field
            whose text cannot be read, or the code of another finding.
        undated: Accepted rows without the main date.
        emptied: Accepted rows in which something cannot be read.
    """

    stored: dict[int, dict[str, object]] = field(default_factory=dict)
    rejected: dict[int, frozenset[tuple[str, str]]] = field(default_factory=dict)
    findings: dict[str, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    undated: int = 0
    emptied: int = field(default=0, compare=False)

    @property
    def read(self) -> int:
        """Rows that are not blank."""
        return len(self.stored) + len(self.rejected)

    @property
    def odd(self) -> int:
        """Rows that were rejected, or in which something was emptied."""
        return len(self.rejected) + self.emptied


@dataclass(frozen=True)
class _Row:
    """What a row model says: values that can be read, and what is wrong by field."""

    values: Mapping[str, Any]
    missing: frozenset[str]
    unreadable: Mapping[str, str]


def by_models(file: DrawnFile) -> Told:
    """Return what the row models say of a file."""
    reading, told = file.reading(), Told()
    emptied: dict[str, list[int]] = {}
    unknown = 0
    for number, texts in _rows(file):
        row = _validated(file, reading, texts)
        reasons = frozenset(_reasons(file, row))
        if reasons:
            told.rejected[number] = reasons
            continue
        told.stored[number] = {
            one.column: _stored(row.values[one.name]) for one in file.spec.fields
        }
        told.emptied += bool(row.unreadable)
        for name in row.unreadable:
            emptied.setdefault(name, []).append(number)
        status = reading.meaning("status", texts.get("status", ""))
        unknown += bool(status) and not read_status(status, reading.statuses)[1]
    told.findings = {name: (len(rows), tuple(rows[:3])) for name, rows in emptied.items()}
    told.findings |= {"unknown-status": (unknown, ())} if unknown else {}
    _count(file, told)
    return told


def _count(file: DrawnFile, told: Told) -> None:
    key, day = file.spec.id_column, file.spec.main_date
    repeated = len(told.stored) - len({row[key] for row in told.stored.values()}) if key else 0
    if repeated:
        told.findings["duplicate-id"] = (repeated, ())
    if day:
        told.undated = sum(row[day] is None for row in told.stored.values())


def _rows(file: DrawnFile) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that are not blank, trimmed, with their numbers below the header."""
    constants = {name: clean(text) for name, text in file.constants.items()}
    trimmed = [{name: clean(text) for name, text in row.items()} for row in file.rows]
    protected = {name for name in file.columns if _protects([row[name] for row in trimmed])}
    for number, row in enumerate(trimmed, start=2):
        for name in protected:
            row[name] = clean(row[name].removeprefix("'"))
        if any(file.rows[number - 2][name].strip() for name in row):
            yield number, row | constants


def _protects(texts: list[str]) -> bool:
    """Return whether apostrophes in front only protect what spreadsheets take for formulas."""
    quoted = [text for text in texts if text.startswith("'")]
    return bool(quoted) and all(text[1:2] and text[1] in FORMULA_STARTS for text in quoted)


def _validated(file: DrawnFile, reading: Reading, texts: Mapping[str, str]) -> _Row:
    required = {one.name: one for one in file.spec.fields if one.required}
    own = {
        name.removeprefix(ATTRIBUTE): text
        for name, text in texts.items()
        if name.startswith(ATTRIBUTE) and text
    }
    row: dict[str, Any] = {n: text for n, text in texts.items() if not n.startswith(ATTRIBUTE)}
    if own:
        row["attributes"] = own
    model = file.spec.model
    try:
        return _Row(dict(model.model_validate(row, context=reading)), frozenset(), {})
    except ValidationError as problem:
        errors = {str(error["loc"][0]): error for error in problem.errors()}
    missing = frozenset(name for name, error in errors.items() if error["type"] == "missing")
    for name in errors:
        row[name] = _fitting(required[name]) if name in required else ""
    # What stands in for a text means itself.
    kept_words = {name: words for name, words in reading.values.items() if name not in errors}
    values = dict(model.model_validate(row, context=replace(reading, values=kept_words)))
    unreadable = {name: error["msg"] for name, error in errors.items() if name not in missing}
    kept = {name: None if name in required and name in errors else values[name] for name in values}
    return _Row(kept, missing, unreadable)


def _fitting(one: FieldSpec) -> object:
    return one.choices[0] if one.choices else _FITTING[one.kind]


def _reasons(file: DrawnFile, row: _Row) -> Iterator[tuple[str, str]]:
    specs = {one.name: one for one in file.spec.fields}
    wrong = dict.fromkeys(row.missing, "is missing") | dict(row.unreadable)
    fatal = {name: problem for name, problem in wrong.items() if specs[name].required}
    for name, problem in fatal.items():
        yield file.origin[name], problem
    if not fatal and "currency" in file.origin and _lacks_a_rate(file, row):
        yield file.origin["currency"], NO_RATE


def _lacks_a_rate(file: DrawnFile, row: _Row) -> bool:
    has_money = any(
        row.values[one.name] is not None for one in file.spec.fields if one.kind == "money"
    )
    currency = row.values["currency"]
    day = row.values[file.spec.main_date] if file.spec.main_date else None
    rated = currency is None or file.company.rate(currency, day) is not None
    return has_money and ("currency" in row.unreadable or not rated)


def _stored(value: object) -> object:
    """Return a value of a model as the facts store it."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return int(value * 100) if isinstance(value, Decimal) else value
