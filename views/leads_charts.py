"""Templates of the pictures of leads: bars with their words, shares with intervals, stacks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from views.charts import Spec, colour, finished, no_data, team_colour, tips

_LABELS: Final = 170
_WORDS: Final = 12
_LEAST: Final = 120
_ROW: Final = 34
ROOM: Final = 1.6
"""The scale reaches beyond the longest bar, so that its words fit beside it."""

LOOKS: Final[Mapping[str, tuple[str, float]]] = {
    "on time": ("sales", 0.6),
    "late": ("sales", 0.25),
    "when unknown": ("sales", 0.1),
    "waiting": ("muted", 0.3),
    "overdue": ("bad", 0.3),
    "never": ("bad", 0.65),
}
"""Colour word and strength of each state of follow-up, from left to right."""


def tall(rows: int) -> int:
    """Return the height of a picture with one row per name, in pixels."""
    return max(_LEAST, 40 + _ROW * rows)


@cache
def labelled_bars(told: tuple[tuple[str, str], ...], rows: int) -> Spec:
    """Bars in the teams' colours with words beside them, which say what an axis would.

    Rows: name, team, value, room, label and the fields of the tooltip.
    """
    import altair as alt

    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, grid=False
        ),
        tooltip=tips(*told),
    )
    x = alt.X("value:Q", axis=None).scale(zero=True, nice=False)
    bars = base.mark_bar(cornerRadiusEnd=2).encode(x=x, color=team_colour())
    words = base.mark_text(align="left", dx=6, fontSize=_WORDS).encode(
        x="value:Q", text="label:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x="room:Q", tooltip=alt.value(None))
    return finished(alt.layer(bars, words, room), height=tall(rows))


@cache
def shares(told: tuple[tuple[str, str], ...], rows: int, axis: str) -> Spec:
    """Shares as bars with their interval as a line, words at its end.

    Rows: name, team, value, low, high (percent), room, label and the fields of the tooltip.
    """
    import altair as alt

    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, grid=False
        ),
        tooltip=tips(*told),
    )
    x = alt.X("value:Q", title=axis).scale(zero=True, nice=True).axis(tickCount=5)
    bars = base.mark_bar(cornerRadiusEnd=2, opacity=0.75).encode(x=x, color=team_colour())
    ends = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q", color=colour("text"))
    words = base.mark_text(align="left", dx=8, fontSize=_WORDS).encode(
        x="high:Q", text="label:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x="room:Q", tooltip=alt.value(None))
    return finished(alt.layer(bars, ends, words, room), height=tall(rows))


@cache
def stacks(rows: int) -> Spec:
    """What became of leads, in percent of each group's, from left to right as in LOOKS.

    Rows: name, state, start, end, middle (percent), label, leads_shown, share, considered.
    """
    import altair as alt

    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, grid=False
        ),
        tooltip=tips(
            ("name", "Group"),
            ("state", "Follow-up"),
            ("leads_shown", "Leads"),
            ("share", "Share"),
            ("considered", "Of all"),
        ),
    )
    x = (
        alt.X("start:Q", title="% of the leads")
        .scale(domain=[0, 100], nice=False)
        .axis(tickCount=5)
    )
    bars = [
        base.transform_filter(alt.FieldEqualPredicate(field="state", equal=state))
        .mark_bar(opacity=strength)
        .encode(x=x, x2="end:Q", color=colour(word))
        for state, (word, strength) in LOOKS.items()
    ]
    words = base.mark_text(fontSize=_WORDS).encode(
        x="middle:Q", text="label:N", color=colour("text")
    )
    return finished(alt.layer(*bars, words), height=tall(rows))
