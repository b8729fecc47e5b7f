"""What leads did: points for touches, fading with time, counted up to a day of each lead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from planning.actuals.lead_sample import LeadSample
from planning.agreed.accounts.conditions import Condition

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FADED: Final = 10
"""Half-lives after which a touch counts no more: less than a thousandth is left."""

_REACH: Final = 1_000_000
"""More than any day number."""


@dataclass(frozen=True)
class Behaviour:
    """The touches of leads up to a day of each.

    Attributes:
        sample: The leads with their touches.
        until: Of each lead the last day that counts, as days since 1970.
        before_sales: Of each lead the day before which a touch of sales must lie to count,
            or None where all count: what sales did because of a decision is no sign before it.
        by_account: Whether touches count that name only a lead's account.
    """

    sample: LeadSample
    until: Ints
    before_sales: Ints | None = None
    by_account: bool = True

    @cached_property
    def _days(self) -> Ints:
        days: Ints = self.sample.touches["on"].to_numpy().astype("datetime64[D]").astype(np.int64)
        return days

    def points(
        self, condition: Condition, points: float, half_life: int | None, most: int | None
    ) -> Floats:
        """Return each lead's points for touches of some kinds.

        Formula: Σ points · ½^(age / half life) over the touches met, at most `most` in all;
        without a half life every touch keeps its points.

        Args:
            condition: About `touch`: its kind.
            points: For one touch.
            half_life: Days after which half of it is left, or None.
            most: No more than this in all, of either sign, or None.
        """
        chosen = self._of_kind(condition)
        span = _REACH if half_life is None else FADED * half_life
        total = np.zeros(len(self.until))
        for group, of_lead, limit in self._sides():
            total += self._faded(chosen & group, of_lead, limit, half_life, span)
        total *= points
        return total if most is None else np.clip(total, -most, most)

    def number(self) -> Floats:
        """Return how many touches each lead has had."""
        chosen = np.ones(len(self._days), dtype=np.bool_)
        total = np.zeros(len(self.until))
        for group, of_lead, limit in self._sides():
            total += self._faded(chosen & group, of_lead, limit, None, _REACH)
        return total

    def any(self, condition: Condition) -> Bools:
        """Return which leads have had a touch of some kinds."""
        met: Bools = self.points(condition, 1.0, None, None) > 0
        return met

    def _of_kind(self, condition: Condition) -> Bools:
        import pandas as pd

        codes, found = pd.factorize(self.sample.touches["kind"])
        words = {word.casefold() for word in condition.words}
        among = np.array([*(str(kind).casefold() in words for kind in found), False], np.bool_)
        known = np.array([*(True for _ in found), False], np.bool_)
        chosen: Bools = {
            "is one of": among,
            "is none of": known & ~among,
            "is known": known,
        }.get(condition.test, np.zeros_like(known))[codes]
        return chosen

    def _sides(self) -> list[tuple[Bools, str, Ints]]:
        """Return the touches of each sort, what they name, and the last day that counts."""
        touches = self.sample.touches
        own = (touches["lead"] >= 0).to_numpy()
        sales = (touches["team"] == "sales").to_numpy()
        sides = [(own & ~sales, "lead", self.until)]
        if self.by_account:
            sides.append((~own, "account", self.until))
        limit = self.until
        if self.before_sales is not None:
            limit = np.minimum(limit, self.before_sales - 1)
        return [*sides, (own & sales, "lead", limit)]

    def _faded(
        self, chosen: Bools, names: str, limit: Ints, half_life: int | None, span: int
    ) -> Floats:
        """Add up what is left of each touch, the latest first, for all leads at once.

        A touch counts up to `limit` and is as old as it is on the day the lead is scored.
        """
        touches = self.sample.touches
        key = touches[names].to_numpy()[chosen].astype(np.int64)
        day = self._days[chosen]
        weight = touches["n"].to_numpy()[chosen].astype(np.float64)
        total = np.zeros(len(limit))
        if not len(key):
            return total
        # Of touches with the same name and kinds, in order of day.
        order = np.lexsort((day, key))
        key, day, weight = key[order], day[order], weight[order]
        place = key * _REACH + day
        who = self._names(names)
        begins = np.searchsorted(place, who * _REACH, side="left")
        ends = np.searchsorted(place, who * _REACH + limit, side="right")
        if half_life is None:
            summed = np.concatenate([[0.0], np.cumsum(weight)])
            return np.where(who >= 0, summed[np.maximum(ends, begins)] - summed[begins], 0.0)
        at, left = ends - 1, np.flatnonzero((who >= 0) & (ends > begins))
        while len(left):
            age = self.until[left] - day[at[left]]
            left, age = left[age <= span], age[age <= span]
            total[left] += weight[at[left]] * 0.5 ** (age / half_life)
            at[left] -= 1
            left = left[at[left] >= begins[left]]
        return total

    def _names(self, names: str) -> Ints:
        if names == "account":
            accounts: Ints = self.sample.leads["account"].to_numpy(dtype=np.int64)
            return accounts
        return np.arange(len(self.until), dtype=np.int64)
