"""Templates: the sentences of an agenda, with the step, the lever and whom they concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from planning.review.exceptions.item import OFFERS, Kind, Mood, Offer, Step
from planning.review.exceptions.steps import LEVERS, MEASURED, SPOKEN, WHOSE
from planning.teams import Team

_BOTH: Final[tuple[Team, ...]] = ("marketing", "sales")
_SALES: Final[tuple[Team, ...]] = ("sales",)
_MARKETING: Final[tuple[Team, ...]] = ("marketing",)


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
        "Capacity in {region} is short, {share} of leads wait too long, elsewhere {usual}",
        "move people there, or send fewer leads",
    ),
    "no-follow-up": Template(
        "no-follow-up",
        "follow-up",
        "{share} of the leads from {channel} in {region} get no follow-up, elsewhere {usual}",
        "route them to a desk that calls",
    ),
    "no-follow-up-of-channel": Template(
        "no-follow-up",
        "follow-up",
        "{share} of the leads from {channel} get no follow-up, elsewhere {usual}",
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


def _by_step(
    name: str, kind: Kind, what: str, lever: str = "", mood: Mood = "problem"
) -> dict[str, Template]:
    """Return a sentence for each step a KPI measures, with the step's own lever by default."""
    return {
        f"{name} {step}": Template(
            kind,
            step,
            what.replace("{step}", SPOKEN[step]),
            lever or LEVERS[step],
            WHOSE.get(step, _BOTH),
            mood,
        )
        for step in MEASURED
    }


_BESIDE_THE_PLAN: Final = {
    **_by_step(
        "target-off",
        "target-off",
        "{kpi} {verb} {share} {way} {whose} target of {month}, mostly through {step}",
    ),
    **_by_step(
        "target-off-itself", "target-off", "{kpi} {verb} {share} {way} {whose} target of {month}"
    ),
    **_by_step(
        "target-ahead-itself",
        "target-ahead",
        "{kpi} {verb} {share} {way} {whose} target of {month}",
        "keep what works and learn from it",
        "good",
    ),
    **_by_step(
        "counter-pair",
        "counter-pair",
        "{kpi} {way} {value} while {counter} {other_way} {against}",
    ),
    **_by_step(
        "landing-worse",
        "landing-moved",
        "{kpi} now {verb} to land at {value}, a week ago at {against}",
    ),
    **_by_step(
        "landing-better",
        "landing-moved",
        "{kpi} now {verb} to land at {value}, a week ago at {against}",
        "keep what works and learn from it",
        "good",
    ),
    **_by_step(
        "no-effect",
        "no-effect",
        "{kpi} came to {value} in {month}, after a decision for {against}",
    ),
    "leads-waiting": Template(
        "leads-waiting",
        "follow-up",
        "{count} leads of a year got no follow-up, {share} of all, and {number} are overdue now",
        "route them to a desk that calls",
        _SALES,
    ),
    "line-over": Template(
        "line-off",
        "spend",
        "Spend of a line for {channel} is {money} above plan so far",
        "cut the months to come, or move money to it",
    ),
    "line-under": Template(
        "line-off",
        "spend",
        "Spend of a line for {channel} is {money} below plan so far",
        "book what is missing, or move the money on",
        mood="watch",
    ),
    "reserve-fired": Template(
        "reserve-fired",
        "spend",
        "A reserve of {money} waits for spend: {kpi} of {month} passed its trigger",
        "release it, or decide against it",
        mood="watch",
    ),
    "contradiction": Template(
        "contradiction",
        "targets",
        "{count} targets of the plan cannot all hold",
        LEVERS["targets"],
    ),
    "contradiction-alone": Template(
        "contradiction",
        "targets",
        "One of the targets cannot hold beside budget and past",
        LEVERS["targets"],
    ),
    "placeholders": Template(
        "placeholders",
        "spend",
        "{count} placeholders hold {money} of spend without a purpose",
        "place them, or move the money on",
        mood="watch",
    ),
    "action-overdue": Template(
        "actions-overdue",
        "promises",
        "One of the promises for {month} is {count} late",
        LEVERS["promises"],
        offers=("assign", "park", "open"),
    ),
    "accounts-uncovered": Template(
        "accounts-uncovered",
        "account coverage",
        "{count} A accounts in {region} have no account coverage",
        "share them out, one owner in each team",
    ),
    "account-uncovered": Template(
        "accounts-uncovered",
        "account coverage",
        "One A account in {region} has no account coverage",
        "name one owner in each team",
    ),
    "account-woke-with-deal": Template(
        "account-woke",
        "opportunities",
        "An account in {region} with open opportunities woke up, with {count} in {number}",
        "call it this week",
        mood="watch",
    ),
    "account-woke": Template(
        "account-woke",
        "opportunities",
        "An account in {region} woke up, with {count} in {number} and no open opportunities",
        "call it this week",
        mood="watch",
    ),
    "channel-ahead": Template(
        "channel-ahead",
        "revenue",
        "{channel} brought {money} more revenue than planned",
        "keep what works and learn from it",
        mood="good",
    ),
}

TEMPLATES: Final[Mapping[str, Template]] = {**_FACTS, **_BESIDE_THE_PLAN}
"""Every sentence by name."""
