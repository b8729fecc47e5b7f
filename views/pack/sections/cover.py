"""The first page: what is true this week, and both teams' tiles."""

from __future__ import annotations

from typing import Final

from planning.periods import month_name
from planning.teams import Team
from planning.together.week_ground import KnownThen, WeekGround
from views.formats import day, percent
from views.pack.section import (
    Cell,
    Column,
    Section,
    Table,
    TileGroup,
    Tone,
    on_the_right,
    said,
    words,
)
from views.plans import called_with_state
from views.week import WeekTile, true_sentence
from views.week_tiles import week_tiles

TEAM_HEADS: Final[dict[Team, str]] = {
    "marketing": "Marketing",
    "joint": "Together",
    "sales": "Sales",
}


def cover(ground: WeekGround) -> Section:
    """Return the page of the week's sentence and tiles."""
    month = ground.month
    found = week_tiles(
        month.part, month.month, month.figures, month.moved, month.paces, ground.pipeline
    )
    groups = tuple(TileGroup(TEAM_HEADS[team], team, tuple(found[team])) for team in TEAM_HEADS)
    return Section(
        name="This week",
        heading=true_sentence(month.values, month.paces, month.month),
        paragraphs=said(*_basis(ground), *known_words(ground.known)),
        tables=(_table(groups),),
        tiles=groups,
    )


def known_words(known: KnownThen) -> tuple[str, ...]:
    """Say where facts and plan are of another time than the week."""
    told = []
    if known.ends_before:
        told.append(
            f"The facts end on {day(known.as_of)}, before this week began: "
            "it is told by the newest there are."
        )
    if known.in_hindsight:
        told.append(
            f"These facts were brought in on {day(known.brought_on)}, after the week: plan, "
            f"actions and decisions stand as of change {known.revision}."
        )
    return tuple(told)


def _basis(ground: WeekGround) -> tuple[str, ...]:
    lines = [f"{month_name(ground.month.month)}, facts up to {day(ground.known.as_of)}"]
    if ground.plan is not None:
        lines.append(f"targets of {called_with_state(ground.plan)}")
    worked = next((it.worked for it in ground.month.paces.values() if not it.is_over), None)
    if worked is not None:
        lines.append(f"{percent(worked)} of the working days are over")
    if ground.known.is_demo:
        lines.append("demo company")
    missing = ""
    if ground.plan is None:
        year = ground.month.part.context.company.fiscal_year(ground.known.as_of)
        missing = f"No plan for {year} yet, so nothing is held against a target."
    return (f"{' · '.join(lines)}.", missing)


def _table(groups: tuple[TileGroup, ...]) -> Table:
    columns = (
        Column("Team"),
        Column("KPI"),
        *on_the_right("Value", "Change"),
        Column("Means"),
        Column("Against"),
        Column("Target"),
        Column("Beside it"),
    )
    rows = tuple(_row(group.name, one) for group in groups for one in group.tiles)
    # The tiles themselves stand in print.
    return Table("Both teams' figures of the month", columns, rows, printed=0)


def _row(team: str, one: WeekTile) -> tuple[Cell, ...]:
    tile = one.tile
    tone: Tone = "" if one.is_off is None else "bad" if one.is_off else "good"
    return (
        words(team),
        words(tile.label),
        Cell(tile.value, tile.trend[-1] if tile.trend else None),
        Cell(tile.change),
        words(tile.word),
        words(tile.against),
        words(one.goal, tone),
        words(tile.counter),
    )
