"""Reading an audience list: domains and company names, and nothing else of it.

The file is looked at and read anew each time; no cell of it is kept, cached or told in an
error. Columns are known by their place, since a file without a head has a person in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from data_sources.imports.read import file_rows, inspect_file
from data_sources.imports.shape import FileShape
from planning.actuals.words import fold
from planning.errors import NotPossible
from planning.review.evidence.audience import Guest, guest
from planning.review.evidence.domains import domain_of

MOST_ROWS: Final = 2_000_000
_MAIL: Final = ("email", "emailaddress", "mail", "workemail", "businessemail", "emailadresse")
_SITE: Final = ("domain", "website", "companydomain", "companydomainname", "url", "webseite")
_COMPANY: Final = (
    "company", "companyname", "account", "accountname", "organization", "organisation", "firma",
    "unternehmen", "employer", "company/account", "companyaccount", "organizationname",
    "organisationname", "firmenname", "employername", "organisme", "entreprise", "empresa",
    "azienda", "bedrijf", "bedrijfsnaam", "organisatie", "unternehmensname",
)  # fmt: skip
_SAMPLE: Final = 100


@dataclass(frozen=True)
class AudienceColumns:
    """The columns of a list, by place; without any of its cells.

    Attributes:
        names: What they are called; “Column 2” where the file has no head.
        header_row: Number of the row with the names, 0 where there is none.
        address: Place of the column that looks like e-mail addresses or websites, or None.
        company: Place of the column that looks like company names, or None.
    """

    names: tuple[str, ...]
    header_row: int
    address: int | None
    company: int | None


def audience_columns(path: Path, label: str, sheet: str | None = None) -> AudienceColumns:
    """Return the columns of a list, with a guess which of them matter.

    Args:
        path: The file.
        label: Its name as the person knows it.
        sheet: Sheet of a workbook; None takes the first with a table.

    Raises:
        NotPossible: The file cannot be read, or holds nothing.
    """
    shape = _shape(path, label, sheet)
    header = shape.header_row
    names = tuple(column.name for column in shape.columns)
    # A head that holds an address is a row of somebody: no name of it may be shown or kept.
    if any("@" in name for name in names):
        header = 0
    below = list(islice(file_rows(path, shape), header, header + _SAMPLE))
    if header == 0:
        names = tuple(f"Column {at + 1}" for at in range(len(names)))
    folded = [fold(name) for name in names]
    address = _known(folded, _MAIL)
    if address is None:
        address = _known(folded, _SITE)
    if address is None:
        address = _with_addresses(below, len(names))
    company = _known(folded, _COMPANY)
    return AudienceColumns(names, header, address, company if company != address else None)


def read_guests(
    path: Path,
    label: str,
    columns: AudienceColumns,
    *,
    address: int | None,
    company: int | None,
    sheet: str | None = None,
) -> Iterator[Guest]:
    """Yield domain and folded company name of every row that holds anything.

    Args:
        path: The file.
        label: Its name as the person knows it.
        columns: As `audience_columns` found them.
        address: Place of e-mail addresses or websites; None where there are none.
        company: Place of company names; None where there are none.
        sheet: Sheet of a workbook.

    Raises:
        NotPossible: The file cannot be read, or has more than two million rows.
    """
    shape = _shape(path, label, sheet)
    places = [it for it in (address, company) if it is not None]
    rows = islice(file_rows(path, shape, places), columns.header_row, None)
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise NotPossible(
                f"{label} has more than {MOST_ROWS:,} rows.", "Upload it in smaller parts."
            )
        if any(cell.strip() for cell in row if cell):
            yield guest(_cell(row, address), _cell(row, company))


def _shape(path: Path, label: str, sheet: str | None) -> FileShape:
    return inspect_file(path, label=label, sheet=sheet, wanted=(*_MAIL, *_SITE, *_COMPANY))


def _cell(row: list[str], place: int | None) -> str:
    return row[place] or "" if place is not None and place < len(row) else ""


def _known(folded: list[str], words: tuple[str, ...]) -> int | None:
    return next((folded.index(word) for word in words if word in folded), None)


def _with_addresses(rows: list[list[str]], width: int) -> int | None:
    """Return the place of the column most of whose cells are addresses, None without one."""
    best, most = None, 0
    for place in range(width):
        cells = [cell for row in rows if (cell := _cell(row, place).strip())]
        # “Ada <ada@example.com>” is an address too; “see example.com” is not one.
        told = sum(
            domain_of(cell) is not None and ("@" in cell or " " not in cell) for cell in cells
        )
        if told * 2 > len(cells) and told > most:
            best, most = place, told
    return best
