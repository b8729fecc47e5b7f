"""Templates: what each table may hold, and an empty file to fill."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from planning.actuals.tables import TABLES, FieldSpec, TableSpec
from views.downloads import csv_bytes

KINDS: Final = {
    "text": "text",
    "day": "a date",
    "month": "a month",
    "count": "a whole number",
    "money": "an amount",
    "number": "a number",
    "flag": "yes or no",
    "attributes": "names and texts",
}


def section() -> None:
    """Let people choose a table, read its fields and take an empty file."""
    name = st.selectbox("Table", list(TABLES), key="template", format_func=str.capitalize)
    spec = TABLES[name or next(iter(TABLES))]
    st.download_button(
        f"Empty {spec.name}.csv",
        csv_bytes(pd.DataFrame(columns=[field.name for field in _columns(spec)])),
        f"{spec.name}.csv",
        "text/csv",
        key=f"template-{spec.name}",
        on_click="ignore",
        icon=":material/download:",
    )
    st.dataframe(
        pd.DataFrame(
            {
                "Field": [field.name for field in spec.fields],
                "Needed": ["yes" if field.required else "" for field in spec.fields],
                "Holds": [holds(field) for field in spec.fields],
                "Meaning": [field.meaning for field in spec.fields],
                "Also recognised as": [", ".join(field.aliases) for field in spec.fields],
            }
        ),
        hide_index=True,
        column_config={
            "Field": st.column_config.TextColumn(pinned=True),
            "Meaning": st.column_config.TextColumn(width="large"),
        },
        alt=f"The fields of {spec.name}.",
    )


def _columns(spec: TableSpec) -> list[FieldSpec]:
    # Attributes are columns of one's own choosing, named only when importing.
    return [field for field in spec.fields if field.kind != "attributes"]


def holds(field: FieldSpec) -> str:
    """Say what a field holds, in words.

    Example:
        >>> holds(TABLES["spend"].field("amount"))
        'an amount'
    """
    return " | ".join(field.choices) if field.kind == "choice" else KINDS[field.kind]
