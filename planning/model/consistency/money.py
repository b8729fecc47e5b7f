"""What stands between targets that collide, in money."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from planning.model.consistency.measures import MEASURES
from planning.model.consistency.repairs import Repair


def money_between(found: Iterable[Repair]) -> Decimal | None:
    """Return the smallest change of an amount of money that alone would let all hold.

    Formula: least |to - value| · statements, over the members that state an amount of money;
    what is stated of several equal parts or periods changes in each.

    Args:
        found: The repairs of one conflict.

    Returns:
        Plan-currency units; None where no amount of money would do.
    """
    gaps = [
        abs(one.to - one.member.value) * len(one.member.statements)
        for one in found
        if one.to is not None and one.member.value is not None and _is_money(one)
    ]
    return Decimal(round(min(gaps))) if gaps else None


def _is_money(one: Repair) -> bool:
    """Whether a member states an amount of money, not a rate of one."""
    first = one.member.statements[0]
    measure = MEASURES.get(first.kpi)
    return first.unit == "money" and measure is not None and not measure.below
