"""Taking the sheet away: as a table, or with all of its views."""

from __future__ import annotations

import streamlit as st

from pages.shared.editor import drafting
from pages.shared.editor.sheet import Sheet
from views.downloads import csv_bytes, xlsx_bytes
from views.sheets import table


def buttons(sheet: Sheet, view: str) -> None:
    """Offer the saved rows as CSV and every view as XLSX, built when clicked."""
    copy = drafting.taken_up(sheet)
    listed = [row for row in drafting.standing(sheet, copy).listed if sheet.keep(row)]
    if not listed:
        return
    name = sheet.agreed.name

    def one() -> bytes:
        return csv_bytes(table(sheet.views[view], listed))

    def all_views() -> bytes:
        return xlsx_bytes({head: table(columns, listed) for head, columns in sheet.views.items()})

    place = st.container(horizontal=True, gap="small")
    place.download_button(
        "Table as CSV",
        one,
        f"{name}.csv",
        "text/csv",
        key=f"csv-{sheet.name}",
        on_click="ignore",
        icon=":material/download:",
    )
    place.download_button(
        "Everything as XLSX",
        all_views,
        f"{name}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"xlsx-{sheet.name}",
        on_click="ignore",
        icon=":material/download:",
    )
