"""Why actual differs, as a picture: the way from what was planned to what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

from planning.actuals.slices import Context
from planning.kpis import KPIS
from planning.review.shortfall.decompose import Decomposition
from planning.review.shortfall.shortfall import Shortfall
from planning.teams import Team
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, team_colour, tips
from views.formats import exact, shown, unit_head
from views.shortfall import (
    base_words,
    finding,
    measure_name,
    measure_unit,
    moved,
    part_name,
    term_name,
    with_word,
)
from views.targets import TEAM_WORDS

AT_MOST: Final = 9
"""Parts drawn one by one; the smallest of more stand together."""

_LABELS: Final = 132
_UNSEEN: Final = "\u200b"
_ROW: Final = 34
_HEAD: Final = 30
_BAR: Final = 20
"""Pixels of a row, of what stands below the rows, and of a bar."""
_ROOM: Final = 0.55
"""Part of the way kept free on the right for the words beside a bar."""


@dataclass(frozen=True)
class _Step:
    name: str
    team: Team
    effect: Fraction
    about: str


def by_driver(found: Shortfall, base: str, when: str, currency: str) -> Chart | None:
    """Draw the way from plan, or before, to actual by step; None where it is untold.

    Args:
        found: The difference.
        base: What it is held against, in words.
        when: The months in words.
        currency: The plan currency.
    """
    apart = found.shown
    if apart is None:
        return None
    steps = [
        _Step(
            term_name(found.kpi, term),
            term.team,
            term.effect,
            " → ".join(
                "—" if value is None else exact(float(value), measure_unit(term), currency)
                for value in (term.before, term.after)
            )
            if measure_name(term)
            else "shares of the parts",
        )
        for term in apart.terms
    ]
    rows = _rows(found, apart, steps, currency)
    head = unit_head(KPIS[found.kpi].name, KPIS[found.kpi].unit, currency)
    subtitle = f"{head}, {when} against {base}; each bar wears the colour of the team it belongs to"
    return fill("why-steps", waterfall(_tall(found)), rows, finding(found), subtitle)


def by_part(found: Shortfall, by: str, base: str, when: str, context: Context) -> Chart | None:
    """Draw the same way by part of the company; None where it is not cut.

    Args:
        found: The difference.
        by: What it is cut by.
        base: What it is held against, in words.
        when: The months in words.
        context: Who owns which channel, and the currency.
    """
    apart, currency = found.parts, context.company.currency
    if apart is None:
        return None
    ordered = sorted(apart.parts, key=lambda part: -abs(apart.effect_of(part)))
    drawn = ordered if len(ordered) <= AT_MOST + 1 else ordered[:AT_MOST]
    rest = ordered[len(drawn) :]
    steps = [
        _Step(
            part_name(part, by),
            context.team_of(part) if by == "channel" else "joint",
            apart.effect_of(part),
            "all steps",
        )
        for part in drawn
    ]
    if rest:
        left = sum((apart.effect_of(part) for part in rest), Fraction(0))
        steps.append(_Step(f"{len(rest)} smaller ones", "joint", left, "all steps"))
    rows = _rows(found, apart, steps, currency)
    first = steps[0]
    title = f"{first.name} moved it most: {moved(first.effect)}"
    head = unit_head(KPIS[found.kpi].name, KPIS[found.kpi].unit, currency)
    subtitle = f"{head} by {by}, {when} against {base}; each bar is what a {by} moved"
    return fill("why-parts", waterfall(_tall(found)), rows, title, subtitle)


def _rows(
    found: Shortfall, apart: Decomposition, steps: Iterable[_Step], currency: str
) -> list[Row]:
    at = apart.before
    rows: list[Row] = []
    for step in steps:
        rows.append(_bar(step, at, found.kpi, currency))
        at += step.effect
    planned = "Plan" if found.against == "plan" else "Before"
    first = _end(planned, "planned", apart.before, found, currency)
    last = _end("Actual", "actual", apart.after, found, currency)
    rows = _apart([first, *rows, last])
    known = [float(row[side]) for row in rows for side in ("start", "end")]
    room = max(known) + _ROOM * ((max(known) - min(known)) or 1.0)
    return [{**row, "room": room, "first": float(apart.before)} for row in rows]


def _apart(rows: Iterable[Row]) -> list[Row]:
    """Keep rows of one name apart, such as a channel that is called Actual."""
    found: list[Row] = []
    taken: set[str] = set()
    for row in rows:
        name = str(row["name"])
        while name in taken:
            name += _UNSEEN
        taken.add(name)
        found.append({**row, "name": name})
    return found


def _bar(step: _Step, at: Fraction, kpi: str, currency: str) -> Row:
    return {
        "name": step.name,
        "kind": "step",
        "team": step.team,
        "start": float(at),
        "end": float(at + step.effect),
        "beside": float(max(at, at + step.effect)),
        "label": with_word(kpi, step.effect),
        "shown": exact(float(step.effect), KPIS[kpi].unit, currency),
        "about": step.about,
        "owner": TEAM_WORDS[step.team],
    }


def _end(name: str, kind: str, value: Fraction, found: Shortfall, currency: str) -> Row:
    unit = KPIS[found.kpi].unit
    told = exact(float(value), unit, currency)
    return {
        "name": name,
        "kind": kind,
        "team": "joint",
        "start": float(value),
        "end": float(value),
        "beside": float(value),
        "label": shown(float(value), unit),
        "shown": told,
        "about": base_words(found) if kind == "planned" else "what happened",
        "owner": TEAM_WORDS["joint"],
    }


def _tall(found: Shortfall) -> int:
    """Return for how many rows there must be room: both pictures are of one height."""
    steps = len(found.shown.terms) if found.shown else 0
    parts = len(found.parts.parts) if found.parts else 0
    return max(steps, min(parts, AT_MOST + 1)) + 2


@cache
def waterfall(rows: int) -> Spec:
    """Floating bars between two marks. Rows as `_rows` gives."""
    import altair as alt

    told = tips(
        ("name", "Step"), ("shown", "Amount"), ("about", "From what to what"), ("owner", "Team")
    )
    bare = alt.Chart(no_data())
    base = bare.encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=_LABELS, labelOverlap=False, labelFlush=False, grid=False
        ),
        tooltip=told,
    )
    x = alt.X("start:Q", title=None).scale(zero=False, nice=False).axis(tickCount=4, format="~s")

    def of(kind: str) -> alt.Chart:
        return base.transform_filter(alt.FieldEqualPredicate(field="kind", equal=kind))

    line = bare.mark_rule(strokeDash=[4, 4], strokeWidth=1).encode(
        x="mean(first):Q", color=colour("muted")
    )
    bars = (
        of("step")
        .mark_bar(cornerRadius=2, height=_BAR)
        .encode(x=x, x2="end:Q", color=team_colour())
    )
    planned = (
        of("planned")
        .mark_point(size=140, filled=False, strokeWidth=2.5)
        .encode(x="start:Q", color=colour("joint"))
    )
    actual = (
        of("actual")
        .mark_point(size=150, filled=True, opacity=1)
        .encode(x="start:Q", color=colour("joint"))
    )
    words = base.mark_text(align="left", dx=9, fontSize=13).encode(
        x="beside:Q", text="label:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x="room:Q", tooltip=alt.value(None))
    # The first layer has every row, so that all stand in the order of the way.
    layers = alt.layer(room, line, bars, planned, actual, words)
    return finished(layers, height=_HEAD + _ROW * rows)
