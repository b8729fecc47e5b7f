"""What the open deals and those still to come will bring: wins, losses and money by month.

A deal of some age is won or lost on each later day as often as deals of that age were,
among all that reached it, open ones too (`endings`). Where nothing reached an age, a deal
of it stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.cubes import DEAL_AGES, WON_AMOUNTS
from planning.actuals.endings import Endings as Endings
from planning.actuals.slices import Slice
from planning.periods import UNDATED, first_day, month_of

Floats = npt.NDArray[np.float64]

_OWN_WILL: Final = 0.12
"""How far a year's share of wins may differ from the years before, as a share of it."""

_MONTHLY: Final = 0.1
"""How far a month's wins vary beyond chance (holidays, quarter ends), as a share."""


@dataclass(frozen=True)
class Drawn:
    """Draws of what comes, each an array of draws × months; money in cents."""

    won: Floats
    lost: Floats
    won_cents: Floats


@dataclass(frozen=True)
class Pipeline:
    """The deals of a part of the company, as known on the as-of date."""

    part: Slice

    @cached_property
    def _by_age(self) -> dict[str, Floats]:
        part = self.part.part(DEAL_AGES)
        days, deals = part.key("days"), part.measure("deals")
        size = int(days.max(initial=0)) + 1
        counted: dict[str, Floats] = {}
        for outcome in ("won", "lost", "open"):
            of_it = (days >= 0) & (part.key("month") != UNDATED)
            of_it &= part.labelled("outcome", lambda label, kept=outcome: label == kept)  # type: ignore[misc]
            cases = deals[of_it].astype(float)
            counted[outcome] = np.bincount(days[of_it], cases, size).astype(float, copy=False)
        return counted

    @cached_property
    def endings(self) -> Endings:
        """How deals of this part have ended."""
        return Endings.of(self._by_age["won"], self._by_age["lost"], self._by_age["open"])

    @property
    def open_deals(self) -> int:
        """Deals open on the as-of date."""
        return int(self._by_age["open"].sum())

    def expected(self, ahead: int) -> tuple[Floats, Floats]:
        """Return expected wins and losses of the open deals in each of the months ahead."""
        ages = np.flatnonzero(self._by_age["open"])
        won, lost = self._chances(ages, self._edges(ahead))
        cases = self._by_age["open"][ages]
        return cases @ won, cases @ lost

    def draw(self, created: Floats, random: np.random.Generator) -> Drawn:
        """Draw wins, losses and won money of the months ahead.

        Args:
            created: Deals that will be created, draws × months.
            random: Draws everything.
        """
        draws, ahead = created.shape
        edges = self._edges(ahead)
        won, lost = np.zeros((draws, ahead)), np.zeros((draws, ahead))
        ages = np.flatnonzero(self._by_age["open"])
        winning, losing = self._chances(ages, edges)
        staying = np.maximum(0.0, 1.0 - winning.sum(1) - losing.sum(1))
        for age, chances in zip(ages, np.column_stack((winning, losing, staying)), strict=True):
            cases = int(self._by_age["open"][age])
            ends = random.multinomial(cases, chances / chances.sum(), size=draws)
            won += ends[:, :ahead]
            lost += ends[:, ahead : 2 * ahead]
        coming_won, coming_lost = self._of_new(edges)
        won += random.poisson(created @ coming_won)
        lost += random.poisson(created @ coming_lost)
        won *= unlike_before(float(self._by_age["won"].sum()), (draws, ahead), random)
        cents = sums_of_amounts(self.part, won, random)
        return Drawn(won=won, lost=lost, won_cents=cents)

    def cycle_of_wins(self, ahead: int, created: Floats) -> Floats:
        """Return how many wins of the months ahead are expected after each number of days.

        Args:
            ahead: How many months.
            created: Deals expected to be created in each of them.
        """
        edges = self._edges(ahead)
        last = len(self.endings.running) - 1
        chance = np.diff(self.endings.won)
        expected = np.zeros(last)
        for age in np.flatnonzero(self._by_age["open"]):
            days = slice(int(age), min(int(age + edges[-1]), last))
            reached = max(float(self.endings.running[min(int(age), last)]), 1e-9)
            cases = self._by_age["open"][int(age)]
            expected[days] += cases * chance[days] / reached
        for month, cases in enumerate(created):
            begun = np.arange(edges[month], edges[month + 1]) + 0.5
            for start in begun:
                reach = min(int(edges[-1] - start), last)
                expected[:reach] += cases / len(begun) * chance[:reach]
        return expected

    def _edges(self, ahead: int) -> Floats:
        """Return days from the as-of date to where each month ahead begins, and the end.

        The first month is the running one: what is left of it begins now.
        """
        now = self.part.counts.as_of
        running = month_of(now + timedelta(days=1))
        ends = [(first_day(running + k + 1) - now).days - 1 for k in range(ahead)]
        return np.array([0, *ends], float)

    def _chances(self, ages: npt.NDArray[np.intp], edges: Floats) -> tuple[Floats, Floats]:
        at = ages[:, None].astype(float)
        won, lost = self.endings.between(at + edges[None, :-1], at + edges[None, 1:])
        last = len(self.endings.running) - 1
        reached = np.maximum(self.endings.running[np.minimum(ages, last)], 1e-9)
        return won / reached[:, None], lost / reached[:, None]

    def _of_new(self, edges: Floats) -> tuple[Floats, Floats]:
        """Return the share of deals created in month i that is won, and lost, in month j."""
        ahead = len(edges) - 1
        won, lost = np.zeros((ahead, ahead)), np.zeros((ahead, ahead))
        for i in range(ahead):
            created = np.arange(edges[i], edges[i + 1])[:, None] + 0.5
            later = edges[None, i:] - created
            gained, gone = self.endings.between(later[:, :-1], later[:, 1:])
            won[i, i:], lost[i, i:] = gained.mean(0), gone.mean(0)
        return won, lost


def unlike_before(
    known: float, shape: tuple[int, ...], random: np.random.Generator, own_will: float = _OWN_WILL
) -> Floats:
    """Draw by how much wins differ from what the past says: all months, and each.

    Args:
        known: How many wins told it.
        shape: Draws × months.
        random: Draws everything.
        own_will: How far a year may differ from the years before, as a share.
    """
    draws, ahead = shape
    lasting = random.normal(0.0, np.sqrt(1 / max(known, 1.0) + own_will**2), (draws, 1))
    passing = random.normal(0.0, _MONTHLY, (draws, ahead))
    return np.exp(lasting + passing)


def sums_of_amounts(
    part: Slice, won: Floats, random: np.random.Generator, mean: Floats | None = None
) -> Floats:
    """Draw the money of so many won deals in cents, as varied as those won before.

    Args:
        part: Whose deals.
        won: How many, draws × months.
        random: Draws everything.
        mean: What a win is worth on average, likewise; None as much as those before.
    """
    known_part = part.part(WON_AMOUNTS)
    cents = known_part.key("cents").astype(float)
    deals = known_part.measure("deals").astype(float)
    known = float(deals.sum())
    usual = float(cents @ deals) / known if known >= 1 else 0.0
    if usual <= 0:
        return np.zeros_like(won) if mean is None else won * mean
    spread = float(((cents - usual) ** 2) @ deals) / known / usual**2
    # A sum of k amounts of any shape is close to a gamma of the same mean and variance.
    shape = np.maximum(won, 1e-6) / max(spread, 1e-6)
    lasting = np.exp(random.normal(0.0, np.sqrt(spread / known), (len(won), 1)))
    each = usual if mean is None else mean
    return random.gamma(shape) * max(spread, 1e-6) * each * lasting
