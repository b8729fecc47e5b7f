"""A mapping as a small file, and as something to remember for the next file alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as Names
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from data_sources.imports.plan import Plan
from data_sources.imports.request import ImportRequest, Mapping
from data_sources.imports.shape import FileShape
from planning.actuals.dates import ISO
from planning.actuals.words import fold
from planning.errors import NotPossible, UsageError

VERSION: Final = 1
VERSION_KEY: Final = "tandem_mapping"
SIZE_LIMIT: Final = 1024 * 1024
_ALWAYS: Final = ("table", "guess")


def shape_key(shape: FileShape) -> str:
    """Return what files with the same columns have in common, their order and case aside.

    Example:
        >>> from data_sources.imports.shape import ColumnShape
        >>> one = FileShape(label="a.csv", kind="text", columns=(
        ...     ColumnShape(name="Lead ID"), ColumnShape(name="Status")))
        >>> two = FileShape(label="b.csv", kind="text", columns=(
        ...     ColumnShape(name="status"), ColumnShape(name="lead_id")))
        >>> shape_key(one) == shape_key(two)
        True
    """
    names = sorted(fold(name) or name for name in shape.names)
    return hashlib.sha256(json.dumps(names, ensure_ascii=False).encode()).hexdigest()[:16]


def mapping_of(plan: Plan, dates: Names[str, str]) -> Mapping:
    """Return how a file was read, guesses and preset written out.

    Args:
        plan: How the file was read.
        dates: The format each date field was read in; ISO needs no mention.
    """
    request = plan.request
    told = {field: form for field, form in dates.items() if form != ISO}
    return Mapping.model_validate(
        {
            **request.model_dump(include=set(Mapping.model_fields)),
            "columns": {guess.field: guess.column for guess in plan.columns},
            "dates": told,
            "date_format": None,
            "guess": False,
            "ignored": (),
        }
    )


def requested(mapping: Mapping, path: Path, label: str) -> ImportRequest:
    """Return the wish to read a file by a mapping."""
    known = mapping.model_dump(include=set(Mapping.model_fields))
    return ImportRequest(path=path, label=label, **known)


def over(typed: ImportRequest, mapping: Mapping) -> ImportRequest:
    """Return what a person typed, a mapping's answers where they said nothing.

    Raises:
        UsageError: The two name different tables.
    """
    if typed.table != mapping.table:
        raise UsageError(
            f"The mapping is for {mapping.table}, not {typed.table}.",
            f"Import the file as {mapping.table}, or use another mapping.",
        )
    merged: dict[str, Any] = {}
    for name in Mapping.model_fields:
        said, known = getattr(typed, name), getattr(mapping, name)
        merged[name] = {**known, **said} if isinstance(said, dict) else said or known
    said_fields = {*typed.columns, *typed.constants}
    for name in ("columns", "constants", "instead", "only_where", "scale"):
        own = getattr(typed, name)
        merged[name] = {
            field: told
            for field, told in merged[name].items()
            if field in own or field not in said_fields
        }
    merged["values"] = {
        field: {**mapping.values.get(field, {}), **typed.values.get(field, {})}
        for field in merged["values"]
    }
    return typed.model_copy(update={**merged, "guess": typed.guess and mapping.guess})


def written(mapping: Mapping) -> str:
    """Return a mapping as the text of a small file."""
    told = mapping.model_dump(mode="json", exclude_defaults=True)
    always = {name: getattr(mapping, name) for name in _ALWAYS}
    return json.dumps({VERSION_KEY: VERSION, **always, **told}, indent=1, ensure_ascii=False) + "\n"


def read(text: str, label: str) -> Mapping:
    """Read the text of a mapping file.

    Args:
        text: What `written` returns, or a person wrote likewise.
        label: The file's name, for messages.

    Raises:
        UsageError: It is no mapping, or one of a newer version.
    """
    remedy = "Write one with tandem import … --write-mapping FILE."
    try:
        found = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{label} is no mapping: {error}.", remedy) from error
    if not isinstance(found, dict) or VERSION_KEY not in found:
        raise UsageError(f"{label} is no mapping: it does not say “{VERSION_KEY}”.", remedy)
    if found.pop(VERSION_KEY) != VERSION:
        raise UsageError(f"{label} was written by a newer Tandem.", "Update Tandem.")
    try:
        return Mapping.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(f"{label} is no mapping: {place}: {first['msg']}.", remedy) from error


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        NotPossible: The file cannot be read.
        UsageError: It is no mapping.
    """
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise UsageError(f"{path.name} is too large to be a mapping.", "Choose another file.")
        return read(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise NotPossible(
            f"{path.name} cannot be opened: {reason}.", "Check that the file is there."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is no mapping: it is not text.", "") from error


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping file.

    Raises:
        NotPossible: The file cannot be written.
    """
    try:
        path.write_text(written(mapping), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise NotPossible(
            f"{path.name} cannot be written: {reason}.", "Choose another place."
        ) from error
