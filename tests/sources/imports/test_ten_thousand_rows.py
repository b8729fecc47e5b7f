"""An import says of ten thousand drawn rows of each table what the row models say."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from data_sources.imports import verdict
from planning.actuals.dates import ISO
from planning.actuals.reading import csv_to_plain
from planning.actuals.tables import TABLES, FieldSpec
from planning.company import Company
from planning.errors import TandemError
from tests.sources.imports.drawn_files import DrawnFile, drawn_files
from tests.sources.imports.importing import csv_file, rejects_of, rows_of, staged
from tests.sources.imports.row_by_row import NO_RATE, Told, by_models

Rows = tuple[Mapping[str, str], ...]

ROWS: Final = 10_000
FILES: Final = 6
ROWS_OF_A_FILE: Final = 1_700
FEWEST: Final = 0.1
"""Share of the rows that must be accepted, and share that must be rejected or emptied."""


def by_import(file: DrawnFile) -> Told:
    """Import a file and return what is said of its rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = file.columns
        lines = [list(columns.values()), *([row[one] for one in columns] for row in file.rows)]
        path = csv_file(folder, lines)
        outcome = staged(path, file.spec.name, folder, file.company, **file.request())
        stored, rejects = rows_of(outcome), rejects_of(outcome) if outcome.rejects else []
    told = Told(undated=outcome.undated)
    for reject in rejects:
        column, problem = csv_to_plain(reject["column"]), reject["problem"]
        reason = (column, NO_RATE if problem.startswith(NO_RATE) else problem)
        number = int(reject["row"])
        told.rejected[number] = told.rejected.get(number, frozenset()) | {reason}
    assert (outcome.accepted, outcome.rejected) == (len(stored), len(told.rejected))
    read = (n for n, row in enumerate(file.rows, start=2) if any(map(str.strip, row.values())))
    accepted = (number for number in read if number not in told.rejected)
    told.stored = {n: _parsed(row) for n, row in zip(accepted, stored, strict=True)}
    told.findings = {
        (one.column or "") if one.code == "unreadable-value" else one.code: (
            one.count,
            tuple(map(int, re.findall(r"” in row ([0-9]+)", one.message))),
        )
        for one in outcome.findings
    }
    return told


def _parsed(row: dict[str, Any]) -> dict[str, object]:
    own = row.get("attributes")
    parsed = json.dumps(json.loads(own), ensure_ascii=False, sort_keys=True) if own else None
    told = {"attributes": parsed} if "attributes" in row else {}
    return {name: row[name] for name in row if name != "source"} | told


def difference(file: DrawnFile, known: Told | None = None) -> str:
    """Return the first thing an import says otherwise than the row models, or ""."""
    known = known or by_models(file)
    try:
        said = by_import(file)
    except (TandemError, duckdb.Error, ValueError) as problem:
        return f"the import ends with {problem!r}"
    for number in sorted({*said.stored, *known.stored, *said.rejected, *known.rejected}):
        if said.rejected.get(number) != known.rejected.get(number):
            return f"row {number}: {said.rejected.get(number)}, not {known.rejected.get(number)}"
        seen, right = said.stored.get(number, {}), known.stored.get(number, {})
        apart = [column for column in {**seen, **right} if seen.get(column) != right.get(column)]
        if apart:
            return f"row {number}, {apart[0]}: {seen.get(apart[0])!r}, not {right.get(apart[0])!r}"
    if said.findings != known.findings:
        return f"findings {said.findings}, not {known.findings}"
    return "" if said == known else f"{said.undated} rows without a date, not {known.undated}"


def smallest(file: DrawnFile, differs: Callable[[DrawnFile], str]) -> DrawnFile:
    """Return as little of a file as is enough for a difference: mostly one row and column."""
    rows = _fewest(file.rows, lambda some: bool(differs(replace(file, rows=some))))
    file = replace(file, rows=rows)
    for one in file.spec.fields:
        there = one.name in {*file.columns, *file.constants}
        for simpler in _simpler(file, one) if there else ():
            if differs(simpler):
                file = simpler
                break
    return file


def _fewest(rows: Rows, enough: Callable[[Rows], bool]) -> Rows:
    size = len(rows)
    while size := size // 2:
        place = 0
        while place < len(rows):
            fewer = rows[:place] + rows[place + size :]
            if fewer and enough(fewer):
                rows = fewer
            else:
                place += size
    return rows


def _simpler(file: DrawnFile, one: FieldSpec) -> Iterator[DrawnFile]:
    if not one.required and set(file.columns) > {one.name}:
        yield file.without(one.name)
    plain = one.choices[0] if one.choices else "2025-01-31" if one.kind == "month" else "1"
    yield replace(file, rows=tuple({**row, one.name: plain} for row in file.rows))


@dataclass
class Tally:
    """Rows that were compared."""

    read: int = 0
    accepted: int = 0
    odd: int = 0

    def add(self, known: Told) -> None:
        """Count the rows of a file."""
        self.read += known.read
        self.accepted += len(known.stored)
        self.odd += known.odd


def hold_together(table: str, files: int, rows: int) -> Tally:
    """Hold the import and the row models together on drawn files."""
    tally = Tally()

    # What hypothesis would make smaller are pools; `smallest` finds the row and column.
    @settings(
        max_examples=files,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @given(drawn_files(table, rows))
    def agree(file: DrawnFile) -> None:
        known = by_models(file)
        if difference(file, known):
            least = smallest(file, difference)
            pytest.fail(f"{difference(least)}\n{least}\n{list(least.rows)}", pytrace=False)
        tally.add(known)

    agree()
    return tally


@pytest.mark.parametrize("table", TABLES)
def test_the_import_and_the_row_models_agree_on_10_000_rows(table: str) -> None:
    tally = hold_together(table, FILES, ROWS_OF_A_FILE)
    assert tally.read >= ROWS
    assert tally.accepted >= FEWEST * tally.read
    assert tally.odd >= FEWEST * tally.read


def test_they_agree_too_where_only_the_top_of_a_file_is_looked_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verdict, "_FIRST", 100)
    assert hold_together("spend", files=4, rows=400).odd > 100


def test_a_difference_is_brought_down_to_one_row_and_one_column() -> None:
    usual = {"created_on": "2025-01-31", "quantity": "2", "campaign": "Spring"}
    rows = [{"lead_id": f"L{number}", **usual} for number in range(16)]
    rows[9]["quantity"] = "1.500"
    file = DrawnFile(
        spec=TABLES["leads"],
        company=Company(),
        rows=tuple(rows),
        asked={"decimal": ".", "dates": {"created_on": ISO}},
    )
    assert not difference(file)

    def told_otherwise(file: DrawnFile) -> str:
        return difference(file, by_models(replace(file, asked={**file.asked, "decimal": ","})))

    assert told_otherwise(file) == "row 11, quantity: 1, not 1500"
    assert smallest(file, told_otherwise).rows == ({"lead_id": "1", "quantity": "1.500"},)
