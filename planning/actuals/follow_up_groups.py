"""Follow-up by group: what became of each group's leads, and what silence cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from planning.actuals.figures import Figure
from planning.actuals.followup import OUTCOMES, by_outcome, cost_of_unfollowed_leads
from planning.actuals.lead_value import AtStake, LeadValues, at_stake
from planning.actuals.measuring import Reading
from planning.actuals.shares import Share
from planning.actuals.slices import Slice
from planning.teams import Team

TEAM: Final = "team"
"""Groups channels by the team that owns them."""

UNTOUCHED: Final = ("waiting", "overdue", "never", "ageless")


@dataclass(frozen=True)
class Followed:
    """What became of one group's leads.

    Attributes:
        name: The label; None without one.
        team: Whose channels they came from, where that is what groups them.
        outcomes: Leads by `followup.OUTCOMES`.
        cost: Money already spent on leads never followed up, with the reason where unknown.
        stake: Expected revenue of its untouched leads; None where unknown.
    """

    name: str | None
    team: Team | None
    outcomes: dict[str, int]
    cost: Figure
    stake: AtStake | None

    @property
    def considered(self) -> int:
        """Leads whose follow-up can be told."""
        return sum(self.outcomes.values()) - self.outcomes["untold"]

    @property
    def untouched(self) -> int:
        """Leads nobody has contacted."""
        return sum(self.outcomes[name] for name in UNTOUCHED)

    @property
    def on_time(self) -> Share:
        """Leads contacted within the agreed time, of those that can be judged."""
        judged = sum(self.outcomes[name] for name in ("within", "late", "overdue", "never"))
        return Share(self.outcomes["within"], judged)


def whole(part: Slice, values: LeadValues | None) -> Followed:
    """Return the follow-up of all leads of a part in its period."""
    return _followed(None, None, part, values)


def followed_by(part: Slice, by: str, values: LeadValues | None) -> tuple[Followed, ...]:
    """Return the follow-up of each group, most untouched leads first.

    Args:
        part: The leads, with the months of their creation.
        by: `team`, `channel`, `segment`, `region`, `campaign` or `owner`.
        values: What leads are worth; None where unknown.

    Raises:
        UsageError: Nothing is counted by that name.
    """
    groups = _teams(part, values) if by == TEAM else _labels(part, by, values)
    return tuple(sorted((it for it in groups if it.considered), key=lambda it: -it.untouched))


def _labels(part: Slice, by: str, values: LeadValues | None) -> Iterator[Followed]:
    for one in part.split(by):
        team = part.context.team_of(one.label) if by == "channel" else None
        yield _followed(one.label, team, one, values)


def _teams(part: Slice, values: LeadValues | None) -> Iterator[Followed]:
    labels = part.counts.cubes["base"].labels.get("channel", ())
    wanted = part.scope.channel
    for team in ("marketing", "sales", "joint"):
        own = tuple(
            it
            for it in labels
            if part.context.team_of(it) == team and (wanted is None or it in wanted)
        )
        if own:
            scope = part.scope.model_copy(update={"channel": own})
            one = Slice(part.counts, scope, part.context)
            yield _followed(team, team, one, values)


def _followed(
    name: str | None, team: Team | None, part: Slice, values: LeadValues | None
) -> Followed:
    reading = Reading(part, part.scope.period)
    found = by_outcome(reading) if part.reaches("follow_up") else dict.fromkeys(OUTCOMES, 0)
    stake = None if values is None or not values.is_known else at_stake(part, values)
    return Followed(name, team, found, cost_of_unfollowed_leads(reading), stake)
