"""The verdict: supported, mixed, not supported or no facts, from three signs.

Rank: for, where the source is among the top by customers with a probability of 80 % or
more; against with 20 % or less; where all its money is for customers one has already, by
revenue instead. Cost: for, where the whole 95 % interval of its cost per
customer lies below what its class pays; against, where it lies above. Money: for, where the
joint model expects at least as many customers as in the middle one of the other channels
and its contribution is above 0; against, where it expects fewer and contribution is below 0.
Between these a sign is open.

Supported: at least one sign speaks for it and none against. Not supported: at least one
against and none for. Mixed: some of both, or all open. No facts: neither leads, deals nor
spend name it in the months looked at, whatever the model may have been told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from planning.review.evidence.costs import Comparison
from planning.review.evidence.elsewhere import Elsewhere
from planning.review.evidence.ranks import By, Rank
from planning.review.evidence.sources import Source

Verdict = Literal["supported", "mixed", "not supported", "no facts"]
Sign = Literal["for", "against", "open"]
About = Literal["rank", "cost", "money"]

ABOUT_ORDER: Final[tuple[About, ...]] = ("rank", "cost", "money")

LIKELY: Final = 0.8
UNLIKELY: Final = 0.2


@dataclass(frozen=True)
class Judged:
    """A verdict with its signs.

    Attributes:
        verdict: The word.
        signs: What rank, cost and money say; without facts none counts.
    """

    verdict: Verdict
    signs: dict[About, Sign]


def judged(
    source: Source | None,
    ranks: Sequence[Rank],
    costs: Sequence[Comparison],
    money: Elsewhere | None,
) -> Judged:
    """Return the verdict on a proposed line.

    Args:
        source: What it brought; None where leads, deals and spend do not name it.
        ranks: Its places; none where it brought nothing.
        costs: Its costs beside the alternatives.
        money: What the model says; None where it cannot be asked.
    """
    signs: dict[About, Sign] = {
        "rank": of_rank(ranks, aim(source)),
        "cost": of_cost(costs),
        "money": of_money(money),
    }
    return Judged("no facts" if source is None else _verdict(list(signs.values())), signs)


def aim(source: Source | None) -> By:
    """Return what a source is to be ranked by: revenue where it is for old customers only."""
    only_old = source is not None and source.programme_cents > 0 and not source.acquiring_cents
    return "revenue" if only_old else "customers"


def of_rank(ranks: Sequence[Rank], by: By = "customers") -> Sign:
    """Return what the place by a measure says."""
    chance = next((it.probability for it in ranks if it.by == by), None)
    if chance is None:
        return "open"
    return "for" if chance >= LIKELY else "against" if chance <= UNLIKELY else "open"


def of_cost(costs: Sequence[Comparison]) -> Sign:
    """Return what cost per customer says beside the class."""
    found = next((it for it in costs if it.per == "customer"), None)
    if found is None or found.own is None or found.together is None:
        return "open"
    usual, own = found.together.value, found.own
    if usual is None:
        return "open"
    if own.high is not None and own.high < usual:
        return "for"
    return "against" if own.low is not None and own.low > usual else "open"


def of_money(money: Elsewhere | None) -> Sign:
    """Return what the joint model says."""
    if money is None or money.here is None or not money.others:
        return "open"
    middle = median(it.customers for it in money.others)
    here = money.here
    if here.customers >= middle and here.contribution > 0:
        return "for"
    return "against" if here.customers < middle and here.contribution < 0 else "open"


def _verdict(signs: Sequence[Sign]) -> Verdict:
    """Return the word for signs.

    Example:
        >>> _verdict(["for", "open", "open"]), _verdict(["against", "for", "open"])
        ('supported', 'mixed')
        >>> _verdict(["open", "against", "open"]), _verdict(["open", "open", "open"])
        ('not supported', 'mixed')
    """
    if "for" in signs and "against" not in signs:
        return "supported"
    return "not supported" if "against" in signs and "for" not in signs else "mixed"
