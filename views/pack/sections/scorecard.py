"""The page of the scorecard: every KPI of the month by team, against the month before."""

from __future__ import annotations

from typing import Final

from planning.actuals.change import Change
from planning.actuals.figures import Figure
from planning.kpis import KPIS
from planning.periods import Period, month_name
from planning.teams import Team
from planning.together.week_ground import MonthFigures, WeekGround
from views.formats import UNDEFINED, change, unit_head
from views.pack.section import Cell, Column, Section, Table, Tone, number, on_the_right, said, words
from views.pack.sections.cover import TEAM_HEADS
from views.tiles import earlier_words, meaning, true_sentence

_ELSEWHERE: Final = frozenset({"open_pipeline"})
"""What is open now was created in any month: it has a page of its own."""

_TONES: Final[dict[str, Tone]] = {"better": "good", "worse": "bad"}


def scorecard(ground: WeekGround) -> Section:
    """Return the page of all KPIs, marketing first, sales last."""
    month = ground.month
    name = month_name(month.month)
    return Section(
        name="Scorecard",
        heading=true_sentence(month.figures, name),
        tables=tuple(_table(month, team, ground.currency) for team in TEAM_HEADS),
        notes=said(
            "Better and worse are said where the move holds against chance; unclear may be chance."
        ),
    )


def _table(month: MonthFigures, team: Team, currency: str) -> Table:
    before = earlier_words(Period(start=month.month, end=month.month + 1))
    columns = (
        Column("KPI", share=2),
        *on_the_right(month_name(month.month), before, "Change"),
        Column("Means", share=0.9),
    )
    rows = tuple(
        _row(month.figures[key], month.moved.get(key), currency)
        for key, kpi in KPIS.items()
        if kpi.owner == team and key in month.figures and key not in _ELSEWHERE
    )
    return Table(TEAM_HEADS[team], columns, rows, printed=20)


def _row(figure: Figure, moved: Change | None, currency: str) -> tuple[Cell, ...]:
    kpi = figure.kpi
    known = moved is not None and moved.difference is not None
    move = change(figure.value, moved.before.value, kpi.unit) if moved and known else None
    word = meaning(move, moved)
    return (
        words(unit_head(kpi.name, kpi.unit, currency)),
        number(figure.value, kpi.unit),
        number(None if moved is None else moved.before.value, kpi.unit),
        Cell(UNDEFINED) if move is None or moved is None else Cell(move, moved.difference),
        words(word, _TONES.get(word, "")),
    )
