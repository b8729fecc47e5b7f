"""How sure the result is, drawn: what each assumption does to it, and how steady the split is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from views.budget import TEAM_WORDS
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import UNDEFINED, percent, short, signed, visible

if TYPE_CHECKING:
    from planning.model.weighing.robust import Steady
    from planning.model.weighing.sensitivity import Sensitivity

_BAR: Final = 42
_MOST: Final = 10


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
    finding = f"Most hangs on “{_inside(first.name)}”: {short(first.width)} lie between its ends"
    told = f"{currency} of contribution against the best plan's"
    lanes = _lanes(
        len(rows),
        (("name", "Assumption"), ("label", "8 of 10"), ("nudge", "5 % more"), ("source", "From")),
        ("less", "more"),
    )
    return fill("tornado", lanes, rows, finding, f"{told}; bar: 8 of 10 cases, marks: ±5 %")


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; channels keep their capitals."""
    return f"{name[:1].lower()}{visible(name[1:])}"


def _ends(one: Sensitivity) -> tuple[float, float]:
    if one.low is None or one.high is None:
        return min(one.more, one.less), max(one.more, one.less)
    return one.low, one.high


def _row(one: Sensitivity, at: int, reach: float) -> Row:
    low, high = _ends(one)
    drawn = one.low is not None
    return {
        "name": one.name,
        **_lane(at),
        "team": one.team,
        "low": low,
        "high": high,
        "drawn": drawn,
        "less": min(one.more, one.less),
        "more": max(one.more, one.less),
        "left": -reach,
        "right": reach,
        "label": f"{'' if drawn else '±5 %: '}{signed(low)} to {signed(high)}",
        "nudge": one.sentence,
        "source": one.source or UNDEFINED,
    }


@cache
def _lanes(count: int, told: tuple[tuple[str, str], ...], ticks: tuple[str, ...]) -> Spec:
    """One lane each: name left and figures right, below them a bar for the range and ticks.

    Args:
        count: How many lanes.
        told: Fields of the tooltip with their names.
        ticks: Fields that are marked on the bar.
    """
    import altair as alt

    down = alt.Scale(domain=[0, count], reverse=True, nice=False, zero=False)
    base = alt.Chart(no_data()).encode(
        y=alt.Y("lane:Q", title=None, scale=down).axis(None), tooltip=tips(*told)
    )
    room = base.mark_rule(opacity=0).encode(
        x=alt.X("left:Q", title=None).axis(None).scale(nice=False), x2="right:Q"
    )
    # What the plan itself brings, or nothing.
    zero = base.mark_rule(strokeWidth=1, opacity=0.5).encode(
        x=alt.X("zero:Q").axis(None), y=alt.Y("top:Q", scale=down).axis(None), y2="bottom:Q",
        color=colour("muted"),
    )  # fmt: skip
    bars = base.mark_rule(strokeWidth=10, opacity=0.4).encode(
        x=alt.X("low:Q").axis(None), x2="high:Q", color=team_colour()
    )
    marks = [
        base.mark_tick(thickness=3, size=16, opacity=1).encode(
            x=alt.X(f"{field}:Q").axis(None), color=team_colour()
        )
        for field in ticks
    ]
    above = base.encode(y=alt.Y("at:Q", scale=down).axis(None), color=colour("text"))
    names = above.mark_text(align="left", fontSize=13).encode(
        x=alt.X("left:Q").axis(None), text="name:N"
    )
    # On the name's own line, so that no bar pushes them over the edge of a phone.
    labels = above.mark_text(align="right", fontSize=12).encode(
        x=alt.X("right:Q").axis(None), text="label:N"
    )
    spec = finished(alt.layer(room, zero, bars, *marks, names, labels), height=_BAR * count)
    spec["config"]["axisY"]["grid"] = False
    return spec


def steady_picture(found: Sequence[Steady], currency: str) -> Chart | None:
    """Draw each channel's money in the best plan beside what other cases would give it.

    Args:
        found: By channel.
        currency: The plan currency.
    """
    told = [it for it in found if it.best.p50 is not None and (it.adopted or it.best.p90)]
    if not told:
        return None
    told.sort(key=lambda it: -it.adopted)
    reach = max(max(it.adopted, it.best.p90 or 0.0) for it in told) or 1.0
    rows: list[Row] = [
        {
            "name": visible(it.line), "team": it.team, **_lane(at),
            "low": it.best.p10, "middle": it.best.p50, "high": it.best.p90, "adopted": it.adopted,
            "left": 0.0, "right": reach,
            "label": f"{short(it.adopted)}; best {_span(it)}",
            "sides": f"more in {percent(it.more)}, less in {percent(it.less)} of the cases",
        }
        for at, it in enumerate(told)
    ]  # fmt: skip
    subtitle = f"{currency} over the open months; mark: the best plan, bar: 8 of 10 cases"
    told_of = (("name", "Channel"), ("label", "Money"), ("sides", "Would be best"))
    return fill("steady", _lanes(len(rows), told_of, ("adopted",)), rows, _widest(told), subtitle)


def _widest(found: Sequence[Steady]) -> str:
    """Say where other cases disagree most about the money."""
    first = max(found, key=lambda it: (it.best.p90 or 0.0) - (it.best.p10 or 0.0))
    if (first.best.p90 or 0.0) - (first.best.p10 or 0.0) < 1:
        return "Every case gives each channel the same money"
    return f"{visible(first.line)} is least certain: the best lies at {_span(first)}"


def _span(one: Steady) -> str:
    """Return where the best money of a channel lies in 8 of 10 cases."""
    low, high = short(one.best.p10 or 0.0), short(one.best.p90 or 0.0)
    return low if low == high else f"{low} to {high}"


def _lane(at: int) -> Row:
    """Return where a lane begins and ends, and where its name and its bar stand."""
    return {"top": at, "bottom": at + 1, "at": at + 0.3, "lane": at + 0.68, "zero": 0}


def sensitivities_frame(found: Sequence[Sensitivity], currency: str) -> pd.DataFrame:
    """Return what each assumption does to the result, as a table."""
    return pd.DataFrame(
        [
            {
                "Assumption": it.name,
                "Team": TEAM_WORDS[it.team],
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
