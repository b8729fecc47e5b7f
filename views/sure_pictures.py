"""How sure the result is, drawn: what each assumption does to it, and how steady the split is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import UNDEFINED, percent, short, visible

if TYPE_CHECKING:
    from planning.model.weighing.robust import Steady
    from planning.model.weighing.sensitivity import Sensitivity

_BAR: Final = 42
_MOST: Final = 10
_ROOM: Final = 1.5


def tornado(found: Sequence[Sensitivity], currency: str) -> Chart | None:
    """Draw how far each assumption moves the result; None where nothing does.

    Args:
        found: The most telling first.
        currency: The plan currency.
    """
    drawn = list(found)[:_MOST]
    if not drawn:
        return None
    reach = max(max(abs(it) for it in _ends(each)) for each in drawn) or 1.0
    rows = [_row(it, at, reach) for at, it in enumerate(drawn)]
    first = drawn[0]
    finding = f"Most hangs on “{first.name.lower()}”: {short(first.width)} lie between its ends"
    told = f"{currency} of contribution against the best plan's"
    return fill(
        "tornado", _whiskers(len(rows)), rows, finding, f"{told}; bar: 8 of 10 draws, mark: ±5 %"
    )


def _ends(one: Sensitivity) -> tuple[float, float]:
    if one.low is None or one.high is None:
        return min(one.more, one.less), max(one.more, one.less)
    return one.low, one.high


def _row(one: Sensitivity, at: int, reach: float) -> Row:
    low, high = _ends(one)
    drawn = one.low is not None
    return {
        "name": one.name,
        "at": at + 0.3,
        "zero": 0,
        "top": at,
        "bottom": at + 1,
        "lane": at + 0.68,
        "team": one.team,
        "low": low,
        "high": high,
        "drawn": drawn,
        "less": min(one.more, one.less),
        "more": max(one.more, one.less),
        "left": -reach * _ROOM,
        "right": reach * _ROOM,
        "end": max(high, one.more, one.less) + reach * 0.03,
        "label": f"{'' if drawn else '±5 %: '}{_signed(low)} to {_signed(high)}",
        "nudge": one.sentence,
        "source": one.source or UNDEFINED,
    }


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{short(value)}"


@cache
def _whiskers(count: int) -> Spec:
    """Bars around the plan's own result, one below its name each. Rows: see `_row`."""
    import altair as alt

    told = tips(
        ("name", "Assumption"), ("label", "8 of 10"), ("nudge", "5 % more"), ("source", "From")
    )
    down = alt.Scale(domain=[0, count], reverse=True, nice=False, zero=False)
    base = alt.Chart(no_data()).encode(
        y=alt.Y("lane:Q", title=None, scale=down).axis(None), tooltip=told
    )
    room = base.mark_rule(opacity=0).encode(
        x=alt.X("left:Q", title=None).axis(None).scale(nice=False), x2="right:Q"
    )
    zero = base.mark_rule(strokeWidth=1, opacity=0.5).encode(
        x=alt.X("zero:Q").axis(None), y=alt.Y("top:Q", scale=down).axis(None), y2="bottom:Q",
        color=colour("muted"),
    )  # fmt: skip
    bars = base.mark_rule(strokeWidth=10, opacity=0.4).encode(
        x=alt.X("low:Q").axis(None), x2="high:Q", color=team_colour()
    )
    marks = [
        base.mark_tick(thickness=3, size=14, opacity=1).encode(
            x=alt.X(f"{side}:Q").axis(None), color=team_colour()
        )
        for side in ("less", "more")
    ]
    names = base.mark_text(align="left", fontSize=13).encode(
        y=alt.Y("at:Q", scale=down).axis(None),
        x=alt.X("left:Q").axis(None), text="name:N", color=colour("text"),
    )  # fmt: skip
    labels = base.mark_text(align="left", fontSize=12).encode(
        x=alt.X("end:Q").axis(None), text="label:N", color=colour("text")
    )
    spec = finished(alt.layer(room, zero, bars, *marks, names, labels), height=_BAR * count)
    spec["config"]["axisY"]["grid"] = False
    return spec


def steady_picture(found: Sequence[Steady], finding: str, currency: str) -> Chart | None:
    """Draw each channel's money in the best plan beside what the draws would give it.

    Args:
        found: By channel.
        finding: The title.
        currency: The plan currency.
    """
    told = [it for it in found if it.best.p50 is not None and (it.adopted or it.best.p90)]
    if not told:
        return None
    told.sort(key=lambda it: -it.adopted)
    reach = max(max(it.adopted, it.best.p90 or 0.0) for it in told) or 1.0
    rows: list[Row] = [
        {
            "name": visible(it.line), "at": at + 0.3, "lane": at + 0.68, "team": it.team,
            "low": it.best.p10, "middle": it.best.p50, "high": it.best.p90, "adopted": it.adopted,
            "left": 0.0, "right": reach * 1.6,
            "end": max(it.adopted, it.best.p90 or 0.0) + reach * 0.03,
            "label": f"{short(it.adopted)}; in the draws {short(it.best.p10 or 0.0)}–"
            f"{short(it.best.p90 or 0.0)}",
            "sides": f"more in {percent(it.more)}, less in {percent(it.less)} of the draws",
        }
        for at, it in enumerate(told)
    ]  # fmt: skip
    subtitle = f"{currency} over the open months; mark: the best plan, bar: 8 of 10 draws"
    return fill("steady", _steady(len(rows)), rows, finding, subtitle)


@cache
def _steady(count: int) -> Spec:
    """What the best plan gives beside what the draws would. Rows: see `steady_picture`."""
    import altair as alt

    down = alt.Scale(domain=[0, count], reverse=True, nice=False, zero=False)
    base = alt.Chart(no_data()).encode(
        y=alt.Y("lane:Q", title=None, scale=down).axis(None),
        tooltip=tips(("name", "Channel"), ("label", "Money"), ("sides", "Would be best")),
    )
    room = base.mark_rule(opacity=0).encode(
        x=alt.X("left:Q", title=None).axis(None).scale(nice=False), x2="right:Q"
    )
    bars = base.mark_rule(strokeWidth=10, opacity=0.4).encode(
        x=alt.X("low:Q").axis(None), x2="high:Q", color=team_colour()
    )
    marks = base.mark_tick(thickness=3, size=18, opacity=1).encode(
        x=alt.X("adopted:Q").axis(None), color=team_colour()
    )
    names = base.mark_text(align="left", fontSize=13).encode(
        y=alt.Y("at:Q", scale=down).axis(None),
        x=alt.X("left:Q").axis(None), text="name:N", color=colour("text"),
    )  # fmt: skip
    labels = base.mark_text(align="left", fontSize=12).encode(
        x=alt.X("end:Q").axis(None), text="label:N", color=colour("text")
    )
    spec = finished(alt.layer(room, bars, marks, names, labels), height=_BAR * count)
    spec["config"]["axisY"]["grid"] = False
    return spec


def sensitivities_frame(found: Sequence[Sensitivity], currency: str) -> pd.DataFrame:
    """Return what each assumption does to the result, as a table."""
    return pd.DataFrame(
        [
            {
                "Assumption": it.name,
                "Team": it.team,
                f"At its low, {currency}": it.low,
                f"At its high, {currency}": it.high,
                "5 % more": it.more,
                "5 % less": it.less,
                "In words": it.sentence,
                "From": it.source,
            }
            for it in found
        ]
    )
