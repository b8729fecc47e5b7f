"""Templates: the sentences of an agenda, with the step, the lever and whom they concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from planning.review.exceptions.item import OFFERS, Kind, Mood, Offer, Step
from planning.teams import Team

_BOTH: Final[tuple[Team, ...]] = ("marketing", "sales")
_MARKETING: Final[tuple[Team, ...]] = ("marketing",)
_SALES: Final[tuple[Team, ...]] = ("sales",)


@dataclass(frozen=True, slots=True)
class Template:
    """A finding to be filled.

    Attributes:
        kind, mood, step, teams, offers: As of the item.
        what: What happened at which step, with fields of `sentences.Words` in braces.
        lever: What could be done; begins with a verb.
    """

    kind: Kind
    step: Step
    what: str
    lever: str
    teams: tuple[Team, ...] = _BOTH
    mood: Mood = "problem"
    offers: tuple[Offer, ...] = OFFERS

    @property
    def sentence(self) -> str:
        """The whole finding."""
        return f"{self.what}: {self.lever}."


_FACTS: Final = {
    "poor-leads": Template(
        "poor-leads",
        "acceptance",
        "Sales accepts {share} of the leads from {channel}, elsewhere {usual}",
        "narrow whom the channel reaches, or spend less on it",
    ),
    "saturated-channel": Template(
        "saturated-channel",
        "spend",
        "Leads do not follow spend on {channel} and cost {value} each, elsewhere {against}",
        "move a third of its money",
        _MARKETING,
    ),
    "short-region": Template(
        "short-region",
        "capacity",
        "Capacity in {region} is short: {share} of its leads wait too long or forever, elsewhere "
        "{usual}",
        "move or hire people, or send fewer leads there",
    ),
    "no-follow-up": Template(
        "no-follow-up",
        "follow-up",
        "{share} of the leads from {channel} in {region} get no follow-up, elsewhere {usual}",
        "route them to a desk that calls",
    ),
    "hidden-gem": Template(
        "hidden-gem",
        "leads",
        "{channel} brings few leads, but {share} of them qualify, elsewhere {usual}",
        "put more money here",
        mood="watch",
    ),
    "ignored-accounts": Template(
        "ignored-accounts",
        "account coverage",
        "{count} of {number} {segment} accounts in {region} lack account coverage by sales",
        "share them out and call them first",
    ),
    "ignored-accounts-of-region": Template(
        "ignored-accounts",
        "account coverage",
        "{count} of {number} accounts in {region} lack account coverage by sales",
        "share them out and call them first",
    ),
}

TEMPLATES: Final[Mapping[str, Template]] = {**_FACTS}
"""Every sentence by name."""
