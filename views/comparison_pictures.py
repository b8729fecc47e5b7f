"""The comparison's picture: the lines in which two plans are furthest apart."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final

from planning.agreed.comparison import LineBeside
from views.budget import TEAM_WORDS
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.comparison import Beside
from views.formats import exact, short, signed, visible

_MOST: Final = 8
_BAR: Final = 44
_ROOM: Final = 1.45


def largest(beside: Beside) -> Chart | None:
    """Draw the largest differences by line; None where no line plans other money.

    Args:
        beside: The plans; the one looked at is drawn less the first compared with.
    """
    found = [(one, _apart(one)) for one in beside.found.lines]
    moved = sorted((it for it in found if it[1]), key=lambda it: -abs(it[1]))
    if not moved:
        return None
    drawn = moved[:_MOST]
    reach = float(max(abs(apart) for _, apart in drawn))
    names: list[str] = []
    rows = [_row(one, apart, at, beside, names, reach) for at, (one, apart) in enumerate(drawn)]
    what = f"{beside.currency}, {beside.names[-1]} less {beside.names[0]}"
    if len(moved) > len(drawn):
        what += f"; the {len(drawn)} largest of {len(moved)}"
    return fill(
        "largest-differences",
        _bars(len(rows)),
        rows,
        _finding(drawn[0], names[0]),
        f"{what}; blue: marketing, orange: sales, grey: both",
    )


def _apart(one: LineBeside) -> Decimal:
    return (one.totals[-1] or Decimal(0)) - (one.totals[0] or Decimal(0))


def _finding(first: tuple[LineBeside, Decimal], name: str) -> str:
    word = "more" if first[1] > 0 else "less"
    return f"{name} moves most: {short(abs(first[1]))} {word}"


def _row(
    one: LineBeside, apart: Decimal, at: int, beside: Beside, names: list[str], reach: float
) -> Row:
    team = next(row for row in reversed(one.rows) if row is not None).team
    name, number = visible(one.title), 1
    while (found := name if number == 1 else f"{name} ({number})") in names:
        number += 1
    names.append(found)
    up = apart > 0
    return {
        "name": found,
        "at": at,
        "team": team,
        "team_word": TEAM_WORDS[team],
        "apart": float(apart),
        "end": float(apart) + (reach if up else -reach) * 0.02,
        "up": up,
        "far": reach * _ROOM,
        "low": -reach * _ROOM,
        "label": signed(apart),
        "own": exact(one.totals[-1] or Decimal(0), "money", beside.currency),
        "other": exact(one.totals[0] or Decimal(0), "money", beside.currency),
    }


@cache
def _bars(rows: int) -> Spec:
    """Horizontal bars to both sides of nothing. Rows: see `_row`."""
    import altair as alt

    told = tips(
        ("name", "Line"),
        ("team_word", "Team"),
        ("own", "This plan"),
        ("other", "Compared with"),
        ("label", "Difference"),
    )
    base = alt.Chart(no_data()).encode(
        y=alt.Y("at:O", title=None, sort="ascending").axis(None),
        tooltip=told,
    )
    # A bar nobody sees keeps room for the labels on both sides.
    room = base.mark_bar(opacity=0).encode(
        x=alt.X("low:Q", title=None, stack=None).axis(None).scale(nice=False), x2="far:Q"
    )
    # The names stand above their bars, so that long ones need no margin of their own.
    titles = base.mark_text(align="left", dy=-15, fontSize=13).encode(
        x=alt.X("low:Q").axis(None), text="name:N", color=colour("text")
    )
    bars = base.mark_bar(size=14, yOffset=4, opacity=0.85).encode(
        x=alt.X("apart:Q", title=None, stack=None).axis(None), color=team_colour()
    )
    beyond, before = (
        base.mark_text(align="left", dy=4, fontSize=13),
        base.mark_text(align="right", dy=4, fontSize=13),
    )
    named = [
        text.encode(
            x=alt.X("end:Q").axis(None), text="label:N", color=colour("text")
        ).transform_filter(alt.FieldEqualPredicate(field="up", equal=up))
        for up, text in ((True, beyond), (False, before))
    ]
    spec = finished(alt.layer(room, bars, titles, *named), height=_BAR * rows + 8)
    spec["config"]["axisY"]["grid"] = False
    return spec
