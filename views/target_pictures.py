"""Targets as pictures: what was agreed as an outline, what happened filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

from planning.agreed.rows import PlanRow
from planning.agreed.splitting import is_additive
from planning.kpis import KPIS
from planning.periods import first_day, month_name
from planning.review.pace import HELD, MISSED, bounds
from planning.teams import Team
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, exact, shown, unit_head
from views.pictures import SOURCE
from views.targets import MARKS, Read, called, due_shown, goal, named, period_words

AT_MOST: Final = 4
"""Targets drawn per team; the sheet holds all."""

DRAWN: Final = (
    "Company-wide first, furthest off first; filled: by month, line or band: a month of the target"
)
"""What the pictures show, said once below them."""

_BAND: Final = 60
_TALL: Final = 0.58
"""Part of a band that its highest month fills."""
_WORDS: Final = 17
"""Months' widths kept free on the left for the words."""

_TEXTS: Final[tuple[tuple[str, str, int, Literal["bold", "normal"], str], ...]] = (
    ("y", "label", 13, "bold", "text"),
    ("below", "so_far", 13, "normal", "text"),
    ("third", "state", 12, "normal", "muted"),
)
"""Place, field, size, weight and colour of a band's words."""

Pair = tuple[PlanRow, Read]


def chosen(reads: Sequence[Pair], team: Team) -> list[Pair]:
    """Return the targets of a team worth a picture, the furthest off first.

    One period per KPI and part: the latest that has begun. Whole ones come before those
    of a channel, segment or region.
    """
    latest: dict[tuple[object, ...], Pair] = {}
    for row, read in reads:
        target = read.target
        if row.team != team or read.pace.state not in HELD | MISSED:
            continue
        parts = target.scope_team, target.channel, target.segment, target.region
        key = (target.kpi, *parts)
        if key not in latest or latest[key][1].target.start < target.start:
            latest[key] = row, read
    return sorted(latest.values(), key=_order)[:AT_MOST]


def _order(pair: Pair) -> tuple[bool, float]:
    target = pair[1].target
    part = target.channel or target.segment or target.region
    return bool(part), -pair[1].pace.off


def team_targets(team: Team, reads: Sequence[Pair], currency: str) -> Chart | None:
    """Draw the targets of a team that are furthest off, over twelve months.

    Args:
        team: Whose.
        reads: Targets of any team with what the facts say.
        currency: The plan currency.

    Returns:
        The picture, None where no target of the team has begun.
    """
    begun = [read for row, read in reads if row.team == team and read.pace.state in HELD | MISSED]
    if not begun:
        return None
    drawn = chosen(reads, team)
    rows = [row for at, pair in enumerate(drawn) for row in _rows(at, pair, currency)]
    held = sum(read.pace.state in HELD for read in begun)
    word = "met" if all(read.actual.over for read in begun) else "met or on course"
    return fill(
        f"targets-{team}", _bands(team, AT_MOST), rows, f"{held} of {len(begun)} {word}", DRAWN
    )


def _rows(at: int, pair: Pair, currency: str) -> list[Row]:
    """Return the rows of one band: its words, its months and its target."""
    row, read = pair
    unit = KPIS[read.target.kpi].unit
    low, high = month_bounds(read)
    known = [abs(value) for value in (*read.actual.trend, low, high) if value is not None]
    top = max(known, default=0.0) or 1.0
    base = at + 0.84
    told = {
        "name": named(row),
        "value": exact(read.actual.value, unit, currency),
        "goal": goal(read.target),
        "period": period_words(read.target.period),
        "source": SOURCE,
    }
    first = {
        **told,
        "kind": "words",
        "label": unit_head(named(row), unit, currency),
        "y": at + 0.28,
        "below": at + 0.54,
        "third": at + 0.78,
        "so_far": so_far_words(read),
        "state": f"{MARKS[read.pace.state]}{due_words(read)}",
    }
    months = [
        {
            **told,
            "kind": "month",
            "x": float(month_at) + 0.1,
            "x2": month_at + 0.9,
            "y": base - _TALL * max(value, 0.0) / top,
            "y2": base,
            "month": month_name(month),
            "value": exact(value, unit, currency),
        }
        for month_at, (month, value) in enumerate(
            zip(read.actual.months, read.actual.trend, strict=True)
        )
        if value is not None
    ]
    ends = [base - _TALL * bound / top for bound in (low, high) if bound is not None]
    across = {**told, "x": 0.0, "x2": 12.0}
    if len(ends) > 1:
        return [first, {**across, "kind": "range", "y": ends[0], "y2": ends[1]}, *months]
    return [first, *months, *({**across, "kind": "target", "y": end} for end in ends)]


def so_far_words(read: Read) -> str:
    """Return what stands beside what was agreed, short."""
    value = shown(read.actual.value, KPIS[read.target.kpi].unit)
    if read.target.value is not None and is_additive(read.target.kpi):
        return f"{value} of {goal(read.target)}"
    return f"{value}, agreed {goal(read.target)}"


def due_words(read: Read) -> str:
    """Return what was due by now, where that is a part of the target; else nothing."""
    if read.actual.over or not is_additive(read.target.kpi):
        return ""
    unit = KPIS[read.target.kpi].unit
    ends = [
        due_shown(end, unit, is_low=is_low)
        for end, is_low in ((read.pace.low, True), (read.pace.high, False))
        if end is not None
    ]
    return f", {' to '.join(ends)} due by now" if ends else ""


def month_bounds(read: Read) -> tuple[float | None, float | None]:
    """Return the least and most of one month: of counts and sums an even part."""
    low, high = bounds(read.target)
    if not is_additive(read.target.kpi):
        return low, high
    months = read.target.months
    return (None if low is None else low / months), (None if high is None else high / months)


@cache
def _bands(team: str, bands: int) -> Spec:
    """Bands of words and months. Rows: kind (words, month, target, range), x, x2, y, y2, words."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[-_WORDS, 12], nice=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[bands, 0], nice=False), axis=None),
    )

    def of(kind: str) -> alt.Chart:
        return base.transform_filter(alt.FieldEqualPredicate(field="kind", equal=kind))

    told = (("name", "KPI"), ("period", "Period"), ("goal", "Agreed"), ("source", "Source"))
    bars = (
        of("month")
        .mark_bar(opacity=0.85)
        .encode(
            x2="x2:Q",
            y2="y2:Q",
            color=colour(team),
            tooltip=tips(told[0], ("month", "Month"), ("value", "Value"), *told[2:]),
        )
    )
    lines = of("target").mark_rule(strokeWidth=1.5).encode(x2="x2:Q", color=colour("text"))
    ranges = (
        of("range")
        .mark_rect(opacity=0.25, strokeWidth=1.5)
        .encode(x2="x2:Q", y2="y2:Q", color=colour("text"))
    )
    whole = tips(*told[:2], ("value", "So far"), *told[2:])
    texts = [
        of("words")
        .mark_text(align="left", baseline="middle", fontSize=size, fontWeight=weight, limit=156)
        .encode(
            x=alt.datum(-_WORDS),
            y=alt.Y(f"{y}:Q"),
            text=f"{field}:N",
            color=colour(word),
            tooltip=whole,
        )
        for y, field, size, weight, word in _TEXTS
    ]
    return finished(alt.layer(ranges, bars, lines, *texts), height=bands * _BAND)


def trend_chart(row: PlanRow, read: Read, currency: str) -> Chart | None:
    """Draw one target over its twelve months; None where no month has a value.

    Args:
        row: The target.
        read: What the facts say.
        currency: The plan currency.
    """
    unit = KPIS[read.target.kpi].unit
    low, high = month_bounds(read)
    # A share stands as percent on the axis, as in every sentence.
    by = 100.0 if unit == "fraction" else 1.0
    rows: list[Row] = [
        {
            "day": first_day(month).isoformat(),
            "month": month_name(month),
            "value": value * by,
            "low": None if low is None else low * by,
            "high": None if high is None else high * by,
            "shown": exact(value, unit, currency),
            "goal": goal(read.target),
            "source": SOURCE,
        }
        for month, value in zip(read.actual.months, read.actual.trend, strict=True)
        if value is not None
    ]
    if not rows:
        return None
    inside = sum(_within(value, low, high) for value in read.actual.trend if value is not None)
    axis = unit_head(KPIS[read.target.kpi].name, unit, currency) + (", %" if by > 1 else "")
    return fill(
        "target-trend",
        _months(row.team, axis),
        rows,
        f"{counted(inside, 'month')} of {len(rows)} within the target",
        f"{called(row)}; filled: by month, lines: a month of the target",
    )


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


@cache
def _months(team: str, axis: str) -> Spec:
    """Bars per month with the target's bounds. Rows: day, month, value, low, high, shown."""
    import altair as alt

    base = alt.Chart(no_data())
    bars = base.mark_bar(opacity=0.85, cornerRadiusEnd=2, width={"band": 0.7}).encode(
        x=alt.X("day:O", timeUnit="utcyearmonth", title=None).axis(
            format="%b %y", labelAngle=0, labelOverlap=True
        ),
        y=alt.Y("value:Q", title=axis).scale(zero=True).axis(tickCount=5, format="~s"),
        color=colour(team),
        tooltip=tips(("month", "Month"), ("shown", axis), ("goal", "Agreed"), ("source", "Source")),
    )
    lines = [
        base.mark_rule(strokeWidth=2, strokeDash=[6, 4])
        .encode(y=f"mean({bound}):Q", color=colour("text"))
        .transform_filter(alt.FieldValidPredicate(field=bound, valid=True))
        for bound in ("low", "high")
    ]
    return finished(alt.layer(bars, *lines), height=240)
