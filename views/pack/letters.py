"""Letters that the paper's typeface lacks: on paper they stand in another face or as boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from struct import unpack_from
from typing import Final

from views.formats import counted
from views.pack.chart_svg import FONTS
from views.pack.section import Section

_FACE: Final = FONTS / "SourceSans3-Regular.ttf"
_NOT_IN_IT: Final = (
    "not in the typeface of the printed pack and may stand there as boxes; the workbook shows all."
)
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})
"""Categories of signs that need no shape of their own."""


def lacking(texts: Iterable[str]) -> frozenset[str]:
    """Return the letters of texts that the typeface has no shape for.

    Example:
        >>> lacking(["Žluť, Ελλ, Привет", "字"]) == {"字"}
        True
    """
    used = {letter for text in texts for letter in text}
    shapes = _shapes()
    return frozenset(
        letter
        for letter in used
        if ord(letter) not in shapes and unicodedata.category(letter) not in _UNSEEN
    )


def letters_words(sections: Iterable[Section]) -> tuple[str, ...]:
    """Say that letters of a paper are not in its typeface; nothing where all are.

    Args:
        sections: Its pages.
    """
    number = len(lacking(text for one in sections for text in _texts(one)))
    if not number:
        return ()
    told = f"{counted(number, 'letter')} of names {'is' if number == 1 else 'are'}"
    return (f"{told} {_NOT_IN_IT}",)


def _texts(section: Section) -> Iterator[str]:
    yield from (section.heading, *section.paragraphs, *section.notes)
    for table in section.tables:
        yield from (cell.shown for row in table.rows_in_print for cell in row if table.printed)
    for chart in section.charts:
        yield from (chart.finding, chart.subtitle)
        yield from (value for row in chart.rows for value in row.values() if isinstance(value, str))


@cache
def _shapes() -> frozenset[int]:
    """Return the code points the typeface has shapes for, from its character map.

    Source: OpenType specification, table cmap, formats 4 and 12.
    """
    font = _FACE.read_bytes()
    (tables,) = unpack_from(">H", font, 4)
    entries = (unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (maps,) = unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for at in range(maps):
        (offset,) = unpack_from(">L", font, start + 4 + 8 * at + 4)
        found |= set(_of_map(font, start + offset))
    return frozenset(found)


def _of_map(font: bytes, at: int) -> Iterator[int]:
    (kind,) = unpack_from(">H", font, at)
    if kind == 12:
        (groups,) = unpack_from(">L", font, at + 12)
        for group in range(groups):
            first, last, _ = unpack_from(">LLL", font, at + 16 + 12 * group)
            yield from range(first, last + 1)
    elif kind == 4:
        (double,) = unpack_from(">H", font, at + 6)
        lasts = unpack_from(f">{double // 2}H", font, at + 14)
        firsts = unpack_from(f">{double // 2}H", font, at + 16 + double)
        for first, last in zip(firsts, lasts, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
