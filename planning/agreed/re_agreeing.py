"""Agreeing again during the year: what was agreed for past months stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from planning.agreed.life import root
from planning.agreed.lines import COMMITTED, PLAN
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import MONTHS, Scenario
from planning.agreed.targets import Target

KEPT_TOGETHER: Final = (
    "category", "channel", "job", "campaign", "region", "segment", "motion", "status",
)  # fmt: skip
"""Cells by which money is told apart: past money stays under what it was agreed for."""

_MONTHS: Final = (*PLAN, *COMMITTED)


@dataclass(frozen=True, slots=True)
class Restored:
    """What of a draft becomes as it was agreed before.

    Attributes:
        changed: Whole cells, by id, of draft rows that differ for past months.
        added: Agreed rows the draft has no more, with what remains of them.
        removed: Ids of draft rows that speak of past months only and were never agreed.
    """

    changed: Mapping[str, Cells] = field(default_factory=dict)
    added: tuple[PlanRow, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the draft says of past months what was agreed."""
        return not (self.changed or self.added or self.removed)


def past_lines(agreed: Sequence[PlanRow], draft: Sequence[PlanRow], past: int) -> Restored:
    """Return what the draft's lines become so that past months stay as agreed.

    Past months of a line come from the agreed line it is a copy of; later ones stay the
    draft's. Where the draft moved a line elsewhere (another channel, say), or left it out,
    the agreed line comes back with its past months alone.

    Args:
        agreed: Lines of the plan that is agreed.
        draft: Lines of the plan that is to replace it.
        past: How many of the year's months are past, 0 to 12.

    Example:
        >>> def line(row: str, *months: str, **cells: str) -> PlanRow:
        ...     kept = dict(zip(PLAN, months), category="programme", status="placed", **cells)
        ...     return PlanRow(row, "line", "plan", "sales", cells=kept)
        >>> standing = [line("a", "1.00", "1.00")]
        >>> wanted = [line("b", "9.00", "9.00", copied_from="a")]
        >>> past_lines(standing, wanted, 1).changed["b"]["plan_01"]
        '1.00'
    """
    if past <= 0:
        return Restored()
    names = (*PLAN[: min(past, MONTHS)], *COMMITTED[: min(past, MONTHS)])
    left = _by_root(agreed)
    changed: dict[str, Cells] = {}
    for row in draft:
        candidates = left.get(root(row), [])
        before = next((one for one in candidates if _is_same_money(one, row)), None)
        if before is not None:
            candidates.remove(before)
        source: Cells = {} if before is None else before.cells
        cells = _with(row.cells, {name: source.get(name) for name in names})
        if candidates and before is None:
            # It is no copy any more: the agreed line comes back beside it.
            cells.pop("copied_from", None)
        if cells != _without_blanks(row.cells):
            changed[row.id] = cells
    gone = (row for row in agreed if any(row is one for one in left[root(row)]))
    added = (_as_copy(row, set(names)) for row in gone)
    return Restored(changed, tuple(row for row in added if any(row[name] for name in names)))


def past_targets(agreed: Sequence[PlanRow], draft: Sequence[PlanRow], first_open: int) -> Restored:
    """Return what the draft's targets become so that those of past periods stay as agreed.

    A target whose period still runs is the draft's.

    Args:
        agreed: Targets of the plan that is agreed.
        draft: Targets of the plan that is to replace it.
        first_open: Number of the first month that may change.
    """
    past = [row for row in agreed if _ends(row) <= first_open]
    left = _by_root(past)
    changed: dict[str, Cells] = {}
    removed: list[str] = []
    for row in draft:
        candidates = left.get(root(row), [])
        if candidates:
            before = candidates.pop(0)
            cells = _with(before.cells, {"copied_from": root(row), "goal": row["goal"]})
            if cells != _without_blanks(row.cells):
                changed[row.id] = cells
        elif _ends(row) <= first_open:
            removed.append(row.id)
    gone = (row for row in past if any(row is one for one in left[root(row)]))
    return Restored(changed, tuple(_as_copy(row) for row in gone), tuple(removed))


def past_months(scenario: Scenario, first_open: int) -> int:
    """Return how many of a plan's months come before a month, 0 to 12."""
    return min(max(first_open - scenario.first_month, 0), MONTHS)


def _is_same_money(one: PlanRow, other: PlanRow) -> bool:
    return one.team == other.team and all(one[cell] == other[cell] for cell in KEPT_TOGETHER)


def _by_root(rows: Iterable[PlanRow]) -> dict[str, list[PlanRow]]:
    found: dict[str, list[PlanRow]] = {}
    for row in rows:
        found.setdefault(root(row), []).append(row)
    return found


def _as_copy(row: PlanRow, months: Set[str] | None = None) -> PlanRow:
    gone = {name: None for name in _MONTHS if months is not None and name not in months}
    kept = _with(row.cells, {**gone, "copied_from": root(row), "goal": None})
    return PlanRow(row.id, row.kind, row.scenario, row.team, cells=kept)


def _ends(target: PlanRow) -> int:
    return Target.of(target.cells).period.end


def _with(cells: Cells, changes: Cells) -> dict[str, JsonValue]:
    return _without_blanks({**cells, **changes})


def _without_blanks(cells: Cells) -> dict[str, JsonValue]:
    return {name: value for name, value in cells.items() if value is not None}
