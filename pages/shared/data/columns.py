"""The file's columns: samples, the field guessed for each, why, and what a person changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from data_sources.imports.columns import ATTRIBUTE
from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import FileShape
from pages.shared.data.start import Start, reasons
from planning.actuals.tables import TABLES
from views.formats import counted, plain, visible

COLUMN, SAMPLES, FEEDS, WHY = "Your column", "Samples", "Feeds", "Why"
FIELD, VALUE, NEEDED, MEANING = "Field", "Value", "Needed", "Meaning"
KEPT_ALONG: Final = "kept as an attribute"
_NAMED: Final = 12


def ask(shape: FileShape, start: Start, key: str) -> ImportRequest:
    """Draw the columns and the values for every row; return what is asked for now.

    Args:
        shape: What the file looks like.
        start: What is proposed.
        key: Changes with file, table and start, so that each begins with its own guesses.
    """
    base = guessed(shape, start)
    edited = st.data_editor(
        base.drop(columns="column"),
        key=f"columns-{key}",
        hide_index=True,
        num_rows="fixed",
        disabled=[COLUMN, SAMPLES, WHY],
        column_config={
            COLUMN: st.column_config.TextColumn(pinned=True),
            FEEDS: st.column_config.MultiselectColumn(
                options=_options(start),
                width="medium",
                help="The field of Tandem this column feeds; none: it is not read.",
            ),
            SAMPLES: st.column_config.TextColumn(width="medium"),
            WHY: st.column_config.TextColumn(width="medium"),
        },
        placeholder="",
        alt="The columns of the file and the fields they feed.",
    )
    columns = chosen(list(base["column"]), list(edited[FEEDS]))
    constants = _constants(start, key)
    _told(start.request.table, columns, constants, shape)
    once = {field: found[0] for field, found in columns.items() if field not in constants}
    return changed(start, once, constants)


def guessed(shape: FileShape, start: Start) -> pd.DataFrame:
    """Lay out the columns of a file, those that feed something first."""
    feeds: dict[str, list[str]] = {}
    why = reasons(start)
    told: dict[str, list[str]] = {}
    for guess in start.guesses:
        feeds.setdefault(guess.column, []).append(_shown(guess.field, guess.column))
        told.setdefault(guess.column, []).append(why[guess.field])
    rows: list[dict[str, Any]] = [
        {
            "column": column.name,
            COLUMN: visible(column.name),
            FEEDS: feeds.get(column.name, []),
            SAMPLES: ", ".join(map(visible, column.samples)),
            WHY: ", ".join(dict.fromkeys(told.get(column.name, []))),
        }
        for column in shape.columns
    ]
    # Guesses are to be seen without scrolling.
    rows.sort(key=lambda row: not row[FEEDS])
    return pd.DataFrame(rows)


def _options(start: Start) -> list[str]:
    fields = TABLES[start.request.table].fields
    names = [field.name for field in fields if field.kind != "attributes"]
    own = [_shown(guess.field, guess.column) for guess in start.guesses]
    along = [KEPT_ALONG] if len(names) < len(fields) else []
    return list(dict.fromkeys([*names, *along, *own]))


def _shown(field: str, column: str) -> str:
    return KEPT_ALONG if field == f"{ATTRIBUTE}{column}" else field


def chosen(names: list[str], feeds: list[object]) -> dict[str, list[str]]:
    """Return the columns each field is fed by, in the file's order.

    Args:
        names: The column names.
        feeds: The fields chosen for each, a list or nothing.

    Example:
        >>> chosen(["Id", "Note"], [["lead_id"], ["kept as an attribute"]])
        {'lead_id': ['Id'], 'attributes.Note': ['Note']}
    """
    found: dict[str, list[str]] = {}
    for name, fields in zip(names, feeds, strict=True):
        # An emptied cell comes back as nothing or as an empty list.
        for field in fields if isinstance(fields, list | tuple) else []:
            own = f"{ATTRIBUTE}{name}" if field == KEPT_ALONG else str(field)
            found.setdefault(own, []).append(name)
    return found


def _constants(start: Start, key: str) -> dict[str, str]:
    """Ask for fields in which one value stands in every row."""
    given = start.request.constants
    fields = [f for f in TABLES[start.request.table].fields if f.kind != "attributes"]
    # Open only where something stands: an editor inside a closed one is still there.
    with st.expander("One value for every row", expanded=bool(given), key=f"same-{key}"):
        edited = st.data_editor(
            pd.DataFrame(
                {
                    FIELD: [field.name for field in fields],
                    VALUE: [given.get(field.name) for field in fields],
                    NEEDED: ["yes" if field.required else "" for field in fields],
                    MEANING: [field.meaning for field in fields],
                }
            ).astype({VALUE: "string"}),
            key=f"values-{key}",
            hide_index=True,
            num_rows="fixed",
            height=240,
            disabled=[FIELD, NEEDED, MEANING],
            column_config={
                FIELD: st.column_config.TextColumn(pinned=True),
                VALUE: st.column_config.TextColumn(width="medium"),
                MEANING: st.column_config.TextColumn(width="large"),
            },
            placeholder="",
            alt="Fields in which one value stands in every row.",
        )
    return {
        str(field): value.strip()
        for field, value in zip(edited[FIELD], edited[VALUE], strict=True)
        if isinstance(value, str) and value.strip()
    }


def changed(
    start: Start, columns: Mapping[str, str], constants: Mapping[str, str]
) -> ImportRequest:
    """Return what is asked for, without rules of fields that another column feeds now."""
    request = start.request
    before = {guess.field: guess.column for guess in start.guesses}
    same = {field for field, column in columns.items() if before.get(field) == column}
    fed = {*columns, *constants}
    told = bool({"stage", "is_won"} & fed)
    return request.model_copy(
        update={
            "columns": dict(columns),
            "constants": dict(constants),
            # The guesses were seen: what was taken out stays out.
            "guess": False,
            "ignored": (),
            "instead": {f: it for f, it in request.instead.items() if f in same},
            "only_where": {f: it for f, it in request.only_where.items() if f in same},
            "scale": {f: it for f, it in request.scale.items() if f in same},
            "dates": {f: it for f, it in request.dates.items() if f in same},
            "values": {f: it for f, it in request.values.items() if f in fed},
            "first_of": tuple(field for field in request.first_of if field in same),
            "won": request.won if told else (),
            "lost": request.lost if told else (),
            "statuses": request.statuses if "status" in fed else {},
        }
    )


def _told(
    table: str,
    columns: Mapping[str, list[str]],
    constants: Mapping[str, str],
    shape: FileShape,
) -> None:
    """Name needed fields that nothing feeds, fields fed twice and columns left behind."""
    missing = [
        field.name
        for field in TABLES[table].fields
        if field.required and field.name not in {*columns, *constants}
    ]
    if not columns and not constants:
        st.warning("No column feeds anything yet: choose under Feeds what each holds.")
    elif missing:
        st.warning(f"Nothing feeds {' and '.join(missing)} yet, which every row needs.")
    for field, found in columns.items():
        if field in constants:
            st.warning(
                f"{plain(field)} has a column and one value for every row: the value counts."
            )
        elif len(found) > 1:
            names = " and ".join(plain(visible(name)) for name in found)
            st.warning(f"{plain(field)} is fed by {names}: {plain(visible(found[0]))} counts.")
    used = {name for found in columns.values() for name in found}
    unused = [visible(name) for name in shape.names if name not in used]
    if unused:
        more = (
            f" and {counted(len(unused) - _NAMED, 'more column')}" if len(unused) > _NAMED else ""
        )
        st.caption(f"Not read and not kept: {plain(', '.join(unused[:_NAMED]))}{more}.")
