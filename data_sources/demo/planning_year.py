"""One fiscal year of the fictitious firm's plan, and what its planners expect to spend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from pydantic import JsonValue

from data_sources.demo.draws import NEVER, Floats, Ints, month_index, stream
from data_sources.demo.planners import Planners, planners
from data_sources.demo.truth import AS_OF, FIRST_MONTH, MONTHS, Truth
from planning.agreed.kinds import cleaned
from planning.agreed.lines import PLAN, Line, driver_total
from planning.agreed.rows import Cells, Kind
from planning.agreed.scenarios import Scenario
from planning.company import Company
from planning.periods import month_key
from planning.teams import Team

if TYPE_CHECKING:
    from data_sources.demo.company import DemoCompany

YEAR: Final = 12


@dataclass(frozen=True)
class Row:
    """A row of the plan before it has an id.

    Attributes:
        key: Names it among the rows of its plan.
        kind, team, cells: As in `PlanRow`; comments and proposals are about a key.
    """

    key: str
    kind: Kind
    team: Team
    cells: dict[str, JsonValue]

    @property
    def planned(self) -> Decimal:
        """Of a line, what is planned for the year."""
        return sum((Decimal(str(self.cells.get(name) or 0)) for name in PLAN), Decimal(0))


@dataclass(frozen=True)
class Year:
    """A fiscal year the firm plans.

    Attributes:
        company: The firm, whole.
        scenario: The plan's name and months.
        start: Position of its first month among the demo's; may be outside.
        people: Who plans.
        spent: Cents by line code (rows) and month of the demo.
        error: How far planners are off, by line code; around 1.
    """

    company: DemoCompany
    scenario: Scenario
    start: int
    people: Planners
    spent: pd.DataFrame
    error: Mapping[str, float]

    @property
    def truth(self) -> Truth:
        """The firm's true parameters, which planners know roughly."""
        return self.company.truth

    @property
    def is_this_year(self) -> bool:
        """Whether the facts end in it."""
        return self.start <= MONTHS - 1 < self.start + YEAR

    @property
    def closed(self) -> int:
        """How many of its months the facts cover."""
        return min(YEAR, max(0, MONTHS - self.start))

    def month(self, position: int) -> str:
        """Return a month of the year as `YYYY-MM`."""
        return self.scenario.months[position]

    def spent_in(self, code: str) -> Floats:
        """Return what a line code spent in the year's twelve months, 0 where unknown."""
        found = np.zeros(YEAR)
        if code in self.spent.index:
            months = [at for at in range(YEAR) if 0 <= self.start + at < MONTHS]
            found[months] = self.spent.loc[code].to_numpy()[[self.start + at for at in months]]
        return found / 100

    def line(self, key: str, cells: Mapping[str, JsonValue], drivers: Sequence[JsonValue]) -> Row:
        """Return a line whose months are what its drivers come to."""
        given = {"status": "placed", **cells, "drivers": list(drivers)}
        clean: dict[str, JsonValue] = {
            name: it for name, it in cleaned("line", given).items() if it is not None
        }
        read = Line.of(clean)
        if drivers and not any(name in clean for name in PLAN):
            months = driver_total(read, self.scenario)
            clean |= {name: str(it) for name, it in zip(PLAN, months, strict=True) if it}
        return Row(key=key, kind="line", team=read.team, cells=clean)


def planned_years(company: DemoCompany) -> tuple[Year, ...]:
    """Return the fiscal year that ended last by the as-of date, and the one it lies in."""
    settings = company.company
    this = settings.fiscal_year(AS_OF)
    spend = company.frames["spend"]
    month = month_index(day_numbers(spend["month"]))
    table = spend["amount_cents"].astype("int64").groupby([spend["line_code"], month]).sum()
    spent = table.unstack(fill_value=0).reindex(columns=range(MONTHS), fill_value=0)
    people = planners(company.truth)
    rng = stream(company.seed, "plan")
    years = []
    for number in (this - 1, this):
        first = first_month(settings, number)
        scenario = Scenario(
            name=f"Plan {number}", fiscal_year=number, start=month_key(first), origin="demo"
        )
        drawn = dict(zip(spent.index, np.exp(rng.normal(0, 0.06, len(spent))), strict=True))
        years.append(Year(company, scenario, first - FIRST_MONTH, people, spent, drawn))
    return tuple(years)


def first_month(settings: Company, fiscal_year: int) -> int:
    """Return the month number in which a fiscal year begins."""
    return fiscal_year * YEAR - (13 - settings.fiscal_year_start) % YEAR


def day_numbers(days: pd.Series) -> Ints:
    """Return a table's days as the demo counts them; `NEVER` where there is none."""
    counted = days.astype("int32[pyarrow]").fillna(NEVER)
    return np.asarray(counted.to_numpy(), dtype=np.int64)


def drivers_in(line: Row) -> list[JsonValue]:
    """Return what a line's money is made of."""
    found = line.cells.get("drivers")
    return found if isinstance(found, list) else []


def purchase(
    what: str, quantity: float, price: float, months: Sequence[int] = ()
) -> dict[str, JsonValue]:
    """Return a driver: so many of something at a price, in months 1 to 12."""
    told: dict[str, JsonValue] = {
        "what": what,
        "quantity": str(round(quantity)),
        "unit_price": f"{price:.2f}",
    }
    return told | ({"months": list(months)} if months else {})


def heads(job: str, number: int, cost: float, starts: str | None = None) -> dict[str, JsonValue]:
    """Return a driver: people doing a job, from a month on."""
    told: dict[str, JsonValue] = {
        "job": job,
        "heads": str(number),
        "cost_per_month": f"{cost:.2f}",
    }
    return told | ({"starts": starts} if starts else {})


def conversion(rate: float, of: str, to: str) -> dict[str, JsonValue]:
    """Return a driver: a rate a line counts on."""
    return {"conversion": f"{rate:.2f}", "of": of, "to": to}


def committed(cells: Cells, shares: Mapping[int, float]) -> dict[str, JsonValue]:
    """Return the promised part of a line's months.

    Args:
        cells: The line's.
        shares: Promised share by position of the month, 0 to 11.
    """
    found: dict[str, JsonValue] = {}
    for at, share in sorted(shares.items()):
        planned = Decimal(str(cells.get(PLAN[at]) or 0))
        if planned and share:
            promised = (planned * Decimal(str(share))).quantize(Decimal(1))
            found[f"committed_{at + 1:02d}"] = f"{promised:.2f}"
    return found
