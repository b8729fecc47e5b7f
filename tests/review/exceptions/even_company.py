"""A company in which nothing is wrong: five channels, four regions, 24 even months.

Every month each channel brings 40 leads a region, half of them MQLs; of ten MQLs nine are
followed up in time and one late, eight accepted, four qualified. Tests change one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from planning.actuals.counts import Counts
from planning.actuals.slices import Context
from planning.review.exceptions.ground import Ground
from tests.actuals.small_counts import JAN, Row, small_counts

CHANNELS: Final = ("Ads", "Events", "Mail", "Search", "Web")
REGIONS: Final = ("East", "North", "South", "West")
MONTHS: Final = 24
FIRST: Final = JAN - 12
AS_OF: Final = date(2025, 12, 31)


@dataclass
class Cell:
    """One channel in one region and month; money in plan-currency units."""

    channel: str
    region: str
    month: int
    leads: int = 40
    mqls: int = 20
    never: int = 0
    late: int = 2
    accept: float = 0.8
    qualify: float = 0.4
    won: int = 2
    worth: int = 10_000
    money: float = 1_000.0

    @property
    def touched(self) -> int:
        """MQLs somebody followed up on."""
        return self.mqls - self.never


Change = Callable[[Cell], None]


def even_ground(
    change: Change = lambda _: None,
    *,
    heads: dict[str, int] | None = None,
    accounts: list[Row] | None = None,
) -> Ground:
    """Return the ground of the even company with one thing changed.

    Args:
        change: Called with every cell before it is counted.
        heads: Development people by region; 5 where absent.
        accounts: Rows of the cube of accounts.
    """
    counts = even_counts(change, heads=heads, accounts=accounts)
    return Ground.of(counts, Context())


def even_counts(
    change: Change = lambda _: None,
    *,
    heads: dict[str, int] | None = None,
    accounts: list[Row] | None = None,
) -> Counts:
    """Return its counts; see `even_ground`."""
    base: list[Row] = []
    follow_up: list[Row] = []
    spend: list[Row] = []
    for month in range(MONTHS):
        for channel in CHANNELS:
            for region in REGIONS:
                cell = Cell(channel, region, month)
                change(cell)
                key = {"channel": cell.channel, "region": cell.region, "month": FIRST + month}
                base.append({**key, **_base(cell)})
                follow_up += [{**key, "basis": "mql", **row} for row in _follow_up(cell)]
                spend.append(
                    {**key, "team": "marketing", "category": "programme",
                     "cents": round(cell.money * 100)}
                )  # fmt: skip
    people: list[Row] = [
        {"team": "sales", "job": "development", "region": region, "month": FIRST + month,
         "heads": (heads or {}).get(region, 5)}
        for region in REGIONS
        for month in range(MONTHS)
    ]  # fmt: skip
    return small_counts(
        as_of=AS_OF,
        base=base,
        follow_up=follow_up,
        spend=spend,
        people=people,
        accounts=accounts or [],
    )


def _base(cell: Cell) -> Row:
    cents = round(cell.won * cell.worth * 100)
    return {
        "segment": "Large",
        "leads": cell.leads,
        "mqls": cell.mqls,
        "sals": round(cell.touched * cell.accept),
        "sqls": round(cell.touched * cell.qualify),
        "leads_won": cell.won,
        "leads_won_cents": cents,
        "won_new_cents": cents,
    }


def _follow_up(cell: Cell) -> list[Row]:
    late = min(cell.late, cell.touched)
    return [
        {"state": "touched", "hours": 5, "leads": cell.touched - late},
        {"state": "touched", "hours": 100, "leads": late},
        {"state": "untouched", "hours": 2_000, "leads": cell.never},
    ]
