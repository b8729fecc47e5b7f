"""Closed months: both teams' leaders said that a month's figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, Column, day_told, in_year, month, one_of, text
from planning.agreed.rows import Cells, PlanRow
from planning.agreed.scenarios import Scenario
from planning.agreed.targets import bound_told, kpi_name
from planning.errors import NotPossible
from planning.periods import month_name, parse_month

ClosingTeam = Literal["marketing", "sales"]
CLOSERS: Final[frozenset[str]] = frozenset({"marketing", "sales"})

COLUMNS: Final = (
    Column("month", "Month", month, needed=True, fixed=True, hold=in_year, told=day_told),
    Column("team", "Team", one_of("marketing", "sales"), needed=True, fixed=True),
    Column("snapshot", "Facts", text(NAME_LIMIT), fixed=True),
    Column("by", "Closed by", text(NAME_LIMIT), needed=True, fixed=True),
)


class Closing(BaseModel):
    """One team's word that a month's figures stand.

    Attributes:
        month: `YYYY-MM`.
        team: Whose leader says so.
        snapshot: Id of the facts they looked at; None without facts.
        by: Their address.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    month: str
    team: ClosingTeam
    snapshot: str | None = None
    by: str

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a closing from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        return self.model_dump(mode="json", exclude_none=True)


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure of a closed month that is another one now.

    Attributes:
        month: `YYYY-MM`.
        kpi: Key of the KPI.
        was: The figure when the month was closed; None where it was undefined.
        now: What it is now, likewise.
        sentence: The same in words.
    """

    month: str
    kpi: str
    was: Decimal | None
    now: Decimal | None
    sentence: str


def title(cells: Cells) -> str:
    """Return what a closing is called.

    Example:
        >>> title({"month": "2026-03", "team": "sales"})
        'Mar 2026 for sales'
    """
    return f"{day_told(cells.get('month'))} for {cells.get('team')}"


def closers(rows: Iterable[PlanRow]) -> dict[str, frozenset[str]]:
    """Return which teams closed each month, by `YYYY-MM`."""
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        at = str(row["month"])
        found[at] = found.get(at, frozenset()) | {str(row["team"])}
    return found


def closed(rows: Iterable[PlanRow]) -> tuple[str, ...]:
    """Return the months that leaders of both teams closed, in order.

    Example:
        >>> def said(month: str, team: str) -> PlanRow:
        ...     cells: Cells = {"month": month, "team": team, "by": "x"}
        ...     return PlanRow(month + team, "closing", "plan", "joint", cells=cells)
        >>> closed([said("2026-02", "sales"), said("2026-01", "sales"),
        ...         said("2026-01", "marketing")])
        ('2026-01',)
    """
    return tuple(sorted(at for at, teams in closers(rows).items() if teams >= CLOSERS))


def hold_closable(at: str, team: str, rows: Iterable[PlanRow], running: int) -> None:
    """Hold that a team may close a month.

    Args:
        at: The month, `YYYY-MM`.
        team: Which team closes it.
        rows: The closings that stand for the year.
        running: Number of the first month that is not over in the facts.

    Raises:
        NotPossible: The month is not over, or the team closed it before.
    """
    name = month_name(parse_month(at))
    if parse_month(at) >= running:
        raise NotPossible(f"{name} is not over in the facts.", "Import its last days first.")
    if team in closers(rows).get(at, frozenset()):
        raise NotPossible(f"{name} is closed for {team} already.")


def closable(
    scenario: Scenario, team: str, rows: Iterable[PlanRow], running: int
) -> tuple[str, ...]:
    """Return the months of a year that a team may close, the first one first.

    Args:
        scenario: Names the year.
        team: Which team.
        rows: The closings that stand for the year.
        running: Number of the first month that is not over in the facts.

    Example:
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> closable(year, "sales", [], parse_month("2026-03"))
        ('2026-01', '2026-02')
    """
    done = closers(rows)
    return tuple(
        at
        for at in scenario.months
        if parse_month(at) < running and team not in done.get(at, frozenset())
    )


def first_open(scenario: Scenario, closings: Iterable[PlanRow], today: int) -> int:
    """Return the first month a plan of the year may still change.

    Months that have begun stay as they were agreed, and so do closed ones.

    Args:
        scenario: Names the year.
        closings: The closings that stand for the year.
        today: Month number of the as-of date.

    Returns:
        A month number from the year's first month to the one after its last.

    Example:
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> month_name(first_open(year, [], parse_month("2026-03")))
        'Apr 2026'
    """
    last = max((parse_month(at) for at in closed(closings)), default=scenario.first_month - 1)
    wanted = max(today, last) + 1
    return min(max(wanted, scenario.first_month), scenario.period.end)


def restated(
    at: str, was: Mapping[str, Decimal | None], now: Mapping[str, Decimal | None]
) -> tuple[Restatement, ...]:
    """Return the figures of a closed month that changed since, in the order of `was`.

    Args:
        at: The month, `YYYY-MM`.
        was: Figures by KPI when it was closed.
        now: The same now.

    Example:
        >>> restated("2026-03", {"leads": Decimal(900), "won": Decimal(4)},
        ...          {"leads": Decimal(912), "won": Decimal(4)})[0].sentence
        'Leads of Mar 2026 was 900 when the month was closed and is 912 now.'
    """
    found = []
    for kpi, before in was.items():
        after = now.get(kpi)
        if before != after:
            called = f"{kpi_name(kpi)} of {month_name(parse_month(at))}"
            sentence = (
                f"{called} was {_figure(kpi, before)} when the month was closed "
                f"and is {_figure(kpi, after)} now."
            )
            found.append(Restatement(at, kpi, before, after, sentence))
    return tuple(found)


def _figure(kpi: str, value: Decimal | None) -> str:
    return "undefined" if value is None else bound_told(str(value), {"kpi": kpi})


def latest_per_month(rows: Sequence[PlanRow]) -> dict[str, PlanRow]:
    """Return the closing that closed each closed month: the later of the two teams'."""
    months = set(closed(rows))
    found: dict[str, PlanRow] = {}
    for row in sorted(rows, key=lambda one: one.revision):
        if row["month"] in months:
            found[str(row["month"])] = row
    return found
