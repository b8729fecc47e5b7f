"""Whether targets fit together: the question of a plan, or of a file; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from planning.agreed.scenarios import Scenario
from planning.errors import NotPossible, UsageError

if TYPE_CHECKING:
    from data_sources.imports.shape import FileShape
    from data_sources.workspace import Workspace
    from planning.agreed.rows import Kind, PlanRow
    from planning.model.consistency.history import History
    from planning.model.consistency.question import Question
    from planning.model.consistency.target_file import FileRow

_KINDS: Final[tuple[Kind, ...]] = ("target", "line", "envelope")

FILE_LIMIT: Final = 2_000
"""Rows of a file of targets at most."""


@dataclass(frozen=True)
class Checks:
    """What can be asked about the targets of a workspace."""

    workspace: Workspace

    def of_plan(self, name: str | None = None) -> Question:
        """Return the question a plan puts, with its budget and the facts.

        Args:
            name: Its name or id; None for the agreed one of the facts' year, else its draft.

        Raises:
            NotPossible: There is no plan for that year, or no name is given and no facts.
            UsageError: No plan, or more than one, goes by that name.
        """
        from data_sources.allocating import Allocations

        plans = Allocations(self.workspace)
        scenario = plans.plan(name)
        asked = self.question(scenario)
        return replace(asked, warnings=(*plans.unsigned(scenario), *asked.warnings))

    def question(self, scenario: PlanRow, *, history: History | None = None) -> Question:
        """Return the question of a plan.

        Args:
            scenario: The plan.
            history: The facts, for pages that hold on to them; None reads them anew.
        """
        from planning.model.consistency.plan_question import question_of_plan

        plan, company = self.workspace.plan, self.workspace.company
        rows = [row for kind in _KINDS for row in plan.rows(kind, scenario.id)]
        aliases = {
            alias: channel.name
            for channel in self.workspace.channels()
            for alias in channel.aliases
        }
        return question_of_plan(
            Scenario.of(scenario.cells),
            rows,
            history or self.history(),
            aliases=aliases,
            year_start=company.fiscal_year_start,
            currency=company.currency,
        )

    def history(self) -> History | None:
        """Return what the facts show was possible; None in an empty home.

        It remembers what it was asked: hold on to it by snapshot.
        """
        from planning.actuals.slices import Context
        from planning.model.consistency.history import History

        counts = self.workspace.counts()
        if counts is None:
            return None
        context = Context(
            company=self.workspace.company, channel_teams=self.workspace.channel_teams()
        )
        return History.of(counts, context)

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
    from planning.model.consistency.target_file import COLUMNS, FileRow

    try:
        shape = inspect_file(path, label=path.name, wanted=COLUMNS)
        table = list(islice(file_rows(path, shape), shape.header_row + FILE_LIMIT + 1))
    except NotPossible as error:
        raise UsageError(error.what, error.remedy) from error
    if len(table) > shape.header_row + FILE_LIMIT:
        raise UsageError(f"{path.name} has more than {FILE_LIMIT:,} rows.", "Split it.")
    header = table[shape.header_row - 1] if shape.header_row else [it.name for it in shape.columns]
    places = _places(header, path.name)
    if "kpi" not in places or not {"low", "high"} & set(places):
        raise UsageError(
            f"{path.name} has no columns kpi and low or high.",
            f"Name its columns {', '.join(COLUMNS)} in the first row.",
        )
    if shape.kind == "text":
        _refuse_split_cells(path, shape, table)
    rows = [
        FileRow(
            shape.header_row + number,
            {name: row[at] for name, at in places.items() if at < len(row)},
        )
        for number, row in enumerate(table[shape.header_row :], start=1)
    ]
    return rows, shape.separator != ";"


def _places(header: Sequence[str], label: str) -> dict[str, int]:
    """Return where each column of targets stands in a file."""
    from planning.actuals.words import fold
    from planning.model.consistency.target_file import COLUMNS

    known = {fold(name): name for name in COLUMNS}
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = known.get(fold(cell))
        if name in places:
            raise UsageError(f"{label} has two columns {name}.", "Rename or remove one of them.")
        if name is not None:
            places[name] = at
    return places


def _refuse_split_cells(path: Path, shape: FileShape, table: Sequence[Sequence[str]]) -> None:
    """Refuse a mark that swallows the rows below it, and a comma that splits a number."""
    from data_sources.imports.text_files import open_quote

    if number := open_quote(path, shape.encoding or "utf-8", shape.separator or ","):
        raise UsageError(
            f"Row {number} has a quotation mark that is never closed.", "Close or remove it."
        )
    width = len(table[shape.header_row - 1])
    for number, row in enumerate(table[shape.header_row :], start=shape.header_row + 1):
        if any(cell.strip() for cell in row[width:]):
            raise UsageError(
                f"Row {number} has more cells than there are column names.",
                'Put quotation marks around a cell with the separator in it, such as "1,000".',
            )
