"""Closed months in words and tables: who closed which, and what became of their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from planning.agreed.closing import ClosingTeam, Restatement, closed, closers
from planning.agreed.rows import PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.targets import bound_told
from planning.kpis import KPIS
from planning.periods import month_name, parse_month
from views.formats import UNDEFINED, counted, day, unit_head, visible

if TYPE_CHECKING:
    import pandas as pd

MONTH, MARKETING, SALES, STANDS = "Month", "Marketing", "Sales", "Stands"
VALUES: Final = ("When closed", "Now", "Difference")
IN_WORDS: Final = "In words"
_TEAMS: Final[Mapping[ClosingTeam, str]] = {"marketing": MARKETING, "sales": SALES}


def label(month: str) -> str:
    """Write a month of the store as people read it.

    Example:
        >>> label("2026-05")
        'May 2026'
    """
    return month_name(parse_month(month))


def months(
    scenario: Scenario,
    rows: Sequence[PlanRow],
    told: Mapping[str, tuple[str, datetime]],
    closable: Mapping[ClosingTeam, Sequence[str]],
) -> pd.DataFrame:
    """Lay out a year's months with who closed them.

    Args:
        scenario: The agreed plan of the year.
        rows: The closings that stand for the year.
        told: Shown name and moment of each closing, by its id.
        closable: Months that each team may close now, as `YYYY-MM`.
    """
    import pandas as pd

    by = {(str(row["month"]), str(row.team)): row.id for row in rows}
    listed = []
    for month in scenario.months:
        cells = {MONTH: label(month)}
        for team, head in _TEAMS.items():
            own = by.get((month, team))
            if own is not None:
                who, at = told[own]
                cells[head] = f"closed {day(at.date())}, {visible(who)}"
            else:
                cells[head] = "can be closed" if month in closable.get(team, ()) else "not over"
        cells[STANDS] = "closed" if month in closed(rows) else "open"
        listed.append(cells)
    return pd.DataFrame(listed, columns=[MONTH, MARKETING, SALES, STANDS])


def true_sentence(scenario: Scenario, rows: Sequence[PlanRow]) -> str:
    """Say how far the year is closed.

    Args:
        scenario: The agreed plan of the year.
        rows: The closings that stand for the year.
    """
    both, by_team = closed(rows), closers(rows)
    halfway = [at for at in sorted(by_team) if at not in both]
    if not by_team:
        return f"No month of {scenario.fiscal_year} is closed yet."
    number = counted(len(both), "month") if both else "No month"
    told = f"{number} of {scenario.fiscal_year} {_is(max(len(both), 1))} closed by both teams"
    if both:
        told += f", the last {label(both[-1])}"
    if halfway:
        (team,) = by_team[halfway[0]]
        told += f"; {label(halfway[0])} by {team} alone"
    return f"{told}."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def restated_sentence(found: Sequence[Restatement], rows: Sequence[PlanRow]) -> str:
    """Say whether figures of closed months are others now.

    Args:
        found: The figures that are.
        rows: The closings that stand for the year.
    """
    if not closed(rows):
        return "Once both teams closed a month, later changes of its figures are listed here."
    if not found:
        return "No figure of a closed month has changed since it was closed."
    number = len({one.month for one in found})
    verb = _is(len(found))
    other = "another" if len(found) == 1 else "others"
    return (
        f"{counted(len(found), 'figure')} of {counted(number, 'closed month')} {verb} {other} now."
    )


def restated(found: Sequence[Restatement], currency: str) -> pd.DataFrame:
    """Lay out the figures of closed months that are others now.

    Args:
        found: The figures.
        currency: The plan currency.
    """
    import pandas as pd

    lines = [
        (
            label(one.month),
            _name(one.kpi, currency),
            _value(one.kpi, one.was),
            _value(one.kpi, one.now),
            _difference(one),
            visible(one.sentence),
        )
        for one in found
    ]
    return pd.DataFrame(lines, columns=[MONTH, "Figure", *VALUES, IN_WORDS])


def _name(key: str, currency: str) -> str:
    kpi = KPIS.get(key)
    return key if kpi is None else unit_head(kpi.name, kpi.unit, currency)


def _value(key: str, value: Decimal | None) -> str:
    return UNDEFINED if value is None else bound_told(str(value), {"kpi": key})


def _difference(one: Restatement) -> str:
    if one.was is None or one.now is None:
        return UNDEFINED
    more = one.now - one.was
    return f"{'+' if more > 0 else '−'}{_value(one.kpi, abs(more))}"
