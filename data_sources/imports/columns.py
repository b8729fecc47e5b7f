"""Which column of a file feeds which field: by name, by other names, by what is said."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Final

from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import ColumnGuess, FileShape
from planning.actuals.tables import TABLES, TableSpec
from planning.actuals.words import fold
from planning.errors import NotPossible, UsageError

ATTRIBUTE: Final = "attributes."
_PREFIXES: Final = ("property",)
"""What loaders put in front of every column, folded."""


def table_spec(name: str) -> TableSpec:
    """Return a fact table by name.

    Raises:
        UsageError: There is no such table.
    """
    if name not in TABLES:
        raise UsageError(f"There is no table “{name}”.", f"Use one of {', '.join(TABLES)}.")
    return TABLES[name]


def guess_columns(shape: FileShape, table: str) -> tuple[ColumnGuess, ...]:
    """Return which column seems to feed which field; no column is used twice.

    A column with a field's own name goes first, then other names in the order in which
    they are listed; case, spaces and underscores do not matter.

    Raises:
        UsageError: There is no such table.
    """
    spec = table_spec(table)
    places = _by_folded_name(shape)
    found: dict[str, ColumnGuess] = {}
    for name, known, why in _known_names(spec):
        column = places.get(fold(known))
        if column and name not in found and column not in {g.column for g in found.values()}:
            found[name] = ColumnGuess(
                field=name, column=column, why="name" if why == "name" else "alias"
            )
    return tuple(found[f.name] for f in spec.fields if f.name in found)


def _known_names(spec: TableSpec) -> Iterator[tuple[str, str, str]]:
    fields = [field for field in spec.fields if field.kind != "attributes"]
    for field in fields:
        yield field.name, field.name, "name"
    # What every row needs goes before what may be missing; else a first name of every
    # field goes before the second of any.
    for field in (field for field in fields if field.required):
        for alias in field.aliases:
            yield field.name, alias, "alias"
    for rank in range(max(len(field.aliases) for field in fields)):
        for field in (field for field in fields if rank < len(field.aliases)):
            yield field.name, field.aliases[rank], "alias"


def _by_folded_name(shape: FileShape) -> dict[str, str]:
    places: dict[str, str] = {}
    for name in shape.names:
        places.setdefault(fold(name), name)
    for name in shape.names:
        for prefix in _PREFIXES:
            if fold(name).startswith(prefix):
                places.setdefault(fold(name).removeprefix(prefix), name)
    return {key: name for key, name in places.items() if key}


def choose_columns(shape: FileShape, request: ImportRequest) -> tuple[ColumnGuess, ...]:
    """Return the columns to read: as the person says, for the rest as guessed.

    Raises:
        UsageError: A field, column or table is named that does not exist, a field is
            both mapped and set, or no column feeds a field that every row needs.
    """
    spec = table_spec(request.table)
    given = _given(shape, spec, request)
    taken = {guess.column for guess in given.values()}
    chosen = dict(given)
    for guess in _guesses(shape, request) if request.guess else ():
        free = guess.field not in chosen and guess.field not in request.constants
        outcome_said = guess.field == "is_won" and (request.won or request.lost)
        if free and guess.column not in taken and not outcome_said:
            chosen[guess.field] = guess
    _check_needed(shape, spec, {*chosen, *request.constants})
    _check_words(request, chosen)
    order = {field.name: place for place, field in enumerate(spec.fields)}
    return tuple(sorted(chosen.values(), key=lambda g: (order.get(g.field, len(order)), g.field)))


def _guesses(shape: FileShape, request: ImportRequest) -> tuple[ColumnGuess, ...]:
    ignored = {fold(name) for name in request.ignored}
    open_to_guesses = [column for column in shape.columns if fold(column.name) not in ignored]
    narrowed = shape.model_copy(update={"columns": tuple(open_to_guesses)})
    return guess_columns(narrowed, request.table)


def _given(shape: FileShape, spec: TableSpec, request: ImportRequest) -> dict[str, ColumnGuess]:
    fields = {field.name for field in spec.fields} - {"attributes"}
    for name in (*request.columns, *request.constants):
        own = name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE)
        if name not in fields and not (own and "attributes" in {f.name for f in spec.fields}):
            raise UsageError(
                f"The table {spec.name} has no field “{name}”.",
                f"{_nearest(name, sorted(fields))} Its fields are {', '.join(sorted(fields))}.",
            )
    both = sorted(set(request.columns) & set(request.constants))
    if both:
        raise UsageError(
            f"“{both[0]}” is given twice: from a column and as one value.", "Use --map or --set."
        )
    return {
        name: ColumnGuess(field=name, column=column_called(shape, column), why="given")
        for name, column in request.columns.items()
    }


def column_called(shape: FileShape, name: str) -> str:
    """Return a column by the name a person gives it; case and spaces may differ.

    Raises:
        UsageError: No column, or more than one, answers to the name.
    """
    if name.strip() in shape.names:
        return name.strip()
    alike = [column for column in shape.names if fold(column) == fold(name)]
    if len(alike) == 1:
        return alike[0]
    raise UsageError(
        f"{shape.label} has no column “{name}”.",
        f"{_nearest(name, list(shape.names))} Its columns are {_listed(shape)}.",
    )


def _nearest(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean “{near[0]}”?" if near else ""


def _listed(shape: FileShape) -> str:
    return ", ".join(f"“{name}”" for name in shape.names) or "none"


def _check_needed(shape: FileShape, spec: TableSpec, present: set[str]) -> None:
    if not shape.columns:
        raise NotPossible(f"{shape.label} has no columns.", "Choose a file with a header row.")
    if not present:
        raise UsageError(
            f"No column of {shape.label} is known for {spec.name}.",
            f'Say which with --map FIELD="Column"; its columns are {_listed(shape)}.',
        )
    missing = [field.name for field in spec.fields if field.required and field.name not in present]
    if missing:
        raise UsageError(
            f"No column of {shape.label} gives {_and(missing)}, which every row of "
            f"{spec.name} needs.",
            f'Say which with --map {missing[0]}="Column"; its columns are {_listed(shape)}.',
        )


def _check_words(request: ImportRequest, chosen: Mapping[str, ColumnGuess]) -> None:
    present = {*chosen, *request.constants}
    if (request.won or request.lost) and not {"stage", "is_won"} & present:
        raise UsageError(
            "--won and --lost need the column that tells the stage.",
            'Say which with --map stage="Column".',
        )
    if request.statuses and "status" not in present:
        raise UsageError(
            "--status needs the column that tells the lead's status.",
            'Say which with --map status="Column".',
        )


def _and(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
