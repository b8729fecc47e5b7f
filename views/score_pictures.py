"""The lead score as pictures: lift by points, what was expected and came, campaigns by quality."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log2, sqrt
from typing import Any, Final

from planning.actuals.scoring.back_test import BackTest, Band
from planning.actuals.scoring.campaigns import Campaign, CampaignQuality
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, percent, visible, whole
from views.pictures import SOURCE
from views.score import points_of

_SIZE: Final = 13
_NAMED: Final = 5
_APART: Final = 0.35
_LINE: Final = 0.1
"""Parts of the picture's width and height that two names need to be apart."""

_POINTS: Final = 150
"""Campaigns drawn at most, the largest."""


_WORDS: Final[dict[str, Any]] = {"dy": -11, "fontSize": _SIZE, "limit": 190}
_LEFT: Final[dict[str, Any]] = {**_WORDS, "dx": -10, "align": "right"}
_RIGHT: Final[dict[str, Any]] = {**_WORDS, "dx": 10, "align": "left"}
"""Names stand on the side of the dot where the picture has room."""


def lift(test: BackTest) -> Chart | None:
    """Draw how much oftener leads of each band were won than all; None below two bands."""
    rows = [_lifted(at, band) for at, band in enumerate(test.bands) if band.lift is not None]
    if len(rows) < 2 or test.share is None:
        return None
    first, last = test.bands[0], test.bands[-1]
    finding = f"The most points win {_often(last)}, the fewest {_often(first)}"
    subtitle = (
        f"Share won over the {percent(test.share)} of all leads, by points; "
        "bars are 95 % intervals, the line is all"
    )
    return fill("score-lift", _lift_template(), rows, finding, subtitle)


def _often(band: Band) -> str:
    return f"{band.lift:.1f} times as often as all" if band.won and band.lift else "never"


def _ratio(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} ×"


def _lifted(at: int, band: Band) -> Row:
    low, high = band.lift_interval or (band.lift or 0.0, band.lift or 0.0)
    share = band.won / band.cases
    return {
        "name": points_of(band),
        "order": -at,
        "lift": band.lift,
        "low": low,
        "high": high,
        "all": 1,
        "label": _ratio(band.lift),
        "shown": percent(share),
        "interval": f"{low:.1f} to {high:.1f}",
        "cases": f"{counted(band.cases, 'lead')}, {whole(band.won)} won",
        "source": SOURCE,
    }


@cache
def _lift_template() -> Spec:
    import altair as alt

    told = tips(
        ("name", "Points"),
        ("label", "Against all"),
        ("interval", "95 % interval"),
        ("shown", "Share won"),
        ("cases", "Rests on"),
        ("source", "Source"),
    )
    bare = alt.Chart(no_data())
    base = bare.encode(
        y=alt.Y(
            "name:N", title="Points", sort=alt.EncodingSortField("order", order="ascending")
        ).axis(grid=False, labelOverlap=False),
        tooltip=told,
    )
    x = alt.X("low:Q", title="Times as often won as all").scale(zero=True, nice=True)
    ranges = base.mark_rule(strokeWidth=8, opacity=0.35).encode(
        x=x.axis(tickCount=6), x2="high:Q", color=colour("joint")
    )
    dots = base.mark_circle(size=110, opacity=1).encode(x="lift:Q", color=colour("joint"))
    words = base.mark_text(dy=-14, fontSize=_SIZE).encode(
        x="lift:Q", text="label:N", color=colour("text")
    )
    average = bare.mark_rule(strokeDash=[4, 4], strokeWidth=1.5).encode(
        x="mean(all):Q", color=colour("muted")
    )
    return finished(alt.layer(ranges, dots, words, average))


def calibration(test: BackTest) -> Chart | None:
    """Draw what earlier leads let expect of each band against what later ones brought."""
    bands = [band for band in test.bands if band.later_cases and band.later_interval]
    if len(bands) < 2:
        return None
    rows = [_expected(band) for band in bands]
    top = max(float(row["high"]) for row in rows)
    top = max(top, *(float(row["expected"]) for row in rows))
    for row in rows:
        # Right of the middle a label stands left of its dot, or a phone cuts it off.
        row["side"] = "left" if float(row["expected"]) > top / 2 else "right"
    ends: list[Row] = [{"kind": "as expected", "expected": it, "came": it} for it in (0.0, top)]
    kept = sum(band.as_expected for band in bands)
    finding = f"{kept} of {len(bands)} bands did later what earlier leads let expect"
    subtitle = (
        "Share won by points, %: expected from the earlier half of leads, observed in the "
        "later; bars are 95 % intervals, the line is as expected"
    )
    return fill("score-calibration", _calibration_template(), [*rows, *ends], finding, subtitle)


def _expected(band: Band) -> Row:
    low, high = band.later_interval or (0.0, 0.0)
    came = band.later_won / band.later_cases
    return {
        "kind": "band",
        "name": points_of(band),
        "expected": band.expected * 100,
        "came": came * 100,
        "low": low * 100,
        "high": high * 100,
        "expected_shown": percent(band.expected),
        "shown": percent(came),
        "interval": f"{percent(low)} to {percent(high)}",
        "cases": f"{counted(band.later_cases, 'lead')}, {whole(band.later_won)} won",
        "source": SOURCE,
    }


@cache
def _calibration_template() -> Spec:
    import altair as alt

    told = tips(
        ("name", "Points"),
        ("expected_shown", "Expected"),
        ("shown", "Came"),
        ("interval", "95 % interval"),
        ("cases", "Rests on"),
        ("source", "Source"),
    )
    base = alt.Chart(no_data()).encode(
        x=alt.X("expected:Q", title="Expected from earlier leads, %")
        .scale(zero=True, nice=True)
        .axis(tickCount=6)
    )
    y = alt.Y("came:Q", title="Observed in later leads, %").scale(zero=True, nice=True)
    line = (
        base.mark_line(strokeDash=[4, 4], strokeWidth=1.5)
        .encode(y=y, color=colour("muted"))
        .transform_filter(alt.FieldEqualPredicate(field="kind", equal="as expected"))
    )
    bands = alt.FieldEqualPredicate(field="kind", equal="band")
    ranges = (
        base.mark_rule(strokeWidth=8, opacity=0.35)
        .encode(y=alt.Y("low:Q"), y2="high:Q", color=colour("joint"), tooltip=told)
        .transform_filter(bands)
    )
    dots = (
        base.mark_circle(size=110, opacity=1)
        .encode(y=y, color=colour("joint"), tooltip=told)
        .transform_filter(bands)
    )
    names = base.encode(y=y, text="name:N", color=colour("text"))
    right = names.mark_text(dx=10, align="left", fontSize=_SIZE).transform_filter(
        alt.FieldEqualPredicate(field="side", equal="right")
    )
    left = names.mark_text(dx=-10, align="right", fontSize=_SIZE).transform_filter(
        alt.FieldEqualPredicate(field="side", equal="left")
    )
    return finished(alt.layer(line, ranges, dots, right, left))


def campaigns(found: CampaignQuality, when: str) -> Chart | None:
    """Draw campaigns by leads and share won, in four fields; None below two campaigns."""
    if len(found.campaigns) < 2 or found.share is None:
        return None
    drawn = found.campaigns[:_POINTS]
    named = _named(drawn, found.share)
    rows = [_campaign(it, found, named=it.name in named) for it in drawn]
    middle = sqrt(drawn[0].leads * drawn[-1].leads)
    for row in rows:
        row["left"] = float(row["leads"]) > middle
    many = [it for it in drawn if it.verdict == "many poor leads"]
    few = [it for it in drawn if it.verdict == "few good ones"]
    parts = []
    if many:
        parts.append(f"{counted(len(many), 'campaign')} {_brings(many)} many poor leads")
    if few:
        parts.append(
            f"{len(few) if many else counted(len(few), 'campaign')} {_brings(few)} few good ones"
        )
    finding = ", ".join(parts) or "No campaign certainly stands apart in quality"
    subtitle = (
        f"Leads (each step doubles) and share won, %, {when}; right of the line more leads than "
        f"the middle campaign, above the line won more often than the {percent(found.share)} of all"
    )
    return fill("campaign-quality", _campaign_template(), rows, finding, subtitle)


def _brings(found: list[Campaign]) -> str:
    return "brings" if len(found) == 1 else "bring"


def _named(drawn: Sequence[Campaign], rate: float) -> set[str]:
    """Return the campaigns whose names are written: those that matter most and do not touch."""
    told = [it for it in drawn if it.verdict not in ("too few to say", "like the others")]
    told.sort(key=lambda it: -abs(it.share - rate) * it.leads)
    wide = log2(drawn[0].leads / drawn[-1].leads) or 1.0
    tall = sqrt(max(it.share for it in drawn)) or 1.0
    chosen: list[tuple[float, float, str]] = []
    for it in told:
        x, y = log2(it.leads) / wide, sqrt(it.share) / tall
        if all(abs(x - a) > _APART or abs(y - b) > _LINE for a, b, _ in chosen):
            chosen.append((x, y, it.name))
    return {name for _, _, name in chosen[:_NAMED]}


def _campaign(it: Campaign, found: CampaignQuality, *, named: bool) -> Row:
    good = it.verdict in ("many good", "few good ones")
    poor = it.verdict in ("many poor leads", "few poor")
    name = visible(it.name)
    return {
        "name": name,
        "label": name if named else "",
        "leads": it.leads,
        "share": it.share * 100,
        "usual": found.usual,
        "all": (found.share or 0) * 100,
        "sort": "sure" if good or poor else "unsure",
        "verdict": it.verdict,
        "leads_shown": whole(it.leads),
        "shown": percent(it.share),
        "interval": f"{percent(it.low)} to {percent(it.high)}",
        "source": SOURCE,
    }


@cache
def _campaign_template() -> Spec:
    import altair as alt

    told = tips(
        ("name", "Campaign"),
        ("verdict", "Verdict"),
        ("leads_shown", "Leads"),
        ("shown", "Expected share won"),
        ("interval", "95 % interval"),
        ("source", "Source"),
    )
    base = alt.Chart(no_data())
    spots = base.encode(
        x=alt.X("leads:Q", title="Leads")
        .scale(type="log", base=2, nice=True)
        .axis(tickCount=6, format=",d"),
        y=alt.Y("share:Q", title="Share won, %").scale(type="sqrt", zero=True, nice=True),
        tooltip=told,
    )
    sure = spots.mark_circle(size=110, opacity=1).encode(color=colour("marketing"))
    unsure = spots.mark_point(size=80, opacity=0.8).encode(color=colour("muted"))
    words = [
        (spots.mark_text(**_LEFT) if left else spots.mark_text(**_RIGHT))
        .encode(text="label:N", color=colour("text"))
        .transform_filter(alt.FieldEqualPredicate(field="left", equal=left))
        for left in (True, False)
    ]
    middle = base.mark_rule(strokeDash=[4, 4]).encode(x="mean(usual):Q", color=colour("muted"))
    rate = base.mark_rule(strokeDash=[4, 4]).encode(y="mean(all):Q", color=colour("muted"))
    return finished(
        alt.layer(
            middle,
            rate,
            unsure.transform_filter(alt.FieldEqualPredicate(field="sort", equal="unsure")),
            sure.transform_filter(alt.FieldEqualPredicate(field="sort", equal="sure")),
            *words,
        ),
        height=420,
    )
