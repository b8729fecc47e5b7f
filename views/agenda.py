"""Items of an agenda in words, and the small pictures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from planning.agreed.actions import Action
from planning.agreed.notes import Parked
from planning.review.exceptions.item import Item, Picture
from planning.together.agenda import WeekAgenda
from views.charts import Chart, Row, Spec, colour, fill, finished, no_data, tips
from views.formats import counted, day, isolated, one_line, short, shown, unit_head, visible
from views.theme import CHART_ORDER

SMALL, LARGE = 132, 440
"""Heights of a picture in pixels: beside its finding, and on the big screen."""

_LETTERS: Final = {SMALL: 13, LARGE: 18}
"""Sizes of its letters: those on the big screen are read from across a room."""

_MOST_BARS: Final = 6
_NO_WIDTH: Final = "\u200b"
_ROOM: Final = {SMALL: 1.6, LARGE: 1.25}
"""The scale reaches beyond the longest bar, so that its label fits beside it."""


def agenda_words(found: WeekAgenda) -> str:
    """Say what a meeting has before it.

    Example:
        >>> agenda_words(WeekAgenda((), (), (), (), (), ()))
        'Nothing is off course this week.'
    """
    number = len(found.problems) + len(found.more)
    if not number:
        return "Nothing is off course this week."
    told = f"{counted(number, 'item')} to talk about"
    if number > 1:
        told += ", most money first, causes before the rest"
    if found.parked:
        told += f"; {counted(len(found.parked), 'item')} parked"
    return f"{told}."


def money_words(item: Item, currency: str) -> str:
    """Say how much money is at stake; empty where nothing can be told."""
    if item.money is None:
        return ""
    ahead = "more than planned" if item.mood == "good" else "at stake"
    return f"{short(item.money)} {currency} {ahead}"


def owner_words(item: Item) -> str:
    """Say who answers for the matter in each team; empty where the plan names nobody."""
    told = []
    if item.marketing_owner:
        told.append(f"Marketing: {visible(item.marketing_owner)}")
    if item.sales_owner:
        told.append(f"Sales: {visible(item.sales_owner)}")
    return " · ".join(told)


def folded_words(item: Item) -> str:
    """Say which other items this one explains; empty where it explains none."""
    names = [isolated(visible(one.about)) for one in item.folded]
    if not names:
        return ""
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return f"Also explains: {', '.join(names[:2])}{more}."


def about_words(item: Item) -> str:
    """Say what the item is about where its finding does not."""
    about = one_line(item.about, 160)
    return "" if about.casefold() in item.finding.casefold() else about


def assigned_words(action: Action, names: Mapping[str, str] | None = None) -> str:
    """Say that something is in hand.

    Args:
        action: What was promised.
        names: Shown names of people by address; whoever is not among them stands as typed.

    Example:
        >>> from datetime import date
        >>> assigned_words(Action(what="Call", owner="Bo", team="sales", due=date(2026, 6, 3)))
        'In hand: Call (Bo, due 3 Jun 2026)'
    """
    who = visible((names or {}).get(action.owner, action.owner))
    told = f"In hand: {visible(action.what)} ({who}, due {day(action.due)})"
    return f"{told}, done" if action.done_on else told


def back_words(parked: Parked) -> str:
    """Say that something was parked and is back.

    Example:
        >>> from datetime import date
        >>> back_words(Parked(item="k", until=date(2026, 7, 1), why="New people start."))
        'Parked until 1 Jul 2026: New people start.'
    """
    return f"Parked until {day(parked.until)}: {visible(' '.join(parked.why.split()))}"


def task_words(item: Item) -> str:
    """Return the action an item suggests: what could be done, and about what."""
    lever = f"{item.lever[:1].upper()}{item.lever[1:]}"
    return f"{lever} ({one_line(item.about)})"


def question_words(item: Item) -> tuple[str, str]:
    """Return the question an item suggests, and its options one a line."""
    return f"{item.finding.rstrip('.')}?", f"{task_words(item)}\nLeave it as it is"


def picture_of(item: Item, currency: str, height: int = SMALL) -> Chart | None:
    """Draw an item's picture; None where it has none.

    Args:
        item: The item; its finding is the picture's.
        currency: The plan currency.
        height: In pixels.
    """
    picture = item.picture
    if picture is None or not any(it is not None for it in picture.values):
        return None
    rows = _rows(picture, _ROOM.get(height, _ROOM[SMALL]))
    subtitle = unit_head(picture.subtitle, picture.unit, currency)
    if picture.outlined and any(row["outline"] is not None for row in rows):
        sign = "dashed" if picture.kind == "line" else "tick"
        subtitle = f"{subtitle}; {sign}: {picture.outlined}"
    template = _line(height) if picture.kind == "line" else _bars(height)
    return fill(f"item-{item.key}", template, rows, item.finding.rstrip("."), subtitle)


def _rows(picture: Picture, beyond: float) -> list[Row]:
    times = 100 if picture.unit == "fraction" else 1
    outline: Sequence[float | None] = picture.outline or (None,) * len(picture.values)
    known = [it for it in (*picture.values, *outline) if it is not None]
    room = max(known, default=0.0) * times * beyond
    rows: list[Row] = []
    for at, (label, value, against) in enumerate(
        zip(picture.labels, picture.values, outline, strict=True)
    ):
        marked = at in picture.highlighted
        rows.append({
            "at": at,
            # Two of one name are two bars.
            "name": isolated(visible(label)) + _NO_WIDTH * picture.labels[:at].count(label),
            "value": None if value is None else value * times,
            "outline": None if against is None else against * times,
            "end": max((it * times for it in (value, against) if it is not None), default=None),
            "shown": "" if value is None else shown(value, picture.unit),
            "against": "" if against is None else shown(against, picture.unit),
            "marked": marked,
            "word": "joint" if marked else "muted",
            "strength": 0.95 if marked else 0.45,
            "room": room,
        })  # fmt: skip
    return rows if picture.kind == "line" else _fewest(rows, picture.kind)


def _fewest(rows: list[Row], kind: str) -> list[Row]:
    """Keep what the finding speaks of and the largest of the rest, so that bars stay legible.

    What the finding speaks of stands first; of two that follow one another the earlier does.
    """
    ranked = sorted(rows, key=lambda row: (not row["marked"], -(row["value"] or 0)))
    kept = {row["at"] for row in ranked[:_MOST_BARS]}
    left = [row for row in rows if row["at"] in kept]
    return left if kind == "pair" else sorted(left, key=lambda row: not row["marked"])


def _size(height: int) -> int:
    return _LETTERS.get(height, _LETTERS[SMALL])


@cache
def _bars(height: int) -> Spec:
    """Bars with what each is held against as a tick. Rows as `_rows` gives."""
    import altair as alt

    size = _size(height)
    told = tips(("name", "Of"), ("shown", "Value"), ("against", "Held against"))
    base = alt.Chart(no_data()).encode(
        y=alt.Y("name:N", title=None, sort=None).axis(
            labelLimit=10 * size,
            labelOverlap=False,
            labelFlush=False,
            labelFontSize=size,
            grid=False,
        ),
        tooltip=told,
    )
    x = alt.X("value:Q", title=None).scale(zero=True, nice=True).axis(None)
    scale = alt.Scale(domain=list(CHART_ORDER))
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        x=x,
        color=alt.Color("word:N", scale=scale, legend=None),
        opacity=alt.Opacity("strength:Q", scale=None, legend=None),
    )
    ticks = base.mark_tick(thickness=2, opacity=1).encode(
        x=alt.X("outline:Q", title=None).axis(None), color=colour("bad")
    )
    # Beyond the tick too, which would cross the words.
    labels = base.mark_text(align="left", dx=5, fontSize=size - 1).encode(
        x=alt.X("end:Q", title=None).axis(None), text="shown:N", color=colour("text")
    )
    room = base.mark_point(opacity=0).encode(x=alt.X("room:Q", title=None).axis(None))
    return finished(alt.layer(bars, ticks, labels, room), height)


@cache
def _line(height: int) -> Spec:
    """A line over time, what it is held against dashed. Rows as `_rows` gives."""
    import altair as alt

    size = _size(height)
    told = tips(("name", "When"), ("shown", "Value"), ("against", "Held against"))
    base = alt.Chart(no_data()).encode(
        x=alt.X("name:N", title=None, sort=None).axis(
            labelAngle=0, labelOverlap="greedy", labelFontSize=size, grid=False
        ),
        tooltip=told,
    )
    y = (
        alt.Y("value:Q", title=None)
        .scale(zero=True, nice=True)
        .axis(tickCount=3, format="~s", labelFontSize=size)
    )
    line = base.mark_line(strokeWidth=2).encode(y=y, color=colour("joint"))
    dots = base.mark_circle(size=36, opacity=1).encode(y=y, color=colour("joint"))
    against = base.mark_line(strokeWidth=1.5, strokeDash=[4, 4]).encode(
        y=alt.Y("outline:Q", title=None), color=colour("bad")
    )
    return finished(alt.layer(line, dots, against), height)
