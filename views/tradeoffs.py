"""Trade-offs in words: what is true now, what each plan brings, and files of it to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from planning.kpis.definition import Unit
from planning.model.optimising.uncertainty import Range
from views.formats import UNDEFINED, short, shown, whole

if TYPE_CHECKING:
    from planning.model.weighing.frontiers import Reached
    from planning.model.weighing.options import Option
    from planning.model.weighing.study import Study


@dataclass(frozen=True)
class Measured:
    """A figure plans are held side by side by.

    Attributes:
        key: As in `allocation.kpis`.
        name: As people call it.
        unit: Of its values.
        more: Whether more of it is good; None where neither is.
    """

    key: str
    name: str
    unit: Unit
    more: bool | None


FIGURES: Final = (
    Measured("contribution", "Contribution with a year ahead", "money", more=True),
    Measured("revenue", "Revenue of the year", "money", more=True),
    Measured("spend", "Money of the year", "money", more=None),
    Measured("customers", "New customers", "count", more=True),
    Measured("cac", "CAC", "money", more=False),
    Measured("leads", "Leads", "count", more=None),
    Measured("cost_per_lead", "Cost per lead", "money", more=False),
    Measured("not_followed_up", "Leads nobody follows up", "count", more=False),
)
"""What plans are held side by side by, the most asked for first."""

MEANING: Final = (
    "Contribution: what deals bring after all money in lines, discounted, "
    "with the twelve months after the fiscal year."
)

_SPACE: Final = "\u00a0"
_NO_SLOPE: Final = 0.005
"""Contribution per unit of money below which more money is told to be no use."""
_NOTHING: Final = 1.0
"""Money left of an envelope below which it is used up."""
ALIKE: Final = 0.002
"""A gain below this part of revenue is none."""


def true_sentence(study: Study) -> str:
    """Say in one sentence what another split would bring."""
    now, best = study.option("current"), study.option("best")
    gain, money = best.value - now.value, best.spend - now.spend
    revenue = now.figures["revenue"].p50 or 1.0
    if gain < -ALIKE * abs(revenue):
        # The plan as it stands breaks a limit, such as its envelope; no other may.
        return f"Within its limits the plan can bring {short(-gain)} less than it says."
    if gain <= ALIKE * abs(revenue):
        return "No other split within the limits brings noticeably more than the current plan."
    with_money = f"with {short(abs(money))} {'less' if money < 0 else 'more'} money"
    if abs(money) < 0.001 * max(now.spend, 1.0):
        with_money = "with the same money"
    return f"The best plan brings {short(gain)} more than the current one, {with_money}."


def total_finding(points: Sequence[Reached], best: Option) -> str:
    """Say from which total on more money brings less than it costs.

    Args:
        points: The frontier of the total.
        best: The best plan; what it leaves unspent tells that total exactly.
    """
    if best.total is not None and best.total - best.spend > _NOTHING:
        return f"Beyond about {short(best.spend)} more money brings less than it costs"
    useful = [it for it in points if it.slope > _NO_SLOPE]
    if not useful:
        return "No money beyond the least possible earns its cost"
    last = useful[-1]
    if last is points[-1]:
        return f"More money still pays: of the last 1,000 came {1000 * (1 + last.slope):,.0f} back"
    return f"Beyond about {short(last.money)} more money brings less than it costs"


def split_finding(points: Sequence[Reached], now: float) -> str:
    """Say with how much money in marketing today's total brings most.

    Args:
        points: The frontier of the split.
        now: Marketing's money in the current plan.
    """
    best = max(points, key=lambda it: it.brings.p50 or 0.0)
    step = (points[-1].money - points[0].money) / max(len(points) - 1, 1)
    if abs(best.money - now) <= step:
        return f"Today's split is near the best: {short(now)} in marketing"
    return f"Today's money brings most with {short(best.money)} in marketing, not {short(now)}"


def range_words(value: Range, unit: Unit) -> str:
    r"""Return a figure with the range that 8 of 10 draws lie in.

    Example:
        >>> range_words(Range(10.0, 20.0, 31.4), "count")
        '20 (10–31)'
        >>> range_words(Range(1.78e6, 3.09e6, 4.56e6), "money")
        '3.09\xa0M (1.78–4.56\xa0M)'
        >>> range_words(Range(None, None, None), "money")
        '—'
    """
    if value.p50 is None or value.p10 is None or value.p90 is None:
        return UNDEFINED
    low, middle, high = (figure_words(it, unit) for it in (value.p10, value.p50, value.p90))
    if low == high:
        return middle
    size = high.partition(_SPACE)[2]
    if size and low.endswith(f"{_SPACE}{size}"):
        low = low.partition(_SPACE)[0]
    return f"{middle} ({low}–{high})"


def figure_words(value: float | None, unit: Unit) -> str:
    r"""Return a figure as the page, the decision sheet and its file say it; people are whole.

    Example:
        >>> figure_words(76.3, "count"), figure_words(28_212.15, "money")
        ('76', '28.2\xa0k')
    """
    if value is not None and unit == "count" and abs(value) < 100:
        return whole(value)
    return shown(value, unit)


def options_frame(options: Sequence[Option], currency: str) -> pd.DataFrame:
    """Return the plans side by side with their ranges, in full, as a file takes them."""
    return pd.DataFrame(list(_rows(options, currency)))


def _rows(options: Sequence[Option], currency: str) -> Iterator[dict[str, object]]:
    for figure in FIGURES:
        unit = currency if figure.unit == "money" else ""
        row: dict[str, object] = {"Figure": figure.name, "Unit": unit}
        for option in options:
            value = option.figure(figure.key)
            row |= {
                f"{option.name}, 1 in 10 below": value.p10,
                option.name: value.p50,
                f"{option.name}, 1 in 10 above": value.p90,
            }
        yield row
