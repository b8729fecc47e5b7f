"""Reading what was typed after `tandem import` into a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from planning.errors import UsageError

if TYPE_CHECKING:
    from data_sources.imports.request import ImportRequest, Mapping


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


def read_meanings(typed: Iterable[str]) -> dict[str, dict[str, str]]:
    """Read `field:word=meaning` triples; nothing after the last `=` means missing.

    Example:
        >>> read_meanings(["channel:OnlineStore=Online Store", "channel:a=b="])
        {'channel': {'OnlineStore': 'Online Store', 'a=b': ''}}
    """
    found: dict[str, dict[str, str]] = {}
    for triple in typed:
        field, colon, rest = triple.partition(":")
        word, equals, meaning = rest.rpartition("=")
        if not colon or not equals or not field.strip() or not word.strip():
            raise UsageError(f"“{triple}” cannot be read:", "write --value FIELD:WORD=MEANING.")
        found.setdefault(field.strip(), {})[word.strip()] = meaning.strip()
    return found


def read_scales(typed: Iterable[str]) -> dict[str, Decimal]:
    """Read `field=number` pairs.

    Example:
        >>> read_scales(["amount=0.000001"])
        {'amount': Decimal('0.000001')}
    """
    found = {}
    for field, text in pairs(typed, "write --scale FIELD=0.000001").items():
        try:
            found[field] = Decimal(text.strip())
        except InvalidOperation as error:
            raise UsageError(f"“{text}” is not a number.", "Write it like 0.000001.") from error
    return found


def read_left_out(typed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read `column=word` pairs; a column without a word keeps all its rows.

    Example:
        >>> read_left_out(["Status=deleted", "Status=spam", "is_deleted="])
        {'Status': ('deleted', 'spam'), 'is_deleted': ()}
    """
    told = groups(typed, "write --leave-out COLUMN=WORD")
    return {column: tuple(filter(str.strip, words)) for column, words in told.items()}


def read_request(
    file: Path,
    table: str | None = None,
    *,
    columns: Iterable[str] = (),
    constants: Iterable[str] = (),
    won: Iterable[str] = (),
    lost: Iterable[str] = (),
    statuses: Iterable[str] = (),
    source: str | None = None,
    date_formats: Iterable[str] = (),
    sheet: str | None = None,
    preset: str | None = None,
    values: Iterable[str] = (),
    scales: Iterable[str] = (),
    left_out: Iterable[str] = (),
    decimal: str | None = None,
    mapping: Path | None = None,
) -> ImportRequest:
    """Read the options of `tandem import`; they go before what a mapping file says.

    Raises:
        UsageError: A pair, format or mapping cannot be read, or no table is named.
        NotPossible: The mapping file cannot be opened.
    """
    from data_sources.imports.request import ImportRequest

    known = _mapping(mapping)
    table = table or (known.table if known else _table_of(preset))
    if decimal not in (None, ".", ","):
        raise UsageError(f"“{decimal}” is no decimal sign.", "Write --decimal . or --decimal ,")
    everywhere, by_field = _formats(date_formats, table)
    typed = ImportRequest(
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
        preset=preset,
        values=read_meanings(values),
        scale=read_scales(scales),
        leave_out=read_left_out(left_out),
        decimal="," if decimal == "," else "." if decimal else None,
    )
    if known is None:
        return typed
    from data_sources.imports.mapping import over

    return over(typed, known)


def _mapping(path: Path | None) -> Mapping | None:
    if path is None:
        return None
    from data_sources.imports.mapping import read_mapping

    return read_mapping(path)


def _table_of(preset: str | None) -> str:
    from data_sources.imports.presets.recognise import NO_PRESET, preset_named

    if preset is None or preset == NO_PRESET:
        raise UsageError("Which table does the file feed?", "Say so with --as TABLE.")
    return preset_named(preset).table


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
