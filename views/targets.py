"""Targets as people see them: how they are called, what was agreed and where they stand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic import JsonValue

from planning.actuals.change import Change
from planning.actuals.figures import Figure
from planning.agreed.cells import plain_number
from planning.agreed.rows import PlanRow
from planning.agreed.targets import PERIODS, Target, kpi_name, kpi_of
from planning.errors import UsageError
from planning.kpis import KPIS, Unit
from planning.periods import Period, month_name, parse_month
from planning.review.pace import HELD, MISSED, Pace, State
from planning.review.target_actuals import TargetActual
from planning.teams import Team
from views.formats import UNDEFINED, change, counted, exact, shown, unit_head, visible
from views.sheets import spelled

ALL_PERIODS: Final = "All"
PERIOD_NAMES: Final[dict[str, int]] = {"Year": 12, "Quarters": 3, "Months": 1}
TEAM_WORDS: Final[dict[Team, str]] = {
    "marketing": "Marketing",
    "joint": "Both teams",
    "sales": "Sales",
}
MARKS: Final[dict[State, str]] = {
    "met": "▲ met",
    "on course": "▲ on course",
    "missed": "▼ missed",
    "off course": "▼ off course",
    "waiting": "not begun",
    "unknown": UNDEFINED,
}
"""Where a target stands, always with sign and word."""


@dataclass(frozen=True)
class Read:
    """A target beside what the facts say.

    Attributes:
        target: What was agreed.
        actual: The KPI so far, with its trend.
        pace: Where the target stands.
        counter: The counter-KPI in the same part and period, None where there is none.
        counter_moved: How that moved against as many months before.
    """

    target: Target
    actual: TargetActual
    pace: Pace
    counter: Figure | None
    counter_moved: Change | None = None


def whose(row: PlanRow) -> str:
    """Return the part of the company a target speaks of; empty for all of it.

    Example:
        >>> whose(PlanRow("a", "target", "s", "joint", cells={"scope_team": "joint"}))
        'both teams'
    """
    team = row["scope_team"]
    parts = ["both teams" if team == "joint" else team]
    parts += [row[name] for name in ("channel", "segment", "region")]
    return visible(", ".join(str(part) for part in parts if part))


def named(row: PlanRow) -> str:
    """Return the KPI of a target and the part of the company it speaks of.

    Example:
        >>> named(PlanRow("a", "target", "s", "joint", cells={"kpi": "leads", "region": "DACH"}))
        'Leads of DACH'
    """
    part = whose(row)
    name = visible(kpi_name(row["kpi"]))
    return f"{name} of {part}" if part else name


def when(row: PlanRow) -> str:
    """Return the period of a target, short.

    Example:
        >>> cells = {"start": "2026-01", "months": 12}
        >>> when(PlanRow("a", "target", "s", "joint", cells=cells))
        '2026'
        >>> when(PlanRow("a", "target", "s", "joint", cells=cells | {"months": 3}))
        'Jan–Mar 2026'
        >>> when(PlanRow("a", "target", "s", "joint", cells=cells | {"start": "2025-07"}))
        'Jul 2025–Jun 2026'
    """
    months, start = row["months"], row["start"]
    try:
        first = parse_month(str(start))
    except UsageError:
        return visible(str(start or ""))
    if not isinstance(months, int) or months not in PERIODS or months == 1:
        return month_name(first)
    return period_words(Period(start=first, end=first + months))


def period_words(period: Period) -> str:
    """Return a period as short as it can be said.

    Example:
        >>> period_words(Period.parse("2026-04", "2026-07"))
        'Apr–Jun 2026'
    """
    first, last = month_name(period.start), month_name(period.end - 1)
    if len(period) == 12 and period.start % 12 == 0:
        return first[4:]
    if len(period) == 1:
        return first
    return f"{first[:3]}–{last}" if first[4:] == last[4:] else f"{first}–{last}"


def called(row: PlanRow) -> str:
    """Return what a target is called.

    Example:
        >>> cells = {"kpi": "leads", "start": "2026-01", "months": 1}
        >>> called(PlanRow("a", "target", "s", "joint", cells=cells))
        'Leads, Jan 2026'
    """
    return f"{named(row)}, {when(row)}"


def unit_of(row: PlanRow) -> Unit:
    """Return the unit of a target's KPI; of an unknown one a count."""
    kpi = kpi_of(row.cells)
    return "count" if kpi is None else kpi.unit


def agreed(value: JsonValue, unit: Unit) -> str | None:
    r"""Return a target's value as the sheet shows it, whole and with the sign it is typed with.

    Example:
        >>> agreed("0.275", "fraction"), agreed("11300", "count"), agreed(None, "count")
        ('27.5 %', '11,300', None)
        >>> agreed("a lot", "fraction")
        'a lot'
    """
    if value is None or unit != "fraction":
        return spelled(value, "number")
    try:
        share = Decimal(str(value)) * 100
    except InvalidOperation:
        return visible(str(value))
    return f"{spelled(plain_number(share))} %"


def goal(target: Target) -> str:
    r"""Return what was agreed in words.

    Example:
        >>> goal(Target(team="joint", kpi="cac", start="2026-01", months=12, high=900))
        'at most 900'
        >>> goal(Target(team="sales", kpi="won", start="2026-01", months=12, low=9, high=12))
        '9 to 12'
    """
    unit = KPIS[target.kpi].unit
    if target.value is not None:
        return shown(target.value, unit)
    if target.low is not None and target.high is not None:
        return f"{shown(target.low, unit)} to {shown(target.high, unit)}"
    if target.low is not None:
        return f"at least {shown(target.low, unit)}"
    return UNDEFINED if target.high is None else f"at most {shown(target.high, unit)}"


def counter_words(read: Read | None) -> str:
    """Return the counter-KPI with its value and its move; no move where ages differ."""
    if read is None or read.counter is None:
        return ""
    counter, moved = read.counter, read.counter_moved
    told = f"{counter.kpi.name} {shown(counter.value, counter.unit)}"
    if moved is None or (moved.probability is None and moved.low is not None):
        return told  # leads of different ages, or a period that still runs
    size = change(moved.now.value, moved.before.value, counter.unit)
    return f"{told}, {size}" if size and moved.difference is not None else told


def unit_words(unit: Unit, currency: str) -> str:
    """Return a unit as people call it.

    Example:
        >>> unit_words("fraction", "EUR"), unit_words("money", "EUR"), unit_words("days", "EUR")
        ('%', 'EUR', 'days')
    """
    if unit in ("money", "money_per_day"):
        return unit_head("", unit, currency).removeprefix(", ")
    return {"fraction": "%", "count": "number"}.get(unit, unit)


def true_sentence(plan: str, targets: int, reads: Iterable[tuple[PlanRow, Read]]) -> str:
    """Say how many targets are held and which is furthest off.

    Args:
        plan: What the plan is called.
        targets: How many targets it has.
        reads: Those asked for, with what the facts say.
    """
    if not targets:
        return f"{plan} has no targets yet."
    begun = [(row, it) for row, it in reads if it.pace.state in HELD | MISSED]
    if not begun:
        return f"{counted(targets, 'target')} agreed; none of these can be compared with facts yet."
    held = sum(it.pace.state in HELD for _, it in begun)
    over = all(it.actual.over for _, it in begun)
    word = "met" if over else "met or on course"
    verb = "is" if 1 in (held, len(begun)) else "are"
    said = f"{held} of {counted(len(begun), 'target')} {verb} {word}"
    row, worst = max(begun, key=lambda one: one[1].pace.off)
    if not worst.pace.off:
        return f"{said}."
    return f"{said}. Furthest off: {called(row)}, {off_words(worst)}."


def off_words(read: Read) -> str:
    """Say what stands and what was due of a target that is off."""
    unit = KPIS[read.target.kpi].unit
    value = read.actual.value
    low, high = read.pace.low, read.pace.high
    is_low = low is not None and value is not None and value < low
    due = low if is_low else high
    limit = "at least" if is_low else "at most"
    told = "agreed" if due == _whole_bound(read, is_low=is_low) else "due by now"
    return f"{shown(value, unit)} where {limit} {due_shown(due, unit, is_low=is_low)} was {told}"


def due_shown(due: float | None, unit: Unit, *, is_low: bool) -> str:
    """Return what was due by now: of cases whole ones, as many as it takes.

    Example:
        >>> due_shown(39.2, "count", is_low=True), due_shown(39.7, "count", is_low=False)
        ('40', '39')
    """
    if due is None or unit != "count":
        return shown(due, unit)
    # What floating point left beside a whole number is none of a case.
    return shown(math.ceil(due - 1e-6) if is_low else math.floor(due + 1e-6), unit)


def _whole_bound(read: Read, *, is_low: bool) -> float | None:
    target = read.target
    own = target.low if is_low else target.high
    bound = own if target.value is None else target.value
    return None if bound is None else float(bound)


def about_words(row: PlanRow) -> str:
    """Say in one line whose a target is and who answers for it.

    Example:
        >>> cells = {"marketing_owner": "Ada", "sales_owner": "Bo"}
        >>> about_words(PlanRow("a", "target", "s", "joint", cells=cells))
        'Both teams · Ada in marketing · Bo in sales'
    """
    told = [TEAM_WORDS[row.team]]
    owners = ((row[f"{team}_owner"], team) for team in ("marketing", "sales"))
    told += [f"{owner} in {team}" for owner, team in owners if owner]
    return visible(" · ".join(told))


def stands_words(read: Read) -> str:
    """Say where one target stands, with its counter-KPI."""
    unit = KPIS[read.target.kpi].unit
    agreed_words = goal(read.target)
    so_far = shown(read.actual.value, unit)
    said = {
        "met": f"Met: {so_far}, agreed {agreed_words}.",
        "missed": f"Missed: {so_far}, agreed {agreed_words}.",
        "on course": f"On course: {so_far} so far, agreed {agreed_words}.",
        "off course": f"Off course: {off_words(read)}.",
        "waiting": f"Not begun; agreed {agreed_words}.",
        "unknown": f"The facts do not tell this KPI here; agreed {agreed_words}.",
    }[read.pace.state]
    counter = counter_words(read)
    return f"{said} Kept honest by {counter}." if counter else said


def suggestion(value: float | None, unit: Unit) -> str:
    """Return last year's value as somebody would type it as a target; empty where unknown.

    Example:
        >>> suggestion(0.2734, "fraction"), suggestion(9939.0, "count"), suggestion(None, "count")
        ('27.3 %', '9939', '')
    """
    if value is None:
        return ""
    if unit == "fraction":
        return f"{plain_number(Decimal(f'{value * 100:.1f}'))} %"
    small = abs(value) < 100 and unit != "count"
    return plain_number(Decimal(f"{value:.1f}" if small else f"{value:.0f}"))


def suggestion_words(value: float | None, unit: Unit, currency: str) -> str:
    """Say what the same part and period brought a year before."""
    if value is None:
        return "The facts do not tell what the same period brought a year before."
    return f"The same period a year before: {exact(value, unit, currency)}."
