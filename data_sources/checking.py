"""Whether targets fit together: the question of a plan, or of a file; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from data_sources.workspace import Workspace
    from planning.model.consistency.question import Question
    from planning.model.consistency.target_file import FileRow

FILE_LIMIT: Final = 2_000
"""Rows of a file of targets at most."""


@dataclass(frozen=True)
class Checks:
    """What can be asked about the targets of a workspace."""

    workspace: Workspace

    def of_file(self, path: Path) -> Question:
        """Return the question a file of targets puts; no facts are needed.

        Args:
            path: A CSV file or workbook with columns kpi, scope, period, low, high, team.

        Raises:
            UsageError: The file cannot be read, or a row of it.
        """
        from planning.model.consistency.target_file import question_of_file

        company = self.workspace.company
        rows, dots = _rows(path)
        return question_of_file(
            rows, year_start=company.fiscal_year_start, dots=dots, currency=company.currency
        )


def _rows(path: Path) -> tuple[list[FileRow], bool]:
    """Return the rows below a file's header, and whether a point always marks decimals."""
    from data_sources.imports.read import file_rows, inspect_file
    from planning.actuals.words import fold
    from planning.model.consistency.target_file import COLUMNS, FileRow

    try:
        shape = inspect_file(path, label=path.name, wanted=COLUMNS)
        table = list(islice(file_rows(path, shape), shape.header_row + FILE_LIMIT + 1))
    except NotPossible as error:
        raise UsageError(error.what, error.remedy) from error
    if len(table) > shape.header_row + FILE_LIMIT:
        raise UsageError(f"{path.name} has more than {FILE_LIMIT:,} rows.", "Split it.")
    known = {fold(name): name for name in COLUMNS}
    places = {
        known[fold(it.name)]: at for at, it in enumerate(shape.columns) if fold(it.name) in known
    }
    if "kpi" not in places or not {"low", "high"} & set(places):
        raise UsageError(
            f"{path.name} has no columns kpi and low or high.",
            f"Name its columns {', '.join(COLUMNS)} in the first row.",
        )
    rows = [
        FileRow(
            shape.header_row + number,
            {name: row[at] for name, at in places.items() if at < len(row)},
        )
        for number, row in enumerate(table[shape.header_row :], start=1)
    ]
    return rows, shape.separator != ";"
