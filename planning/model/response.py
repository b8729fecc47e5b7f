"""Response: how leads follow money, by Michaelis and Menten's curve."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from planning.errors import UsageError

Floats = npt.NDArray[np.float64]

HALF_AS_MUCH_AGAIN: Final = 1.5


class Curve(BaseModel):
    """Leads per month of a channel in an average season.

    Attributes:
        base: Leads per month without money.
        ceiling: Most leads per month money can add.
        half: Money per month that adds half of them, plan-currency units.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    base: float = 0.0
    ceiling: float
    half: float

    def leads(self, money: float) -> float:
        """Return leads per month: base + ceiling · money / (half + money).

        Example:
            >>> Curve(base=10, ceiling=100, half=5000).leads(5000)
            60.0
        """
        return self.base + self.ceiling * float(saturation(money, self.half))

    def marginal(self, money: float) -> float:
        """Return leads per further unit of money: ceiling · half / (half + money)².

        Example:
            >>> Curve(base=10, ceiling=100, half=5000).marginal(5000)
            0.005
        """
        return self.ceiling * self.half / (self.half + money) ** 2


def saturation(money: Floats | float, half: Floats | float) -> Floats:
    """Return the share of the ceiling that money reaches: money / (half + money).

    Example:
        >>> float(saturation(15.0, 5.0))
        0.75
    """
    return np.asarray(money / (half + money), dtype=np.float64)


def money_at_slope(slope: Floats, half: Floats) -> Floats:
    """Return the money at which saturation rises by a slope per unit, at least 0.

    The derivative is half / (half + money)², so money = √(half / slope) − half.

    Args:
        slope: Share of the ceiling per unit of money, above 0.
        half: Money that reaches half of the ceiling.

    Example:
        >>> money_at_slope(np.array([0.05, 1.0]), np.array([5.0, 5.0])).tolist()
        [5.0, 0.0]
    """
    found: Floats = np.maximum(np.sqrt(half / slope) - half, 0.0)
    return found


def curve_from_answers(
    money: float, leads: float, leads_with_half_more: float, leads_without: float = 0.0
) -> Curve:
    """Return the curve through three answers: nothing, today's money, half as much again.

    Formula: with ratio = (L(1.5x) − base) / (L(x) − base) in (1, 1.5),
    half = 1.5x · (ratio − 1) / (1.5 − ratio).

    Args:
        money: Today's or the planned money per month, above 0.
        leads: Leads per month it brings.
        leads_with_half_more: Leads per month at one and a half times the money.
        leads_without: Leads per month without any.

    Raises:
        UsageError: No such curve passes through the answers.

    Example:
        >>> curve_from_answers(5000, 60, 70, leads_without=10)
        Curve(base=10.0, ceiling=100.0, half=5000.0)
    """
    if money <= 0:
        raise UsageError("The money asked about is not above 0.", "Name today's or planned money.")
    if leads_without < 0 or leads <= leads_without:
        raise UsageError(
            "Money would bring no leads.", "Say more leads with money than without it."
        )
    ratio = (leads_with_half_more - leads_without) / (leads - leads_without)
    if ratio <= 1:
        raise UsageError("More money would not bring more leads.", "Say more leads at half more.")
    if ratio >= HALF_AS_MUCH_AGAIN:
        raise UsageError(
            "Leads would grow as fast as money, without end.",
            f"Say fewer than {leads_without + 1.5 * (leads - leads_without):g} at half more.",
        )
    half = HALF_AS_MUCH_AGAIN * money * (ratio - 1) / (HALF_AS_MUCH_AGAIN - ratio)
    ceiling = (leads - leads_without) * (half + money) / money
    return Curve(base=leads_without, ceiling=round(ceiling, 9), half=round(half, 9))
