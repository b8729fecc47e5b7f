"""Companies for the rooms: whole ones, poor ones and broken ones, imported as people would."""

from __future__ import annotations

import atexit
import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final

from data_sources.imports.request import ImportRequest
from data_sources.settings import Settings
from data_sources.workspace import Workspace

Table = Sequence[Mapping[str, object]]
AS_OF: Final = date(2025, 6, 30)

NAUGHTY: Final = (
    "[click](javascript:alert(1))",
    "<script>alert(1)</script>",
    "**bold** _it_ `code` $x$ :red[red] :smile:",
    '=HYPERLINK("http://example.com")',
    "'; DROP TABLE leads; --",
    "\u202eright to left",
    "null",
    "NaN",
    "-",
    "a, b; c",
    "https://example.com/a?b=c&d=e#f",
    "{{7*7}} datum.x",
    "ß 漢字 🚀",
)


def lead(number: int, month: int = 1, **more: object) -> dict[str, object]:
    """A lead of 2025 in the middle of a month."""
    plain = {
        "lead_id": f"L{number}",
        "created_on": f"2025-{month:02d}-15",
        "channel": "Webinars" if number % 2 else "Fairs",
        "region": "North",
        "status": "new",
    }
    return {**plain, **more}


def deal(number: int, month: int = 2, **more: object) -> dict[str, object]:
    """A deal of 2025, won but for every third."""
    plain = {
        "opportunity_id": f"D{number}",
        "lead_id": f"L{number}",
        "account_id": f"A{number}",
        "created_on": f"2025-{month:02d}-01",
        "closed_on": f"2025-{month:02d}-{10 + number % 15}",
        "stage": "won" if number % 3 else "lost",
        "amount": 1000 + number,
    }
    return {**plain, **more}


def money(month: int, **more: object) -> dict[str, object]:
    """A month's programme spend of marketing on webinars."""
    plain = {
        "month": f"2025-{month:02d}",
        "team": "marketing",
        "category": "programme",
        "channel": "Webinars",
        "amount": 500,
        "currency": "EUR",
    }
    return {**plain, **more}


def _whole() -> dict[str, Table]:
    return {
        "leads": [lead(number, number % 6 + 1) for number in range(60)],
        "opportunities": [deal(number, number % 5 + 1) for number in range(40)],
        "spend": [money(month) for month in range(1, 7)],
    }


BROKEN: Final[dict[str, Callable[[], dict[str, Table]]]] = {
    "only leads": lambda: {"leads": [lead(number) for number in range(20)]},
    "only deals": lambda: {"opportunities": [deal(number) for number in range(20)]},
    "only spend": lambda: {"spend": [money(month) for month in range(1, 7)]},
    "no dates": lambda: {
        "leads": [{"lead_id": f"L{number}", "channel": "Web"} for number in range(20)],
        "opportunities": [
            {"opportunity_id": f"D{number}", "stage": "won", "amount": 10} for number in range(9)
        ],
    },
    "dates in the future": lambda: {
        "leads": [lead(number, created_on="2031-05-05") for number in range(20)],
        "opportunities": [
            deal(number, created_on="2031-05-05", closed_on="2031-06-05") for number in range(9)
        ],
    },
    "no wins": lambda: {
        **_whole(),
        "opportunities": [deal(number, stage="lost") for number in range(20)],
    },
    "negative amounts": lambda: {
        **_whole(),
        "opportunities": [deal(number, amount=-500) for number in range(20)],
        "spend": [money(month, amount=-100) for month in range(1, 7)],
    },
    "one month": lambda: {
        "leads": [lead(number) for number in range(20)],
        "opportunities": [deal(number, 1) for number in range(20)],
        "spend": [money(1)],
    },
    "one row": lambda: {"leads": [lead(1)]},
    "duplicate ids": lambda: {
        "leads": [lead(1, number % 6 + 1) for number in range(20)],
        "opportunities": [deal(1, number % 5 + 1) for number in range(20)],
    },
    "nothing but zeros": lambda: {
        "leads": [lead(number, quantity=0) for number in range(20)],
        "opportunities": [deal(number, quantity=0, amount=0) for number in range(20)],
        "spend": [money(1, amount=0)],
    },
    "naughty names": lambda: {
        "leads": [
            lead(number, number % 6 + 1, channel=name, region=name, segment=name, campaign=name)
            for number, name in enumerate(NAUGHTY * 3)
        ],
        "opportunities": [deal(number, number % 5 + 1) for number in range(39)],
        "spend": [money(number % 6 + 1, channel=name) for number, name in enumerate(NAUGHTY)],
    },
}
"""Each company by what is wrong with it."""


def opened(home: Path) -> Workspace:
    """The workspace of a home, in the hands of the local administrator."""
    return Workspace.open(Settings(home=home))


def empty(home: Path) -> None:
    """A home somebody has used, so that no demo comes, but without a single fact."""
    opened(home).set_setting("name", "Void")


def whole(home: Path) -> None:
    """A small healthy company."""
    imported(home, _whole())


def broken(home: Path, what: str) -> None:
    """A company with one thing wrong."""
    given = None if what in ("no dates", "dates in the future") else AS_OF
    imported(home, BROKEN[what](), as_of=given)


def imported(home: Path, tables: Mapping[str, Table], as_of: date | None = AS_OF) -> None:
    """Import tables from CSV files, the way people do.

    The same tables into another new home are a copy of the first, counted: a dozen modules ask
    for the same companies.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    files = {name: written(home.parent / f"{name}.csv", rows) for name, rows in tables.items()}
    if home.exists():
        _import(home, files, as_of)
        return
    told = {name: file.read_text("utf-8") for name, file in files.items()}
    kept = _kept() / hashlib.sha256(json.dumps([told, str(as_of)]).encode()).hexdigest()
    if not kept.exists():
        # Under another name first: what is kept is whole.
        making = Path(mkdtemp(dir=_kept())) / "home"
        workspace = _import(making, files, as_of)
        workspace.counts()
        workspace.close()
        making.rename(kept)
    copied(kept, home)


def _import(home: Path, files: Mapping[str, Path], as_of: date | None) -> Workspace:
    workspace = opened(home)
    for name, file in files.items():
        request = ImportRequest(path=file, label=file.name, table=name)
        report = workspace.import_file(request, as_of=as_of)
        assert report.accepted, report
    return workspace


@cache
def _kept() -> Path:
    folder = TemporaryDirectory(prefix="tandem-companies-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def written(file: Path, rows: Table) -> Path:
    """Write rows as CSV."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, heads)
        writer.writeheader()
        writer.writerows(rows)
    return file


def copied(home: Path, target: Path) -> Path:
    """A copy of a home, for tests that change it."""
    shutil.copytree(home, target)
    return target
