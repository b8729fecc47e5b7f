"""The pictures of campaigns: good leads against bad ones, and what a good one costs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

from planning.review.campaigns.standing import Campaign
from views.campaigns import VERDICTS, cost_words
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, percent, short, visible

AT_MOST: Final = 12
_LABELS: Final = 190
_ROOM: Final = 1.25
"""The scale reaches beyond the longest bar, so that its label fits beside it."""

_HEIGHT: Final = 380


def leads_picture(found: Sequence[Campaign], when: str) -> Chart | None:
    """Draw good leads to the right and bad ones to the left; None where there are no leads.

    Args:
        found: The campaigns, most money first.
        when: The months in words.
    """
    drawn = [one for one in found if one.fate.leads][:AT_MOST]
    if not drawn:
        return None
    good, bad = (max(getattr(one.fate, part) for one in drawn) for part in ("good", "bad"))
    # A side without leads still needs room for its zeros.
    beyond = max(good, bad, 1) * (_ROOM - 1)
    rows: list[Row] = [
        {
            "name": visible(one.name),
            "zero": 0,
            "good": one.fate.good,
            "bad": -one.fate.bad,
            "left": -bad - beyond,
            "right": good + beyond,
            "good_label": f"{one.fate.good:,}",
            "bad_label": f"{one.fate.bad:,}",
            "leads": f"{counted(one.fate.leads, 'lead')}, {one.fate.open:,} still open",
            "shares": f"{percent(one.fate.good_share or 0)} good, "
            f"{percent(one.fate.bad_share or 0)} bad",
            "verdict": VERDICTS[one.verdict],
        }
        for one in drawn
    ]
    subtitle = f"Leads {when}; left, red: bad; right, dark: good; most money first"
    return fill("campaign-leads", good_and_bad(), rows, leads_finding(drawn), subtitle)


def leads_finding(drawn: Sequence[Campaign]) -> str:
    """Say which campaign stands out, else how many leads are good."""
    for verdict, words in (
        ("many poor", "has more bad leads than its peers"),
        ("many good", "has more good leads than its peers"),
        ("few good", "has fewer good leads than its peers"),
    ):
        named = [one for one in drawn if one.verdict == verdict]
        if named:
            return f"{visible(named[0].name)} {words}"
    good, leads = (sum(getattr(one.fate, part) for one in drawn) for part in ("good", "leads"))
    return f"{percent(good / leads)} of {counted(leads, 'lead')} are good so far"


@cache
def good_and_bad() -> Spec:
    """Bars to both sides. Rows as `leads_picture` gives."""
    import altair as alt

    told = tips(
        ("name", "Campaign"),
        ("leads", "Leads"),
        ("shares", "Shares"),
        ("verdict", "Against its peers"),
    )
    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=told,
    )
    x = alt.X("left:Q", title=None).scale(nice=False).axis(None)
    room = [
        base.mark_point(opacity=0).encode(x=x, tooltip=alt.value(None)),
        base.mark_point(opacity=0).encode(x="right:Q", tooltip=alt.value(None)),
    ]
    layers = []
    sides: tuple[tuple[str, str, Literal["left", "right"], int], ...] = (
        ("good", "joint", "left", 6),
        ("bad", "bad", "right", -6),
    )
    for side, word, align, away in sides:
        layers += [
            base.mark_bar(height=14, opacity=0.8).encode(
                x="zero:Q", x2=f"{side}:Q", color=colour(word)
            ),
            base.mark_text(align=align, dx=away, fontSize=13).encode(
                x=f"{side}:Q", text=f"{side}_label:N", color=colour("text")
            ),
        ]
    return finished(alt.layer(*room, *layers), height=_HEIGHT)


def costs_picture(found: Sequence[Campaign], when: str, currency: str) -> Chart | None:
    """Draw what a good lead costs with its interval; None where no cost is known.

    Args:
        found: The campaigns, most money first.
        when: The months in words.
        currency: The plan currency.
    """
    drawn = [one for one in found if one.cost_per_good is not None][:AT_MOST]
    if not drawn:
        return None
    rows: list[Row] = []
    middle = sorted(one.cost_per_good or 0.0 for one in drawn)[len(drawn) // 2]
    for one in drawn:
        low, high = one.cost_interval
        # One good lead alone leaves nearly everything possible; the picture stays readable.
        rows.append(
            {
                "name": visible(one.name),
                "cost": one.cost_per_good,
                "low": low,
                "high": min(high or 0.0, max(middle * 8, (one.cost_per_good or 0.0) * 2)),
                "shown": cost_words(one, currency),
                "cases": counted(one.fate.good, "good lead"),
                "spent": f"{short((one.spent_cents or 0) / 100)} {currency}",
            }
        )
    first = max(drawn, key=lambda one: one.cost_per_good or 0.0)
    title = f"A good lead costs most in {visible(first.name)}: {short(first.cost_per_good or 0)}"
    subtitle = f"Cost per good lead, {currency}, {when}, with 95 % interval; long ones cut"
    return fill("campaign-costs", cost_ranges(currency), rows, title, subtitle)


@cache
def cost_ranges(currency: str) -> Spec:
    """Costs with their intervals. Rows as `costs_picture` gives."""
    import altair as alt

    told = tips(
        ("name", "Campaign"),
        ("shown", "Cost per good lead"),
        ("cases", "Rests on"),
        ("spent", "Cost"),
    )
    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=told,
    )
    x = (
        alt.X("low:Q", title=f"{currency} per good lead")
        .scale(zero=True, nice=True)
        .axis(tickCount=5, format="~s", labelFlush=False)
    )
    ranges = base.mark_rule(strokeWidth=8, opacity=0.3).encode(
        x=x, x2="high:Q", color=colour("joint")
    )
    dots = base.mark_circle(size=110, opacity=1).encode(x="cost:Q", color=colour("joint"))
    return finished(alt.layer(ranges, dots), height=_HEIGHT)
