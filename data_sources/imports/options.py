"""Reading what was typed after `tandem import` into a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planning.errors import UsageError

if TYPE_CHECKING:
    from data_sources.imports.request import ImportRequest


def pairs(typed: Iterable[str], how: str) -> dict[str, str]:
    """Read `name=text` pairs; a later pair of the same name wins.

    Args:
        typed: The pairs; only the first `=` parts.
        how: How to write them, for the refusal.

    Raises:
        UsageError: A pair has no name or no `=`.

    Example:
        >>> pairs(["lead_id=Lead ID", "channel=a=b"], "write --map FIELD=Column")
        {'lead_id': 'Lead ID', 'channel': 'a=b'}
    """
    found = {}
    for pair in typed:
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"“{pair}” cannot be read:", f"{how}.")
        found[name.strip()] = text
    return found


def groups(typed: Iterable[str], how: str) -> dict[str, tuple[str, ...]]:
    """Read `name=text` pairs, all texts of a name together.

    Example:
        >>> groups(["won=1", "won=yes", "new=0"], "write --status won=1")
        {'won': ('1', 'yes'), 'new': ('0',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for pair in typed:
        for name, text in pairs([pair], how).items():
            found[name] = (*found.get(name, ()), text)
    return found


def read_day(text: str) -> date:
    """Read a day as `YYYY-MM-DD`.

    Raises:
        UsageError: The text is not a day.

    Example:
        >>> read_day("2022-09-29")
        datetime.date(2022, 9, 29)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"“{text}” is not a day.", "Write days as 2025-01-31.") from error


def read_request(
    file: Path,
    table: str,
    *,
    columns: Iterable[str] = (),
    constants: Iterable[str] = (),
    won: Iterable[str] = (),
    lost: Iterable[str] = (),
    statuses: Iterable[str] = (),
    source: str | None = None,
    date_formats: Iterable[str] = (),
    sheet: str | None = None,
) -> ImportRequest:
    """Read the options of `tandem import`.

    Raises:
        UsageError: A pair or format cannot be read.
    """
    from data_sources.imports.request import ImportRequest

    everywhere, by_field = _formats(date_formats, table)
    return ImportRequest(
        path=file,
        label=file.name,
        table=table,
        columns=pairs(columns, "write --map FIELD=Column"),
        constants=pairs(constants, "write --set FIELD=VALUE"),
        won=tuple(won),
        lost=tuple(lost),
        statuses=groups(statuses, "write --status won=VALUE"),
        source=source,
        date_format=everywhere,
        dates=by_field,
        sheet=sheet,
    )


def _formats(typed: Iterable[str], table: str) -> tuple[str | None, dict[str, str]]:
    from planning.actuals.tables import TABLES

    fields = {field.name for field in TABLES[table].fields} if table in TABLES else set()
    everywhere: str | None = None
    by_field = {}
    for text in typed:
        name, equals, form = text.partition("=")
        if equals and name.strip() in fields:
            by_field[name.strip()] = form
        elif "%" in text:
            everywhere = text
        else:
            raise UsageError(
                f"“{text}” is not a date format.", "Write it as %d.%m.%Y or FIELD=%d.%m.%Y."
            )
    return everywhere, by_field
