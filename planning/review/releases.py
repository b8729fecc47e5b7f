"""Releases: whether the trigger of a reserve has come about."""

from __future__ import annotations

from collections.abc import Iterable

from planning.actuals.counts import Counts, Scope
from planning.actuals.scorecard import Context, Slice, read
from planning.agreed.lines import Line
from planning.agreed.rows import PlanRow
from planning.kpis import KPIS
from planning.periods import Period, parse_month
from planning.review.variance import months_over


def released(rows: Iterable[PlanRow], counts: Counts, context: Context) -> dict[str, bool]:
    """Return for each reserve with a whole trigger whether it has been released.

    A trigger speaks of the company's figure of one month. It has come about once that
    month is over and the figure stands above or below the threshold; until then, and
    where the figure is undefined, the reserve stays where it is.

    Args:
        rows: Lines; placed ones and placeholders are passed over.
        counts: The facts.
        context: Settings and channel owners.
    """
    part = Slice(counts, Scope(), context)
    found: dict[str, bool] = {}
    for row in rows:
        if row.kind != "line" or row.cells.get("status") != "reserve":
            continue
        line = Line.of(row.cells)
        told = (line.reserve_kpi, line.reserve_when, line.reserve_threshold, line.reserve_month)
        if None not in told and line.reserve_kpi in KPIS:
            found[row.id] = _came_about(line, part)
    return found


def _came_about(line: Line, part: Slice) -> bool:
    month = parse_month(str(line.reserve_month))
    if not months_over(part.counts.as_of, month):
        return False
    number = read(part, str(line.reserve_kpi), Period(start=month, end=month + 1)).number
    if number is None or line.reserve_threshold is None:
        return False
    threshold = float(line.reserve_threshold)
    return number > threshold if line.reserve_when == "above" else number < threshold
