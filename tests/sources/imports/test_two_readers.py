"""The engine's own reader takes a file apart exactly as the row by row reader does."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from data_sources.imports.cells import CELLS, load_cells
from data_sources.imports.database import workbench
from data_sources.imports.raw import ROW, NotAlikeError, Way, numbered, read_alike
from data_sources.imports.read import inspect_file
from data_sources.imports.row_rules import RAW
from data_sources.imports.shape import ColumnGuess
from planning.errors import TandemError
from tests.sources.imports.importing import column_of, file_of, rejects_of, staged

CELL = st.one_of(
    st.sampled_from(
        ["", " ", "a", "x y", " a", "a ", "'=1", "'a", "NULL", "1,5", 'say "hi"', "two\nlines",
         "two\r\nlines", "\n", "\r", "\u2003", "é", "日本", "\u00a0b", "\t", "#", "\\", "\\N",
         "\x0b", "\x1f", '"', '""', ";", "'"]
    ),
    st.text(alphabet="ab,;\"' \n\r\té\u3000\x00", max_size=5),
)  # fmt: skip
ROWS = st.lists(st.lists(CELL, min_size=0, max_size=5), min_size=0, max_size=12)


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Draw a file, mostly written as CSV should be, sometimes put together carelessly."""
    end = draw(st.sampled_from(["\n", "\r\n"]))
    rows = draw(ROWS)
    width = draw(st.integers(1, 4))
    header = [f"column {place}" for place in range(width)]
    if draw(st.integers(0, 3)):
        file = io.StringIO(newline="")
        all_of_them = draw(st.booleans())
        csv.writer(
            file, lineterminator=end, quoting=csv.QUOTE_ALL if all_of_them else csv.QUOTE_MINIMAL
        ).writerows([header, *rows])
        text = file.getvalue()
    else:
        text = end.join(",".join(row) for row in [header, *rows])
    text += draw(st.sampled_from(["", end, end * 3]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


def taken_apart(content: bytes, way: Way) -> tuple[list[Any], bool] | str | None:
    """Return the rows of a file with their numbers, and whether the engine read it.

    A text says why it cannot be read; None that another way has to be tried.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = file_of(folder, content)
        try:
            shape = inspect_file(path, label="x")
            columns = [
                ColumnGuess(field=column, column=column, why="given") for column in shape.names
            ]
            with workbench(folder, path) as database, read_alike():
                loaded = load_cells(database, path, shape, columns, {}, folder=folder, way=way)
                found = database.execute(
                    f"SELECT * FROM ({numbered(f'SELECT * FROM {CELLS}')}) ORDER BY {ROW}"
                ).fetchall()
                kind = database.execute(
                    "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [RAW]
                ).fetchone()
        except NotAlikeError:
            return None
        except TandemError as problem:
            return str(problem)
        if loaded.expected is not None:
            assert loaded.expected == len(found)
        return found, kind == ("VIEW",)


@pytest.mark.parametrize("way", ["quick", "patient"])
@given(content=texts())
@example(content=b"column 0\n\r")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_readers_see_the_same_rows_under_the_same_numbers(way: Way, content: bytes) -> None:
    plain = taken_apart(content, "row by row")
    found = taken_apart(content, way)
    if found is None or isinstance(found, str) or isinstance(plain, str):
        assert found in (None, plain)
        return
    event(f"read by the engine: {found[1]}")
    assert plain is not None
    assert found[0] == plain[0]


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\n1,a\n\n2,b\n",
        b'id,name\r\n1,"a\r\nb"\r\n2,"c ""d"""\r\n',
        b'"id","name"\n"1","x"\n"","  "\n"2",\n',
        "id,name\n1,Größe\n2, b \n".encode(),
        b"id\n1\n\n2\n",
    ],
)
def test_usual_files_are_read_by_the_engine(content: bytes) -> None:
    plain = taken_apart(content, "row by row")
    assert isinstance(plain, tuple)
    assert taken_apart(content, "quick") == (plain[0], True)


def test_a_late_row_longer_than_all_others_is_read_by_the_engine_at_the_second_try() -> None:
    content = b"id,name\n" + b'1,"a"\n' * 200 + b"2,b,c\n"
    plain = taken_apart(content, "row by row")
    assert isinstance(plain, tuple)
    assert taken_apart(content, "quick") is None
    assert taken_apart(content, "patient") == (plain[0], True)


def test_threads_that_meet_inside_a_cell_keep_its_quotation_marks(tmp_path: Path) -> None:
    said = '"{""form"": ""news, or not"", ""pages"": ""1""}",' * 3
    lines = [f"L{number},{said}New" for number in range(200_000)]
    path = file_of(tmp_path, "\n".join(["id,a,b,c,status", *lines]))
    columns = {"attributes.a": "a", "attributes.c": "c"}
    outcome = staged(path, "leads", tmp_path, columns=columns)
    assert outcome.accepted == len(lines)
    assert set(column_of(outcome, "status")) == {"new"}
    assert len(set(column_of(outcome, "attributes"))) == 1


def test_rows_below_blank_lines_keep_the_numbers_of_a_spreadsheet(tmp_path: Path) -> None:
    lines = ["month,cost", *(f"2025-01,{number}" for number in range(30_000))]
    lines[7:7] = ["", ""]
    lines[25_000] = "never,5"
    lines.insert(20_000, "")
    outcome = staged(file_of(tmp_path, "\n".join(lines)), "spend", tmp_path)
    assert (outcome.accepted, outcome.rejected) == (29_999, 1)
    assert [line["row"] for line in rejects_of(outcome)] == ["25002"]


def test_very_long_files_keep_their_order(tmp_path: Path) -> None:
    lines = [f"L{number},New" for number in range(400_000)]
    path = file_of(tmp_path, "\n".join(["id,status", *lines]))
    outcome = staged(path, "leads", tmp_path)
    assert column_of(outcome, "lead_id") == [f"L{number}" for number in range(400_000)]


def long_file(folder: Path, *late: str) -> Path:
    """Write a file whose last rows differ from all that a look at its top shows."""
    usual = [
        f"L{number},{1 + number % 12}/{1 + number % 28}/2024,1,New" for number in range(25_000)
    ]
    return file_of(folder, "\n".join(["id,created,quantity,status", *usual, *late]) + "\n")


def test_a_word_that_comes_late_is_understood(tmp_path: Path) -> None:
    path = long_file(tmp_path, "X1,1/31/2024,2,Qualified", "X2,1/31/2024,2,Zzz")
    outcome = staged(path, "leads", tmp_path)
    assert column_of(outcome, "status")[-2:] == ["qualified", "working"]
    assert [finding.code for finding in outcome.findings] == ["unknown-status"]


def test_a_late_value_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    outcome = staged(long_file(tmp_path, "X1,soon,2,New", ",1/31/2024,2,New"), "leads", tmp_path)
    assert (outcome.read, outcome.rejected) == (25_002, 1)
    assert [line["row"] for line in rejects_of(outcome)] == ["25003"]
    assert "“soon” in row 25002" in outcome.findings[0].message


def test_late_rows_may_settle_the_date_format(tmp_path: Path) -> None:
    early = [f"L{number},{1 + number % 12}/{1 + number % 12}/2024" for number in range(25_000)]
    path = file_of(tmp_path, "\n".join(["id,created", *early, "X,31/1/2024"]))
    assert staged(path, "leads", tmp_path).dates == {"created_on": "%d/%m/%Y"}


def test_late_rows_may_settle_the_decimal_sign(tmp_path: Path) -> None:
    early = ["2025-01;5"] * 25_000
    path = file_of(tmp_path, "\n".join(["month;cost", *early, "2025-01;1.234", "2025-02;9.876"]))
    assert column_of(staged(path, "spend", tmp_path), "amount_cents")[-2:] == [123400, 987600]


def test_long_files_keep_their_order(tmp_path: Path) -> None:
    outcome = staged(long_file(tmp_path), "leads", tmp_path)
    assert column_of(outcome, "lead_id") == [f"L{number}" for number in range(25_000)]
