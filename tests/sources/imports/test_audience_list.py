"""Audience lists as people have them: any separator, encoding and head, and no person kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data_sources.audience_list import audience_columns, read_guests
from planning.errors import NotPossible
from planning.review.evidence.audience import Guest
from tests.rooms.companies import NAUGHTY
from views.downloads import xlsx_bytes

LIST = "Name;E-Mail;Firma\nAda Lovelace;ada@acme.com;Acme GmbH\nBo Größ;bo@web.de;Bäckerei\n;;\n"
GUESTS = [Guest("acme.com", "acme"), Guest("web.de", "bäckerei")]


def guests(path: Path) -> list[Guest]:
    """The rows as read by the columns that were guessed."""
    columns = audience_columns(path, "list")
    return list(
        read_guests(path, "list", columns, address=columns.address, company=columns.company)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_columns_are_guessed_in_any_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.replace(";", separator).encode(encoding))
    columns = audience_columns(path, "list.csv")
    assert (columns.address, columns.company, columns.header_row) == (1, 2, 1)
    assert guests(path) == GUESTS


def test_a_workbook_is_read_alike(tmp_path: Path) -> None:
    import pandas as pd

    path = tmp_path / "list.xlsx"
    frame = pd.DataFrame({"Name": ["Ada", "Bo"], "Email": ["ada@acme.com", "bo@web.de"],
                          "Company": ["Acme GmbH", "Bäckerei"]})  # fmt: skip
    path.write_bytes(xlsx_bytes({"People": frame}))
    assert guests(path) == GUESTS


def test_a_list_without_a_head_loses_nobody_and_shows_no_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ada Lovelace,ada@acme.com\nBo Smith,bo@bakery.example\n", "utf-8")
    columns = audience_columns(path, "list.csv")
    assert columns.names == ("Column 1", "Column 2")
    assert (columns.header_row, columns.address) == (0, 1)
    assert [it.domain for it in guests(path)] == ["acme.com", "bakery.example"]


def test_a_column_of_addresses_is_found_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Wer,Kontakt\nAda,ada@acme.com\nBo,bo@acme.com\n", "utf-8")
    assert audience_columns(path, "list.csv").address == 1


def test_neither_columns_nor_guests_hold_a_person(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode())
    told = repr((audience_columns(path, "list.csv"), guests(path)))
    assert not re.search(r"ada|lovelace|größ|@", told.casefold())


def test_naughty_cells_are_read_as_text(tmp_path: Path) -> None:
    import csv

    path = tmp_path / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Email", "Company"])
        writer.writerows([name, name] for name in NAUGHTY)
    assert len(guests(path)) == len(NAUGHTY)


def test_an_error_names_the_file_and_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(b"%PDF-1.7 ada@acme.com")
    with pytest.raises(NotPossible) as refusal:
        audience_columns(path, "people.pdf")
    assert "people.pdf" in str(refusal.value)
    assert "ada" not in str(refusal.value)


@pytest.mark.parametrize("head", ["Organisation Name", "Firmenname", "Organization name"])
def test_names_of_companies_are_found_by_other_heads_too(tmp_path: Path, head: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Contact,{head}\nAda Lovelace <ada@acme.com>,Acme GmbH\n", encoding="utf-8")
    columns = audience_columns(path, "list.csv")
    assert (columns.address, columns.company) == (0, 1)
    assert guests(path) == [Guest("acme.com", "acme")]
