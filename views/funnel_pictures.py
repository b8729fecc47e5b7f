"""The funnel of targets as a picture: what is asked as an outline, what is left as a band.

Each step has its own scale: the right end of its outline is what is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Final

from planning.model.consistency.measures import about, team_of
from planning.model.consistency.statements import sign
from views.approval import listed
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import shown

if TYPE_CHECKING:
    from planning.kpis import Unit
    from planning.model.consistency.implied import Range
    from planning.model.consistency.stages import Stage
    from planning.model.consistency.statements import Statement

MOST: Final = 1.4
"""Where the picture ends, as a multiple of what is asked; a band beyond goes to the edge."""

_ROW: Final = 46
_TALL: Final = 0.3
"""Part of a row that its bar fills."""
_NAMED: Final = 3
_THIN: Final = 0.008
"""A band of one value is still seen."""


def funnel_picture(steps: Sequence[Stage]) -> Chart | None:
    """Draw the steps from money to revenue; None where nothing is asked of them.

    Args:
        steps: What is asked of each and what the others leave to it.
    """
    if not any(one.asked for one in steps):
        return None
    rows = [row for at, one in enumerate(steps) for row in _rows(at, one)]
    told = "from money to revenue; outline: asked, band: what the others leave to it"
    return fill("funnel", _steps(len(steps)), rows, finding(steps), f"The plan's year, {told}")


def finding(steps: Sequence[Stage]) -> str:
    """Return what the picture shows: which steps collide, or which has least room."""
    lit = [about(one.key).name for one in steps if one.collides]
    if lit:
        more = len(lit) - _NAMED
        names = [*lit[:_NAMED], f"{more} more"] if more > 0 else lit
        return f"{listed(names)} {'collides' if len(lit) == 1 else 'collide'} with the rest"
    tight = min((one for one in steps if _room(one) is not None), key=_room_of, default=None)
    if tight is None:
        return "Every step can be reached"
    return f"Every step can be reached; {about(tight.key).name} has least room"


def step_words(step: Stage) -> str:
    """Return one step in words: what is asked and what is left.

    Example:
        >>> from planning.model.consistency.implied import Range
        >>> from planning.model.consistency.stages import Stage
        >>> step_words(Stage("leads", "Leads", (), Range(120.0, 178.0), collides=False))
        'Leads: nothing asked; 120 to 178 left'
    """
    unit = about(step.key).unit
    asked = " and ".join(f"{sign(it.side)} {shown(it.value, unit)}" for it in step.asked)
    left = f"; {_left_words(step.left, unit)} left" if step.left is not None else ""
    return f"{step.name}: {asked or 'nothing asked'}{left}"


def _left_words(left: Range, unit: Unit) -> str:
    if not isfinite(left.high):
        return f"{shown(left.low, unit)} or more" if left.low > 0 else "any value"
    low, high = shown(left.low, unit), shown(left.high, unit)
    return low if low == high else f"{low} to {high}"


def _room(step: Stage) -> float | None:
    """Return how much of what is asked could be given up, as a share; None where unknown."""
    if not step.asked or step.left is None:
        return None
    return min((_share(it, step.left) for it in step.asked), default=None)


def _share(asked: Statement, left: Range) -> float:
    if not asked.value:
        return float("inf")
    room = left.high - asked.value if asked.side == "low" else asked.value - left.low
    return room / asked.value


def _room_of(step: Stage) -> float:
    return _room(step) or 0.0


def _rows(at: int, step: Stage) -> list[Row]:
    """Return the rows of one step: its words, its band and its outline."""
    unit = about(step.key).unit
    top, base = at + 0.5, at + 0.5 + _TALL
    told = {
        "name": step.name,
        "asked": " and ".join(f"{sign(it.side)} {shown(it.value, unit)}" for it in step.asked)
        or "nothing",
        "left": "—" if step.left is None else _left_words(step.left, unit),
        "mark": "collides" if step.collides else "can hold",
        "word": "bad" if step.collides else "text",
        "team": team_of(step.key),
        "y": top,
        "y2": base,
    }
    mark = "▼ " if step.collides else ""
    words = {**told, "kind": "words", "x": 0.0, "y": at + 0.28, "label": mark + step_words(step)}
    own = [it.value for it in step.asked]
    scale = max(own, default=0.0) or _finite(step.left)
    bars: list[Row] = []
    if step.left is not None and scale:
        low = min(step.left.low / scale, MOST - _THIN)
        high = max(min(step.left.high / scale, MOST), low + _THIN)
        bars.append({**told, "kind": "left", "x": low, "x2": high})
    if own:
        lowest = min(own) / scale if len(own) > 1 and scale else 0.0
        bars.append({**told, "kind": "asked", "x": lowest, "x2": 1.0 if scale else 0.0})
    return [words, *bars]


def _finite(left: Range | None) -> float:
    if left is None:
        return 0.0
    return left.high if isfinite(left.high) else left.low


@cache
def _steps(count: int) -> Spec:
    """Bars below one another. Rows: kind (words, left, asked), x, x2, y, y2, label, word, team."""
    import altair as alt

    from views.theme import CHART_ORDER

    base = alt.Chart(no_data()).encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, MOST], nice=False), axis=None),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[count, 0], nice=False), axis=None),
        tooltip=tips(
            ("name", "Step"), ("asked", "Asked"), ("left", "Others leave"), ("mark", "Together")
        ),
    )

    def of(kind: str) -> alt.Chart:
        return base.transform_filter(alt.FieldEqualPredicate(field="kind", equal=kind))

    scale = alt.Scale(domain=list(CHART_ORDER))
    bands = (
        of("left")
        .mark_rect(opacity=0.4)
        .encode(x2="x2:Q", y2="y2:Q", color=alt.Color("team:N", scale=scale, legend=None))
    )
    outlines = (
        of("asked")
        .mark_rect(filled=False, strokeWidth=2)
        .encode(x2="x2:Q", y2="y2:Q", stroke=alt.Stroke("word:N", scale=scale, legend=None))
    )
    lit = base.transform_filter(alt.FieldEqualPredicate(field="word", equal="bad"))
    plain = base.transform_filter(alt.FieldEqualPredicate(field="word", equal="text"))
    texts = [
        which.transform_filter(alt.FieldEqualPredicate(field="kind", equal="words"))
        .mark_text(align="left", baseline="middle", fontSize=13)
        .encode(text="label:N", color=colour(word))
        for which, word in ((plain, "text"), (lit, "bad"))
    ]
    return finished(alt.layer(bands, outlines, *texts), height=count * _ROW)
