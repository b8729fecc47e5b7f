"""What the next money buys, drawn: more to the right, less to the left, channel by channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

import pandas as pd

from planning.periods import month_name
from views.budget import TEAM_WORDS
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import UNDEFINED, short, signed, visible, whole
from views.week import listed

if TYPE_CHECKING:
    from planning.model.weighing.next_heads import Head
    from planning.model.weighing.next_money import Effect, Step

_BAR: Final = 44
_ROOM: Final = 1.6
_HALF: Final = 0.02


def steps_picture(steps: Sequence[Step], currency: str, plan: str) -> Chart | None:
    """Draw what 10,000 more and less do in each channel; None where nothing is told.

    Args:
        steps: Of the channels of one plan.
        currency: The plan currency.
        plan: Whose they are: “the current plan”.
    """
    told = [it for it in steps if it.kind == "money" and (it.more or it.less)]
    if not told:
        return None
    told.sort(key=lambda it: -(it.more.contribution if it.more else -_of(it.less)))
    reach = max(max(abs(_of(it.more)), abs(_of(it.less))) for it in told) or 1.0
    rows = [row for at, it in enumerate(told) for row in _rows(it, at, reach)]
    finding = steps_finding(told)
    subtitle = f"{currency} of contribution in {plan}; full colour: 10,000 more, pale: 10,000 less"
    return fill("next-money", _bars(len(told)), rows, finding, subtitle)


def steps_finding(steps: Sequence[Step]) -> str:
    """Say where the next money does most, or that it nowhere earns its cost."""
    good = [it for it in steps if it.more and it.more.contribution > 0]
    if good:
        first = max(good, key=lambda it: _of(it.more))
        return f"The next 10,000 does most in {visible(first.line)}: {short(_of(first.more))} more"
    spare = [it for it in steps if it.less and it.less.contribution > 0]
    if spare:
        names = listed([visible(it.line) for it in spare[:2]])
        return f"No channel earns the next 10,000; {names} would not miss 10,000"
    return "No channel earns the next 10,000, and none can spare 10,000"


def _of(effect: Effect | None) -> float:
    return 0.0 if effect is None else effect.contribution


def _rows(step: Step, at: int, reach: float) -> Iterator[Row]:
    for side, effect in (("10,000 more", step.more), ("10,000 less", step.less)):
        up = _of(effect) >= 0
        yield {
            "name": visible(step.line) if side == "10,000 more" else "",
            "at": at,
            "zero": 0,
            "top": at,
            "bottom": at + 1,
            "lane": at + (0.32 if side == "10,000 more" else 0.68),
            "head": at + 0.02,
            "team": step.team,
            "side": side,
            "solid": side == "10,000 more",
            "apart": _of(effect),
            "end": _of(effect) + (reach if up else -reach) * _HALF,
            "up": up,
            "low": -reach * _ROOM,
            "far": reach * _ROOM,
            "label": UNDEFINED if effect is None else signed(effect.contribution),
            "year": UNDEFINED if effect is None else signed(effect.year),
            "leads": UNDEFINED if effect is None else whole(effect.leads),
            "why": step.why,
        }  # fmt: skip


@cache
def _bars(count: int) -> Spec:
    """Bars to both sides of nothing, two for each channel. Rows: see `_rows`."""
    import altair as alt

    told = tips(
        ("side", "Step"), ("label", "Contribution"), ("year", "This fiscal year"),
        ("leads", "Leads this year"), ("why", "Note"),
    )  # fmt: skip
    down = alt.Scale(domain=[0, count], reverse=True, nice=False, zero=False)
    base = alt.Chart(no_data()).encode(
        y=alt.Y("lane:Q", title=None, scale=down).axis(None), tooltip=told
    )
    room = base.mark_rule(opacity=0).encode(
        x=alt.X("low:Q", title=None).axis(None).scale(nice=False), x2="far:Q"
    )
    zero = base.mark_rule(strokeWidth=1, opacity=0.5).encode(
        x=alt.X("zero:Q").axis(None), y=alt.Y("top:Q", scale=down).axis(None), y2="bottom:Q",
        color=colour("muted"),
    )  # fmt: skip
    bars = [
        base.mark_bar(size=size, opacity=opacity)
        .encode(
            x=alt.X("apart:Q", title=None, stack=None).axis(None), x2="zero:Q",
            color=team_colour(),
        )
        .transform_filter(alt.FieldEqualPredicate(field="solid", equal=solid))
        for solid, size, opacity in ((True, 10, 0.9), (False, 10, 0.35))
    ]  # fmt: skip
    beyond, before = (
        base.mark_text(align="left", fontSize=12),
        base.mark_text(align="right", fontSize=12),
    )
    labels = [
        text.encode(
            x=alt.X("end:Q").axis(None), text="label:N", color=colour("text")
        ).transform_filter(alt.FieldEqualPredicate(field="up", equal=up))
        for up, text in ((True, beyond), (False, before))
    ]
    names = base.mark_text(align="left", fontSize=13).encode(
        x=alt.X("low:Q").axis(None), text="name:N", color=colour("text")
    )
    spec = finished(alt.layer(room, zero, *bars, *labels, names), height=_BAR * count)
    spec["config"]["axisY"]["grid"] = False
    return spec


def steps_frame(now: Sequence[Step], best: Sequence[Step], currency: str) -> pd.DataFrame:
    """Return what the next money buys in the current and the best plan, as a table."""
    beside = {(it.line, it.kind): it for it in best}
    rows = []
    for it in now:
        other = beside[(it.line, it.kind)]
        rows.append(
            {
                "Line": it.line,
                "Team": TEAM_WORDS[it.team],
                f"10,000 more now, {currency}": None if it.more is None else it.more.contribution,
                "of it this year": None if it.more is None else it.more.year,
                "Leads by 10,000 more": None if it.more is None else it.more.leads,
                f"10,000 less now, {currency}": None if it.less is None else it.less.contribution,
                "10,000 more in the best plan": _or_none(other.more),
                "10,000 less in the best plan": _or_none(other.less),
                "Note": it.why,
            }
        )
    return pd.DataFrame(rows)


def _or_none(effect: Effect | None) -> float | None:
    return None if effect is None else effect.contribution


def heads_frame(heads: Sequence[Head], currency: str) -> pd.DataFrame:
    """Return what one more head is worth in each group and role, as a table."""
    return pd.DataFrame(
        [
            {
                "Area": it.area,
                "Role": it.job,
                f"One more brings, {currency}": _or_none(it.brings),
                "of it this year": None if it.brings is None else it.brings.year,
                "Revenue this year": None if it.brings is None else it.brings.revenue,
                "First paid in": month_name(it.starts),
            }
            for it in heads
        ]
    )  # fmt: skip
