"""Text with separators: which characters, which separator, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

from data_sources.imports.file_kinds import HEAD_BYTES, read_head, utf16_order
from planning.errors import NotPossible

SEPARATORS: Final = ",;\t|"
CELL_LIMIT: Final = 1024 * 1024
_PROBE_ROWS: Final = 100
_CHUNK: Final = 1024 * 1024
_HINT: Final = re.compile(r'^"?sep=(.)"?\r?\n', re.IGNORECASE)
_OPEN_QUOTE_LINES: Final = 200
_END: Final = "\x00the end\x00"


def encoding_of(path: Path, label: str) -> str:
    """Return the character encoding of a text file.

    UTF-8 is told by being valid all through, UTF-16 by its mark or its zero bytes; what
    is left is Windows-1252, or Latin-1 where a byte has no meaning in that. A file
    that is UTF-8 but for a few damaged characters stays UTF-8.
    """
    head = read_head(path, label)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    wide = utf16_order(head)
    if wide:
        return wide
    if _decodes(path, "utf-8"):
        return "utf-8"
    text = head.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    letters = sum(1 for letter in text if ord(letter) > 127) - damaged
    if letters > 10 * damaged:
        return "utf-8"
    return "cp1252" if _decodes(path, "cp1252") else "latin-1"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                # Most files are plain all through, which is told far more quickly.
                if not (chunk.isascii() and decoder.getstate() == (b"", 0)):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def separator_of(path: Path, label: str, encoding: str, known: frozenset[str]) -> str:
    """Return the separator under which the file's top looks most like a table.

    Args:
        path: The file.
        label: Its name as the person knows it.
        encoding: Its character encoding.
        known: Column names, folded (see `words.fold`), that speak for a separator.
    """
    text = read_head(path, label).decode(encoding, errors="ignore").removeprefix("\ufeff")
    hint = _HINT.match(text)
    if hint:
        return hint.group(1)
    if len(text) > HEAD_BYTES // 2:  # the last line may be cut in the middle
        text = text[: text.rfind("\n") + 1] or text
    return max(SEPARATORS, key=lambda separator: _likeness(text, separator, known))


def _likeness(text: str, separator: str, known: frozenset[str]) -> tuple[int, float]:
    from planning.actuals.words import fold

    csv.field_size_limit(CELL_LIMIT)
    try:
        rows = list(islice(_parse(io.StringIO(text, newline=""), separator), _PROBE_ROWS))
    except csv.Error:
        return 0, 0.0
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    recognised = max(
        (sum(1 for cell in row if fold(cell) in known) for row in filled if len(row) > 1),
        default=0,
    )
    widths = Counter(len(row) for row in filled if len(row) > 1)
    if not widths:
        return recognised, 0.0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return recognised, times / len(filled) + min(width, 50) / 1000


def _parse(lines: Iterator[str] | io.TextIOBase, separator: str) -> Iterator[list[str]]:
    # A blank after the separator would else make the quotation marks part of the cell.
    return csv.reader(lines, delimiter=separator, skipinitialspace=True)


def rows_of_text(
    path: Path,
    label: str,
    encoding: str,
    separator: str,
    progress: Callable[[float], None] | None = None,
) -> Iterator[list[str]]:
    """Yield the records of a text file; a blank line is an empty record.

    Args:
        path: The file.
        label: Its name as the person knows it.
        encoding: Its character encoding.
        separator: The character between cells.
        progress: Told the share of the file that has been read.

    Raises:
        NotPossible: A quotation mark is never closed, or a cell is too long.
    """
    csv.field_size_limit(CELL_LIMIT)
    size = max(path.stat().st_size, 1)
    row: list[str] = []
    number = 0
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, "replace", newline="") as file:
        try:
            for number, row in enumerate(_parse(file, separator), start=1):
                if progress and number % 50_000 == 0:
                    progress(min(raw.tell() / size, 1.0))
                yield row
        except csv.Error as problem:
            raise NotPossible(
                f"{label} cannot be read after row {number}: a cell is longer than "
                f"{CELL_LIMIT // 1024**2} MB.",
                "Look for a quotation mark that is never closed.",
            ) from problem
    if any(cell.count("\n") > _OPEN_QUOTE_LINES for cell in row):
        raise NotPossible(
            f"{label} has a quotation mark in row {number} that is never closed.",
            "Close or remove it.",
        )


def open_quote(path: Path, encoding: str, separator: str) -> int | None:
    """Return the record in which a quotation mark is opened and never closed, from 1.

    Such a mark swallows all rows to the end of the file. None where every mark is closed.

    Args:
        path: A text file that can be read.
        encoding: Its character encoding.
        separator: The character between cells.
    """
    row: list[str] = []
    number = 0
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, "replace", newline="") as file:
        # What follows the last line stands alone, unless a mark is still open there.
        for row in _parse(chain(file, [_END]), separator):  # noqa: B007 - the last one counts
            number += 1
    return None if row == [_END] else number
