"""The page of the lines that land off their plan."""

from __future__ import annotations

from planning.review.line_landing import LineLanding
from planning.together.week_ground import WeekGround
from views.budget import called
from views.formats import UNDEFINED, Number, whole
from views.pack.section import (
    Cell,
    Column,
    Section,
    Table,
    drawn,
    on_the_right,
    said,
    sentence,
    told,
    words,
)
from views.plans import called_with_state
from views.targets import TEAM_WORDS
from views.week_line_pictures import off_plan
from views.week_lines import finding


def lines(ground: WeekGround) -> Section:
    """Return the page of the lines, furthest off first."""
    found, currency = ground.lines, ground.currency
    if ground.plan is None or not found:
        missing = "no plan" if ground.plan is None else "no spend to hold against it"
        return Section("Lines", f"No line can be held against a plan: there is {missing}.")
    columns = (
        Column("Line", share=2),
        Column("Team"),
        *on_the_right(
            "Planned", "Planned to date", "Spent", "Landing", "Landing less plan", "P10", "P90"
        ),
    )
    table = Table(
        f"Lines of {called_with_state(ground.plan)}, {currency}",
        columns,
        tuple(map(_row, found)),
        printed=18,
    )
    return Section(
        name="Lines",
        heading=sentence(finding(found, currency)),
        tables=(table,),
        charts=drawn(off_plan(found, currency)),
        notes=said("P10 and P90 as lines of their team came out so far."),
    )


def _row(one: LineLanding) -> tuple[Cell, ...]:
    amounts = (one.plan, one.plan_to_date, one.spent, one.forecast, one.off, one.low, one.high)
    return (words(called(one.row)), words(TEAM_WORDS[one.row.team]), *map(_amount, amounts))


def _amount(value: Number | None) -> Cell:
    return told(UNDEFINED if value is None else whole(value), value)
