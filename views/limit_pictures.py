"""What limits the best plan, drawn: areas down, months across, the limit's name in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from planning.periods import month_name
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import short, visible

if TYPE_CHECKING:
    from planning.model.weighing.limits_by_month import Held

_CELL: Final = 40
_HEAD: Final = 28
_NAMED: Final = 2
_WORDS: Final = {"follow-up": "sales", "closing": "sales", "money": "marketing", "demand": "muted"}
SHORT: Final = {
    "follow-up": "Follow-up", "closing": "Closing", "money": "Money", "demand": "Demand",
}  # fmt: skip
MEANING: Final = (
    "Follow-up and closing: sales has no time left. Money: more of it would pay. "
    "Demand: sales has time, but more money would bring less than it costs."
)


def limits_picture(held: Sequence[Held], finding: str, currency: str) -> Chart | None:
    """Draw what limits each area in each month; None where there is no area.

    Args:
        held: By area and month.
        finding: The title where nobody's time is short.
        currency: The plan currency.
    """
    if not held:
        return None
    areas = list(dict.fromkeys(it.area for it in held))
    most = max((it.worth for it in held if it.limit not in ("money", "demand")), default=0.0)
    rows: list[Row] = [
        {
            "area": visible(it.area),
            "at": areas.index(it.area),
            "month": month_name(it.month)[:3],
            "order": it.month,
            "limit": SHORT[it.limit],
            "word": _WORDS[it.limit],
            # How dark a cell is tells how much one more head would bring.
            "depth": 0.12 if it.limit == "demand" else 0.25 + 0.5 * it.worth / max(most, 1.0),
            "worth": _worth(it, currency),
            "when": month_name(it.month),
        }
        for it in held
    ]
    for row in rows:
        row["depth"] = min(float(row["depth"]), 0.75)
    told = "by area and month; darker: one more head brings more"
    height = _CELL * len(areas) + _HEAD
    title = full_words(held) or finding.rstrip(".")
    return fill("limits", _cells(height), rows, title, f"What limits the best plan, {told}")


def full_words(held: Sequence[Held]) -> str:
    """Say which work has no time left, and when, the dearest first; empty where all have."""
    worth: dict[tuple[str, str], float] = {}
    months: dict[tuple[str, str], list[int]] = {}
    for it in held:
        if it.limit in ("follow-up", "closing"):
            place = (it.limit, it.area)
            worth[place] = worth.get(place, 0.0) + it.worth
            months.setdefault(place, []).append(it.month)
    first = sorted(worth, key=lambda it: -worth[it])[:_NAMED]
    told = [f"{work} in {visible(area)} {_when(months[work, area])}" for work, area in first]
    if not told:
        return ""
    more = f"; {len(worth) - len(told)} more at times" if len(worth) > len(told) else ""
    return f"No time is left for {', '.join(told)}{more}"


def _when(months: Sequence[int]) -> str:
    """Return months as people say them.

    Example:
        >>> _when([24318, 24319, 24320]), _when([24318]), _when([24318, 24320])
        ('from Jul to Sep', 'in Jul', 'in 2 months from Jul')
    """
    first, last = (month_name(it)[:3] for it in (min(months), max(months)))
    if len(months) == 1:
        return f"in {first}"
    if max(months) - min(months) >= len(months):
        return f"in {len(months)} months from {first}"
    return f"from {first} to {last}"


def _worth(held: Held, currency: str) -> str:
    if held.limit == "demand":
        return "more money would not earn its cost"
    if held.limit == "money":
        return f"1,000 more brings {short(held.worth)} {currency} beyond its cost"
    return f"one more head brings {short(held.worth)} {currency}"


@cache
def _cells(height: int) -> Spec:
    """Cells with the limit's name. Rows: see `limits_picture`."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        x=alt.X("month:O", title=None, sort=alt.EncodingSortField("order")).axis(
            orient="top", labelAngle=0, labelFontSize=13
        ),
        y=alt.Y("area:N", title=None, sort=alt.EncodingSortField("at")).axis(
            labelFontSize=13, labelLimit=120
        ),
        tooltip=tips(("area", "Area"), ("when", "Month"), ("limit", "Limit"), ("worth", "Worth")),
    )
    scale = alt.Scale(domain=["marketing", "sales", "joint", "text", "muted"])
    boxes = base.mark_rect(cornerRadius=4, stroke="transparent", strokeWidth=3).encode(
        color=alt.Color("word:N", scale=scale, legend=None),
        opacity=alt.Opacity("depth:Q", scale=None, legend=None),
    )
    names = base.mark_text(fontSize=12).encode(text="limit:N", color=colour("text"))
    spec = finished(alt.layer(boxes, names), height=height)
    spec["config"]["axisY"]["grid"] = False
    return spec
