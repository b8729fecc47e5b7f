"""Evidence drawn: where a source stands, what a customer costs, what the money brings elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

import pandas as pd

from planning.review.evidence.costs import Comparison, Cost
from planning.review.evidence.elsewhere import Brought, Elsewhere
from planning.review.evidence.evidence import Facts
from planning.review.evidence.ranks import By, Rank, ranked
from planning.review.evidence.sources import Sources
from planning.review.evidence.verdict import ABOUT_ORDER, Judged
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.evidence import ABOUT, SIGNS, cases, interval_words, period_words, top_words
from views.formats import counted, likely, short, visible, whole
from views.theme import CHART_ORDER

SHOWN: Final = 10
"""Sources drawn at most; the proposed one is always among them."""

_ROOM: Final = 1.3
_FAR: Final = 1.8


def rank_picture(found: Sources, name: str | None, by: By) -> Chart | None:
    """Draw sources by a measure with intervals; None where nothing was brought.

    Args:
        found: All sources.
        name: The proposed one; None where the facts do not know it.
        by: Customers, revenue or leads.
    """
    places = ranked(found, by)
    if not any(it.value for it in places.values()):
        return None
    names = list(places)[:SHOWN]
    if name in places and name not in names:
        names = [*names[:-1], name or ""]
    rows = [
        _row(visible(it), at, places[it].value, places[it].low, places[it].high,
             f"{short(places[it].value)}", it == name, found.all[it].team,
             f"in {top_words(places[it].top, places[it].of)}: {likely(places[it].probability)}")
        for at, it in enumerate(names)
    ]  # fmt: skip
    what = {"customers": "New customers", "revenue": "Revenue", "leads": "Leads"}[by]
    subtitle = f"{what} by {found.kind}, {period_words(found.period)}; line: 95\u00a0% interval"
    finding = _rank_finding(places, name, by)
    return fill("evidence-rank", named_bars(len(rows)), _to_scale(rows), finding, subtitle)


def _rank_finding(places: Mapping[str, Rank], name: str | None, by: By) -> str:
    if name is not None and name in places:
        one = places[name]
        return f"{visible(name)} is number {one.place} of {one.of} by {by}"
    best = next(iter(places))
    return f"Most {by} come by {visible(best)}; what is proposed has brought none"


def cost_picture(costs: Sequence[Comparison], facts: Facts, currency: str) -> Chart | None:
    """Draw cost per customer beside the alternatives; None where it is not told."""
    found = next((it for it in costs if it.per == "customer"), None)
    drawn = [it for it in found.all if it.cents > 0] if found else []
    if found is None or not any(it.value is not None for it in drawn):
        return None
    team = facts.source.team if facts.source else "joint"
    rows = [
        _row(visible(it.name), at, it.value, it.low, it.high, _cost_label(it),
             it.role == "own", team, f"rests on {counted(it.cases, 'customer')}")
        for at, it in enumerate(drawn)
    ]  # fmt: skip
    subtitle = (
        f"Programme money per new customer, {currency}, {period_words(facts.sources.period)}; "
        "line: 95\u00a0% interval"
    )
    return fill(
        "evidence-cost", named_bars(len(rows)), _to_scale(rows), _cost_finding(found), subtitle
    )


def _cost_label(cost: Cost) -> str:
    return f"over {short(cost.low or 0.0)}" if cost.value is None else short(cost.value)


def _cost_finding(found: Comparison) -> str:
    own, usual = found.own, found.together
    if own is None or own.cents == 0:
        best = found.best[0] if found.best else None
        return f"{visible(best.name)} wins customers at the least cost" if best else "Cost so far"
    if own.value is None or usual is None or usual.value is None:
        return f"{visible(own.name)} has won no customer yet" if own.value is None else (
            f"A customer of {visible(own.name)} costs {short(own.value)}"
        )  # fmt: skip
    if own.low is not None and own.low > usual.value:
        return f"A customer of {visible(own.name)} costs more than its class pays"
    if own.high is not None and own.high < usual.value:
        return f"A customer of {visible(own.name)} costs less than its class pays"
    return f"A customer of {visible(own.name)} may cost as much as its class pays"


def money_picture(money: Elsewhere, currency: str) -> Chart | None:
    """Draw the customers the same money brings in every channel; None where none is told."""
    told = sorted(_all(money), key=lambda it: (-it.customers, it.channel))
    if not told or money.amount <= 0:
        return None
    rows = [
        _row(visible(it.channel), at, max(it.customers, 0.0), None, None, cases(it.customers),
             money.here is it, it.team,
             f"{whole(it.leads)} leads, contribution {short(it.contribution)} {currency}")
        for at, it in enumerate(told)
    ]  # fmt: skip
    best = told[0]
    finding = f"{whole(money.amount)} brings most customers in {visible(best.channel)}"
    subtitle = (
        f"Customers by {short(money.amount)} {currency} more in {money.months.label}, as the "
        "joint model expects, those after the year included"
    )
    return fill("evidence-money", named_bars(len(rows)), _to_scale(rows), finding, subtitle)


def _row(
    name: str, at: int, value: float | None, low: float | None, high: float | None,
    label: str, own: bool, team: str, more: str,
) -> Row:  # fmt: skip
    return {
        "name": name,
        "lane": at + 0.66,
        "zero": 0,
        "value": value or 0.0,
        "low": low,
        "high": high,
        "label": label,
        "colour": team if own else "muted",
        "interval": interval_words(low, high),
        "more": more,
    }


def _to_scale(rows: list[Row]) -> list[Row]:
    """Cut what has no end, so that one wide interval does not press all others together."""
    values = [float(row["value"]) for row in rows]
    far = max(*values, *(float(row["low"] or 0.0) for row in rows), 1e-9) * _FAR
    for row in rows:
        known = row["low"] is not None
        high = float(row["high"]) if row["high"] is not None else far if known else row["value"]
        row["low"] = float(row["low"]) if known else row["value"]
        row["high"] = min(high, far)
        row["end"] = max(row["high"], row["value"]) + far * 0.015
    reach = max(float(row["end"]) for row in rows) * _ROOM
    for row in rows:
        row["far"] = reach
    return rows


@cache
def named_bars(count: int) -> Spec:
    """Bars with intervals, names above them. Rows: see `_row`; colour is a word of the theme."""
    import altair as alt

    told = tips(("name", "Where"), ("label", "Value"), ("interval", "95 % interval"), ("more", ""))
    down = alt.Scale(domain=[0, count], reverse=True, nice=False, zero=False)
    base = alt.Chart(no_data()).encode(
        y=alt.Y("lane:Q", title=None, scale=down).axis(None), tooltip=told
    )
    room = base.mark_rule(opacity=0).encode(
        x=alt.X("zero:Q", title=None).axis(None).scale(nice=False), x2="far:Q"
    )
    bars = base.mark_bar(size=11, opacity=0.8).encode(
        x=alt.X("value:Q", stack=None).axis(None),
        x2="zero:Q",
        color=alt.Color("colour:N", scale=alt.Scale(domain=list(CHART_ORDER)), legend=None),
    )
    ranges = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q").axis(None), x2="high:Q", color=colour("text")
    )
    labels = base.mark_text(align="left", fontSize=12).encode(
        x=alt.X("end:Q").axis(None), text="label:N", color=colour("text")
    )
    names = base.mark_text(align="left", dy=-13, fontSize=12).encode(
        x=alt.X("zero:Q").axis(None), text="name:N", color=colour("text")
    )
    spec = finished(alt.layer(room, bars, ranges, labels, names))
    spec["config"]["axisY"]["grid"] = False
    return spec


def _all(money: Elsewhere) -> list[Brought]:
    return [it for it in (money.here, *money.others) if it is not None]


def evidence_frame(
    facts: Facts, judged: Judged, money: Elsewhere | None, currency: str
) -> pd.DataFrame:
    """Return everything as one table to take away: signs, ranks, costs, money and lines before."""
    amount = money.amount if money else 0.0
    rows: list[dict[str, object]] = [
        {"What": ABOUT[it], "Of": "", "Says": SIGNS[judged.signs[it]]} for it in ABOUT_ORDER
    ]
    rows += [
        {"What": f"Rank by {it.by}", "Of": facts.subject.name if facts.subject else "",
         "Value": it.value, "Low": it.low, "High": it.high, "Place": it.place, "Among": it.of,
         "Says": f"{top_words(it.top, it.of)}: {likely(it.probability)}"}
        for it in facts.ranks
    ]  # fmt: skip
    rows += [
        {"What": f"Cost per {it.per}, {currency}", "Of": it.name, "Value": it.value,
         "Low": it.low, "High": it.high, "Cases": it.cases}
        for each in facts.costs
        for it in each.all
    ]  # fmt: skip
    rows += [
        {"What": f"Customers by {whole(amount)} {currency}", "Of": it.channel,
         "Value": round(it.customers, 3), "Says": f"{whole(it.leads)} leads"}
        for it in (_all(money) if money else [])
    ]  # fmt: skip
    rows += [
        {"What": f"Line of {it.plan}", "Of": it.name, "Value": float(it.spent),
         "Cases": it.leads, "Says": f"planned {it.planned:,.0f}"}
        for it in facts.similar
    ]  # fmt: skip
    return pd.DataFrame(
        rows, columns=["What", "Of", "Value", "Low", "High", "Place", "Among", "Cases", "Says"]
    )


def similar_frame(facts: Facts, currency: str) -> pd.DataFrame:
    """Return similar lines before: planned beside spent and the leads they brought."""
    return pd.DataFrame(
        [
            {
                "Line": it.name + (" (this line so far)" if it.itself else ""),
                "Plan": it.plan,
                "Months": it.months.label,
                f"Planned, {currency}": float(it.planned),
                f"Spent, {currency}": float(it.spent),
                "Leads": it.leads,
            }
            for it in facts.similar
        ]
    )


def costs_frame(facts: Facts, currency: str) -> pd.DataFrame:
    """Return all costs beside the alternatives, one row per source."""
    names = list(dict.fromkeys(it.name for each in facts.costs for it in each.all))
    told = {(it.name, it.per): it for each in facts.costs for it in each.all}
    rows = []
    for name in names:
        row: dict[str, object] = {"Source": name}
        for per in ("customer", "MQL", "lead"):
            cost = told.get((name, per))
            row[f"Per {per}, {currency}"] = None if cost is None else cost.value
            row[f"Interval per {per}"] = (
                "—" if cost is None else interval_words(cost.low, cost.high)
            )
        rows.append(row)
    return pd.DataFrame(rows)
