"""Where a mapping starts: the last file alike, a mapping file, a preset, or column names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import streamlit as st
from pydantic import BaseModel, ConfigDict

from data_sources.imports.columns import guess_columns
from data_sources.imports.mapping import requested, shape_key
from data_sources.imports.plan import plan_import
from data_sources.imports.presets.filling import with_preset
from data_sources.imports.presets.recognise import (
    NO_PRESET,
    PRESETS,
    preset_for,
    recognise,
    telling_columns,
)
from data_sources.imports.request import ImportRequest, Mapping
from data_sources.imports.shape import ColumnGuess, FileShape
from pages.shared import session
from planning.actuals.tables import TABLES
from planning.errors import UsageError
from views.formats import day, plain, visible

Kind = Literal["remembered", "file", "preset"]
_REMEMBERED: Final = "as the last file alike"
_FILE: Final = "by the mapping file"
_HISTORY: Final = 500


class Start(BaseModel):
    """What is proposed for a file before a person changes anything.

    Attributes:
        kind: Where it comes from; "preset" also stands for column names alone.
        request: All that is going to be asked for.
        guesses: Which column feeds which field.
        preset: Title of the preset, or None.
        notes: What a person should know, as sentences.
        source: Name of the source the rows would belong to, or "".
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    request: ImportRequest
    guesses: tuple[ColumnGuess, ...]
    preset: str | None = None
    notes: tuple[str, ...] = ()
    source: str = ""


def likely_table(shape: FileShape, file_id: str) -> str:
    """Return the table last used for a file alike, the preset's, or the one that fits best."""
    key, workspace = shape_key(shape), session.workspace()
    known = (table for table in TABLES if workspace.remembered_mapping(key, table))
    return next(known, None) or _fitting(file_id, shape.sheet, shape)


@st.cache_data(show_spinner=False, max_entries=8)
def _fitting(file_id: str, sheet: str | None, _shape: FileShape) -> str:  # noqa: ARG001 - the key
    preset = recognise(_shape)
    if preset:
        return preset.table

    def fit(table: str) -> tuple[bool, float]:
        found = {guess.field for guess in guess_columns(_shape, table)}
        needed = {field.name for field in TABLES[table].fields if field.required}
        return bool(found) and needed <= found, len(found) / max(len(_shape.columns), 1)

    return max(TABLES, key=fit)


@st.cache_data(show_spinner=False, max_entries=16)
def _known(file_id: str, sheet: str | None, table: str, _shape: FileShape) -> str | None:  # noqa: ARG001 - the key
    preset = recognise(_shape, table)
    return preset.name if preset else None


def choose(shape: FileShape, table: str, file_id: str, given: Mapping | None) -> Start:
    """Let a person choose where the mapping starts, and return it.

    Args:
        shape: What the file looks like.
        table: The fact table.
        file_id: Names the upload.
        given: The mapping of an uploaded mapping file, or None.

    Raises:
        UsageError: The mapping given does not fit the file.
    """
    remembered = session.workspace().remembered_mapping(shape_key(shape), table)
    known = _known(file_id, shape.sheet, table, shape)
    others = [one.name for one in PRESETS.values() if one.table == table and one.name != known]
    options = [
        *([_FILE] if given else []),
        *([_REMEMBERED] if remembered else []),
        *([known] if known else []),
        NO_PRESET,
        *others,
    ]

    def worded(option: str) -> str:
        if option == NO_PRESET:
            return "by its column names"
        if option in PRESETS:
            return f"as {PRESETS[option].title}"
        return option

    chosen = st.selectbox(
        "Read it",
        options,
        key=f"start-{file_id}-{table}-{given is not None}",
        format_func=worded,
        help="What is proposed below; every proposal can be changed.",
    )
    mapping = {_FILE: given, _REMEMBERED: remembered}.get(chosen)
    wish = _wish(shape, table, mapping, None if mapping else chosen)
    start = _started(file_id, wish.model_dump_json(), shape)
    if mapping:
        kind: Kind = "file" if chosen == _FILE else "remembered"
        start = start.model_copy(update={"kind": kind})
    return start


def _wish(
    shape: FileShape, table: str, mapping: Mapping | None, preset: str | None
) -> ImportRequest:
    if mapping is None:
        return ImportRequest(
            path=Path(), label=shape.label, table=table, preset=preset, sheet=shape.sheet
        )
    if mapping.table != table:
        raise UsageError(
            f"The mapping is for {mapping.table}, not {table}.",
            f"Choose {mapping.table} as what is in the file, or another mapping.",
        )
    return requested(mapping, Path(), shape.label).model_copy(update={"sheet": shape.sheet})


@st.cache_data(show_spinner=False, max_entries=16)
def _started(file_id: str, wish: str, _shape: FileShape) -> Start:  # noqa: ARG001 - the key
    request = ImportRequest.model_validate_json(wish)
    try:
        plan = plan_import(request, _shape)
    except UsageError:
        if request.columns or not request.guess:
            raise
        # Of a file that lacks what every row needs, the rest is proposed all the same.
        return _incomplete(request, _shape)
    told = [finding.message for finding in plan.findings]
    return Start(
        kind="preset",
        request=plan.request,
        guesses=plan.columns,
        preset=plan.preset.title if plan.preset else None,
        notes=tuple(told),
        source=plan.source,
    )


def _incomplete(request: ImportRequest, shape: FileShape) -> Start:
    preset = preset_for(request, shape)
    asked = with_preset(request, preset, shape) if preset else request
    known = [
        ColumnGuess(field=field, column=column, why="preset")
        for field, column in asked.columns.items()
    ]
    taken = {*asked.columns.values(), *asked.ignored}
    guessed = [
        guess
        for guess in guess_columns(shape, request.table)
        if guess.field not in {*asked.columns, *asked.constants} and guess.column not in taken
    ]
    notes: tuple[str, ...] = ()
    if preset and not telling_columns(preset, shape):
        notes = (f"The file does not look like {preset.title}.",)
    return Start(
        kind="preset",
        request=asked,
        guesses=(*known, *guessed),
        preset=preset.title if preset else None,
        notes=notes,
    )


def reasons(start: Start) -> dict[str, str]:
    """Say for each guessed field why its column was guessed."""
    if start.kind == "file":
        return {guess.field: "mapping file" for guess in start.guesses}
    if start.kind == "remembered":
        last = last_time(start)
        return {guess.field: last for guess in start.guesses}
    words = {"name": "same name", "alias": "known name", "given": "given"}
    preset = f"preset {start.preset}"
    return {
        guess.field: preset if guess.why == "preset" else words[guess.why]
        for guess in start.guesses
    }


def last_time(start: Start) -> str:
    """Say which file was read like this the last time, and when."""
    found = _imported(start.request.table, start.source)
    if found is None:
        return "remembered"
    file, at = found
    return f"remembered from {visible(file)}, {day(at.date())}"


def _imported(table: str, source: str) -> tuple[str, datetime] | None:
    for entry in session.workspace().history(_HISTORY):
        told = entry.after if isinstance(entry.after, dict) else {}
        if entry.act == "import" and entry.thing == table and told.get("source") == source:
            return str(told.get("file")), entry.at
    return None


def tell(start: Start) -> None:
    """Say by what the file is read."""
    if start.kind == "remembered":
        st.caption(f"Read as the last file alike: {plain(last_time(start))}.")
    for note in start.notes:
        st.caption(plain(note))
