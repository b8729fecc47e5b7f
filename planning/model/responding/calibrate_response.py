"""Response of all channels from months of spend and leads, with the season they share.

Curves and season are fitted in turn: curves with the season known so far, then the season
with what the curves expect. Few rounds suffice, since each is already close to the answer
given the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.model.responding.curve_fit import Belief, after_months, before_months, effective
from planning.model.responding.curve_prior import CurvePrior, default_voice
from planning.model.responding.season_fit import Season, no_season, season_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STEADY: Final = 0.15
"""Below this spread of its logarithm spend is called steady: its months tell no bend."""

NARROWER: Final = 0.5
"""The bend is called measured where its spread is below this part of the prior's."""

LEAST_MONTHS: Final = 6
_ROUNDS: Final = 4


@dataclass(frozen=True)
class History:
    """A channel's months in their order, without gaps.

    Attributes:
        channel: Its name.
        first: Month number of the first.
        spend: Plan-currency units a month.
        leads: Leads created a month.
    """

    channel: str
    first: int
    spend: Floats
    leads: Floats

    @property
    def months(self) -> Ints:
        """Month numbers."""
        return np.arange(self.first, self.first + len(self.leads), dtype=np.int64)

    @property
    def spread(self) -> float:
        """Standard deviation of the logarithm of spend; months without money count a tenth."""
        if not len(self.spend) or self.spend.max() <= 0:
            return 0.0
        floor = self.spend.mean() / 10
        return float(np.log(np.maximum(self.spend, floor)).std())

    def until(self, month: int) -> History:
        """Return the months before one."""
        kept = max(month - self.first, 0)
        return History(self.channel, self.first, self.spend[:kept], self.leads[:kept])


@dataclass(frozen=True)
class Fit:
    """What was found out about all channels.

    Attributes:
        beliefs: By channel; a channel no money was ever spent on has none.
        before: The same by the priors alone.
        season: Shared by all.
        carry: Carry-over by channel, as assumed.
    """

    beliefs: Mapping[str, Belief]
    before: Mapping[str, Belief]
    season: Season
    carry: Mapping[str, float]

    def forecast(self, channel: str, spend: Floats, months: Ints, past: Floats) -> Floats:
        """Return expected leads of coming months.

        Args:
            channel: Its name.
            spend: Money of each coming month.
            months: Their month numbers.
            past: Money of the months before them.
        """
        belief = self.beliefs[channel]
        money = effective(np.concatenate((past, spend)), self.carry[channel])[len(past) :]
        usual = np.array([belief.mean(float(it)) for it in money])
        return usual * self.season.of(months)


def prior_of(history: History, told: CurvePrior | None = None, last: int = 12) -> CurvePrior:
    """Return what is believed before the months are read.

    Without answers the default curve is laid through the mean of the months.

    Args:
        history: The channel's months.
        told: What leaders' answers say, or None.
        last: How many months make "today".
    """
    if told is not None:
        return told
    spend, leads = history.spend, history.leads
    reference = float(spend[-last:].mean()) if len(spend) else 0.0
    if reference <= 0:
        reference = float(spend[spend > 0].mean()) if (spend > 0).any() else 1.0
    level = float(leads.mean()) if len(leads) else 0.0
    return CurvePrior(reference, (default_voice(level),))


def fit(
    histories: Sequence[History],
    told: Mapping[str, CurvePrior] | None = None,
    carry: Mapping[str, float] | None = None,
) -> Fit:
    """Fit all channels' curves and their common season.

    Args:
        histories: Channels with money spent in at least one month, or with answers.
        told: What leaders' answers say, by channel.
        carry: Carry-over by channel, 0 where absent.
    """
    told, carries = told or {}, {it.channel: (carry or {}).get(it.channel, 0.0) for it in histories}
    priors = {it.channel: prior_of(it, told.get(it.channel)) for it in histories}
    season = no_season()
    beliefs: dict[str, Belief] = {}
    for _ in range(_ROUNDS):
        beliefs = {
            it.channel: after_months(
                priors[it.channel], it.spend, it.leads, season.of(it.months), carries[it.channel]
            )
            for it in histories
        }
        season = _season(histories, beliefs, carries)
    before = {name: before_months(prior, carries[name]) for name, prior in priors.items()}
    return Fit(beliefs=beliefs, before=before, season=season, carry=carries)


def _season(
    histories: Sequence[History], beliefs: Mapping[str, Belief], carry: Mapping[str, float]
) -> Season:
    """Return the season of all months that any channel has."""
    used = [it for it in histories if len(it.leads)]
    if not used:
        return no_season()
    first = min(it.first for it in used)
    end = max(it.first + len(it.leads) for it in used)
    months = np.arange(first, end, dtype=np.int64)
    leads: list[Floats] = []
    expected: list[Floats] = []
    for history in used:
        money = effective(history.spend, carry[history.channel])
        usual = np.array([beliefs[history.channel].mean(float(it)) for it in money])
        place = slice(history.first - first, history.first - first + len(history.leads))
        for values, lots in ((history.leads, leads), (usual, expected)):
            padded = np.zeros(len(months))
            padded[place] = values
            lots.append(padded)
    return season_of(months, leads, expected)
