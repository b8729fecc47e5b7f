"""The picture of the decision sheet: the revenue of all options on one axis."""

from __future__ import annotations

from functools import cache
from typing import Final

from planning.model.weighing.decision import Choice, DecisionSheet
from views import charts
from views.approval import listed
from views.charts import Chart, Row, Spec, colour, finished, no_data, tips
from views.formats import UNDEFINED, likely, short, visible, whole

_HEIGHT: Final = 200
_LIKELY: Final = 0.5
_NUMBERS: Final = {1: "one", 2: "two", 3: "three", 4: "four"}


def revenue_ranges(sheet: DecisionSheet) -> Chart | None:
    """Draw the range of each option's revenue, and the target; None where none is defined."""
    rows = [row for each in sheet.choices if (row := _row(each, sheet)) is not None]
    if not rows:
        return None
    year, unit = sheet.fiscal_year, sheet.currency
    subtitle = f"Revenue of {year}, {unit}; a bar holds in 8 of 10 cases, the dot is the middle"
    if sheet.target is not None:
        subtitle += f", the line the target of {whole(sheet.target)}"
    template = _ranges(unit, has_target=sheet.target is not None)
    return charts.fill("decision-revenue", template, rows, _finding(sheet, rows), subtitle)


def _row(choice: Choice, sheet: DecisionSheet) -> Row | None:
    own = choice.revenue
    if own.p10 is None or own.p50 is None or own.p90 is None:
        return None
    return {
        "name": visible(choice.name),
        "low": own.p10,
        "value": own.p50,
        "high": own.p90,
        "shown": short(own.p50),
        "range": f"{short(own.p10)} to {short(own.p90)}",
        "chance": UNDEFINED if choice.chance is None else likely(choice.chance),
        "target": sheet.target,
    }


def _finding(sheet: DecisionSheet, rows: list[Row]) -> str:
    told = [each for each in sheet.choices if each.chance is not None]
    if not told:
        low, high = (
            short(end(row[key] for row in rows)) for end, key in ((min, "low"), (max, "high"))
        )
        return f"Revenue lies between {low} and {high}, whatever is chosen"
    reach = [visible(each.name) for each in told if (each.chance or 0) > _LIKELY]
    count = _NUMBERS.get(len(told), str(len(told)))
    if len(reach) == len(told):
        return f"All {count} are more likely than not to reach the revenue target"
    if not reach:
        return f"None of the {count} is likely to reach the revenue target"
    verb = "is" if len(reach) == 1 else "are"
    return f"{listed(reach)} {verb} more likely than not to reach the revenue target"


@cache
def _ranges(unit: str, *, has_target: bool) -> Spec:
    """Ranges by option. Rows: name, low, value, high, shown, range, chance, target."""
    import altair as alt

    told = tips(
        ("name", "Option"),
        ("shown", f"Revenue, {unit}"),
        ("range", "8 of 10 cases"),
        ("chance", "Chance of the target"),
    )
    base = alt.Chart(no_data())
    named = base.encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=130, labelOverlap=False, grid=False
        ),
        color=colour("joint"),
        tooltip=told,
    )
    x = (
        alt.X("low:Q", title=f"Revenue, {unit}")
        .scale(zero=False, nice=True)
        .axis(tickCount=5, format="~s")
    )
    drawn = [
        named.mark_rule(strokeWidth=8, opacity=0.35).encode(x=x, x2="high:Q"),
        named.mark_circle(size=110, opacity=1).encode(x="value:Q"),
    ]
    if has_target:
        line = base.mark_rule(strokeDash=[4, 4], strokeWidth=1.5)
        drawn.append(line.encode(x="mean(target):Q", color=colour("muted")))
    return finished(alt.layer(*drawn), _HEIGHT)
