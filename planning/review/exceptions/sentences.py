"""Sentences: every finding an agenda can say, as templates that are checked as a whole.

A template names the step of the way from lead to revenue that moved and the lever that
moves it back. It can only be filled with `Words`: places, KPIs, numbers and months. There
is no field for a person, so no finding can name one as the cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Final

from planning.review.exceptions.item import (
    Item,
    Part,
    Picture,
    Where,
    key_of,
)
from planning.review.exceptions.owners import Owners
from planning.review.exceptions.templates import TEMPLATES


@dataclass(frozen=True, slots=True)
class Words:
    """All that a finding can be filled with, ready to be read.

    Attributes:
        channel, region, segment: Places, as the facts call them.
        kpi, counter: Names of KPIs as a sentence says them.
        team: `marketing`, `sales` or `both teams`.
        value, against: A figure and what it is held against, with unit.
        share, usual: A share here and where nothing is wrong, in percent.
        count, number: How many, with thousands apart.
        money: An amount with its currency.
        month: A month's name, or that of a longer period.
        way, other_way: Which way figures went: rose or fell, ahead or behind.
        verb, whose: `is` and `its`, or `are` and `their` of a KPI that counts several.
    """

    channel: str = ""
    region: str = ""
    segment: str = ""
    kpi: str = ""
    counter: str = ""
    team: str = ""
    value: str = ""
    against: str = ""
    share: str = ""
    usual: str = ""
    count: str = ""
    number: str = ""
    money: str = ""
    month: str = ""
    way: str = ""
    other_way: str = ""
    verb: str = "is"
    whose: str = "its"


NO_WORDS: Final = Words()


@dataclass(frozen=True, slots=True)
class Matter:
    """What an item is about, beside its sentence.

    Attributes:
        part: The part of the company.
        about: What its people call it; empty takes the part's labels.
        more: What else tells it from its like, for the key.
        marketing_owner, sales_owner: Who answers for it where the matter itself says so.
    """

    part: Part = field(default_factory=Part)
    about: str = ""
    more: str = ""
    marketing_owner: str | None = None
    sales_owner: str | None = None


@dataclass(frozen=True, slots=True)
class Stake:
    """What is at stake: plan-currency units, and how they were estimated in a sentence."""

    money: float | None = None
    estimate: str = ""


NO_STAKE: Final = Stake()


def compose(
    name: str,
    words: Words,
    matter: Matter,
    stake: Stake = NO_STAKE,
    owners: Owners | None = None,
    picture: Picture | None = None,
    where: Where | None = None,
    chance: float | None = None,
) -> Item:
    """Return an item whose finding follows a template.

    Args:
        name: Key of the template in `TEMPLATES`.
        words: What fills it.
        matter: What it is about.
        stake: Money at stake.
        owners: Who answers for parts of the company.
        picture: A small picture.
        where: The page that shows more.
        chance: Probability of as much by chance alone.

    Example:
        >>> one = compose("no-follow-up", Words(channel="E-mail", region="Iberia", share="84 %",
        ...     usual="3 %"), Matter(Part(channel="E-mail", region="Iberia")))
        >>> one.about, one.key
        ('E-mail, Iberia', 'no-follow-up|channel=E-mail|region=Iberia')
    """
    template = TEMPLATES[name]
    part, known = matter.part, owners or Owners()
    labels = [label for label in (part.channel, part.region, part.segment) if label]
    money = None if stake.money is None else Decimal(round(max(stake.money, 0.0)))
    return Item(
        key=key_of(template.kind, part, matter.more),
        kind=template.kind,
        mood=template.mood,
        about=matter.about or ", ".join(labels) or "The company",
        part=part,
        money=money,
        estimate="" if money is None else stake.estimate,
        finding=filled(template.sentence, words),
        step=template.step,
        lever=template.lever,
        teams=template.teams,
        marketing_owner=matter.marketing_owner or known.for_part("marketing", part),
        sales_owner=matter.sales_owner or known.for_part("sales", part),
        picture=picture,
        where=where,
        offers=template.offers,
        chance=chance,
    )


def filled(sentence: str, words: Words) -> str:
    """Return a template's sentence with its words.

    What people typed is put in as it is: braces in a name are no fields.

    Example:
        >>> filled("{channel} costs too much.", Words(channel="{money}"))
        '{money} costs too much.'
    """
    told: Mapping[str, str] = asdict(words)
    return sentence.format_map(told)
