"""The budget's picture: what is planned, spent and allowed, by team, quarter and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from planning.agreed.totals import Against, Total, Totals
from planning.review.variance import UNPLANNED_LABEL
from planning.teams import TEAMS
from views.charts import Chart, Row, Spec, fill, finished, no_data, team_colour, tips
from views.formats import exact, percent, short, visible

BY: Final = ("Team", "Quarter", "Category", "Channel")
SCOPE_NAMES: Final[Mapping[str, str]] = {
    "company": "Company",
    "marketing": "Marketing",
    "joint": "Both teams",
    "sales": "Sales",
}
_MOST: Final = 7
_BAR: Final = 36
_ROOM: Final = 1.45
"""The scale reaches beyond the longest bar, so that its label fits beside it."""


@dataclass(frozen=True)
class Bar:
    """One bar: what is planned, spent and allowed.

    Attributes:
        name: What stands before it.
        team: Whose colour it wears.
        planned: Plan-currency units.
        spent: Spent so far, None while nothing is known.
        envelope: The most that may be planned, None where nothing says so.
        rest: Whether it stands for what has no name of its own.
    """

    name: str
    team: str
    planned: Decimal
    spent: Decimal | None
    envelope: Decimal | None = None
    rest: bool = False


def planned_against(
    totals: Totals, spent: Mapping[str, Mapping[str | None, Decimal]], by: str, currency: str
) -> Chart | None:
    """Draw the plan by team, quarter, category or channel; None where nothing is planned.

    Args:
        totals: What the lines come to.
        spent: By `team`, `quarter`, `category` and `channel`: what was spent so far under
            each label; a group that is absent is not known.
        by: One of `BY`.
        currency: The plan currency.
    """
    known = spent.get(by.casefold())
    bars = _teams(totals, known) if by == "Team" else _groups(totals, known, by)
    if not any(bar.planned or bar.envelope for bar in bars):
        return None
    reach = max(map(_end, bars))
    rows = [_row(bar, at, currency, reach) for at, bar in enumerate(bars)]
    told = "outline: planned"
    if any(bar.spent is not None for bar in bars):
        told += ", fill: spent"
    if any(bar.envelope is not None for bar in bars):
        told += ", mark: envelope"
    finding = _teams_found(totals.against) if by == "Team" else _groups_found(totals, bars, by)
    return fill(
        f"planned-{by.casefold()}",
        _bars(len(rows)),
        rows,
        finding,
        f"{currency} by {by.casefold()}; {told}",
    )


def _teams(totals: Totals, known: Mapping[str | None, Decimal] | None) -> list[Bar]:
    """Return marketing and sales with what they share between them, then the company."""
    against = {one.scope: one for one in totals.against}
    bars = []
    for scope in ("marketing", "joint", "sales", "company"):
        one = against[scope]
        whole = sum(known.values(), Decimal(0)) if known is not None else None
        spent = whole if scope == "company" else _of(known, scope)
        team = "muted" if scope == "company" else scope
        bars.append(Bar(SCOPE_NAMES[scope], team, one.planned, spent, one.envelope))
    unplanned = _of(known, UNPLANNED_LABEL)
    if unplanned:
        bars.insert(-1, Bar(UNPLANNED_LABEL, "muted", Decimal(0), unplanned))
    return bars


def _groups(totals: Totals, known: Mapping[str | None, Decimal] | None, by: str) -> list[Bar]:
    if by == "Quarter":
        return [_bar(total, known) for total in totals.by_quarter]
    found = totals.by_category if by == "Category" else totals.by_channel
    ordered = sorted(found, key=lambda total: (total.label is None, -total.planned))
    bars = [_bar(total, known, f"No {by.casefold()}") for total in ordered]
    named, blank = [bar for bar in bars if not bar.rest], [bar for bar in bars if bar.rest]
    if len(named) > _MOST:
        others = named[_MOST - 1 :]
        spent = (
            None if known is None else sum((it.spent or Decimal(0) for it in others), Decimal(0))
        )
        planned = sum((bar.planned for bar in others), Decimal(0))
        name = f"{len(others)} others"
        named = [*named[: _MOST - 1], Bar(name, "joint", planned, spent, rest=True)]
    return [*named, *blank]


def _bar(total: Total, known: Mapping[str | None, Decimal] | None, blank: str = "") -> Bar:
    name = blank if total.label is None else visible(total.label)
    team = "muted" if total.label is None else "joint"
    spent = _of(known, total.label)
    return Bar(name, team, total.planned, spent, rest=total.label is None)


def _of(known: Mapping[str | None, Decimal] | None, label: str | None) -> Decimal | None:
    return None if known is None else known.get(label, Decimal(0))


def _row(bar: Bar, at: int, currency: str, reach: float) -> Row:
    label = short(bar.planned)
    if bar.envelope is not None:
        label += f" of {short(bar.envelope)}"
    if not bar.planned and bar.spent:
        label = f"{short(bar.spent)} spent"
    end = _end(bar)
    return {
        "name": bar.name,
        "at": at,
        "team": bar.team,
        "planned": float(bar.planned),
        "spent": None if bar.spent is None else max(float(bar.spent), 0.0),
        "envelope": None if bar.envelope is None else float(bar.envelope),
        "end": end + reach * 0.015,
        "reach": reach * _ROOM,
        "label": label,
        "planned_shown": exact(bar.planned, "money", currency),
        "spent_shown": exact(bar.spent, "money", currency),
        "envelope_shown": exact(bar.envelope, "money", currency),
    }


def _end(bar: Bar) -> float:
    """Return where the longest part of a bar ends."""
    return float(max(bar.planned, bar.envelope or 0, bar.spent or 0))


def _teams_found(against: Sequence[Against]) -> str:
    over = [one for one in against if one.left is not None and one.left < 0]
    if over:
        worst = min(over, key=lambda one: one.left or Decimal(0))
        return f"{SCOPE_NAMES[worst.scope]} plans {short(-(worst.left or 0))} over its envelope"
    known = [one for one in against if one.left is not None and one.scope in TEAMS]
    if known:
        most = max(known, key=lambda one: one.left or Decimal(0))
        kept = "Every team keeps to its envelope"
        return f"{kept}; {_name(most)} has {short(most.left)} left" if most.left else kept
    largest = max((one for one in against if one.scope in TEAMS), key=lambda one: one.planned)
    return f"{SCOPE_NAMES[largest.scope]} plans most: {short(largest.planned)}"


def _name(one: Against) -> str:
    return "what both share" if one.scope == "joint" else one.scope


def _groups_found(totals: Totals, bars: Sequence[Bar], by: str) -> str:
    named = [bar for bar in bars if bar.team == "joint" and not bar.rest]
    if not named:
        return f"Nothing of the plan has a {by.casefold()}"
    largest = max(named, key=lambda bar: bar.planned)
    whole = totals.company.planned
    share = f", {percent(largest.planned / whole)} of the plan" if whole else ""
    verb = "holds" if by == "Quarter" else "takes"
    return f"{largest.name} {verb} most: {short(largest.planned)}{share}"


@cache
def _bars(rows: int) -> Spec:
    """Horizontal bars. Rows: see `_row`."""
    import altair as alt

    told = tips(
        ("name", "For"),
        ("planned_shown", "Planned"),
        ("spent_shown", "Spent so far"),
        ("envelope_shown", "Envelope"),
    )
    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=alt.EncodingSortField("at", op="min")).axis(
            labelLimit=132, labelPadding=8
        ),
        tooltip=told,
    )
    # A bar nobody sees keeps room for the labels.
    room = base.mark_bar(opacity=0).encode(x=alt.X("reach:Q", title=None).axis(None))
    planned = base.mark_bar(filled=False, strokeWidth=1.5, size=22).encode(
        x=alt.X("planned:Q").axis(None), color=team_colour()
    )
    spent = base.mark_bar(size=14, opacity=0.85).encode(
        x=alt.X("spent:Q").axis(None), color=team_colour()
    )
    allowed = base.mark_tick(thickness=3, size=30).encode(
        x=alt.X("envelope:Q").axis(None), color=_text()
    )
    named = base.mark_text(align="left", fontSize=13).encode(
        x=alt.X("end:Q").axis(None), text="label:N", color=_text()
    )
    spec = finished(alt.layer(room, planned, spent, allowed, named), height=_BAR * rows + 8)
    spec["config"]["axisY"]["grid"] = False
    return spec


def _text() -> object:
    from views.charts import colour

    return colour("text")
