"""What a customer, an MQL and a lead cost in a source, beside its alternatives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from planning.actuals.intervals import FEW_CASES, poisson
from planning.review.evidence.proposal import Subject
from planning.review.evidence.sources import Source, Sources

Per = Literal["customer", "MQL", "lead"]
PERS: Final[tuple[Per, ...]] = ("customer", "MQL", "lead")
Role = Literal["own", "class", "best"]

BEST: Final = 3


@dataclass(frozen=True)
class Cost:
    """Programme money per case of a source, or of several together.

    Attributes:
        name: Whose it is.
        role: The proposed source itself, its class together, or one of the best three.
        per: Per what.
        cents: Programme money; per customer only the part that wins new customers.
        cases: Customers, MQLs or leads.
        value: Plan-currency units per case; None without cases.
        low: Lower end of the 95 % interval; known without cases too: at least so much.
        high: Upper end; None where there is no bound.
    """

    name: str
    role: Role
    per: Per
    cents: int
    cases: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def is_sure(self) -> bool:
        """Whether enough cases stand behind it to be compared."""
        return self.cases >= FEW_CASES


@dataclass(frozen=True)
class Comparison:
    """One kind of cost, the proposed source first.

    Attributes:
        per: Per what.
        own: The proposed source's; None where the facts know nothing of it.
        together: Its class without itself, as one.
        best: The three cheapest sources beside it that have enough cases.
    """

    per: Per
    own: Cost | None
    together: Cost | None
    best: tuple[Cost, ...]

    @property
    def all(self) -> tuple[Cost, ...]:
        """Everything to be drawn."""
        return tuple(it for it in (self.own, self.together, *self.best) if it is not None)


def comparisons(found: Sources, subject: Subject | None) -> tuple[Comparison, ...]:
    """Return the costs of a source beside its alternatives, none where spend is not split.

    The class of a channel is the other channels of the same team; of a campaign the other
    campaigns of its channel. Without a subject all sources together stand for the class.

    Args:
        found: All sources of the subject's kind.
        subject: Which of them.
    """
    if not found.is_split:
        return ()
    own = found.all.get(subject.name) if subject else None
    others = [it for it in found.all.values() if own is None or it.name != own.name]
    alike = [it for it in others if own is None or _alike(it, own, found)]
    return tuple(
        Comparison(
            per=per,
            own=None if own is None else cost(own.name, "own", per, [own]),
            together=_together(alike, own, per, found),
            best=_best(others, per),
        )
        for per in PERS
    )


def cost(name: str, role: Role, per: Per, parts: Iterable[Source]) -> Cost:
    """Return programme money per case with its exact Poisson interval.

    Formula: money / cases; money / upper and money / lower end of the cases' interval.
    Without cases only the lower end is known: money / 3.69.
    """
    taken = list(parts)
    cents = sum(_cents(it, per) for it in taken)
    cases = sum(_cases(it, per) for it in taken)
    few, many = poisson(cases)
    money = cents / 100
    return Cost(
        name=name,
        role=role,
        per=per,
        cents=cents,
        cases=cases,
        value=money / cases if cases > 0 and cents > 0 else None,
        low=money / many if cents > 0 else None,
        high=money / few if cases > 0 and cents > 0 else None,
    )


def _cents(one: Source, per: Per) -> int:
    return one.acquiring_cents if per == "customer" else one.programme_cents


def _cases(one: Source, per: Per) -> int:
    return {"customer": one.customers, "MQL": one.mqls, "lead": one.leads}[per]


def _alike(one: Source, own: Source, found: Sources) -> bool:
    return one.channel == own.channel if found.kind == "campaign" else one.team == own.team


def _together(alike: list[Source], own: Source | None, per: Per, found: Sources) -> Cost | None:
    # What nothing was spent on is free by nature and would make the others look cheap.
    paid = [it for it in alike if _cents(it, per) > 0]
    if not paid:
        return None
    if own is None:
        name = f"All {found.kind}s"
    elif found.kind == "campaign":
        name = f"Other campaigns of {own.channel}" if own.channel else "Campaigns without channel"
    else:
        name = f"Other channels of {own.team}" if own.team != "joint" else "Other joint channels"
    return cost(name, "class", per, paid)


def _best(others: list[Source], per: Per) -> tuple[Cost, ...]:
    told = [cost(it.name, "best", per, [it]) for it in others]
    sure = [it for it in told if it.is_sure and it.value is not None]
    return tuple(sorted(sure, key=lambda it: (it.value or 0.0, it.name))[:BEST])
