"""Targets: an agreed value or range of a KPI, for a part of the company and a period."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Column,
    Unfit,
    choice,
    day_told,
    in_year,
    month,
    number,
    one_of,
    plain_number,
    text,
    whole,
)
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario
from planning.kpis import KPIS, Kpi
from planning.money import quoted
from planning.periods import Period, month_name, parse_month
from planning.teams import TEAMS, Team

PERIODS: Final[dict[int, str]] = {1: "month", 3: "quarter", 12: "year"}
"""What a target's number of months is called."""

MAY_EXCEED_ONE: Final = frozenset({"quota_attainment", "renewal_rate"})
"""Fractions that more than the whole can reach."""

_NAME: Final = text(NAME_LIMIT)
_KPI: Final = choice({key: kpi.name for key, kpi in KPIS.items()})
_ONE_TO_TWELVE: Final = whole(1, 12)


def length(value: object) -> int:
    """Read how many months a target is for: a month, a quarter or a year.

    Example:
        >>> length("quarter"), length(12.0)
        (3, 12)
    """
    for months, name in PERIODS.items():
        if isinstance(value, str) and value.strip().casefold() == name:
            return months
    try:
        found = _ONE_TO_TWELVE(value)
    except Unfit:
        found = 0
    if found not in PERIODS or not isinstance(found, int):
        raise Unfit(f"must be month, quarter or year, not “{quoted(value)}”.")
    return found


def length_told(value: JsonValue) -> str:
    """Return a target's number of months in words."""
    return PERIODS.get(value, f"“{quoted(value)}”") if isinstance(value, int) else "blank"


def kpi_name(key: JsonValue) -> str:
    """Return a KPI's name by its key."""
    return KPIS[key].name if isinstance(key, str) and key in KPIS else f"“{quoted(key)}”"


BOUNDS: Final = ("value", "low", "high")
"""The cells that say what was agreed, in the KPI's unit."""

MEANT: Final = ("kpi", "scope_team", "channel", "segment", "region", "start", "months", *BOUNDS)
"""The cells that make a target another one; the rest says why and who."""

COLUMNS: Final = (
    Column("team", "Team", one_of(*TEAMS), needed=True, fixed=True),
    Column("kpi", "KPI", _KPI, needed=True, told=kpi_name),
    Column("scope_team", "Team it speaks of", one_of(*TEAMS)),
    Column("channel", "Channel", _NAME),
    Column("segment", "Segment", _NAME),
    Column("region", "Region", _NAME),
    Column("start", "First month", month, needed=True, hold=in_year, told=day_told),
    Column("months", "Period", length, needed=True, told=length_told),
    Column("value", "Target", number),
    Column("low", "At least", number),
    Column("high", "At most", number),
    Column("marketing_owner", "Owner in marketing", _NAME),
    Column("sales_owner", "Owner in sales", _NAME),
    Column("counter_kpi", "Counter-KPI", _KPI, told=kpi_name),
    Column("reason", "Reason", text(TEXT_LIMIT, lines=True)),
    Column("goal", "Goal", _NAME),
    Column("copied_from", "Copied from", _NAME, fixed=True),
)


class Target(BaseModel):
    """An agreed value or range.

    Attributes:
        team: The team that owns the target; never changes.
        kpi: Key of the KPI.
        scope_team, channel, segment, region: The part of the company; None for all.
        start: First month, `YYYY-MM`.
        months: 1, 3 or 12.
        value: In the KPI's unit, fractions as fractions; None where a range is agreed.
        low, high: The range; either may be open.
        marketing_owner, sales_owner: Who answers for it in each team.
        counter_kpi: The KPI watched so that this one is not gamed.
        reason: Why this value.
        goal: Id of the goal it serves.
        copied_from: The first target it was copied from, in another plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    team: Team
    kpi: str
    scope_team: Team | None = None
    channel: str | None = None
    segment: str | None = None
    region: str | None = None
    start: str
    months: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    marketing_owner: str | None = None
    sales_owner: str | None = None
    counter_kpi: str | None = None
    reason: str = ""
    goal: str | None = None
    copied_from: str | None = None

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a target from the cells of its row, which nothing refused."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row, blank ones left out."""
        return {
            name: it for name, it in self.model_dump(mode="json").items() if it not in (None, "")
        }

    @property
    def is_whole(self) -> bool:
        """Whether it speaks of the whole company."""
        return not (self.scope_team or self.channel or self.segment or self.region)

    @property
    def period(self) -> Period:
        """The months it is for."""
        first = parse_month(self.start)
        return Period(start=first, end=first + self.months)


def kpi_of(cells: Cells) -> Kpi | None:
    """Return the KPI a target's cells name, or None."""
    key = cells.get("kpi")
    return KPIS.get(key) if isinstance(key, str) else None


def bound_told(value: JsonValue, cells: Cells) -> str:
    """Return an agreed value as a sentence says it: shares as percent, thousands apart.

    Example:
        >>> bound_told("0.275", {"kpi": "close_ratio"}), bound_told("11300", {"kpi": "leads"})
        ('27.5 %', '11,300')
    """
    kpi = kpi_of(cells)
    is_share = kpi is not None and kpi.unit == "fraction"
    try:
        exact = Decimal(str(value)) * (100 if is_share else 1)
        told = f"{Decimal(plain_number(exact)):,f}"
    except ArithmeticError:
        return f"“{quoted(value)}”"
    return f"{told} %" if is_share else told


def suggested_counter(key: str) -> str | None:
    """Return the KPI that gets worse when this one is gamed, from the registry.

    Example:
        >>> suggested_counter("leads")
        'lead_to_customer'
    """
    return KPIS[key].counter if key in KPIS else None


def scope_words(cells: Cells) -> str:
    """Return the part of the company a target speaks of.

    Example:
        >>> scope_words({"channel": "Events", "region": "DACH"}), scope_words({})
        ('Events, DACH', 'company')
    """
    parts = [cells.get(name) for name in ("scope_team", "channel", "segment", "region")]
    return ", ".join(str(part) for part in parts if part) or "company"


def title(cells: Cells) -> str:
    """Return what a target is called.

    Example:
        >>> title({"kpi": "leads", "channel": "Events", "start": "2026-01", "months": 12})
        'Leads of Events, year from Jan 2026'
    """
    about = scope_words(cells)
    of = "" if about == "company" else f" of {about}"
    name = f"{kpi_name(cells.get('kpi'))}{of}"
    start, months = cells.get("start"), cells.get("months")
    if not isinstance(start, str) or not isinstance(months, int) or months not in PERIODS:
        return name
    if months == 1:
        return f"{name}, {day_told(start)}"
    return f"{name}, {PERIODS[months]} from {day_told(start)}"


def odd_together(cells: Cells, scenario: Scenario | None) -> dict[str, str]:
    """Return what is wrong with cells that are right one by one, by cell.

    Args:
        cells: Whole cells of a target, as they are kept.
        scenario: Whose year the period must lie in, or None.
    """
    found: dict[str, str] = {}
    if cells.get("value") is not None:
        for name, called in (("low", "At least"), ("high", "At most")):
            if cells.get(name) is not None:
                found[name] = f"{called} must stay blank beside a target. Leave one of them blank."
    low, high = cells.get("low"), cells.get("high")
    if low is not None and high is not None and Decimal(str(low)) > Decimal(str(high)):
        found["high"] = f"At most must not be below at least, which is {low}."
    found |= _too_large_shares(cells)
    start, months = cells.get("start"), cells.get("months")
    if scenario is not None and isinstance(start, str) and isinstance(months, int):
        found |= _ends_late(start, months, scenario)
    return found


def _too_large_shares(cells: Cells) -> dict[str, str]:
    kpi = kpi_of(cells)
    if kpi is None or kpi.unit != "fraction":
        return {}
    most = Decimal(10) if kpi.key in MAY_EXCEED_ONE else Decimal(1)
    found = {}
    for cell, name in (("value", "Target"), ("low", "At least"), ("high", "At most")):
        kept = cells.get(cell)
        if kept is not None and (value := Decimal(str(kept))) > most:
            meant = f"Write {kept} % or {plain_number(value / 100)}."
            found[cell] = f"{name} must be at most {most * 100:.0f} %, not “{kept}”. {meant}"
    return found


def _ends_late(start: str, months: int, scenario: Scenario) -> dict[str, str]:
    end = parse_month(start) + months
    if end <= scenario.period.end or months == 1:
        return {}
    return {
        "months": f"Period must end by {month_name(scenario.period.end - 1)}, "
        f"not in {month_name(end - 1)}."
    }
