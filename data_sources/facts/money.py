"""Money in the engine: whole cents of the plan currency, rounded once and exactly."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import ibis  # type: ignore[import-untyped]
import ibis.expr.types as ir  # type: ignore[import-untyped]

from planning.company import Company
from planning.periods import first_day

MILLION: Final = 10**6


def whole(number: ir.IntegerColumn, divisor: int | ir.IntegerColumn) -> ir.IntegerColumn:
    """Return a number divided by another, rounded half away from zero.

    Whole numbers only: the remainder is taken off before dividing, so the quotient is a
    whole number and no fraction is ever rounded by the engine.

    Args:
        number: Whole numbers of any sign; times 2 they must fit 64 bits.
        divisor: Above 0.
    """
    doubled = number.abs() * 2 + divisor
    size = ((doubled - doubled % (divisor * 2)) / (divisor * 2)).cast("int64")
    return (number < 0).ifelse(-size, size)


def in_plan_cents(
    cents: ir.IntegerColumn, currency: ir.StringColumn, day: ir.DateColumn, company: Company
) -> ir.IntegerColumn:
    """Return amounts in cents of the plan currency, missing where no rate is agreed.

    Formula: cents × rate, the rate to six decimals, rounded half away from zero.

    Args:
        cents: Amounts in cents of their own currency.
        currency: Three-letter codes; missing means the plan currency.
        day: The row's main date, which names the fiscal year; undated rows take the
            rate for every year.
        company: Plan currency, rates and fiscal year.
    """
    branches = [(currency.isnull() | (currency == company.currency), cents)]
    for code in sorted(company.rates):
        if code != company.currency:
            branches += [
                ((currency == code) & when, _times(cents, rate))
                for when, rate in _rates(code, day, company)
            ]
    return ibis.cases(*branches, else_=ibis.null("int64"))


def _rates(
    code: str, day: ir.DateColumn, company: Company
) -> list[tuple[ir.BooleanValue, Decimal]]:
    found = []
    for year, rate in sorted(company.rates[code].items(), reverse=True):
        if year == 0:
            found.append((ibis.literal(True), rate))
        else:
            start, end = _fiscal_year(year, company)
            found.append(((day >= start) & (day < end), rate))
    return found


def _fiscal_year(year: int, company: Company) -> tuple[date, date]:
    last = year * 12 + 11 - (13 - company.fiscal_year_start) % 12
    return first_day(last - 11), first_day(last + 1)


def _times(cents: ir.IntegerColumn, rate: Decimal) -> ir.IntegerColumn:
    millionths = int((rate * MILLION).to_integral_value(ROUND_HALF_UP))
    size = cents.abs()
    # Split before multiplying: the product of a large amount and a rate in millionths
    # would not fit 64 bits, the two parts do.
    below = size % MILLION
    above = ((size - below) / MILLION).cast("int64")
    total = above * millionths + whole(below * millionths, MILLION)
    return (cents < 0).ifelse(-total, total)
