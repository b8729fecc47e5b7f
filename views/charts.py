"""The pictures of the scorecard: Altair builds each template once, data fill it later.

Templates hold no data and no user text in field names or expressions; colours are words
(`views.theme.CHART_ORDER`) that the theme turns into light or dark by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from views.theme import CHART_HEIGHT, CHART_ORDER

if TYPE_CHECKING:
    import altair as alt

Spec = dict[str, Any]
Row = dict[str, Any]
_LABEL_SIZE: Final = 13


@dataclass(frozen=True)
class Chart:
    """One picture, ready to be shown.

    Attributes:
        key: Stable name on the page.
        finding: The title: what the picture shows.
        subtitle: What, where, when and unit.
        spec: Vega-Lite specification with its data.
    """

    key: str
    finding: str
    subtitle: str
    spec: Spec

    @property
    def alt(self) -> str:
        """The finding for people who do not see the picture."""
        return f"{self.finding}. {self.subtitle}."

    @property
    def rows(self) -> Sequence[Row]:
        """The data drawn."""
        values = self.spec["data"]["values"]
        if isinstance(values, dict):  # a map: GeoJSON features
            return [feature["properties"] for feature in values["features"]]
        rows: Sequence[Row] = values
        return rows


def fill(key: str, template: Spec, rows: Sequence[Row], finding: str, subtitle: str) -> Chart:
    """Put data into a template; the template, which is cached, is not changed.

    Args:
        key: Stable name on the page.
        template: A cached specification.
        rows: The data, fields as the template names them.
        finding: The title: what the picture shows.
        subtitle: What, where, when and unit.
    """
    return Chart(key, finding, subtitle, {**template, "data": {"values": list(rows)}})


def colour(word: str) -> Any:  # noqa: ANN401 - Altair's own channel type is generated
    """A constant colour by its word, in both appearances."""
    import altair as alt

    scale = alt.Scale(domain=list(CHART_ORDER))
    return alt.Color(datum=word, scale=scale, legend=None)


def team_colour() -> Any:  # noqa: ANN401
    """The colour of each row's team; the page's columns wear it too, so no legend."""
    import altair as alt

    return alt.Color("team:N", scale=alt.Scale(domain=list(CHART_ORDER)), legend=None)


def finished(chart: Any, height: int = CHART_HEIGHT) -> Spec:  # noqa: ANN401
    """Give a chart the looks all share and return its specification without data."""
    spec: Spec = (
        chart.properties(height=height, width="container")
        .configure_view(stroke=None)
        .configure_axis(grid=False, domain=False, ticks=False, labelFontSize=_LABEL_SIZE)
        .configure_axisY(grid=True, gridOpacity=0.35, titleFontSize=_LABEL_SIZE, labelFlush=False)
        .configure_axisX(titleFontSize=_LABEL_SIZE)
        .to_dict(validate=False)
    )
    spec.pop("$schema", None)
    spec.pop("datasets", None)
    spec.pop("data", None)
    return spec


def tips(*fields: tuple[str, str]) -> list[Any]:
    """Return a tooltip of fields, each with its title."""
    import altair as alt

    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields]


def no_data() -> alt.NamedData:
    """Return the name that stands for data filled in later."""
    import altair as alt

    return alt.NamedData(name="none")


@cache
def monthly_line(team: str, axis: str) -> Spec:
    """A value per month. Rows: day (ISO), month, value, shown, cases, source."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        x=alt.X("day:T", timeUnit="utcyearmonth", title=None).axis(
            format="%b %y", tickCount={"interval": "month", "step": 3}
        ),
        y=alt.Y("value:Q", title=axis).scale(zero=False, nice=True).axis(tickCount=5, format="~s"),
        color=colour(team),
        tooltip=tips(
            ("month", "Month"), ("shown", axis), ("cases", "Rests on"), ("source", "Source")
        ),
    )
    return finished(base.mark_line(strokeWidth=2.5) + base.mark_circle(size=60, opacity=1))


@cache
def channel_map(currency: str) -> Spec:
    """Cost per lead against lead-to-customer.

    Rows: name, above (whether its name stands above the dot), team, cost, rate
    (percent), leads, cost_shown, rate_shown, leads_shown, period, source.
    """
    import altair as alt

    told = tips(
        ("name", "Channel"),
        ("cost_shown", "Cost per lead"),
        ("rate_shown", "Lead to customer"),
        ("leads_shown", "Leads"),
        ("period", "Period"),
        ("source", "Source"),
    )
    base = alt.Chart(no_data()).encode(
        x=alt.X("cost:Q", title=f"Cost per lead, {currency}")
        .scale(zero=True, nice=True)
        .axis(tickCount=6, format="~s"),
        y=alt.Y("rate:Q", title="Lead to customer, %").scale(zero=True, nice=True),
        tooltip=told,
    )
    size = alt.Size("leads:Q").scale(range=[60, 600], zero=True).legend(None)
    dots = base.mark_circle(opacity=0.8).encode(size=size, color=team_colour())
    # Neighbours write on different sides, so that their names seldom meet.
    names = [
        base.mark_text(dy=offset, fontSize=_LABEL_SIZE, limit=140)
        .encode(text="name:N", color=colour("text"))
        .transform_filter(alt.FieldEqualPredicate(field="above", equal=above))
        for above, offset in ((True, -18), (False, 20))
    ]
    return finished(alt.layer(dots, *names))


@cache
def ratio_intervals(axis: str) -> Spec:
    """A ratio with its interval per group, and the company's as a line.

    Rows: name, team, value, low, high (percent), shown, interval, cases, period, source,
    company (percent).
    """
    import altair as alt

    told = tips(
        ("name", "Channel"),
        ("shown", axis),
        ("interval", "95 % interval"),
        ("cases", "Rests on"),
        ("period", "Period"),
        ("source", "Source"),
    )
    base = alt.Chart(no_data())
    named = base.encode(
        y=alt.Y("name:N", title=None, sort=alt.EncodingSortField("value", order="descending")).axis(
            labelLimit=130, labelOverlap=False, grid=False
        ),
        color=team_colour(),
        tooltip=told,
    )
    x = alt.X("low:Q", title=f"{axis}, %").scale(zero=True, nice=True).axis(tickCount=6)
    ranges = named.mark_rule(strokeWidth=8, opacity=0.35).encode(x=x, x2="high:Q")
    dots = named.mark_circle(size=110, opacity=1).encode(x="value:Q")
    company = base.mark_rule(strokeDash=[4, 4], strokeWidth=1.5).encode(
        x="mean(company):Q", color=colour("muted")
    )
    return finished(alt.layer(ranges, dots, company))


@cache
def day_histogram(axis: str) -> Spec:
    """Counts per span of days, and the median as a line.

    Rows: start, end (days), deals, span, deals_shown, period, source, median.
    """
    import altair as alt

    base = alt.Chart(no_data())
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        x=alt.X("start:Q", title=axis, bin="binned").axis(tickCount=8, format="~d"),
        x2="end:Q",
        y=alt.Y("deals:Q", title="Won deals", stack=None)
        .scale(zero=True)
        .axis(tickCount=5, format="~s"),
        color=colour("sales"),
        tooltip=tips(
            ("span", "Days"),
            ("deals_shown", "Won deals"),
            ("period", "Period"),
            ("source", "Source"),
        ),
    )
    median = base.mark_rule(strokeDash=[4, 4], strokeWidth=1.5).encode(
        x="mean(median):Q", color=colour("text")
    )
    return finished(alt.layer(bars, median))
