"""Accounts that fit best and nobody covers, and accounts that woke up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from planning.review.exceptions.item import Item, Part, Picture, Where
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.sentences import NO_STAKE, Matter, Stake, Words, compose
from planning.review.exceptions.wording import count_told

MOST_WOKEN: Final = 5


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Accounts of tier A in one region that neither team covers.

    Attributes:
        region: The region; None where the facts name none.
        accounts: How many.
        money: What they could bring in a year, plan-currency units; None where not known.
        names: The most promising ones first, to be shown beside the finding.
    """

    region: str | None
    accounts: int
    money: float | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Woken:
    """An account that was silent and is no longer.

    Attributes:
        key: Its id.
        name: What it is called.
        region, segment: Where it stands.
        touches: Contacts in the latest days.
        days: How many days these are.
        money: What an account like it brings in a year; None where not known.
        weeks: Contacts a week, the latest last, for a small picture.
        has_deal: Whether a deal with it is open.
    """

    key: str
    name: str
    region: str | None = None
    segment: str | None = None
    touches: int = 0
    days: int = 30
    money: float | None = None
    weeks: tuple[int, ...] = ()
    has_deal: bool = False


def uncovered_items(found: Sequence[Uncovered], owners: Owners) -> tuple[Item, ...]:
    """Return regions whose best accounts nobody covers.

    Args:
        found: By region.
        owners: Who answers for parts of the company.
    """
    told = [one for one in found if one.accounts]
    return tuple(
        compose(
            "accounts-uncovered" if one.accounts > 1 else "account-uncovered",
            Words(count=count_told(one.accounts), region=one.region or "no named region"),
            Matter(Part(region=one.region), about=", ".join(one.names), more="A"),
            NO_STAKE
            if one.money is None
            else Stake(one.money, "What accounts of their segment bring in twelve months."),
            owners,
            Picture(
                "bars",
                "A accounts nobody covers, by region",
                tuple(it.region or "no region" for it in told),
                tuple(float(it.accounts) for it in told),
                highlighted=(at,),
            ),
            Where("plan/accounts.py", {"by": "region"}, "Accounts"),
        )
        for at, one in enumerate(told)
    )


def woken_items(found: Iterable[Woken], owners: Owners) -> tuple[Item, ...]:
    """Return accounts that woke up, those worth most first.

    Args:
        found: The accounts.
        owners: Who answers for parts of the company.
    """
    ranked = sorted(found, key=lambda one: (-(one.money or 0), -one.touches, one.key))
    return tuple(_woken(one, owners) for one in ranked[:MOST_WOKEN])


def _woken(one: Woken, owners: Owners) -> Item:
    picture = None
    if one.weeks:
        ago = range(len(one.weeks) - 1, -1, -1)
        labels = tuple(f"{weeks} weeks ago" if weeks else "last week" for weeks in ago)
        values = tuple(float(it) for it in one.weeks)
        picture = Picture("line", "Contacts a week", labels, values)
    return compose(
        "account-woke-with-deal" if one.has_deal else "account-woke",
        Words(
            region=one.region or "no named region",
            count=f"{one.touches:,} {'touch' if one.touches == 1 else 'touches'}",
            number=f"{one.days} days",
        ),
        Matter(Part(region=one.region, segment=one.segment), about=one.name, more=one.key),
        NO_STAKE
        if one.money is None
        else Stake(one.money, "What accounts of its segment bring in twelve months."),
        owners,
        picture,
        Where("plan/accounts.py", {}, "Accounts"),
    )
