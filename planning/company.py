"""What the company agreed once for all screens: calendar, money and waiting times."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

from planning.periods import Period, month_of


@lru_cache(maxsize=1)
def _time_zones() -> frozenset[str]:
    # They are looked up in the files of the machine, which takes tens of milliseconds.
    return frozenset(available_timezones())


CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Company(BaseModel):
    """Settings that change how facts are counted or plans are read.

    Attributes:
        name: Shown in the header.
        fiscal_year_start: Month (1 to 12) in which the fiscal year begins; the year is
            named after the calendar year in which it ends.
        currency: The plan currency.
        rates: Plan-currency units for one unit of another currency, by code, then by
            fiscal year; year 0 stands for every year without one of its own.
        time_zone: Timestamps become dates in this zone.
        working_days: Monday is 0.
        sla_hours: A lead waits within this time and is overdue past it.
        never_after_days: An untouched lead older than this was never followed up.
        credit_window_days: How far back a lead explains its account's deal.
        crm_link: Address of a record, `{id}` replaced; https only, or None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "Company"
    fiscal_year_start: int = Field(1, ge=1, le=12)
    currency: CurrencyCode = "EUR"
    rates: dict[CurrencyCode, dict[int, Decimal]] = Field(default_factory=dict)
    time_zone: str = "UTC"
    working_days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    sla_hours: int = Field(24, ge=1, le=24 * 365)
    never_after_days: int = Field(30, ge=1, le=3650)
    credit_window_days: int = Field(365, ge=0, le=36500)
    crm_link: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if zone not in _time_zones():
            raise ValueError(f"“{zone}” is not a time zone. Use a name like Europe/Berlin.")
        return zone

    @field_validator("crm_link")
    @classmethod
    def _link_is_https(cls, link: str | None) -> str | None:
        if link is not None and (not link.startswith("https://") or "{id}" not in link):
            raise ValueError("A link must start with https:// and contain {id}.")
        return link

    @field_validator("rates")
    @classmethod
    def _rates_are_positive(
        cls, rates: dict[str, dict[int, Decimal]]
    ) -> dict[str, dict[int, Decimal]]:
        for code, years in rates.items():
            if any(rate <= 0 for rate in years.values()):
                raise ValueError(f"A rate of {code} must be above 0.")
        return rates

    def fiscal_year(self, day: date) -> int:
        """Return the fiscal year of a day.

        Example:
            >>> Company(fiscal_year_start=7).fiscal_year(date(2025, 7, 1))
            2026
            >>> Company().fiscal_year(date(2025, 7, 1))
            2025
        """
        return (month_of(day) + (13 - self.fiscal_year_start) % 12) // 12

    def months_of(self, fiscal_year: int) -> Period:
        """Return the months of a fiscal year.

        Example:
            >>> Company(fiscal_year_start=7).months_of(2026).label
            'Jul 2025 to Jun 2026'
        """
        first = fiscal_year * 12 - (13 - self.fiscal_year_start) % 12
        return Period(start=first, end=first + 12)

    def rate(self, currency: str, day: date | None) -> Decimal | None:
        """Return plan-currency units for one unit of a currency, or None if not agreed.

        Example:
            >>> Company(rates={"USD": {0: Decimal("0.9")}}).rate("USD", date(2025, 1, 1))
            Decimal('0.9')
        """
        if currency == self.currency:
            return Decimal(1)
        years = self.rates.get(currency, {})
        if day is not None and self.fiscal_year(day) in years:
            return years[self.fiscal_year(day)]
        return years.get(0)
