"""The pictures of wins and losses: two quarters beside each other, and what wins share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from planning.review.wins.common import Common
from planning.review.wins.rates import Compared
from planning.review.wins.reasons import Share
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, percent, short
from views.wins import (
    CUT_NAMES,
    VERDICTS,
    common_sentence,
    cut_finding,
    found_words,
    group_name,
    share_finding,
    trait_name,
)

if TYPE_CHECKING:
    import altair as alt

AT_MOST: Final = 10
_LABELS: Final = 150
_ROOM: Final = 1.5
"""The scale reaches beyond the longest bar, so that its label fits beside it."""


def rates_picture(groups: Sequence[Compared], by: str, name: str, before: str) -> Chart | None:
    """Draw the win rate of each group in both quarters; None where no deal was closed.

    Args:
        groups: The groups of a cut, the largest first.
        by: What they are cut by.
        name: The quarter in words.
        before: The quarter before in words.
    """
    rows = []
    for one in [one for one in groups if one.now.closed][:AT_MOST]:
        low, high = one.now.count_interval or (0.0, 1.0)
        earlier = one.before.by_count
        rows.append(
            {
                "name": group_name(one.label, by),
                "value": (one.now.by_count or 0.0) * 100,
                "low": low * 100,
                "high": high * 100,
                "before": None if earlier is None else earlier * 100,
                "shown": percent(one.now.by_count or 0.0),
                "interval": f"{percent(low)} to {percent(high)}",
                "earlier": "none closed" if earlier is None else percent(earlier),
                "cases": f"{counted(one.now.closed, 'closed deal')}",
                "verdict": VERDICTS[one.verdict],
            }
        )
    if not rows:
        return None
    subtitle = f"Deals won of those closed, %; dot: {name}, with its 95 % interval; ring: {before}"
    return fill(
        f"wins-{by}", two_quarters(CUT_NAMES[by]), rows, cut_finding(groups, by, before), subtitle
    )


@cache
def two_quarters(head: str) -> Spec:
    """A rate with its interval, and the one before. Rows as `rates_picture` gives."""
    import altair as alt

    told = tips(
        ("name", head),
        ("shown", "Win rate"),
        ("interval", "95 % interval"),
        ("earlier", "Quarter before"),
        ("cases", "Rests on"),
        ("verdict", "Change"),
    )
    base = _named(told)
    x = alt.X("low:Q", title="Won, %").scale(domain=[0, 100]).axis(tickCount=5)
    ranges = base.mark_rule(strokeWidth=8, opacity=0.3).encode(
        x=x, x2="high:Q", color=colour("joint")
    )
    rings = base.mark_point(size=110, filled=False, strokeWidth=2).encode(
        x="before:Q", color=colour("muted")
    )
    dots = base.mark_circle(size=110, opacity=1).encode(x="value:Q", color=colour("joint"))
    return finished(alt.layer(ranges, rings, dots))


def shares_picture(
    key: str, shares: Sequence[Share], noun: str, name: str, before: str
) -> Chart | None:
    """Draw what lost deals name, as shares of both quarters; None where they name nothing.

    Args:
        key: Stable name on the page.
        shares: Reasons or competitors, the most frequent first.
        noun: What they are, in one word.
        name: The quarter in words.
        before: The quarter before in words.
    """
    if not any(one.lost for one in shares):
        return None
    drawn = shares[:AT_MOST]
    most = max(max(one.share or 0, one.before or 0) for one in drawn)
    rows: list[Row] = [
        {
            "name": one.label,
            "share": (one.share or 0.0) * 100,
            "before": None if one.before is None else one.before * 100,
            "room": most * 100 * _ROOM,
            "beside": max(one.share or 0, one.before or 0) * 100,
            "label": f"{one.lost:,}, worth {short(one.cents / 100)}",
            "shown": percent(one.share or 0.0),
            "earlier": "none lost" if one.before is None else percent(one.before),
            "verdict": VERDICTS[one.verdict],
        }
        for one in drawn
    ]
    subtitle = (
        f"Share of the lost deals that name a {noun}, %; bar: {name}, with deals and money; "
        f"mark: {before}"
    )
    return fill(key, share_bars(noun), rows, share_finding(shares, noun, before), subtitle)


@cache
def share_bars(noun: str) -> Spec:
    """Shares as bars, those before as marks. Rows as `shares_picture` gives."""
    import altair as alt

    told = tips(
        ("name", noun.capitalize()),
        ("shown", "Share of lost deals"),
        ("label", "Deals and money"),
        ("earlier", "Quarter before"),
        ("verdict", "Change"),
    )
    base = _named(told)
    x = alt.X("share:Q", title="Lost deals, %").scale(zero=True, nice=False).axis(tickCount=5)
    bars = base.mark_bar(cornerRadiusEnd=2, height=16, opacity=0.75).encode(
        x=x, color=colour("joint")
    )
    marks = base.mark_tick(thickness=3, size=22).encode(x="before:Q", color=colour("muted"))
    words = base.mark_text(align="left", dx=8, fontSize=13).encode(
        x="beside:Q", text="label:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x="room:Q", tooltip=alt.value(None))
    return finished(alt.layer(bars, marks, words, room))


def common_picture(found: Sequence[Common]) -> Chart | None:
    """Draw what won deals have in common; None where nothing can be compared."""
    tested = [one for one in found if one.found != "too few" and one.lift is not None]
    if not tested:
        return None
    sure = [one for one in tested if one.found != "chance"]
    drawn = sorted(tested[:AT_MOST], key=lambda one: -(one.lift or 0.0))
    rows: list[Row] = [
        {
            "name": trait_name(one),
            "lift": one.lift,
            "one": 1.0,
            "low": one.low,
            "high": one.high,
            "sure": one.found != "chance",
            "shown": f"{one.lift:.2f} times",
            "interval": f"{one.low:.2f} to {one.high:.2f}",
            "rate": f"{percent(one.rate)}, others {percent(one.others_rate)}",
            "cases": f"{one.won:,} of {counted(one.closed, 'deal')}",
            "verdict": found_words(one),
        }
        for one in drawn
    ]
    title = common_sentence(sure[0]) if sure else "Nothing stands out among the won deals"
    subtitle = (
        "Share among won deals over share among all closed ones, with 95 % interval; "
        "1 is no difference; pale may be chance"
    )
    return fill("wins-common", lifts(), rows, title, subtitle)


@cache
def lifts() -> Spec:
    """Lifts around 1. Rows as `common_picture` gives."""
    import altair as alt

    told = tips(
        ("name", "Trait"),
        ("shown", "Lift"),
        ("interval", "95 % interval"),
        ("rate", "Win rate"),
        ("cases", "Won"),
        ("verdict", "Verdict"),
    )
    bare = alt.Chart(no_data())
    base = _named(told, bare)
    x = alt.X("low:Q", title="Times as often among won deals").scale(zero=False, nice=True)
    layers = [base.mark_rule(opacity=0).encode(x=x, x2="high:Q")]
    for sure, word in ((True, "joint"), (False, "muted")):
        part = base.transform_filter(alt.FieldEqualPredicate(field="sure", equal=sure))
        layers += [
            part.mark_rule(strokeWidth=8, opacity=0.3).encode(x=x, x2="high:Q", color=colour(word)),
            part.mark_circle(size=110, opacity=1).encode(x="lift:Q", color=colour(word)),
        ]
    one = bare.mark_rule(strokeDash=[4, 4], strokeWidth=1.5).encode(
        x="mean(one):Q", color=colour("muted")
    )
    return finished(alt.layer(*layers, one))


def _named(told: list[Any], bare: alt.Chart | None = None) -> alt.Chart:
    import altair as alt

    chart = alt.Chart(no_data()) if bare is None else bare
    return chart.encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=told,
    )
