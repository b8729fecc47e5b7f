"""The pictures of the week: where the year lands against its targets, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from planning.kpis import KPIS
from planning.together.outlooks import Outlook, Verdict
from planning.together.pipeline_status import PipelineStatus, Span
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import UNDEFINED, counted, exact, shown, unit_head
from views.week import age_words, capital, listed, spoken

if TYPE_CHECKING:
    import pandas as pd

VERDICTS: Final[dict[Verdict, str]] = {
    "misses": "▼ misses",
    "open": "! open",
    "holds": "▲ holds",
    "no target": "no target",
    "unknown": UNDEFINED,
}
"""Whether a target will hold, always with sign and word."""

_NAMED: Final = 3
_FURTHEST: Final = 2.0
_LABELS: Final = 150
_ROOM: Final = 1.45
"""The scale reaches beyond the longest bar, so that its label fits beside it."""


def landing_picture(outlooks: Sequence[Outlook], year: str, currency: str) -> Chart | None:
    """Draw where KPIs will end, as a share of their targets; None where none has one.

    Args:
        outlooks: KPIs with what was agreed.
        year: The period in words.
        currency: The plan currency.
    """
    drawn = [one for one in outlooks if one.verdict in ("holds", "open", "misses")]
    ordered = sorted(drawn, key=lambda one: ([*VERDICTS].index(one.verdict), -one.off))
    rows = [row for one in ordered if (row := _landing_row(one, currency)) is not None]
    if not rows:
        return None
    subtitle = (
        f"Landing of {year}, % of the target; band: 8 of 10 outcomes, dot: middle, tick: target; "
        "▼ misses, ! open, ▲ holds"
    )
    return fill("landing", _landing_ranges(), rows, landing_words(drawn, year), subtitle)


def landing_words(outlooks: Sequence[Outlook], year: str) -> str:
    """Say which targets of a year will hold."""
    agreed = [one for one in outlooks if one.verdict in ("holds", "open", "misses")]
    if not agreed:
        return f"No target of {year} can be held against a landing yet"
    missed = sorted((one for one in agreed if one.verdict == "misses"), key=lambda it: -it.off)
    still = sum(one.verdict == "open" for one in agreed)
    if missed:
        names = [spoken(one.landing.key) for one in missed[:_NAMED]]
        if len(missed) > _NAMED:
            names.append(f"{len(missed) - _NAMED} more")
        rest = f"; {counted(still, 'target')} still open" if still else ""
        return f"{capital(listed(names))} will miss {year}{rest}"
    if still:
        return f"No target of {year} is lost; {still} of {len(agreed)} are still open"
    return f"All {counted(len(agreed), 'target')} of {year} will hold"


def _landing_row(one: Outlook, currency: str) -> Row | None:
    known = [bound for bound in (one.low, one.high) if bound is not None]
    base, landing = sum(known) / len(known), one.landing
    ends = landing.low, landing.middle, landing.high
    if base <= 0 or None in ends:
        return None
    kpi = KPIS[landing.key]
    low, middle, high = (min(max((end or 0.0) / base, 0.0), _FURTHEST) * 100 for end in ends)
    marks = [min(bound / base, _FURTHEST) * 100 for bound in known]
    return {
        "name": f"{kpi.name} {VERDICTS[one.verdict][0]}",
        "team": kpi.owner,
        "low": low,
        "middle": middle,
        "high": high,
        "from": min(marks),
        "to": max(marks),
        "verdict": VERDICTS[one.verdict],
        "off": one.off,
        "label": unit_head(kpi.name, kpi.unit, currency),
        "p50": exact(landing.middle, kpi.unit, currency),
        "range": f"{exact(landing.low, kpi.unit, currency)} to "
        f"{exact(landing.high, kpi.unit, currency)}",
        "target": " to ".join(exact(bound, kpi.unit, currency) for bound in known),
    }


@cache
def _landing_ranges() -> Spec:
    """Ranges around targets. Rows as `_landing_row` gives."""
    import altair as alt

    told = tips(
        ("label", "KPI"),
        ("p50", "Middle"),
        ("range", "8 of 10 outcomes"),
        ("target", "Target"),
        ("verdict", "The target"),
    )
    named = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=told,
    )
    x = alt.X("low:Q", title="% of the target").scale(zero=False, nice=True).axis(tickCount=6)
    ranges = named.mark_rule(strokeWidth=8, opacity=0.35).encode(
        x=x, x2="high:Q", color=team_colour()
    )
    agreed = named.mark_rule(strokeWidth=3).encode(x="from:Q", x2="to:Q", color=colour("text"))
    ticks = named.mark_tick(thickness=3, size=18).encode(x="from:Q", color=colour("text"))
    others = named.mark_tick(thickness=3, size=18).encode(x="to:Q", color=colour("text"))
    dots = named.mark_circle(size=110, opacity=1).encode(x="middle:Q", color=team_colour())
    return finished(alt.layer(ranges, agreed, ticks, others, dots))


def landing_frame(outlooks: Sequence[Outlook], currency: str) -> pd.DataFrame:
    """Lay out where KPIs will end, one row each, as text in each KPI's own unit."""
    import pandas as pd

    rows = []
    for one in outlooks:
        kpi, landing = KPIS[one.landing.key], one.landing
        known = [shown(bound, kpi.unit) for bound in (one.low, one.high) if bound is not None]
        rows.append(
            [
                unit_head(kpi.name, kpi.unit, currency),
                *(shown(end, kpi.unit) for end in (landing.low, landing.middle, landing.high)),
                " to ".join(known) or UNDEFINED,
                VERDICTS[one.verdict],
            ]
        )
    return pd.DataFrame(rows, columns=["KPI", "P10", "P50", "P90", "Target", "The target"])


def pipeline_picture(status: PipelineStatus, currency: str) -> Chart | None:
    """Draw what open deals are worth by age; None where none is open."""
    if not status.deals:
        return None
    most = max(span.amount for span in status.spans)
    rows = [
        {
            "name": span_words(span),
            "room": most * _ROOM,
            "amount": span.amount,
            "label": f"{shown(span.amount, 'money')}, {counted(span.deals, 'deal')}",
            "deals": counted(span.deals, "deal"),
            "shown": exact(span.amount, "money", currency),
        }
        for span in status.spans
    ]
    subtitle = "; ".join(filter(None, (f"Open deals by age, {currency}", age_words(status))))
    return fill("pipeline", _by_age(), rows, pipeline_finding(status), subtitle)


def pipeline_finding(status: PipelineStatus) -> str:
    """Say whether what is open is enough."""
    if status.coverage is None or status.needed is None:
        return f"{counted(status.deals, 'deal')} open, worth {shown(status.amount, 'money')}"
    told = f"{_times(status.coverage)} what the next 3 months must bring"
    needed = f"{_times(status.needed)} {'are' if status.needed != 1 else 'is'} needed"
    return f"Open deals hold {told}; {needed}"


def span_words(span: Span) -> str:
    """Return a span of ages in words.

    Example:
        >>> span_words(Span(31, 60, 2, 5.0)), span_words(Span(181, None, 2, 5.0))
        ('31 to 60 days', 'over 180 days')
    """
    if span.first is None:
        return "age unknown"
    return (
        f"over {span.first - 1} days" if span.last is None else f"{span.first} to {span.last} days"
    )


def _times(value: float) -> str:
    return f"{value:.1f} times"


@cache
def _by_age() -> Spec:
    """Amounts by age. Rows: name, amount, room, label, deals, shown."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=tips(("name", "Age"), ("shown", "Amount"), ("deals", "Deals")),
    )
    x = alt.X("amount:Q", title=None).scale(zero=True, nice=True).axis(tickCount=5, format="~s")
    bars = base.mark_bar(cornerRadiusEnd=2).encode(x=x, color=colour("sales"))
    words = base.mark_text(align="left", dx=6, fontSize=12).encode(
        x="amount:Q", text="label:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x="room:Q", tooltip=alt.value(None))
    return finished(alt.layer(bars, words, room))
