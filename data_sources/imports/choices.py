"""Which words a column holds, and what each seems to mean."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from data_sources.imports.cells import CELLS, load_cells
from data_sources.imports.columns import table_spec
from data_sources.imports.database import name, workbench
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import ColumnGuess, FileShape
from data_sources.imports.spellings import alike
from planning.actuals.tables import FieldSpec
from planning.actuals.words import (
    CHOICE_WORDS,
    LOST,
    STATUS_WORDS,
    WON,
    fold,
    read_choice,
    read_flag,
    read_outcome,
    read_status,
    same_word,
)
from planning.errors import UsageError

MOST: Final = 500
"""How many different values are shown; a column with more holds no closed list."""

NAMES: Final = ("channel", "campaign", "segment", "region", "product")
"""Fields whose values are names, which may be spelled in several ways."""

OPEN: Final = "open"
_OUTCOMES: Final = ("won", "lost", OPEN)
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_LONG: Final = 6

Why = Literal["given", "known", "contains", "spelling", "unknown", "itself"]


class Choice(BaseModel):
    """One value of a column.

    Attributes:
        value: As the file writes it.
        rows: How many rows hold it.
        meaning: What it seems to mean: one of `Choices.meanings` or, for names, any
            name; "" means missing.
        why: "given" by the person or the preset, "known" word, "contains" a known word,
            other "spelling" of a name used more often, "unknown" word, or "itself".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    rows: int
    meaning: str
    why: Why


class Choices(BaseModel):
    """The different values of a column.

    Attributes:
        field: The field the column feeds.
        meanings: What a value can mean; empty where any name will do.
        choices: The values, the most used first, at most `MOST`.
        more: How many different values are not shown.
        empty: Rows without a value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    meanings: tuple[str, ...]
    choices: tuple[Choice, ...]
    more: int
    empty: int


def can_be_chosen(field: FieldSpec) -> bool:
    """Return whether the words of a field can be given a meaning."""
    return field.name == "stage" or field.name in NAMES or field.kind in ("choice", "flag")


def value_choices(request: ImportRequest, shape: FileShape, field: str, column: str) -> Choices:
    """Count the values of a column and guess what each means.

    Args:
        request: The file, its table and what is said already (`values`, `won`, …).
        shape: What the file looks like.
        field: The field the column feeds.
        column: The column, by its name in the shape.

    Raises:
        UsageError: The field holds no words to choose from.
        NotPossible: The file cannot be read.
    """
    specs = {spec.name: spec for spec in table_spec(request.table).fields}
    if field not in specs or not can_be_chosen(specs[field]):
        raise UsageError(
            f"The words of “{field}” cannot be given a meaning.",
            f"Choose one of {', '.join(n for n, spec in specs.items() if can_be_chosen(spec))}.",
        )
    counted, different, empty = _counted(request.path, shape, field, column)
    told = _told(request, field)
    names = alike(counted) if field in NAMES else ()
    spellings = {value: one.name for one in names for value in one.meanings}
    choices = []
    for value, rows in counted.items():
        meaning, why = _guess(specs[field], value, told, spellings)
        choices.append(Choice(value=value, rows=rows, meaning=meaning, why=why))
    return Choices(
        field=field,
        meanings=_meanings(specs[field]),
        choices=tuple(choices),
        more=different - len(choices),
        empty=empty,
    )


def with_meanings(request: ImportRequest, field: str, meanings: Mapping[str, str]) -> ImportRequest:
    """Return a request in which a person has said what a field's words mean.

    Args:
        request: What is asked so far.
        field: The field.
        meanings: Meaning by value, of all values shown; for a stage won, lost or open.
    """
    if field == "stage":
        won, lost = (
            tuple(value for value, meaning in meanings.items() if meaning == outcome)
            for outcome in ("won", "lost")
        )
        return request.model_copy(update={"won": won, "lost": lost})
    told = {value: meaning for value, meaning in meanings.items() if meaning != value}
    values = {**request.values, field: told}
    return request.model_copy(
        update={"values": {one: known for one, known in values.items() if known}}
    )


def _counted(
    path: Path, shape: FileShape, field: str, column: str
) -> tuple[dict[str, int], int, int]:
    guess = ColumnGuess(field=field, column=column, why="given")
    with tempfile.TemporaryDirectory() as folder, workbench(Path(folder)) as database:
        load_cells(database, path, shape, [guess], {}, folder=Path(folder), way="row by row")
        cell = name(field)
        rows = database.execute(
            f"SELECT {cell}, count(*) FROM {CELLS} WHERE {cell} IS NOT NULL "  # noqa: S608
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}"
        ).fetchall()
        found = database.execute(
            f"SELECT count(DISTINCT {cell}), count(*) - count({cell}) FROM {CELLS}"  # noqa: S608
        ).fetchone() or (0, 0)
    return dict(rows), int(found[0]), int(found[1])


def _told(request: ImportRequest, field: str) -> dict[str, str]:
    """Return what is said already, by word (see `words.same_word`)."""
    told = {same_word(word): meaning for word, meaning in request.values.get(field, {}).items()}
    if field == "stage":
        told |= {same_word(word): "won" for word in request.won}
        told |= {same_word(word): "lost" for word in request.lost}
    if field == "status":
        for status, words in request.statuses.items():
            told |= {same_word(word): status for word in words}
    return told


def _meanings(spec: FieldSpec) -> tuple[str, ...]:
    if spec.name == "stage":
        return _OUTCOMES
    if spec.kind == "flag":
        return ("yes", "no", "")
    return (*spec.choices, "") if spec.choices else ()


def _guess(
    spec: FieldSpec, value: str, told: Mapping[str, str], spellings: Mapping[str, str]
) -> tuple[str, Why]:
    if same_word(value) in told:
        return told[same_word(value)], "given"
    if spec.name in NAMES:
        return (spellings[value], "spelling") if value in spellings else (value, "itself")
    if spec.name == "stage":
        return _stage(value)
    if spec.name == "status":
        return _status(value)
    if spec.kind == "flag":
        return _flag(spec, value)
    known = read_choice(value, spec.choices)
    if known is not None:
        return known, "known"
    begins = [
        meant
        for word, meant in {**CHOICE_WORDS, **{fold(one): one for one in spec.choices}}.items()
        if meant in spec.choices and len(word) >= _LONG and fold(value).startswith(word)
    ]
    return (begins[0], "contains") if begins else ("", "unknown")


def _stage(value: str) -> tuple[str, Why]:
    none = frozenset[str]()
    said = read_outcome(value, none, none)
    if said is not None:
        return ("won" if said else "lost"), "known"
    tokens = {token.casefold() for token in _TOKEN.findall(value)}
    won, lost = tokens & WON, tokens & LOST
    if bool(won) != bool(lost) and "not" not in tokens:
        return ("won" if won else "lost"), "contains"
    return OPEN, "unknown"


def _status(value: str) -> tuple[str, Why]:
    status, known = read_status(value, {})
    if known:
        return status, "known"
    for token in map(str.casefold, _TOKEN.findall(value)):
        if len(token) >= _LONG and token in STATUS_WORDS:
            return STATUS_WORDS[token], "contains"
    return status, "unknown"


def _flag(spec: FieldSpec, value: str) -> tuple[str, Why]:
    said = read_flag(value)
    if said is None and spec.name == "is_won":
        said = read_outcome(value, frozenset(), frozenset())
    if said is None:
        return "", "unknown"
    return ("yes" if said else "no"), "known"
