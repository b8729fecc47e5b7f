"""What `spreadsheets.get` tells of every new spreadsheet, and the mask that narrows it."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.grid import Json, Spreadsheet, bad
from tests.sheets_server.marking import told_name

_WHITE: Json = {"red": 1, "green": 1, "blue": 1}
_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
_COLOURS = {
    "TEXT": (),
    "BACKGROUND": (1, 1, 1),
    "ACCENT1": (0.25882354, 0.52156866, 0.95686275),
    "ACCENT2": (0.91764706, 0.2627451, 0.20784314),
    "ACCENT3": (0.9843137, 0.7372549, 0.015686275),
    "ACCENT4": (0.20392157, 0.65882355, 0.3254902),
    "ACCENT5": (1, 0.42745098, 0.003921569),
    "ACCENT6": (0.27450982, 0.7411765, 0.7764706),
    "LINK": (0.06666667, 0.33333334, 0.8),
}
_THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        {
            "colorType": name,
            "color": {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=False))},
        }
        for name, parts in _COLOURS.items()
    ],
}


def told(book: Spreadsheet, mask: str | None = None) -> Json:
    """A spreadsheet without its cells, as Google tells it."""
    found: Json = {
        "spreadsheetId": book.id,
        "properties": {
            "title": book.title,
            "locale": "en_US",
            "autoRecalc": "ON_CHANGE",
            "timeZone": "Etc/GMT",
            "defaultFormat": _FORMAT,
            "spreadsheetTheme": _THEME,
        },
        "sheets": [tab.told(index, book.owner) for index, tab in enumerate(book.tabs)],
    }
    if book.named:
        found["namedRanges"] = [told_name(key, named) for key, named in book.named.items()]
    found["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    if mask is None or mask == "*":
        return found
    narrowed: Json = masked(found, tree(mask))
    return narrowed


def tree(mask: str) -> Json:
    """A field mask as a tree: `a.b,c(d,e)` is `{a: {b: {}}, c: {d: {}, e: {}}}`.

    Example:
        >>> tree("a.b,c(d,e.f),g")
        {'a': {'b': {}}, 'c': {'d': {}, 'e': {'f': {}}}, 'g': {}}
    """
    found: Json = {}
    depth, start, parts = 0, 0, []
    for place, letter in enumerate(mask):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(mask[start:place])
            start = place + 1
    if depth:
        raise bad(f"Invalid field mask: {mask}")
    for part in [*parts, mask[start:]]:
        head, bracket, inner = part.strip().partition("(")
        names = head.split(".")
        branch = found
        for name in names[:-1]:
            branch = branch.setdefault(name, {})
        branch[names[-1]] = tree(inner[:-1]) if bracket else {}
    return found


def masked(value: Any, wanted: Json) -> Any:  # noqa: ANN401 - any JSON
    """What a mask lets through."""
    if not wanted:
        return value
    if isinstance(value, list):
        return [masked(one, wanted) for one in value]
    return {name: masked(value[name], inner) for name, inner in wanted.items() if name in value}
