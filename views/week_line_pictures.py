"""Lines off plan as a picture: how much more or less than planned each will take."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from planning.review.line_landing import LineLanding
from views.budget import called
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import exact, signed, visible
from views.week_lines import finding

MOST: Final = 8
"""Lines drawn, the ones furthest off."""

_ROW: Final = 30
_BAR: Final = 16
_LABELS: Final = 250
_ROOM: Final = 0.22
"""Part of the whole width kept free on either side for the words beside a bar."""


def off_plan(lines: Sequence[LineLanding], currency: str) -> Chart | None:
    """Draw the lines furthest off their plan; None where all land on it.

    Args:
        lines: Where lines will land, furthest off first.
        currency: The plan currency.
    """
    off = [one for one in lines[:MOST] if one.off]
    if not off:
        return None
    names: dict[str, int] = {}
    rows = [_row(one, names, currency) for one in off]
    ends = [0.0, *(float(row["off"]) for row in rows)]
    room = _ROOM * (max(ends) - min(ends))
    rows = [{**row, "first": min(ends) - room, "last": max(ends) + room} for row in rows]
    subtitle = f"Landing less plan of the lines furthest off, {currency}; right: more than planned"
    return fill("lines-off", _bars(len(rows)), rows, finding(lines, currency), subtitle)


def _row(one: LineLanding, names: dict[str, int], currency: str) -> Row:
    name = visible(called(one.row))
    names[name] = names.get(name, 0) + 1
    # Lines may share a name; each keeps a row of its own.
    told = name if names[name] == 1 else f"{name} ({names[name]})"
    return {
        "name": told,
        "team": one.row.team,
        "off": float(one.off),
        "label": signed(one.off),
        "over": one.off > 0,
        "planned": exact(one.plan, "money", currency),
        "landing": exact(one.forecast, "money", currency),
    }


@cache
def _bars(rows: int) -> Spec:
    """Bars to either side of nothing. Rows as `off_plan` gives."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=tips(("name", "Line"), ("planned", "Planned"), ("landing", "Landing")),
    )
    x = alt.X("off:Q", title=None).scale(zero=True, nice=False).axis(tickCount=5, format="~s")
    bars = base.mark_bar(height=_BAR, cornerRadius=2).encode(x=x, color=team_colour())
    words = [
        base.transform_filter(alt.FieldEqualPredicate(field="over", equal=over))
        .mark_text(align="left" if over else "right", dx=6 if over else -6, fontSize=12)
        .encode(x="off:Q", text="label:N", color=colour("text"))
        for over in (True, False)
    ]
    room = [
        base.mark_point(opacity=0).encode(x=f"{side}:Q", tooltip=alt.value(None))
        for side in ("first", "last")
    ]
    return finished(alt.layer(*room, bars, *words), height=_ROW * rows + _ROW)
