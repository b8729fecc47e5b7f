"""How a file is written is found out by itself; what cannot be read is said in a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from data_sources.imports.read import inspect_file
from planning.errors import NotPossible, TandemError, UsageError
from tests.sources.imports.importing import column_of, csv_file, file_of, rows_of, staged

NAMES = "Account ID;Account Name\nA1;Müller & Söhne\nA2;Größe 5€\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_found(tmp_path: Path, encoding: str, told: str) -> None:
    path = file_of(tmp_path, NAMES.encode(encoding))
    outcome = staged(path, "accounts", tmp_path)
    assert outcome.shape.encoding == told
    assert column_of(outcome, "name") == ["Müller & Söhne", "Größe 5€"]


def test_latin_1_is_what_windows_cannot_be(tmp_path: Path) -> None:
    path = file_of(tmp_path, "id,name\n1,caf\u00e9 \u0081\n".encode("latin-1"))
    assert inspect_file(path, label="x").encoding == "latin-1"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path: Path, separator: str) -> None:
    rows = [
        ["Month", "Spent", "Campaign name"],
        ["2025-01", "1,5", "a; b"],
        ["2025-02", "2,5", "c"],
    ]
    outcome = staged(csv_file(tmp_path, rows, separator=separator), "spend", tmp_path)
    assert outcome.shape.separator == separator
    assert column_of(outcome, "amount_cents") == [150, 250]
    assert column_of(outcome, "campaign") == ["a; b", "c"]


def test_a_separator_hint_of_excel_is_obeyed(tmp_path: Path) -> None:
    path = file_of(tmp_path, "sep=|\r\nid|name\r\n1|a, b\r\n2|c, d\r\n")
    outcome = staged(path, "accounts", tmp_path)
    assert (outcome.shape.separator, outcome.shape.header_row) == ("|", 2)
    assert column_of(outcome, "name") == ["a, b", "c, d"]


def test_title_rows_above_the_column_names_are_passed_over(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        '"Pipeline report, May",,\n\nby sales,,\nDeal ID,Stage,Amount\nD1,Won,5\nD2,Lost,6\n',
    )
    outcome = staged(path, "opportunities", tmp_path)
    assert outcome.shape.header_row == 4
    assert column_of(outcome, "amount_cents") == [500, 600]


def test_short_long_and_blank_rows_do_no_harm(tmp_path: Path) -> None:
    path = file_of(tmp_path, "id,name,domain,\n1,a\n\n2,b,b.example,,,extra\n , \n3,c,c.example\n")
    outcome = staged(path, "accounts", tmp_path)
    assert outcome.read == 3
    assert column_of(outcome, "domain") == [None, "b.example", "c.example"]
    assert outcome.shape.names[:3] == ("id", "name", "domain")


def test_repeated_column_names_stay_apart(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["id", "name", "name"], ["1", "first", "second"]])
    assert inspect_file(path, label="x").names == ("id", "name", "name (2)")
    outcome = staged(path, "accounts", tmp_path, columns={"domain": "name (2)"})
    assert rows_of(outcome)[0]["domain"] == "second"


def test_quoted_line_breaks_and_separators_belong_to_the_cell(tmp_path: Path) -> None:
    path = file_of(tmp_path, 'id,name\n1,"a ""b"", c\r\nd"\n2, "e, f"\n')
    assert column_of(staged(path, "accounts", tmp_path), "name") == ['a "b", c\r\nd', "e, f"]


def test_text_is_trimmed_and_controls_are_kept(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, "id,name\n1,\u2003\u00a0a\x00\x1b b\u3000\n2,NULL\n3,-\n4,NaN\n5,\u2003\n"
    )
    names = column_of(staged(path, "accounts", tmp_path), "name")
    assert names == ["a␀\x1b b", "NULL", "-", "NaN", None]


def test_our_apostrophes_are_taken_away_again(tmp_path: Path) -> None:
    rows = [["id", "name"], ["1", "'=1+1"], ["2", "'-5"], ["3", "''quoted"], ["4", "O'Neill"]]
    outcome = staged(csv_file(tmp_path, rows), "accounts", tmp_path)
    assert column_of(outcome, "name") == ["=1+1", "-5", "'quoted", "O'Neill"]


def test_apostrophes_of_other_files_stay(tmp_path: Path) -> None:
    rows = [["id", "name"], ["1", "'tis"], ["2", "''"]]
    assert column_of(staged(csv_file(tmp_path, rows), "accounts", tmp_path), "name") == [
        "'tis",
        "''",
    ]


def workbook(folder: Path, *rows: tuple[object, ...], title: str = "Deals") -> Path:
    """Write a workbook with an empty sheet in front of the table."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Cover"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def test_workbooks_give_typed_cells(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Deal ID", "Create Date", "Closed", "Amount", "Won", "Stage"),
        (1001, date(2025, 1, 31), datetime(2025, 3, 1, 15, 30), 1234.5, True, "=1+1"),  # noqa: DTZ001 - as Excel has it
        (1002.0, "2025-02-01", None, 1e6, False, "#N/A"),
    )
    outcome = staged(path, "opportunities", tmp_path)
    assert outcome.shape.sheet == "Deals"
    assert column_of(outcome, "opportunity_id") == ["1001", "1002"]
    assert column_of(outcome, "created_on") == [date(2025, 1, 31), date(2025, 2, 1)]
    assert column_of(outcome, "closed_on") == [date(2025, 3, 1), None]
    assert column_of(outcome, "amount_cents") == [123450, 100000000]
    assert column_of(outcome, "is_won") == [True, False]


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("id", "name"), (1, "a"))
    with pytest.raises(UsageError, match=r"has no sheet “Leads”.*“Cover”, “Deals”"):
        staged(path, "accounts", tmp_path, sheet="Leads")
    assert staged(path, "accounts", tmp_path, sheet="Deals").read == 1


def test_parquet_is_read_with_any_types_and_any_path(tmp_path: Path) -> None:
    folder = tmp_path / "a*[b]"
    folder.mkdir()
    path = folder / "file?.parquet"
    table = pa.table(
        {
            "Lead ID": [1, 2],
            "Created": pa.array([date(2025, 1, 1), None], pa.date32()),
            "Score": [1.5, float("nan")],
            "Tags": [["x"], []],
            "Lead Source": pa.array([" Web ", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, path)
    outcome = staged(path, "leads", folder)
    assert outcome.shape.header_row == 0
    assert column_of(outcome, "created_on") == [date(2025, 1, 1), None]
    assert column_of(outcome, "score_points") == [1.5, None]
    assert column_of(outcome, "channel") == ["Web", None]


def zipped(folder: Path, **parts: bytes) -> Path:
    """Write an archive that pretends to be a workbook."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="unpacks to"):
        staged(zipped(tmp_path, sheet=b"0" * 50_000_000), "leads", tmp_path)


def test_xml_that_defines_entities_is_refused(tmp_path: Path) -> None:
    book = workbook(tmp_path, ("id", "name"), (1, "a"))
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    copied = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(copied, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, evil + content if part == "xl/workbook.xml" else content)
    with pytest.raises(NotPossible, match="damaged"):
        staged(file_of(tmp_path, copied.getvalue(), "evil.xlsx"), "accounts", tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "is empty"),
        (b",,,\n,,\n", "is empty"),
        (b"id,name\n", "no rows below"),
        (bytes(range(256)) * 40, "is not a table but binary data"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 broken", "cannot be unpacked"),
        (b"PAR1 broken PAR1", "Parquet"),
        (b'id,name\n1,"never closed\n' + b"2,b\n" * 500, "never closed"),
        (b"id,name\n1," + b"x" * 3_000_000, "cell is longer"),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = file_of(tmp_path, content)
    with pytest.raises(TandemError, match=told) as problem:
        staged(path, "accounts", tmp_path)
    assert "\n" not in str(problem.value)
    assert str(tmp_path) not in str(problem.value)


def test_a_missing_file_is_told_by_its_label(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match=r"gone\.csv cannot be opened"):
        staged(tmp_path / "gone.csv", "leads", tmp_path)
