"""Scenarios: one version of the plan for one fiscal year."""

from __future__ import annotations

from typing import Final, Self

from pydantic import BaseModel, ConfigDict, JsonValue

from planning.agreed.cells import NAME_LIMIT, Column, day_told, month, one_of, text, whole
from planning.agreed.rows import Cells
from planning.periods import Period, month_key, month_name, parse_month

MONTHS: Final = 12
STATES: Final = ("draft", "agreed", "put away")
ORIGINS: Final = ("real", "demo")

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

COLUMNS: Final = (
    Column("name", "Name", text(NAME_LIMIT), needed=True),
    Column("fiscal_year", "Fiscal year", whole(1900, 2999), needed=True, fixed=True),
    Column("start", "First month", month, needed=True, fixed=True, told=day_told),
    Column("state", "State", one_of(*STATES), needed=True),
    Column("origin", "Origin", one_of(*ORIGINS), needed=True, fixed=True),
)


class Scenario(BaseModel):
    """One version of the plan.

    Attributes:
        name: As people call it.
        fiscal_year: Named after the calendar year in which it ends.
        start: Its first month, `YYYY-MM`.
        state: Only a draft may be edited.
        origin: Whether it plans for the company or for the demo company.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    fiscal_year: int
    start: str
    state: str = "draft"
    origin: str = "real"

    @classmethod
    def of(cls, cells: Cells) -> Self:
        """Read a scenario from the cells of its row."""
        return cls.model_validate({name: it for name, it in cells.items() if it is not None})

    def cells(self) -> dict[str, JsonValue]:
        """Return the cells of its row."""
        return self.model_dump()

    @property
    def first_month(self) -> int:
        """Month number of the first month."""
        return parse_month(self.start)

    @property
    def period(self) -> Period:
        """The twelve months."""
        return Period(start=self.first_month, end=self.first_month + MONTHS)

    @property
    def months(self) -> tuple[str, ...]:
        """The twelve months as `YYYY-MM`.

        Example:
            >>> Scenario(name="Plan", fiscal_year=2026, start="2025-07").months[-1]
            '2026-06'
        """
        return tuple(month_key(at) for at in self.period.months())

    def month_label(self, position: int) -> str:
        """Return a month as the plan calls it: its name alone, for a year has each once.

        Args:
            position: 0 to 11.

        Example:
            >>> Scenario(name="Plan", fiscal_year=2026, start="2025-07").month_label(2)
            'September'
        """
        return MONTH_NAMES[(self.first_month + position) % MONTHS]

    def month_short(self, position: int) -> str:
        """Return a month with its year, short, as a table head shows it.

        Example:
            >>> Scenario(name="Plan", fiscal_year=2026, start="2025-07").month_short(6)
            'Jan 2026'
        """
        return month_name(self.first_month + position)
