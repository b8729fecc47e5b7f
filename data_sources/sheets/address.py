"""Which spreadsheet is meant: its id, from what people copy out of the browser."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from planning.errors import UsageError

_ID: Final = re.compile(r"[A-Za-z0-9_-]+")
_HOST: Final = "docs.google.com"
_PATH: Final = re.compile(r"(?:/a/[^/]+)?/spreadsheets/(?:u/\d+/)?d/([^/]+)(?:/.*)?")
_SHORTEST: Final = 25
"""Google's ids have 44 letters; what is much shorter is a name of something else."""


def spreadsheet_id(text: str) -> str:
    """Return the id in a spreadsheet's address, or the id that was given as such.

    The host is fixed: nothing is ever asked of the address itself.

    Args:
        text: Address as the browser shows it, or the id alone.

    Raises:
        UsageError: It is neither.

    Example:
        >>> spreadsheet_id("https://docs.google.com/spreadsheets/d/1AbC_d-9/edit#gid=0")
        '1AbC_d-9'
        >>> spreadsheet_id(" 1AbC_d-9 ")
        '1AbC_d-9'
    """
    given = text.strip()
    found: str | None = given
    if "/" in given:
        found = _within(given)
    if found is None or not _ID.fullmatch(found):
        raise UsageError(
            "That is not the address of a Google spreadsheet.",
            f"Copy it from the browser: https://{_HOST}/spreadsheets/d/… .",
        )
    return found


def names_a_spreadsheet(text: str) -> bool:
    """Tell whether a text can only mean a spreadsheet, not a file or a short name.

    Example:
        >>> names_a_spreadsheet("https://docs.google.com/spreadsheets/d/1AbC/edit")
        True
        >>> names_a_spreadsheet("1ieRgnZ296CcvWYi5GY21vAxIzU93-_9kHAdMdDNzkaQ")
        True
        >>> names_a_spreadsheet("leads.csv"), names_a_spreadsheet("leads")
        (False, False)
    """
    given = text.strip()
    if given.startswith(("https://", "http://")):
        return True
    return len(given) >= _SHORTEST and _ID.fullmatch(given) is not None


def _within(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme != "https" or parts.netloc != _HOST:
        return None
    path = _PATH.fullmatch(parts.path)
    return path.group(1) if path else None
