"""Splitting: a year's money or target over its months and quarters, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from pydantic import JsonValue

from planning.agreed.cells import plain_number
from planning.agreed.lines import PLAN
from planning.agreed.scenarios import MONTHS
from planning.agreed.targets import Target
from planning.errors import NotPossible
from planning.kpis import KPIS
from planning.money import CENT, split
from planning.periods import month_key

Way = Literal["evenly", "like_last_year", "by_season"]
WAYS: Final[dict[Way, str]] = {
    "evenly": "evenly",
    "like_last_year": "like last year",
    "by_season": "by season",
}
"""How money is spread over a year, and what each way is called."""

QUARTER: Final = 3


def over_months(
    total: Decimal,
    way: Way,
    spent: Mapping[int, Decimal] | None = None,
    *,
    first_month: int = 0,
    months: Sequence[int] = tuple(range(MONTHS)),
) -> tuple[Decimal, ...]:
    """Split a year's money over its months; the parts add up to it exactly.

    Args:
        total: Plan-currency units for the year, in whole cents.
        way: Evenly; like the twelve months before; or by the season of all whole years
            known before.
        spent: What was spent, by month number; not read for `evenly`.
        first_month: Month number of the year's first month; not read for `evenly`.
        months: Positions 0 to 11 of the months that get something, for example the open
            ones; the others get 0.

    Returns:
        Twelve amounts.

    Raises:
        NotPossible: Nothing is known of the year before, or in none of its months.
        UsageError: No month is named.

    Example:
        >>> before = {2025 * 12 + at: Decimal(at < 2) for at in range(12)}
        >>> parts = over_months(Decimal("0.05"), "like_last_year", before, first_month=2026 * 12)
        >>> [str(part) for part in parts[:3]]
        ['0.03', '0.02', '0.00']
    """
    weights = [Decimal(1)] * MONTHS
    if way == "like_last_year":
        weights = last_year(spent or {}, first_month)
    elif way == "by_season":
        weights = season(spent or {}, first_month)
    chosen = sorted(set(months))
    if way != "evenly" and not any(weights[at] for at in chosen):
        raise NotPossible("Nothing was spent in these months before.", "Split evenly instead.")
    parts = dict(zip(chosen, split(total, [weights[at] for at in chosen]), strict=True))
    return tuple(parts.get(at, Decimal("0.00")) for at in range(MONTHS))


def last_year(spent: Mapping[int, Decimal], first_month: int) -> list[Decimal]:
    """Return what was spent in each of the twelve months before, credits as 0."""
    return [
        max(spent.get(first_month - MONTHS + at, Decimal(0)), Decimal(0)) for at in range(MONTHS)
    ]


def season(spent: Mapping[int, Decimal], first_month: int) -> list[Decimal]:
    """Return the season: each month's mean share of its year, over all whole years before.

    A year without spending says nothing and is left out; credits count as 0. Years have
    equal weight, so that a year of growth does not outvote the others.

    Raises:
        NotPossible: No whole year is known.

    Example:
        >>> twice = {month: Decimal(1 + (month % 12 == 11)) for month in range(24)}
        >>> [round(share * 13) for share in season(twice, 24)]
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    """
    earliest = min((month for month, amount in spent.items() if amount), default=first_month)
    years = []
    for start in range(first_month - MONTHS, earliest - 1, -MONTHS):
        year = last_year(spent, start + MONTHS)
        if whole := sum(year):
            years.append([amount / whole for amount in year])
    if not years:
        raise NotPossible("No whole year of spending is known.", "Split evenly instead.")
    return [sum((year[at] for year in years), Decimal(0)) / len(years) for at in range(MONTHS)]


def plan_cells(amounts: Sequence[Decimal]) -> dict[str, JsonValue]:
    """Return twelve amounts as the cells of a line's months.

    Example:
        >>> plan_cells([Decimal("1")] * 12)["plan_12"]
        '1.00'
    """
    return {n: str(it.quantize(CENT)) for n, it in zip(PLAN, amounts, strict=True)}


def is_additive(key: str) -> bool:
    """Whether a KPI's months add up to its year: counts and sums do, ratios do not.

    Example:
        >>> is_additive("leads"), is_additive("revenue"), is_additive("cac")
        (True, True, False)
    """
    kpi = KPIS[key]
    return kpi.unit == "count" or (kpi.unit == "money" and not kpi.is_ratio)


def to_quarters(target: Target, weights: Sequence[Decimal | float] = ()) -> tuple[Target, ...]:
    """Return the four quarterly targets of a yearly one.

    Args:
        target: A target for twelve months.
        weights: Of the twelve months; none splits evenly. Ratios read none.

    Raises:
        NotPossible: The target is not for a year.
    """
    if target.months != MONTHS:
        raise NotPossible("Only a yearly target splits into quarters.", "Choose a yearly target.")
    monthly = list(weights) or [1] * MONTHS
    by_quarter = [
        sum((Decimal(it) for it in monthly[at : at + QUARTER]), Decimal(0))
        for at in range(0, MONTHS, QUARTER)
    ]
    return _parts(target, by_quarter, QUARTER)


def to_months(target: Target, weights: Sequence[Decimal | float] = ()) -> tuple[Target, ...]:
    """Return the monthly targets of a yearly or quarterly one.

    A year goes by its quarters, so that months add up to the quarters shown beside them.

    Args:
        target: A target for three or twelve months.
        weights: Of these months; none splits evenly. Ratios read none.

    Raises:
        NotPossible: The target is for a single month.

    Example:
        >>> year = Target(team="marketing", kpi="leads", start="2026-01", months=12, value=100)
        >>> [str(month.value) for month in to_months(year)]
        ['9', '8', '8', '9', '8', '8', '9', '8', '8', '9', '8', '8']
    """
    if target.months == 1:
        raise NotPossible("A month is not split further.", "Choose a quarter or a year.")
    monthly = list(weights) or [1] * target.months
    if target.months == QUARTER:
        return _parts(target, monthly, 1)
    return tuple(
        month
        for at, quarter in enumerate(to_quarters(target, monthly))
        for month in _parts(quarter, monthly[at * QUARTER : (at + 1) * QUARTER], 1)
    )


def _parts(target: Target, weights: Sequence[Decimal | float], months: int) -> tuple[Target, ...]:
    values = _shares(target.kpi, target.value, weights)
    lows = _shares(target.kpi, target.low, weights)
    highs = _shares(target.kpi, target.high, weights)
    if target.low is not None and target.high is not None and is_additive(target.kpi):
        # The room between both is split, so that no part's range turns upside down.
        room = _shares(target.kpi, target.high - target.low, weights)
        highs = [_sum(low, extra) for low, extra in zip(lows, room, strict=True)]
    first = target.period.start
    return tuple(
        target.model_copy(
            update={
                "start": month_key(first + at * months),
                "months": months,
                "value": values[at],
                "low": lows[at],
                "high": highs[at],
            }
        )
        for at in range(len(weights))
    )


def _shares(
    key: str, total: Decimal | None, weights: Sequence[Decimal | float]
) -> list[Decimal | None]:
    if total is None or not is_additive(key):
        return [total] * len(weights)
    return [Decimal(plain_number(part)) for part in split(total, weights, _unit(key, total))]


def _sum(low: Decimal | None, extra: Decimal | None) -> Decimal:
    return (low or Decimal(0)) + (extra or Decimal(0))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _unit(key: str, total: Decimal) -> Decimal:
    """Return the smallest piece: whole cases, cents, or finer where the total is finer."""
    usual = 2 if KPIS[key].unit == "money" else 0
    return Decimal(1).scaleb(-max(usual, _places(total)))
