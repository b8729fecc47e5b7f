"""Shifting: money taken from a line or added to it, over some of its months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from pydantic import JsonValue

from planning.agreed.cells import money_told
from planning.agreed.lines import PLAN
from planning.agreed.rows import Cells
from planning.agreed.scenarios import Scenario
from planning.agreed.totals import as_money, cents_of
from planning.errors import NotPossible, UsageError
from planning.money import split

Spread = Literal["evenly", "as planned"]
SPREADS: Final[Mapping[Spread, str]] = {
    "evenly": "Evenly",
    "as planned": "As the months are planned",
}


def shifted(
    cells: Cells,
    amount: Decimal,
    months: Sequence[int],
    spread: Spread,
    scenario: Scenario,
) -> dict[str, JsonValue]:
    """Return a line's months after money was added to them, or taken below 0.

    Args:
        cells: The line's cells; a blank month holds 0.
        amount: Plan-currency units in whole cents, below 0 to take.
        months: Positions 0 to 11 of the months it is spread over, each once.
        spread: Evenly, or by what each month plans; evenly where none plans anything.
        scenario: Names the months.

    Raises:
        NotPossible: A month would be below 0.
        UsageError: No month is named.

    Example:
        >>> year = Scenario(name="Plan", fiscal_year=2026, start="2026-01")
        >>> shifted({"plan_01": "3.00", "plan_02": "1.00"}, Decimal("-2"), (0, 1),
        ...     "as planned", year)
        {'plan_01': '1.50', 'plan_02': '0.50'}
    """
    if not months:
        raise UsageError("Money is moved in some month.", "Choose at least one month.")
    stands = [as_money(cents_of(cells.get(PLAN[at]))) for at in months]
    whole = sum(stands, Decimal("0.00"))
    if whole + amount < 0:
        raise NotPossible(
            f"These months hold {money_told(str(whole))}, less than {money_told(str(-amount))}.",
            "Take less, or more months.",
        )
    weights = [Decimal(1)] * len(months) if spread == "evenly" else stands
    parts = split(amount, weights)
    after = [old + part for old, part in zip(stands, parts, strict=True)]
    short = next((at for at, value in zip(months, after, strict=True) if value < 0), None)
    if short is not None:
        held = money_told(str(stands[list(months).index(short)]))
        raise NotPossible(
            f"{scenario.month_short(short)} holds {held}, less than its even part.",
            "Spread it as the months are planned.",
        )
    return {PLAN[at]: f"{value:.2f}" for at, value in zip(months, after, strict=True)}
