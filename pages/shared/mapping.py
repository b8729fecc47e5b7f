"""Which column feeds which field: guessed, shown with samples, corrected by people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from data_sources.imports.request import ImportRequest
from data_sources.imports.shape import FileShape
from planning.actuals.rows import STATUSES
from planning.actuals.tables import TABLES
from views.formats import plain, visible

FIELD, COLUMN, VALUE, WHY, SAMPLES = "Field", "Your column", "Or one value", "Why", "Samples"
_NEEDED: Final = " (needed)"
_WHY: Final = {"name": "same name", "alias": "known name", "given": "given"}
_WORDS: Final = {
    "accounts": "Accounts: the companies you sell to",
    "leads": "Leads",
    "opportunities": "Opportunities: deals, open and closed",
    "stage_events": "Stage events: when what moved",
    "spend": "Spend by month",
    "touches": "Touches: calls, mails, visits",
    "people": "People of both teams",
    "quotas": "Quotas",
}


def table_words(table: str) -> str:
    """Name a table as people would."""
    return _WORDS.get(table, table)


def likely_table(shape: FileShape) -> str:
    """Return the table whose fields the columns fill best, needed fields first."""
    from data_sources.imports.columns import guess_columns

    def fit(table: str) -> tuple[bool, float]:
        found = {guess.field for guess in guess_columns(shape, table)}
        needed = {field.name for field in TABLES[table].fields if field.required}
        return needed <= found, len(found) / max(len(shape.columns), 1)

    return max(TABLES, key=fit)


def ask(shape: FileShape, table: str, file_id: str) -> ImportRequest:
    """Draw the mapping and return the request it stands for.

    Args:
        shape: What the file looks like.
        table: The fact table.
        file_id: Names the upload, so that another file starts with its own guesses.
    """
    base = guessed(shape, table)
    edited = st.data_editor(
        base,
        key=f"mapping-{file_id}-{table}",
        hide_index=True,
        num_rows="fixed",
        disabled=[FIELD, WHY, SAMPLES, "Meaning"],
        column_config={
            FIELD: st.column_config.TextColumn(pinned=True),
            COLUMN: st.column_config.SelectboxColumn(options=list(shape.names)),
            VALUE: st.column_config.TextColumn(help="Stands in this field of every row."),
            SAMPLES: st.column_config.TextColumn(width="medium"),
            "Meaning": st.column_config.TextColumn(width="large"),
        },
        alt="Which column of the file feeds which field.",
    )
    chosen = {field: column for field, column in _pairs(edited, COLUMN) if column in shape.names}
    request = ImportRequest(
        path=Path(),
        label=shape.label,
        table=table,
        columns=chosen,
        constants=dict(_pairs(edited, VALUE)),
        sheet=shape.sheet,
        **_meanings(shape, table, chosen, file_id),
        **_more(file_id),
    )
    _told(request, shape)
    return request


def guessed(shape: FileShape, table: str) -> pd.DataFrame:
    """Lay out every field of a table with the column guessed for it."""
    from data_sources.imports.columns import guess_columns

    guesses = {guess.field: guess for guess in guess_columns(shape, table)}
    samples = {column.name: column.samples for column in shape.columns}
    rows: list[dict[str, Any]] = []
    for field in TABLES[table].fields:
        guess = guesses.get(field.name)
        rows.append(
            {
                FIELD: f"{field.name}{_NEEDED}" if field.required else field.name,
                COLUMN: guess.column if guess else None,
                VALUE: None,
                WHY: _WHY[guess.why] if guess else "",
                SAMPLES: ", ".join(map(visible, samples[guess.column])) if guess else "",
                "Meaning": field.meaning,
            }
        )
    # Mapped fields first, so that the guesses are seen without scrolling.
    rows.sort(key=lambda row: (row[COLUMN] is None, not row[FIELD].endswith(_NEEDED)))
    return pd.DataFrame(rows)


def _pairs(frame: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    return [
        (str(field).removesuffix(_NEEDED), str(value))
        for field, value in zip(frame[FIELD], frame[column], strict=True)
        if isinstance(value, str) and value.strip()
    ]


def _meanings(
    shape: FileShape, table: str, chosen: Mapping[str, str], file_id: str
) -> dict[str, Any]:
    """Ask which values mean won, lost or a status, where the table has such a field."""
    samples = {column.name: list(column.samples) for column in shape.columns}
    if table == "opportunities":
        values = samples.get(chosen.get("stage", ""), [])
        left, right = st.columns(2)
        with left:
            won = _values("Stages that mean won", values, f"won-{file_id}")
        with right:
            lost = _values("Stages that mean lost", values, f"lost-{file_id}")
        return {"won": won, "lost": lost}
    if table == "leads" and "status" in chosen:
        values = samples.get(chosen["status"], [])
        with st.expander("Which status values mean what"), st.grid(3, min_column_width=200):
            told = {
                status: _values(f"Mean {status}", values, f"status-{status}-{file_id}")
                for status in STATUSES
            }
        return {"statuses": {status: values for status, values in told.items() if values}}
    return {}


def _values(label: str, offered: list[str], key: str) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            label,
            offered,
            key=key,
            accept_new_options=True,
            placeholder="The usual words, or choose",
        )
    )


def _more(file_id: str) -> dict[str, str]:
    """Ask what few imports need: source, date format, as-of."""
    with st.expander("More"):
        left, middle, right = st.columns(3)
        source = left.text_input(
            "Source",
            key=f"source-{file_id}",
            placeholder="from the column names",
            help="A later file of the same source updates these rows.",
        )
        dates = middle.text_input(
            "Date format",
            key=f"dates-{file_id}",
            placeholder="found by itself",
            help="For example %d/%m/%Y: needed where a date fits two formats.",
        )
        right.date_input(
            "Facts stand at",
            value=None,
            key="as-of",
            help="Stands until another is given; otherwise the latest event counts.",
        )
    given = {"source": source, "date_format": dates}
    return {name: text.strip() for name, text in given.items() if text and text.strip()}


def as_of() -> date | None:
    """Return the as-of date people gave, or None."""
    given = st.session_state.get("as-of")
    return given if isinstance(given, date) else None


def _told(request: ImportRequest, shape: FileShape) -> None:
    """Name needed fields that nothing feeds yet, and columns that are left behind."""
    fed = {*request.columns, *request.constants}
    names = [
        field.name
        for field in TABLES[request.table].fields
        if field.required and field.default is None and field.name not in fed
    ]
    if names:
        st.warning(f"Nothing feeds {' and '.join(names)} yet: rows without are rejected.")
    used = set(request.columns.values())
    unused = [visible(name) for name in shape.names if name not in used]
    if unused:
        st.caption(f"Not read and not kept: {plain(', '.join(unused))}.")
