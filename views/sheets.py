"""A sheet of plan rows as people see it: columns, cells as text, and what is not saved yet.

Cells of money and numbers are text on the grid, so that whatever is typed or pasted
arrives as it was written and can be refused in words; computed columns are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal

from pydantic import JsonValue

from planning.agreed.rows import PlanRow
from planning.teams import Team
from views.formats import counted, visible

if TYPE_CHECKING:
    import pandas as pd

Value = str | float | None
Computed = Callable[[PlanRow], Value | tuple[float, ...]]
Width = Literal["small", "medium", "large"] | int
ColumnKind = Literal["text", "number", "choice", "trend"]
Typed = Mapping[str, Mapping[str, JsonValue]]
"""What a person typed and has not saved: by row, then cell."""

UNSAVED: Final = "unsaved"
"""The column that names the cells of a line that are not saved."""

_NAMED: Final = 4
"""Cells named in one line before the rest is only counted."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    Attributes:
        name: The cell it shows, or a name of its own where it is computed.
        head: What stands above it.
        kind: text · number (money too: shown with thousands apart) · choice (of options) ·
            trend (computed: a small line, in no file).
        options: What a choice offers.
        labels: Names by value where a choice stores ids, shown and filed in their place;
            an id without a name is shown as blank.
        computed: Returns its value from a row; a computed column is never edited.
        shown: How the grid writes the value of a row where its unit is the row's own, such
            as a share as percent; files keep the value itself. None writes it by its kind.
        decimals: Of a computed number.
        width: As Streamlit names it, or pixels.
        pinned: Whether it stays in sight when the sheet is moved sideways.
        locked: Shown, never edited.
        help: One sentence for the head's tooltip.
    """

    name: str
    head: str
    kind: ColumnKind = "text"
    options: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None
    computed: Computed | None = None
    shown: Callable[[PlanRow], str | None] | None = None
    decimals: int = 0
    width: Width | None = None
    pinned: bool = False
    locked: bool = False
    help: str = ""

    @property
    def editable(self) -> bool:
        """Whether people may write into it."""
        return self.computed is None and not self.locked

    @property
    def is_number(self) -> bool:
        """Whether the grid is given a number, which it writes itself."""
        return self.computed is not None and self.kind == "number" and self.shown is None


def goal_column(goals: Mapping[str, str]) -> Column:
    """Return the column of the goal a row serves: stored by id, shown by name.

    Args:
        goals: The names of the plan's goals, by id.
    """
    return Column(
        "goal",
        "Goal",
        "choice",
        options=tuple(goals),
        labels=goals,
        width=184,
        help="The goal it serves. Goals are set on the view Goals of the budget.",
    )


def spelled(value: JsonValue, kind: ColumnKind = "text") -> str | None:
    """Write a cell as the grid shows it; what is no number stays as it was typed.

    Example:
        >>> spelled("4000", "number"), spelled("1200.50", "number"), spelled("abc", "number")
        ('4,000', '1,200.50', 'abc')
        >>> spelled(None) is None
        True
    """
    if value is None or value == "":
        return None
    text = str(value)
    if kind != "number":
        return visible(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return visible(text)
    if not number.is_finite() or number.adjusted() > 30:
        return visible(text)
    if number == number.to_integral_value():
        return f"{number:,.0f}"
    return f"{number:,.2f}" if -number.as_tuple().exponent <= 2 else f"{number:,f}"  # type: ignore[operator]


def frame(
    columns: Sequence[Column],
    rows: Sequence[PlanRow],
    typed: Typed,
    marks: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Lay out rows with what was typed over them.

    Args:
        columns: The columns, in order.
        rows: The rows, in order.
        typed: What stands over the rows' own cells.
        marks: By row, what the column UNSAVED says; None leaves that column out.

    Returns:
        One row per plan row, index = row id, one column per `Column.name`.
    """
    import pandas as pd

    data: dict[str, pd.Series] = {}
    index = pd.Index([row.id for row in rows], dtype=object)
    for column in columns:
        values = [_shown(column, row, typed.get(row.id, {})) for row in rows]
        # Text is typed even where all is blank: a column that changes its type between two
        # draws makes the browser forget what was typed.
        kind = object if column.kind == "trend" else float if column.is_number else "str"
        data[column.name] = pd.Series(values, index=index, dtype=kind)
    if marks is not None:
        said = [marks.get(row.id) for row in rows]
        data[UNSAVED] = pd.Series(said, index=index, dtype="str")
    return pd.DataFrame(data, index=index)


def _shown(
    column: Column, row: PlanRow, typed: Mapping[str, JsonValue]
) -> Value | tuple[float, ...]:
    if column.computed is None and column.name in typed:
        return _named(column, typed[column.name])
    if column.shown is not None:
        return column.shown(row)
    if column.computed is not None:
        return column.computed(row)
    return _named(column, row.cells.get(column.name))


def _named(column: Column, value: JsonValue) -> str | None:
    if column.labels is not None and value not in column.labels:
        return None
    return spelled(value, column.kind)


def marks(
    typed: Typed, heads: Mapping[str, str], *, proposed: Iterable[str] = ()
) -> dict[str, str]:
    """Name the unsaved cells of each row.

    Args:
        typed: What was typed.
        heads: The head of each cell's column.
        proposed: Rows of others, whose changes become a proposal.

    Example:
        >>> marks({"a": {"plan_01": "5"}, "b": {}}, {"plan_01": "Jan"})
        {'a': '✎ Jan'}
    """
    others = set(proposed)
    told = {}
    for row, cells in typed.items():
        names = [heads.get(cell, cell) for cell in cells]
        if len(names) > _NAMED:
            names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more"]
        if names:
            told[row] = f"{'→' if row in others else '✎'} {', '.join(names)}"
    return told


def unsaved_words(typed: Typed, noun: str) -> str:
    """Say how much is not saved; empty where everything is.

    Example:
        >>> unsaved_words({"a": {"x": 1, "y": 2}, "b": {"x": 1}}, "line")
        '3 cells in 2 lines not saved'
    """
    lines = sum(1 for cells in typed.values() if cells)
    if not lines:
        return ""
    cells = sum(len(cells) for cells in typed.values())
    return f"{counted(cells, 'cell')} in {counted(lines, noun)} not saved"


def others_words(changes: Iterable[tuple[str, int]], noun: str) -> str:
    """Say who changed how much, in the order they first did.

    Args:
        changes: Who, and how many rows, per change.
        noun: What a row is called.

    Example:
        >>> others_words([("ada@example.com", 2), ("ada@example.com", 1)], "line")
        'ada@example.com changed 3 lines.'
    """
    by_person: dict[str, int] = {}
    for who, rows in changes:
        by_person[who] = by_person.get(who, 0) + rows
    told = [f"{who} changed {counted(rows, noun)}" for who, rows in by_person.items() if rows]
    return f"{'; '.join(told)}." if told else ""


def table(columns: Sequence[Column], rows: Sequence[PlanRow]) -> pd.DataFrame:
    """Lay out rows for files: heads as people read them, numbers as numbers."""
    import pandas as pd

    return pd.DataFrame(
        {
            column.head: [_filed(column, row) for row in rows]
            for column in columns
            if column.kind != "trend"
        },
        dtype=object,
    )


def _filed(column: Column, row: PlanRow) -> Value:
    value = column.computed(row) if column.computed is not None else row[column.name]
    if value is None or isinstance(value, (int, float)):
        return value
    if column.labels is not None:
        return column.labels.get(str(value))
    if column.shown is not None and column.kind != "number":
        return column.shown(row)
    if column.kind == "number":
        try:
            return float(Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    return str(value)


def team_name(team: Team) -> str:
    """Return a team as a sentence names it.

    Example:
        >>> team_name("sales"), team_name("joint")
        ('sales', 'both teams')
    """
    return "both teams" if team == "joint" else team
