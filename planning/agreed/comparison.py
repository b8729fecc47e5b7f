"""Plans side by side: line by line and KPI by KPI, what differs first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planning.agreed import assumptions, lines, targets
from planning.agreed.kinds import COLUMNS
from planning.agreed.life import root
from planning.agreed.rows import Cells, Kind, PlanRow
from planning.errors import UsageError

FEWEST: Final = 2
MOST: Final = 3
"""How many plans stand side by side."""

_NOT_COMPARED: Final = frozenset({"copied_from", "goal"})
"""Ids: two copies name other rows by them although they say the same."""


def _order(kind: Kind) -> dict[str, int]:
    return {name: at for at, name in enumerate(COLUMNS[kind]) if name not in _NOT_COMPARED}


_LINE_CELLS: Final = _order("line")
_TARGET_CELLS: Final = _order("target")
_BOUNDS: Final = frozenset(targets.BOUNDS)
_MONEY: Final = frozenset((*lines.PLAN, *lines.COMMITTED))

_NOTHING: Final = Decimal("0.00")
_NO_CELLS: Final[Cells] = {}

Key = Callable[[PlanRow], str]
Rows = tuple[PlanRow | None, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the plans.

    Attributes:
        lines, targets: Its rows by position.
        assumptions: Its teams' answers.
    """

    lines: Sequence[PlanRow]
    targets: Sequence[PlanRow]
    assumptions: Sequence[PlanRow] = ()


@dataclass(frozen=True, slots=True)
class LineBeside:
    """One line in each plan.

    Attributes:
        title: What it is called in the first plan that has it.
        rows: The line in each plan, None where it is not there.
        totals: What each plans for the year, in plan-currency units.
        differs: Cells that are not alike in all plans, in the order of the sheet; all
            months where a plan lacks the line are among them.
        apart: Largest less smallest total; a line that is not there counts as 0.
    """

    title: str
    rows: Rows
    totals: tuple[Decimal | None, ...]
    differs: tuple[str, ...]
    apart: Decimal

    @property
    def is_alike(self) -> bool:
        """Whether all plans have the same line."""
        return not self.differs and None not in self.rows


@dataclass(frozen=True, slots=True)
class TargetBeside:
    """One target of a KPI in each plan.

    Attributes:
        title: What it is called in the first plan that has it.
        kpi: Key of its KPI.
        rows: The target in each plan, None where it is not there.
        told: What each agrees, in the KPI's words; “—” where it is not there.
        differs: Cells that are not alike in all plans.
        apart: Largest less smallest value, as a share of the larger; 1 where one lacks it.
    """

    title: str
    kpi: str
    rows: Rows
    told: tuple[str, ...]
    differs: tuple[str, ...]
    apart: Decimal

    @property
    def is_alike(self) -> bool:
        """Whether all plans have the same target."""
        return not self.differs and None not in self.rows


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or three plans side by side.

    Attributes:
        lines: Every line of any of them, the largest differences first.
        targets: Every target of any of them, likewise.
        totals: What each plans for the year, in plan-currency units.
        judged: Names of what a team answered otherwise in one of them, or only in some.
    """

    lines: tuple[LineBeside, ...]
    targets: tuple[TargetBeside, ...]
    totals: tuple[Decimal, ...]
    judged: tuple[str, ...] = ()


def compare(sides: Sequence[Side]) -> Comparison:
    """Compare two or three plans.

    A line is the same one where both were copied from the same row, else where it has the
    same line code in the same team, else where it is called the same in the same team and
    category. Targets likewise: by copy, else by KPI, scope and period.

    Raises:
        UsageError: There are fewer than two plans, or more than three.
    """
    if not FEWEST <= len(sides) <= MOST:
        raise UsageError("Two or three plans are compared.", "Choose two or three.")
    found = [
        _line(rows) for rows in matched([side.lines for side in sides], (root, _code, _called))
    ]
    aims = [_target(rows) for rows in matched([side.targets for side in sides], (root, _aim))]
    totals = [Decimal(0)] * len(sides)
    for line in found:
        for place, total in enumerate(line.totals):
            totals[place] += total or 0
    return Comparison(
        # Sorting is stable: what is alike stays in the order of the sheet.
        lines=tuple(sorted(found, key=lambda one: (one.is_alike, -one.apart))),
        targets=tuple(sorted(aims, key=lambda one: (one.is_alike, -one.apart))),
        totals=tuple(totals),
        judged=_judged([side.assumptions for side in sides]),
    )


def _judged(sides: Sequence[Sequence[PlanRow]]) -> tuple[str, ...]:
    """Return the names of assumptions that a team answered otherwise in one of the plans."""
    cells = (*assumptions.ANSWERS, *assumptions.VALUES)
    said = [
        {(row["key"], row.team): tuple(str(row[cell]) for cell in cells) for row in side}
        for side in sides
    ]
    names = {row["key"]: str(row["name"]) for side in sides for row in side}
    apart = {key for one in said for key in one if any(it.get(key) != one[key] for it in said)}
    return tuple(dict.fromkeys(names[key] for key, _ in sorted(apart, key=str)))


def matched(sides: Sequence[Sequence[PlanRow]], keys: Sequence[Key]) -> list[Rows]:
    """Match the rows of several plans, each row once.

    Each plan's rows join those of the plans before by the first key that fits; rows that
    fit none stand alone. An empty key fits nothing.

    Args:
        sides: Rows of each plan.
        keys: What makes two rows the same, the surest first.

    Returns:
        The rows of each plan beside each other, None where a plan has none: those of the
        first plan first, in its order.
    """
    groups: list[list[PlanRow | None]] = []
    for place, rows in enumerate(sides):
        left = list(rows)
        free = list(range(len(groups)))
        for key in keys:
            left, free = _joined(groups, free, left, place, key)
        for row in left:
            groups.append([None] * len(sides))
            groups[-1][place] = row
    return [tuple(group) for group in groups]


def _joined(
    groups: list[list[PlanRow | None]],
    free: Sequence[int],
    rows: Sequence[PlanRow],
    place: int,
    key: Key,
) -> tuple[list[PlanRow], list[int]]:
    by_key: dict[str, list[int]] = {}
    for number in free:
        for name in {key(row) for row in groups[number] if row is not None}:
            if name:
                by_key.setdefault(name, []).append(number)
    if not by_key:
        return list(rows), list(free)
    left, taken = [], set[int]()
    for row in rows:
        fitting = (number for number in by_key.get(key(row), ()) if number not in taken)
        group = next(fitting, None)
        if group is None:
            left.append(row)
        else:
            taken.add(group)
            groups[group][place] = row
    return left, [number for number in free if number not in taken]


def _code(row: PlanRow) -> str:
    code = row["line_code"]
    return f"{row.team} {str(code).casefold()}" if code else ""


def _called(row: PlanRow) -> str:
    return f"{row.team} {row['category']} {lines.title(row.cells).casefold()}"


def _aim(row: PlanRow) -> str:
    parts = ("kpi", "scope_team", "channel", "segment", "region", "start", "months")
    return " · ".join(str(row[part] or "") for part in parts)


def _line(rows: Rows) -> LineBeside:
    there = [row for row in rows if row is not None]
    totals = tuple(None if row is None else _planned(row) for row in rows)
    known = [total or Decimal(0) for total in totals]
    return LineBeside(
        title=lines.title(there[0].cells),
        rows=rows,
        totals=totals,
        differs=_differing(rows, _LINE_CELLS),
        apart=max(known) - min(known),
    )


def _planned(row: PlanRow) -> Decimal:
    found = map(row.cells.get, lines.PLAN)
    return sum([Decimal(month) for month in found if type(month) is str], _NOTHING)


def _differing(rows: Rows, order: Mapping[str, int]) -> tuple[str, ...]:
    first, *others = (_NO_CELLS if row is None else row.cells for row in rows)
    found: set[str] = set()
    for other in others:
        found.update([name for name, value in first.items() if other.get(name) != value])
        found.update([name for name in other if name not in first and other[name] is not None])
    return tuple(sorted(found & order.keys(), key=order.__getitem__)) if found else ()


def _target(rows: Rows) -> TargetBeside:
    there = [row for row in rows if row is not None]
    differs = _differing(rows, _TARGET_CELLS)
    agreed = bool(_BOUNDS & set(differs))
    return TargetBeside(
        title=targets.title(there[0].cells),
        kpi=str(there[0]["kpi"]),
        rows=rows,
        told=tuple("—" if row is None else agreed_words(row) for row in rows),
        differs=differs,
        apart=_apart(rows) if agreed else Decimal(0),
    )


def agreed_words(row: PlanRow) -> str:
    """Return what a target agrees, in the KPI's words.

    Example:
        >>> agreed_words(PlanRow("t", "target", "p", "sales", cells={"kpi": "leads", "low": "9"}))
        'at least 9'
    """
    told = {
        name: targets.bound_told(row[name], row.cells)
        for name in targets.BOUNDS
        if row[name] is not None
    }
    if "value" in told:
        return told["value"]
    if len(told) == FEWEST:
        return f"{told['low']} to {told['high']}"
    words = {"low": "at least", "high": "at most"}
    return "".join(f"{words[name]} {value}" for name, value in told.items()) or "—"


def _apart(rows: Rows) -> Decimal:
    values = [None if row is None else _middle(row.cells) for row in rows]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Decimal(1)
    largest = max(abs(value) for value in known)
    return (max(known) - min(known)) / largest if largest else Decimal(0)


def _middle(cells: Mapping[str, object]) -> Decimal | None:
    bounds = [Decimal(str(cells[name])) for name in targets.BOUNDS if cells.get(name) is not None]
    return sum(bounds, Decimal(0)) / len(bounds) if bounds else None


def differs_in_money(line: LineBeside) -> bool:
    """Whether a line's months differ, not only its words."""
    return None in line.rows or not _MONEY.isdisjoint(line.differs)
