"""Trade-offs drawn: plans side by side with their ranges, and what more money would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import exact, short
from views.theme import CHART_ORDER
from views.tradeoffs import ALIKE, FIGURES, Measured, range_words

if TYPE_CHECKING:
    from planning.model.weighing.frontiers import Reached
    from planning.model.weighing.options import Option

_BAR: Final = 20
_BAND: Final = 26
"""Room above the bars of a figure for its name."""
_GAP: Final = 8
_LABELS: Final = 1.0
"""Room right of the bars for their labels, as a share of the bars' own."""
_LEAST_WIDTH: Final = 0.004
_NEAR: Final = 0.02
_ONE_SPOT: Final = 0.06
"""Plans nearer than this share of both axes would write on each other."""
_AT_THE_EDGE: Final = 0.15
_PLACES: Final = (
    ("above", -16, "center"),
    ("under", 20, "center"),
    ("from here", 20, "left"),
    ("up to here", 20, "right"),
)
"""Where a label lies beside its plan: how far below, and which of its ends is at the plan."""
"""Money closer than this part of it has its names drawn on different sides."""

DRAWN: Final = tuple(it for it in FIGURES if it.key not in ("leads", "cost_per_lead"))
"""What is drawn; the table below has the rest."""

NAMES: Final = {"current": "Now", "best": "Best", "mine": "Mine", "less": "Less", "more": "More"}
WORDS: Final = {
    "current": "muted",
    "best": "joint",
    "mine": "text",
    "less": "joint",
    "more": "joint",
}
"""Colours: plans are nobody's team."""


def side_by_side(options: Sequence[Option], currency: str) -> Chart:
    """Draw plans side by side: each figure's range and its middle.

    Args:
        options: The plans, the current one first.
        currency: The plan currency.
    """
    rows: list[Row] = []
    top = 0.0
    for figure in DRAWN:
        rows += _band(figure, options, top, currency)
        top += _BAND + _BAR * len(options) + _GAP
    finding = _side_finding(options)
    told = f"{currency} and counts; bar: 8 of 10 cases, mark: the middle"
    return fill("side-by-side", _bands(int(top)), rows, finding, told)


def _side_finding(options: Sequence[Option]) -> str:
    # Mine is named only where it brings more than the best within the plan's own limits.
    best = max(options, key=lambda it: round(it.value))
    gain = best.value - options[0].value
    if gain < 1:
        return "No plan here brings more than the current one"
    if gain <= ALIKE * abs(options[0].figures["revenue"].p50 or 1.0):
        return "No plan here brings noticeably more than the current one"
    return f"{best.name} brings most: {short(gain)} more than now"


def _band(figure: Measured, options: Sequence[Option], top: float, currency: str) -> list[Row]:
    values = [option.figure(figure.key) for option in options]
    known = [it for each in values for it in (each.p10, each.p50, each.p90) if it is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    width = (high - low) or max(abs(high), 1.0)
    rows = []
    for at, (option, value) in enumerate(zip(options, values, strict=True)):
        there = [it if it is not None else low for it in (value.p10, value.p50, value.p90)]
        # A figure all plans share stands in the middle, not at the edge.
        places = [(it - low) / width if high > low else 0.5 for it in there]
        rows.append(
            {
                "figure": figure.name if at == 0 else "",
                "head": top + 8,
                "y": top + _BAND + _BAR * at,
                "option": option.name,
                "word": WORDS[option.key],
                "low": places[0],
                "high": max(places[2], places[0] + _LEAST_WIDTH),
                "middle": places[1],
                "label": f"{NAMES[option.key]} {range_words(value, figure.unit)}",
                "shown": exact(value.p50, figure.unit, currency),
                "range": f"{exact(value.p10, figure.unit, currency)} to "
                f"{exact(value.p90, figure.unit, currency)}",
                "name": figure.name,
            }
        )
    return rows


@cache
def _bands(height: int) -> Spec:
    """Bars of ranges under the names of their figures. Rows: see `_band`."""
    import altair as alt

    told = tips(("name", "Figure"), ("option", "Plan"), ("shown", "Middle"), ("range", "8 of 10"))
    scale = alt.Scale(domain=[0, 1 + _LABELS], nice=False, zero=False)
    down = alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    base = alt.Chart(no_data()).encode(
        y=alt.Y("y:Q", title=None, scale=down).axis(None),
        color=alt.Color("word:N", scale=alt.Scale(domain=list(CHART_ORDER)), legend=None),
        tooltip=told,
    )
    bars = base.mark_rule(strokeWidth=9, opacity=0.4).encode(
        x=alt.X("low:Q", title=None, scale=scale).axis(None), x2="high:Q"
    )
    marks = base.mark_tick(thickness=3, size=15, opacity=1).encode(
        x=alt.X("middle:Q", scale=scale).axis(None)
    )
    labels = base.mark_text(align="left", fontSize=13).encode(
        x=alt.datum(1.05, type="quantitative"), text="label:N", color=colour("text")
    )
    # From the same base, so that all layers read one set of data.
    heads = base.mark_text(align="left", fontSize=13, fontWeight="bold").encode(
        x=alt.datum(0.0, type="quantitative"),
        y=alt.Y("head:Q", scale=down).axis(None),
        text="figure:N",
        color=colour("text"),
    )  # fmt: skip
    spec = finished(alt.layer(bars, marks, labels, heads), height=height)
    spec["config"]["axisY"]["grid"] = False
    return spec


def frontier(
    points: Sequence[Reached],
    plans: Sequence[Standing],
    axis: str,
    finding: str,
    subtitle: str,
    key: str,
) -> Chart:
    """Draw the most that each amount of money brings, and where plans stand.

    Args:
        points: The frontier.
        plans: Plans on or below it.
        axis: What the money is, with its unit.
        finding: The title.
        subtitle: What, where, when and unit.
        key: Stable name on the page.
    """
    rows: list[Row] = [
        {
            "money": it.money, "value": it.brings.p50, "low": it.brings.p10, "high": it.brings.p90,
            "plan": "", "at": short(it.money), "shown": range_words(it.brings, "money"),
        }
        for it in points
    ]  # fmt: skip
    moneys = [*(it.money for it in points), *(it.money for it in plans)]
    ends = [end for it in points for end in (it.brings.p10, it.brings.p90) if end is not None]
    values = [*ends, *(it.value for it in plans)]
    first, width = min(moneys), max(moneys) - min(moneys)
    labels = _labels(plans, width, max(values) - min(values))
    # Two plans on one spot write on different sides of it.
    for one in plans:
        near = sum(abs(one.money - other.money) < _NEAR * one.money for other in plans)
        above = near > 1 and one.word == "text"
        rows.append(
            {
                "money": one.money, "value": one.value, "plan": one.name, "word": one.word,
                "label": labels[one.name], "at": short(one.money), "shown": short(one.value),
                "place": "above" if above else _under(one.money - first, width),
            }
        )  # fmt: skip
    return fill(key, _frontier(axis), rows, finding, subtitle)


def _under(money: float, width: float) -> str:
    """Return how a label lies under its plan, so that it stays beside the axis."""
    if money < _AT_THE_EDGE * width:
        return "from here"
    return "up to here" if money > (1 - _AT_THE_EDGE) * width else "under"


def _labels(plans: Sequence[Standing], width: float, height: float) -> dict[str, str]:
    """Return what is written at each plan; those on one spot below are told together."""
    labels: dict[str, str] = {}
    first: dict[str, Standing] = {}
    for one in plans:
        spot = next(
            (
                name
                for name, other in first.items()
                if one.word != "text"
                and abs(one.money - other.money) <= _ONE_SPOT * width
                and abs(one.value - other.value) <= _ONE_SPOT * height
            ),
            None,
        )
        labels[one.name] = one.name if spot is None else ""
        if spot is not None:
            labels[spot] = f"{labels[spot]}, {one.name[:1].lower()}{one.name[1:]}"
        elif one.word != "text":
            first[one.name] = one
    return labels


@dataclass(frozen=True)
class Standing:
    """Where a plan stands beside a frontier.

    Attributes:
        name: As the picture calls it.
        money: On the frontier's axis.
        value: Contribution.
        word: Colour.
    """

    name: str
    money: float
    value: float
    word: str


@cache
def _frontier(axis: str) -> Spec:
    """The most that money brings, with its range, and plans. Rows: see `frontier`."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        x=alt.X("money:Q", title=axis).scale(zero=False, nice=False).axis(tickCount=5, format="~s"),
        y=alt.Y("value:Q", title="Contribution").scale(zero=False).axis(tickCount=5, format="~s"),
        tooltip=tips(("plan", "Plan"), ("at", axis), ("shown", "Contribution")),
    )
    of_line = base.transform_filter(alt.FieldEqualPredicate(field="plan", equal=""))
    band = of_line.mark_area(opacity=0.15, interpolate="monotone").encode(
        y=alt.Y("low:Q"), y2="high:Q", color=colour("joint")
    )
    line = of_line.mark_line(strokeWidth=2.5, interpolate="monotone").encode(color=colour("joint"))
    named: Any = base.transform_filter("datum.plan != ''")
    dots = named.mark_point(size=120, filled=True, opacity=1).encode(
        color=alt.Color("word:N", scale=alt.Scale(domain=list(CHART_ORDER)), legend=None),
        shape=alt.Shape("plan:N", legend=None),
    )
    words = [
        named.mark_text(dy=dy, fontSize=13, align=align)
        .encode(text="label:N", color=colour("text"))
        .transform_filter(alt.FieldEqualPredicate(field="place", equal=place))
        for place, dy, align in _PLACES
    ]
    return finished(alt.layer(band, line, dots, *words))
