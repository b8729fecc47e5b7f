"""Plans side by side as people read them: what differs, in money and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from planning.agreed.comparison import Comparison, LineBeside, Rows, TargetBeside
from planning.agreed.kinds import in_words, label
from planning.agreed.lines import COMMITTED, PLAN
from planning.agreed.rows import Kind, PlanRow
from planning.agreed.scenarios import Scenario
from views.budget import TEAM_WORDS
from views.formats import counted, short, visible

if TYPE_CHECKING:
    import pandas as pd

NEW, REMOVED, CHANGED, ALIKE = "+ new", "− removed", "✎ changed", "alike"
_RUN: Final = 3
"""Months in a row from which only the first and the last are named."""

_PARTS: Final = ((PLAN, ""), (COMMITTED, "committed in "))


@dataclass(frozen=True)
class Beside:
    """Two or three plans side by side.

    Attributes:
        plans: The plans compared with, then the one that is looked at.
        found: What the comparison of them, in this order, says.
        currency: The plan currency.
    """

    plans: tuple[Scenario, ...]
    found: Comparison
    currency: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the plans are called, each name once."""
        names: list[str] = []
        for plan in self.plans:
            name, number = visible(plan.name), 1
            found = name
            while found in names:
                number += 1
                found = f"{name} ({number})"
            names.append(found)
        return tuple(names)

    @property
    def own(self) -> Scenario:
        """The plan that is looked at."""
        return self.plans[-1]

    @property
    def apart(self) -> Decimal:
        """What the plan plans more than the first it is compared with."""
        return self.found.totals[-1] - self.found.totals[0]


def mark(rows: Rows) -> str:
    """Say what became of a row: new in the plan looked at, gone from it, or changed.

    Example:
        >>> row = PlanRow("a", "line", "p", "sales")
        >>> mark((None, row)), mark((row, None)), mark((row, row))
        ('+ new', '− removed', '✎ changed')
    """
    if rows[-1] is None:
        return REMOVED
    return NEW if rows[0] is None else CHANGED


def changed_words(kind: Kind, differs: Sequence[str], scenario: Scenario) -> str:
    """Name the cells that differ, months in a row together.

    Example:
        >>> plan = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> changed_words("line", ["reason", "plan_03"], plan)
        'March, reason'
        >>> changed_words("line", ["plan_01", "plan_09", "plan_10", "plan_11"], plan)
        'January, September to November'
    """
    cells = set(differs)
    told: list[str] = []
    if kind == "line":
        for parts, before in _PARTS:
            told += [f"{before}{run}" for run in _runs(cells, parts, scenario)]
        cells -= {*PLAN, *COMMITTED}
    told += [_lowered(label(kind, cell, scenario)) for cell in differs if cell in cells]
    return ", ".join(told)


def _runs(cells: set[str], parts: Sequence[str], scenario: Scenario) -> Iterator[str]:
    run: list[int] = []
    for at in range(len(parts) + 1):
        if at < len(parts) and parts[at] in cells:
            run.append(at)
        elif run:
            names = [scenario.month_label(one) for one in run]
            yield f"{names[0]} to {names[-1]}" if len(run) >= _RUN else ", ".join(names)
            run = []


def _lowered(word: str) -> str:
    return word if word[:2].isupper() else f"{word[:1].lower()}{word[1:]}"


def true_sentence(beside: Beside) -> str:
    """Say what the plan plans more or less, and how many lines and targets differ."""
    own, other = beside.names[-1], beside.names[0]
    apart, currency = beside.apart, beside.currency
    if apart:
        more = "more" if apart > 0 else "less"
        head = f"{own} plans {short(abs(apart))} {currency} {more} than {other}"
    else:
        head = f"{own} plans as much as {other}"
        if moved := _moved(beside):
            head += f", {short(moved)} {currency} of it in other lines"
    lines = sum(not one.is_alike for one in beside.found.lines)
    aims = sum(not one.is_alike for one in beside.found.targets)
    if not lines and not aims:
        return f"{head}: their lines and targets are alike.{_judged(beside)}"
    told = [
        f"{differ} of {counted(len(of), noun)}"
        for differ, of, noun in (
            (lines, beside.found.lines, "line"),
            (aims, beside.found.targets, "target"),
        )
        if differ
    ]
    return f"{head}; {' and '.join(told)} differ.{_judged(beside)}"


def _judged(beside: Beside) -> str:
    names = beside.found.judged
    if not names:
        return ""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f" The teams judge {visible(names[0])}{more} otherwise."


def _moved(beside: Beside) -> Decimal:
    """Return what the plan plans more in some lines than the first it is compared with."""
    aparts = ((one.totals[-1] or 0) - (one.totals[0] or 0) for one in beside.found.lines)
    return sum((Decimal(apart) for apart in aparts if apart > 0), Decimal(0))


def new_and_gone(beside: Beside) -> str:
    """Say how many lines are new or removed; empty where none is."""
    marks = [mark(one.rows) for one in beside.found.lines if not one.is_alike]
    told = [
        f"{counted(number, 'line')} {word}"
        for number, word in ((marks.count(NEW), "new"), (marks.count(REMOVED), "removed"))
        if number
    ]
    return f"{' and '.join(told)}." if told else ""


def lines_frame(beside: Beside, *, alike: bool) -> pd.DataFrame:
    """Lay out the lines side by side, the largest differences first, the totals last.

    Args:
        beside: The plans.
        alike: Whether lines that are alike are among them.
    """
    import pandas as pd

    listed = [one for one in beside.found.lines if alike or not one.is_alike]
    others = len(beside.plans) - 1
    data: dict[str, list[object]] = {
        "Line": [visible(one.title) for one in listed],
        "Team": [TEAM_WORDS[_there(one.rows).team] for one in listed],
        "Changed": [_line_words(one, beside.own) for one in listed],
    }
    for at, head in enumerate(_heads(beside)):
        data[head] = [_number(one.totals[at]) for one in listed]
    for at, head in enumerate(_apart_heads(beside)):
        data[head] = [float((one.totals[others] or 0) - (one.totals[at] or 0)) for one in listed]
    if listed:
        _add_totals(data, beside)
    return pd.DataFrame(data)


def _add_totals(data: dict[str, list[object]], beside: Beside) -> None:
    totals = beside.found.totals
    last: list[object] = ["All lines", None, None, *map(float, totals)]
    last += [float(totals[-1] - total) for total in totals[:-1]]
    for column, value in zip(data.values(), last, strict=True):
        column.append(value)


def _heads(beside: Beside) -> list[str]:
    return [f"{name}, {beside.currency}" for name in beside.names]


def _apart_heads(beside: Beside) -> list[str]:
    if len(beside.plans) == 2:
        return ["Difference"]
    return [f"Difference to {name}" for name in beside.names[:-1]]


def amount_heads(beside: Beside) -> list[str]:
    """Return the heads of the columns that hold money."""
    return [*_heads(beside), *_apart_heads(beside)]


def _there(rows: Rows) -> PlanRow:
    return next(row for row in reversed(rows) if row is not None)


def _number(total: Decimal | None) -> float | None:
    return None if total is None else float(total)


def _line_words(one: LineBeside, scenario: Scenario) -> str:
    return _words("line", one.rows, one.differs, scenario)


def _words(kind: Kind, rows: Rows, differs: Sequence[str], scenario: Scenario) -> str:
    """Name what is new or removed as such, of all else the cells that differ."""
    if not differs and None not in rows:
        return ALIKE
    if rows[0] is None or rows[-1] is None:
        return mark(rows)
    return changed_words(kind, differs, scenario) or CHANGED


def targets_frame(beside: Beside, *, alike: bool) -> pd.DataFrame:
    """Lay out the targets side by side in the KPIs' words, what differs most first."""
    import pandas as pd

    listed = [one for one in beside.found.targets if alike or not one.is_alike]
    data: dict[str, list[object]] = {
        "KPI": [visible(one.title) for one in listed],
        "Team": [TEAM_WORDS[_there(one.rows).team] for one in listed],
        "Changed": [_target_words(one, beside.own) for one in listed],
    }
    for at, name in enumerate(beside.names):
        data[name] = [one.told[at] for one in listed]
    return pd.DataFrame(data, dtype=object)


def _target_words(one: TargetBeside, scenario: Scenario) -> str:
    return _words("target", one.rows, one.differs, scenario)


def cells_frame(beside: Beside, one: LineBeside | TargetBeside, kind: Kind) -> pd.DataFrame:
    """Lay out the cells of a line or target that differ, each as every plan has it."""
    import pandas as pd

    data: dict[str, list[str]] = {
        "Cell": [label(kind, cell, beside.own) for cell in one.differs],
    }
    for name, row in zip(beside.names, one.rows, strict=True):
        data[name] = ["—" if row is None else _whole(kind, cell, row) for cell in one.differs]
    return pd.DataFrame(data, dtype=object)


def _whole(kind: Kind, cell: str, row: PlanRow) -> str:
    """Write a cell in words, texts in full."""
    told, value = in_words(kind, cell, row[cell], row.cells), row[cell]
    return visible(value if told.endswith("…") and isinstance(value, str) else told)


def all_cells_frame(beside: Beside) -> pd.DataFrame:
    """Lay out every cell that differs, line by line and target by target, for files."""
    import pandas as pd

    parts: list[pd.DataFrame] = []
    listed: list[tuple[LineBeside | TargetBeside, Kind]] = [
        *((one, "line") for one in beside.found.lines),
        *((one, "target") for one in beside.found.targets),
    ]
    for one, kind in listed:
        if one.differs:
            part = cells_frame(beside, one, kind)
            part.insert(0, "Of", visible(one.title))
            parts.append(part)
    if not parts:
        return pd.DataFrame(columns=["Of", "Cell", *beside.names])
    return pd.concat(parts, ignore_index=True)
