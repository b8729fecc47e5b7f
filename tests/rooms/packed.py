"""A pack in print and as a workbook, read back and held against what was to stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from planning.together.week_ground import WeekGround
from tests.rooms import printed
from views.pack.section import Cell, Section, Table
from views.pack.week_pack import AgendaItem, WeekPack, week_pack
from views.pack.week_print import week_pdf
from views.pack.week_workbook import EXACT, week_xlsx

ITEMS: Final = (
    AgendaItem(
        "Follow-up slowed in Iberia in May",
        "12.3 k EUR",
        "follow-up",
        "Let Website leads wait in DACH instead",
        "Marketing and sales",
    ),
    AgendaItem("Webinars brought more than planned", is_good=True),
)


def whole(ground: WeekGround) -> WeekPack:
    """A pack with an agenda: all pages there are."""
    return week_pack(ground, ITEMS)


def kept(folder: Path, pack: WeekPack) -> Path:
    """A pack in print."""
    file = folder / "pack.pdf"
    file.write_bytes(week_pdf(pack))
    return file


def lines_of(file: Path, page: int) -> list[str]:
    """The lines of a page, from 1, blanks single."""
    return [line for line in map(printed.flat, printed.layout(file, page)) if line]


def unspaced(*texts: str) -> str:
    """Text without blanks, of which poppler leaves out narrow ones."""
    return "".join(printed.flat(" ".join(texts)).split())


def held_in_print(file: Path, pack: WeekPack) -> None:
    """Hold that every page has its heading, words, and each row of its tables in order."""
    assert printed.pages(file) == len(pack.sections)
    for number, section in enumerate(pack.sections, 1):
        lines = lines_of(file, number)
        text = unspaced(*lines)
        for said in (section.heading, *section.paragraphs, *section.notes, pack.footing):
            assert unspaced(said) in text, (section.name, said)
        for table in section.tables:
            if table.printed:
                _held_rows(lines, table, section)


def _held_rows(lines: Sequence[str], table: Table, section: Section) -> None:
    at = next((at for at, line in enumerate(lines) if line == printed.flat(table.title)), None)
    assert at is not None, (section.name, table.title)
    for row in table.rows_in_print:
        pattern = _pattern(table, row)
        at = next((it for it in range(at + 1, len(lines)) if pattern.search(lines[it])), None)
        assert at is not None, (section.name, table.title, [cell.shown for cell in row])


def _pattern(table: Table, row: Sequence[Cell]) -> re.Pattern[str]:
    """The first line of a row: numbers whole and side by side, words by their beginning."""
    found, was_number = "", False
    for column, cell in zip(table.columns, row, strict=True):
        shown = printed.flat(cell.shown)
        # Letters from right to left come back in an order of their own.
        if not column.printed or not shown or cell.shown.startswith("\u2068"):
            continue
        is_number = column.align == "right"
        # A word too long for its column goes on below.
        first = re.escape(shown.split(" ", 1)[0][:6])
        part = re.escape(shown) if is_number else rf"{first}\S*"
        between = "" if not found else r"\s" if is_number and was_number else r".*\s"
        # Poppler leaves out narrow blanks, such as that between 0 and %.
        found += between + part.replace("\\ ", r"\s?")
        was_number = is_number
    return re.compile(rf"(?:^|\s){found}(?:\s|$)")


def held_in_workbook(content: bytes, pack: WeekPack) -> None:
    """Hold that every sheet has its words and tables, cell by cell, the exact numbers too."""
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["About", *(one.name for one in pack.sections)]
    about = list(book["About"].iter_rows(values_only=True))
    for pair in pack.about.items():
        assert [it or None for it in pair] in [list(row[:2]) for row in about], pair
    for section in pack.sections:
        rows = [list(row) for row in book[section.name].iter_rows(values_only=True)]
        assert rows[0][0] == section.heading
        said = [row[0] for row in rows]
        assert all(one in said for one in (*section.paragraphs, *section.notes))
        for table in section.tables:
            _held_sheet(rows, table)


def _held_sheet(rows: list[list[Any]], table: Table) -> None:
    at = next(it for it, row in enumerate(rows) if row[0] == table.title) + 1
    exact = [it for it in range(len(table.columns)) if any(row[it].value for row in table.rows)]
    heads = [it.head for it in table.columns]
    listed = [it for it in rows[at] if it is not None]
    assert listed[: len(heads)] == [it for it in heads if it]
    assert all(f"{heads[it]}{EXACT}" in listed for it in exact)
    for row, found in zip(table.rows, rows[at + 1 :], strict=False):
        shown = found[: len(heads)]
        assert [it or "" for it in shown] == [cell.shown for cell in row], table.title
        numbers = [it for it in found[len(heads) :] if it is not None]
        # A workbook keeps sixteen digits.
        wanted = [cell.value for cell in row if cell.value is not None]
        assert numbers == pytest.approx(wanted, rel=1e-14), table.title
    assert len(rows) >= at + 1 + len(table.rows)


def swapped(pack: WeekPack, name: str) -> WeekPack:
    """The same pack with two figures of a page swapped, in its last table in print."""
    sections = [_swapped(one) if one.name == name else one for one in pack.sections]
    return replace(pack, sections=tuple(sections))


def _swapped(section: Section) -> Section:
    table = [it for it in section.tables if it.printed][-1]
    first, second, *rest = (list(row) for row in table.rows)
    at = next(
        it
        for it, column in enumerate(table.columns)
        if column.align == "right" and first[it].shown != second[it].shown
    )
    first[at], second[at] = second[at], first[at]
    wrong = replace(table, rows=tuple(tuple(row) for row in (first, second, *rest)))
    tables = [wrong if it is table else it for it in section.tables]
    return replace(section, tables=tuple(tables))


def workbook(pack: WeekPack) -> bytes:
    """A pack as a workbook."""
    return week_xlsx(pack)
