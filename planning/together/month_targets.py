"""What a month was to bring: the targets of the company, told for one month by working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planning.actuals.scorecard import trend
from planning.actuals.slices import Slice
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import MONTHS
from planning.agreed.splitting import is_additive, to_months
from planning.agreed.targets import Target
from planning.kpis import KPIS
from planning.periods import first_day, month_of
from planning.review.pace import Pace, bounds, distance, first_month
from planning.review.working_days import share_worked


@dataclass(frozen=True, slots=True)
class MonthPace:
    """Where a KPI stands in its month.

    Attributes:
        target: What the month was to bring.
        low, high: The least and most the whole month allows, in the KPI's unit.
        worked: Which part of the month's working days is over.
        pace: Where the figure stands against what was due by now.
    """

    target: Target
    low: float | None
    high: float | None
    worked: float
    pace: Pace

    @property
    def is_over(self) -> bool:
        """Whether the month is over."""
        return self.pace.state in ("met", "missed")


def month_targets(rows: Iterable[PlanRow], part: Slice, month: int) -> dict[str, Target]:
    """Return the company's targets of a month by KPI.

    The shortest period agreed speaks; of a year or a quarter a count takes the month's
    share of the year before, else an even one, while a ratio stays as agreed.

    Args:
        rows: Targets of a plan; those of a part of the company are passed over.
        part: The company.
        month: Month number.
    """
    found: dict[str, Target] = {}
    for row in rows:
        target = Target.of(row.cells)
        if not target.is_whole or target.kpi not in KPIS or month not in target.period.months():
            continue
        known = found.get(target.kpi)
        if known is None or target.months < known.months:
            found[target.kpi] = target
    return {key: _of_month(target, part, month) for key, target in found.items()}


def month_pace(target: Target, value: float | None, part: Slice) -> MonthPace:
    """Return where a KPI stands against the target of a month.

    Of counts and sums as much is due as working days are over; ratios are due whole.

    Args:
        target: The target of one month.
        value: The figure of the month so far; None where it is undefined.
        part: The company.
    """
    as_of, working = part.counts.as_of, part.context.company.working_days
    month = target.period.start
    low, high = bounds(target)
    over = month < month_of(as_of) or as_of == _last_day(month)
    worked = 1.0 if over else share_worked(month, as_of, working)
    due = worked if is_additive(target.kpi) else 1.0
    least, most = (None if one is None else one * due for one in (low, high))
    if value is None:
        return MonthPace(target, low, high, worked, Pace("unknown", least, most))
    off = distance(value, least, most)
    pace = Pace("on course", least, most, off)
    if over:
        pace = replace(pace, state="missed" if off else "met")
    elif off:
        pace = replace(pace, state="off course")
    return MonthPace(target, low, high, worked, pace)


def _of_month(target: Target, part: Slice, month: int) -> Target:
    if target.months == 1:
        return target
    months = [one - MONTHS for one in target.period.months()]
    before: tuple[float | None, ...] = ()
    if is_additive(target.kpi) and months[0] >= first_month(part.counts):
        before = trend(part, None, target.kpi, None, months)
    known = [value for value in before if value is not None and value >= 0]
    weights = known if len(known) == len(months) and sum(known) > 0 else ()
    return to_months(target, weights)[month - target.period.start]


def _last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)
