"""Lines: the rows of a budget, with the reason behind each number."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Column,
    choice,
    day,
    day_told,
    in_year,
    money,
    money_told,
    month,
    number,
    one_of,
    text,
)
from planning.agreed.drivers import Driver, begin_in_time, drivers_of, read_drivers
from planning.agreed.rows import Cells
from planning.agreed.scenarios import MONTHS, Scenario
from planning.kpis import KPIS
from planning.teams import TEAMS, Team

# The words of the facts (planning.actuals.kinds); a test holds both lists equal.
Category = Literal[
    "programme", "people", "tools", "agency", "commission", "partner", "travel", "overhead"
]
Motion = Literal["acquire", "cross-sell", "up-sell", "retain"]
Job = Literal["development", "closing"]
Status = Literal["placed", "placeholder", "reserve"]
When = Literal["above", "below"]
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
MOTIONS: Final[tuple[Motion, ...]] = get_args(Motion)
JOBS: Final[tuple[Job, ...]] = get_args(Job)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)

PLAN: Final = tuple(f"plan_{at:02d}" for at in range(1, MONTHS + 1))
"""The cells of the planned months, by position from the scenario's first month."""

COMMITTED: Final = tuple(f"committed_{at:02d}" for at in range(1, MONTHS + 1))
"""The cells of what is promised already: signed, booked or hired."""

_NAME: Final = text(NAME_LIMIT)


def job(value: object) -> JsonValue:
    """Read what a person does, in the model's word where it has one.

    Example:
        >>> job("Closing"), job("Content")
        ('closing', 'Content')
    """
    found = str(_NAME(value))
    return next((name for name in JOBS if name == found.casefold()), found)


COLUMNS: Final = (
    Column("team", "Team", one_of(*TEAMS), needed=True, fixed=True),
    Column("category", "Category", one_of(*CATEGORIES), needed=True),
    Column("channel", "Channel", _NAME),
    Column("job", "Job", job),
    Column("campaign", "Campaign", _NAME),
    Column("campaign_start", "Campaign start", day, hold=in_year, told=day_told),
    Column("offer", "Offer", _NAME),
    Column("owner", "Owner", _NAME),
    Column("region", "Region", _NAME),
    Column("segment", "Segment", _NAME),
    Column("motion", "Motion", one_of(*MOTIONS)),
    *(Column(name, f"Month {at}", money, told=money_told) for at, name in enumerate(PLAN, 1)),
    *(
        Column(name, f"Committed in month {at}", money, told=money_told)
        for at, name in enumerate(COMMITTED, 1)
    ),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("drivers", "Drivers", read_drivers, hold=begin_in_time),
    Column("status", "Status", one_of(*STATUSES), needed=True),
    Column("reserve_kpi", "Trigger", choice({key: kpi.name for key, kpi in KPIS.items()})),
    Column("reserve_when", "Trigger is", one_of(*get_args(When))),
    Column("reserve_threshold", "Threshold", number),
    Column("reserve_month", "Trigger month", month, hold=in_year, told=day_told),
    Column("reserve_then", "Then", text(TEXT_LIMIT, lines=True)),
    Column("line_code", "Line code", _NAME),
    Column("goal", "Goal", _NAME),
    Column("copied_from", "Copied from", _NAME, fixed=True),
)


class Line(BaseModel):
    """One row of the budget.

    Attributes:
        team: Whose money it is; never changes.
        category: What kind of money it is.
        channel: Where it goes, for money in channels.
        job: What the people do, for money in people.
        campaign, offer, owner, region, segment, motion: What it is for and who answers.
        campaign_start: First day of the campaign, `YYYY-MM-DD`.
        plan: Plan-currency units for each of the twelve months, None where blank.
        committed: The part that is promised already, likewise.
        reason: Why these numbers.
        drivers: What they are made of.
        status: Placed; a placeholder for money without a purpose yet; or a reserve that
            waits for its trigger.
        reserve_kpi: KPI that releases the reserve.
        reserve_when: On which side of the threshold.
        reserve_threshold: In the KPI's unit, fractions as fractions.
        reserve_month: Month of the facts that decide, `YYYY-MM`.
        reserve_then: What is then released or cut.
        line_code: The code bookings carry.
        goal: Id of the goal it serves.
        copied_from: The first line it was copied from, in another plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    team: Team
    category: Category
    channel: str | None = None
    job: str | None = None
    campaign: str | None = None
    campaign_start: str | None = None
    offer: str | None = None
    owner: str | None = None
    region: str | None = None
    segment: str | None = None
    motion: Motion | None = None
    plan: tuple[Decimal | None, ...] = (None,) * MONTHS
    committed: tuple[Decimal | None, ...] = (None,) * MONTHS
    reason: str = ""
    drivers: tuple[Driver, ...] = ()
    status: Status = "placed"
    reserve_kpi: str | None = None
    reserve_when: When | None = None
    reserve_threshold: Decimal | None = None
    reserve_month: str | None = None
    reserve_then: str | None = None
    line_code: str | None = None
    goal: str | None = None
    copied_from: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a line from the cells of its row, which nothing refused."""
        months = {*PLAN, *COMMITTED, "drivers"}
        given = {name: it for name, it in cells.items() if it is not None and name not in months}
        drivers = cells.get("drivers") or []
        return cls(
            **given,
            plan=_amounts(cells, PLAN),
            committed=_amounts(cells, COMMITTED),
            drivers=drivers_of(drivers) if isinstance(drivers, list) else (),
        )

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        found = self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        found.pop("plan", None)
        found.pop("committed", None)
        for names, amounts in ((PLAN, self.plan), (COMMITTED, self.committed)):
            found |= {n: str(it) for n, it in zip(names, amounts, strict=True) if it is not None}
        return {**found, "team": self.team, "category": self.category, "status": self.status}

    @property
    def planned_total(self) -> Decimal:
        """What is planned for the year."""
        return sum((it for it in self.plan if it is not None), Decimal("0.00"))

    @property
    def committed_total(self) -> Decimal:
        """What of the year is promised already."""
        return sum((it for it in self.committed if it is not None), Decimal("0.00"))


def _amounts(cells: Cells, names: Iterable[str]) -> tuple[Decimal | None, ...]:
    return tuple(
        None if (kept := cells.get(name)) is None else Decimal(str(kept)) for name in names
    )


def title(cells: Cells) -> str:
    """Return what a line is called: its campaign, channel or job, else its category.

    Example:
        >>> title({"team": "marketing", "category": "programme", "channel": "Events"})
        'Events'
        >>> title({"channel": "Events", "campaign": "Events: spring fair"})
        'Events: spring fair'
        >>> title({"team": "sales", "category": "people", "job": "closing", "region": "DACH"})
        'people, closing, DACH'
    """
    category = str(cells.get("category") or "line")
    channel, campaign = str(cells.get("channel") or ""), str(cells.get("campaign") or "")
    # Campaigns are often named after their channel: said once is enough.
    named = [campaign] if campaign.startswith(channel) else [channel, campaign]
    parts: list[JsonValue] = [part for part in named if part] or [category, cells.get("job")]
    parts += [cells.get(name) for name in ("region", "segment")]
    return ", ".join(str(part) for part in parts if part)


def driver_total(line: Line, scenario: Scenario) -> tuple[Decimal, ...]:
    """Return what a line's drivers come to in each month of a scenario.

    Example:
        >>> cells = {"team": "sales", "category": "people", "drivers": [
        ...     {"job": "closing", "heads": "2", "cost_per_month": "7000.00", "starts": "2026-12"}]}
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> driver_total(Line.of(cells), year)[-2:]
        (Decimal('0.00'), Decimal('14000.00'))
    """
    lists = [driver.by_month(scenario.first_month) for driver in line.drivers]
    return tuple(sum((months[at] for months in lists), Decimal("0.00")) for at in range(MONTHS))
