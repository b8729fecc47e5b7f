"""The ideal customer held against the deals, drawn: close ratio and deal size by tier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from planning.review.accounts.tiers import TIERS, Tier
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import percent, short

if TYPE_CHECKING:
    from planning.review.accounts.back_test import BackTest, TierRecord

_HEIGHT: Final = 232
_ROOM: Final = 1.7
"""Room right of the longest interval, where its figures stand."""


def close_ratios(test: BackTest) -> Chart | None:
    """Draw the close ratio of each tier with its interval; None below two tiers with deals."""
    rows = [
        {
            "tier": one.tier,
            "value": one.close_ratio * 100,
            "low": one.close_between[0] * 100,
            "high": one.close_between[1] * 100,
            "label": f"{percent(one.close_ratio)} of {one.closed:,}",
            "between": f"{percent(one.close_between[0])} to {percent(one.close_between[1])}",
            "cases": f"{one.won:,} won, {one.lost:,} lost",
        }
        for one in test.tiers.values()
        if one.close_ratio is not None and one.close_between is not None
    ]
    if len(rows) < 2:
        return None
    subtitle = "Deals won of deals closed, %; band: 95 % interval; renewals left aside"
    finding = _ratio_finding(test.tiers)
    return fill("tier-close", _lanes("Close ratio, %"), _roomy(rows), finding, subtitle)


def deal_sizes(test: BackTest, currency: str) -> Chart | None:
    """Draw the average won deal of each tier with its interval; None below two tiers.

    Args:
        test: The tiers held against the deals.
        currency: The plan currency.
    """
    rows = []
    for one in test.tiers.values():
        if one.deal_cents is None or one.deal_between is None:
            continue
        low, high = (max(end, 0.0) / 100 for end in one.deal_between)
        days = "" if one.cycle_days is None else f", {one.cycle_days:.0f} days"
        rows.append(
            {
                "tier": one.tier,
                "value": one.deal_cents / 100,
                "low": low,
                "high": high,
                "label": f"{short(one.deal_cents / 100)}{days}",
                "between": f"{short(low)} to {short(high)}",
                "cases": f"{one.won:,} won",
            }
        )
    if len(rows) < 2:
        return None
    subtitle = f"Average won deal, {currency}, with its median days to win; band: 95 % interval"
    axis = f"Average deal, {currency}"
    return fill("tier-size", _lanes(axis), _roomy(rows), _size_finding(test.tiers), subtitle)


def _ratio_finding(tiers: Mapping[Tier, TierRecord]) -> str:
    (first, best), (last, least) = _ends(tiers, lambda one: one.close_ratio)
    begins = f"{first[:1].upper()}{first[1:]}"
    return f"{begins} closes {percent(best)} of its deals, {last} {percent(least)}"


def _size_finding(tiers: Mapping[Tier, TierRecord]) -> str:
    (first, best), (last, least) = _ends(tiers, lambda one: one.deal_cents)
    return f"A won deal of {first} is worth {short(best / 100)}, of {last} {short(least / 100)}"


def _ends(
    tiers: Mapping[Tier, TierRecord], figure: Callable[[TierRecord], float | None]
) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the best and the last tier that has a figure, each with it."""
    found = [(one.tier, value) for one in tiers.values() if (value := figure(one)) is not None]
    # Who is no target stands last, and only where no other tier is left to compare with.
    ranked = [it for it in found if it[0] != "no target"]
    first, last = (ranked if len(ranked) > 1 else found)[0], (ranked or found)[-1]
    if first == last:
        last = found[-1]
    return (_named(first[0]), first[1]), (_named(last[0]), last[1])


def _named(tier: Tier) -> str:
    return "no target" if tier == "no target" else f"tier {tier}"


def _roomy(rows: Sequence[Row]) -> list[Row]:
    reach = max(float(row["high"]) for row in rows) * _ROOM
    return [{**row, "right": reach} for row in rows]


@cache
def _lanes(axis: str) -> Spec:
    """A figure with its interval per tier. Rows: tier, value, low, high, right, label, …."""
    import altair as alt

    base = alt.Chart(no_data()).encode(
        y=alt.Y("tier:N", title=None, sort=list(TIERS)).axis(labelLimit=90, grid=False),
        tooltip=tips(
            ("tier", "Tier"), ("label", axis), ("between", "95 % interval"), ("cases", "Rests on")
        ),
    )
    x = alt.X("low:Q", title=axis).scale(zero=True, nice=False).axis(tickCount=5, format="~s")
    room = base.mark_rule(opacity=0).encode(x=x, x2="right:Q")
    ranges = base.mark_rule(strokeWidth=12, opacity=0.3).encode(
        x=x, x2="high:Q", color=colour("joint")
    )
    dots = base.mark_circle(size=110, opacity=1).encode(x="value:Q", color=colour("joint"))
    labels = base.mark_text(align="left", dx=10, fontSize=13).encode(
        x="high:Q", text="label:N", color=colour("text")
    )
    return finished(alt.layer(room, ranges, dots, labels), height=_HEIGHT)
