"""Ranges as people and gspread write them: `Sheet1!A1:D4`, `'It''s on'!A:A`, `Plan!2:5`."""

from __future__ import annotations

import re

from tests.sheets_server.grid import Range, Spreadsheet, Tab, bad

_CELL = re.compile(r"([A-Za-z]{0,3})([0-9]{0,7})")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def letters(column: int) -> str:
    """A column's letters, from zero."""
    found, column = "", column + 1
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(65 + digit) + found
    return found


def _number(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def range_of(book: Spreadsheet, text: str) -> tuple[Tab, Range]:
    """The tab and the cells a text means, clipped to the grid."""
    title, bang, cells = text.rpartition("!")
    if not bang:
        title, cells = text, ""
        tab = book.titled(_unquoted(title))
        if tab is None:
            tab, cells = book.tabs[0], text
    else:
        found = book.titled(_unquoted(title))
        if found is None:
            raise bad(f"Unable to parse range: {text}")
        tab = found
    if not cells:
        return tab, Range(tab.id, 0, tab.rows, 0, tab.columns)
    first, colon, last = cells.partition(":")
    r0, c0 = _corner(first, text)
    r1, c1 = _corner(last, text) if colon else (r0, c0)
    if (r0 or 0) >= tab.rows or (c0 or 0) >= tab.columns:
        limits = f"Max rows: {tab.rows}, max columns: {tab.columns}"
        raise bad(f"Range ({text}) exceeds grid limits. {limits}")
    end_row = tab.rows if r1 is None else min(r1 + 1, tab.rows)
    end_column = tab.columns if c1 is None else min(c1 + 1, tab.columns)
    return tab, Range(tab.id, r0 or 0, end_row, c0 or 0, end_column)


def written(tab: Tab, r0: int, r1: int, c0: int, c1: int) -> str:
    """Cells as the server writes them: `Sheet1!A1:D4`, one cell as `Sheet1!A1`."""
    plain = _PLAIN.fullmatch(tab.title)
    title = tab.title if plain else "'" + tab.title.replace("'", "''") + "'"
    first, last = f"{letters(c0)}{r0 + 1}", f"{letters(c1 - 1)}{r1}"
    return f"{title}!{first}" if first == last else f"{title}!{first}:{last}"


def _corner(text: str, whole: str) -> tuple[int | None, int | None]:
    found = _CELL.fullmatch(text.replace("$", ""))
    if not text or found is None:
        raise bad(f"Unable to parse range: {whole}")
    column, row = found.groups()
    return (int(row) - 1 if row else None), (_number(column) if column else None)


def _unquoted(title: str) -> str:
    if len(title) > 1 and title.startswith("'") and title.endswith("'"):
        return title[1:-1].replace("''", "'")
    return title
