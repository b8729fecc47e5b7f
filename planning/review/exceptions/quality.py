"""Quality: how far leads of a channel come once somebody follows up on them.

Leads nobody called say nothing about the channel that brought them, so they are left out
where the facts tell which ones those are.
"""

from __future__ import annotations

from dataclasses import dataclass

from planning.periods import Period
from planning.review.exceptions.chances import Floats
from planning.review.exceptions.ground import Ground

_TOUCHED = ("within", "late", "untimed")


@dataclass(frozen=True, slots=True)
class Quality:
    """What sales made of a channel's leads.

    Attributes:
        channel: Its name.
        cases: Leads followed up on; all leads where follow-up is not told.
        passed: Those accepted; those qualified where acceptance is not kept.
    """

    channel: str
    cases: int
    passed: int

    @property
    def share(self) -> float:
        """Share accepted, 0 without cases."""
        return self.passed / self.cases if self.cases else 0.0


def touched(ground: Ground, period: Period) -> Floats:
    """Return leads followed up on by channel and region."""
    found = ground.followed(period)
    together: Floats = sum((found[name] for name in _TOUCHED), start=0 * found["within"])
    return together


def qualities(ground: Ground, period: Period) -> tuple[Quality, ...]:
    """Return the quality of every channel's leads created in a period, by name of channel.

    Args:
        ground: The facts.
        period: Months of creation; the leads must have had time to be accepted.
    """
    accepted = ground.leads("sals", period)
    if not accepted.sum():
        accepted = ground.leads("sqls", period)
    if not accepted.sum():
        accepted = ground.leads("leads_won", period)
    known = touched(ground, period)
    cases = (known if known.sum() else ground.leads("leads", period)).sum(axis=1)
    return tuple(
        Quality(channel, int(of), int(min(passed, of)))
        for channel, of, passed in zip(
            ground.channels, cases.tolist(), accepted.sum(axis=1).tolist(), strict=True
        )
    )
